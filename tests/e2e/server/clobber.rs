//! Names in the page that shadow members of `document` and of forms.

use std::collections::BTreeMap;

use serde::Deserialize;
use taut::prelude::*;

/// What `window.…` would find where a browser has nothing of that name.
const WINDOW: [&str; 12] = [
    "CustomEvent",
    "DecompressionStream",
    "Intl",
    "JSON",
    "WebSocket",
    "console",
    "fetch",
    "history",
    "localStorage",
    "structuredClone",
    "taut",
    "trustedTypes",
];

/// The names, separated by commas, that shadow members of the document and of its forms.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Names {
    document: String,
    form: String,
}

#[derive(Default)]
pub(crate) struct Clobber {
    count: u32,
    typed: String,
    sent: usize,
    shown: bool,
    order: Vec<u32>,
    names: Names,
}

#[live_view]
impl Clobber {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        Ok(Self {
            names: request.query()?,
            ..Self::default()
        })
    }

    fn bump(&mut self, cx: &mut Context) {
        self.count += 1;
        self.order.insert(0, self.count);
        cx.title(format!("Count {}", self.count));
        cx.dispatch("bumped", &self.count);
    }

    fn reverse(&mut self) {
        self.order.reverse();
    }

    fn show(&mut self) {
        self.shown = !self.shown;
    }

    fn typed(&mut self, value: String) {
        self.typed = value;
    }

    fn send(&mut self, fields: BTreeMap<String, String>) {
        self.sent = fields.len();
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <title>"Clobber"</title>
                </head>
                <body>
                    for name in self.names.document.split(','); key = name { <form name={name}></form> }
                    for name in WINDOW; key = name { <a id={name}></a> }
                    <p id="count">{self.count}</p>
                    <button id="bump" @click={bump()}>"Bump"</button>
                    <button id="show" @click={show()}>"Show"</button>
                    <button id="reverse" @click={reverse()}>"Reverse"</button>
                    <p id="typed">{&self.typed}</p>
                    <p id="sent">{self.sent}</p>
                    <form id="form" class:odd={self.count % 2 == 1} style:color={"red"} title={self.count}
                        class={if self.shown { "shown" } else { "" }}
                        @input={typed(event.value)} @submit={send(event.form)}>
                        for name in self.names.form.split(','); key = name { <input name={name}> }
                        for letter in 'a'..='z'; key = letter { <input name={letter} hidden> }
                        for number in &self.order; key = number { <b>{number}</b> }
                        if self.shown { <i>"shown"</i> }
                        <button id="submit">"Send"</button>
                    </form>
                    if self.shown {
                        <form id="late">
                            for name in self.names.form.split(','); key = name { <input name={name}> }
                            <b>{self.count}</b>
                        </form>
                    }
                    for number in &self.order; key = number {
                        <form class="row">
                            for name in self.names.form.split(','); key = name { <input name={name} type="hidden"> }
                            {number}
                        </form>
                    }
                </body>
            </html>
        }
    }
}
