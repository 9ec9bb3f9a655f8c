//! Handlers that hear one event in an interval: the first, the last, or both; the page logs what they have heard.

use std::collections::BTreeMap;

use taut::prelude::*;

use super::{Scenario, hear};

#[derive(Default)]
pub(crate) struct Throttle {
    run: String,
    log: Vec<String>,
    hidden: bool,
}

#[live_view]
impl Throttle {
    fn mount(request: &Request<'_>) -> Self {
        Throttle {
            run: Scenario::of(request).run,
            ..Throttle::default()
        }
    }

    #[throttle(100ms)]
    fn both(&mut self, field: &'static str, value: String) {
        self.log(format!("{field} {value}"));
    }

    #[throttle(100ms, trailing = false)]
    fn leading(&mut self, value: String) {
        self.log(format!("leading {value}"));
    }

    #[throttle(100ms, leading = false)]
    fn trailing(&mut self, value: String) {
        self.log(format!("trailing {value}"));
    }

    #[throttle(10s)]
    fn slow(&mut self, field: &'static str, value: String) {
        self.log(format!("{field} {value}"));
    }

    #[throttle(100ms)]
    fn moved(&mut self, x: i32) {
        self.log(format!("moved {x}"));
    }

    fn submit(&mut self, fields: BTreeMap<String, String>) {
        let fields: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.log(format!("submit {}", fields.join(" ")));
    }

    fn hide(&mut self) {
        self.hidden = !self.hidden;
    }

    fn log(&mut self, what: String) {
        hear(&self.run, what.clone());
        self.log.push(what);
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Throttle"</title></head>
                <body>
                    <input id="both" @input={both("both", event.value)}>
                    <input id="twin" @input={both("twin", event.value)}>
                    <input id="leading" @input={leading(event.value)}>
                    <input id="trailing" @input={trailing(event.value)}>
                    <input id="slow" @input={slow("slow", event.value)}>
                    <form id="form" @submit={submit(event.form)}>
                        <input id="first" name="first" @input={slow("first", event.value)}>
                        <button id="send">"Send"</button>
                    </form>
                    <div id="area" @pointermove={moved(event.x)}>"Move here"</div>
                    if !self.hidden { <input id="gone" @input={slow("gone", event.value)}> }
                    <button id="hide" @click={hide()}>"Hide"</button>
                    <ol id="log">for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }</ol>
                </body>
            </html>
        }
    }
}
