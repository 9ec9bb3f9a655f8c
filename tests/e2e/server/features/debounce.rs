//! Handlers that wait for quiet, by all kinds of elements; the page logs what they have heard.

use std::collections::BTreeMap;

use taut::prelude::*;

use super::{Scenario, hear};

#[derive(Default)]
pub(crate) struct Debounce {
    run: String,
    log: Vec<String>,
    hidden: bool,
    has_extra: bool,
    rows: Vec<u32>,
}

#[live_view]
impl Debounce {
    fn mount(request: &Request<'_>) -> Self {
        Debounce {
            run: Scenario::of(request).run,
            rows: vec![1, 2, 3],
            ..Debounce::default()
        }
    }

    #[debounce(300ms)]
    fn quiet(&mut self, field: &'static str, value: String) {
        self.log(format!("{field} {value}"));
    }

    #[debounce(300ms)]
    fn quiet_row(&mut self, row: u32, value: String) {
        self.log(format!("row {row} {value}"));
    }

    #[debounce(300ms, max_wait = 1s)]
    fn bounded(&mut self, value: String) {
        self.log(format!("bounded {value}"));
    }

    #[debounce(blur)]
    fn left(&mut self, value: String) {
        self.log(format!("left {value}"));
    }

    #[debounce(300ms)]
    fn clicked(&mut self) {
        self.log("clicked".into());
    }

    fn plain(&mut self, value: String) {
        self.log(format!("plain {value}"));
    }

    fn submit(&mut self, fields: BTreeMap<String, String>) {
        let fields: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.log(format!("submit {}", fields.join(" ")));
    }

    fn enter(&mut self, value: String) {
        self.log(format!("enter {value}"));
    }

    fn changed(&mut self, value: String) {
        self.log(format!("changed {value}"));
    }

    fn hide(&mut self) {
        self.hidden = !self.hidden;
    }

    /// Shows what no other session does, or takes it away.
    fn extra(&mut self) {
        self.has_extra = !self.has_extra;
    }

    fn drop_row(&mut self) {
        self.rows.remove(0);
    }

    fn reverse(&mut self) {
        self.rows.reverse();
    }

    fn log(&mut self, what: String) {
        hear(&self.run, what.clone());
        self.log.push(what);
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Debounce"</title></head>
                <body>
                    <input id="a" @input={quiet("a", event.value)}>
                    <input id="b" @input={quiet("b", event.value)}>
                    <input id="bounded" @input={bounded(event.value)}>
                    <input id="left" @input={left(event.value)}>
                    <input id="plain" @input={plain(event.value)}>
                    <input id="entered" @input={quiet("entered", event.value)} @keydown.enter={enter(event.value)}>
                    <input id="changed" @input={quiet("changed", event.value)} @change={changed(event.value)}>
                    <form id="form" @submit={submit(event.form)}>
                        <input id="first" name="first" @input={quiet("first", event.value)}>
                        <input id="second" name="second" @input={quiet("second", event.value)}>
                        <button id="send">"Send"</button>
                    </form>
                    <form id="other" @submit={submit(event.form)}>
                        <input id="third" name="third" @input={quiet("third", event.value)}>
                        <button id="send-other">"Send"</button>
                    </form>
                    <button id="button" @click={clicked()}>"Click"</button>
                    <div id="outer" @input={quiet("outer", event.value)}><input id="inner"></div>
                    if !self.hidden { <input id="gone" @input={quiet("gone", event.value)}> }
                    if self.has_extra {
                        <input id="extra" @input={quiet("extra", event.value)} @keydown.escape={extra()}>
                        <input id="extra-left" @input={left(event.value)}>
                        <button id="extra-button" @click={clicked()}>"Click"</button>
                    }
                    <button id="show-extra" @click={extra()}>"Extra"</button>
                    <ul>
                        for row in &self.rows; key = *row {
                            <li><input id={format!("row-{row}")} @input={quiet_row(*row, event.value)}></li>
                        }
                    </ul>
                    <button id="hide" @click={hide()}>"Hide"</button>
                    <button id="drop" @click={drop_row()}>"Drop"</button>
                    <button id="reverse" @click={reverse()}>"Reverse"</button>
                    <ol id="log">for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }</ol>
                </body>
            </html>
        }
    }
}
