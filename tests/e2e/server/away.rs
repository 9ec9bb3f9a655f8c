//! A page whose handlers lead elsewhere.

use serde::Deserialize;
use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Away {
    count: u32,
    error: String,
}

#[derive(Deserialize)]
struct Fields {
    to: String,
}

#[live_view]
#[draft(fields(note))]
impl Away {
    fn own(&mut self, to: String) -> Result<(), Reject> {
        self.count += 1;
        Err(Reject::redirect(to))
    }

    fn other(&mut self, to: String) -> Result<(), Reject> {
        Err(Reject::redirect_to_other_site(to))
    }

    fn send(&mut self, fields: Fields) -> Result<(), Reject> {
        Err(if fields.to.starts_with("http") {
            Reject::redirect_to_other_site(fields.to)
        } else {
            Reject::redirect(fields.to)
        })
    }

    fn count(&mut self) {
        self.count += 1;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = reject.to_string();
    }

    fn render(&self) -> impl View {
        view! {
            <button id="count" @click={count()}>{self.count}</button>
            <input id="own" @change={own(event.value)}>
            <input id="other" @change={other(event.value)}>
            <form id="form" @submit={send(event.form)}><input id="to" name="to"><textarea id="note" name="note"></textarea><button>"Send"</button></form>
            <p id="error">{&self.error}</p>
        }
    }
}
