//! Names in the page that shadow members of `document` and of forms.

use std::collections::BTreeMap;

use taut::prelude::*;

/// What `document.…` would find.
const DOCUMENT: [&str; 16] = [
    "activeElement",
    "addEventListener",
    "body",
    "createElement",
    "dispatchEvent",
    "documentElement",
    "getElementsByName",
    "head",
    "hidden",
    "importNode",
    "location",
    "normalize",
    "querySelector",
    "title",
    "childNodes",
    "firstChild",
];

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

/// What `form.…` would find.
const FORM: [&str; 34] = [
    "addEventListener",
    "after",
    "append",
    "before",
    "checked",
    "childNodes",
    "classList",
    "className",
    "closest",
    "contains",
    "dispatchEvent",
    "elements",
    "firstChild",
    "form",
    "getAttribute",
    "getBoundingClientRect",
    "hasAttribute",
    "insertBefore",
    "isConnected",
    "lastChild",
    "moveBefore",
    "nextSibling",
    "nodeType",
    "open",
    "options",
    "parentNode",
    "remove",
    "removeChild",
    "replaceChildren",
    "selectedOptions",
    "setAttribute",
    "style",
    "type",
    "value",
];

#[derive(Default)]
pub(crate) struct Clobber {
    count: u32,
    typed: String,
    sent: usize,
    shown: bool,
    order: Vec<u32>,
}

#[live_view]
impl Clobber {
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
                    for name in DOCUMENT; key = name { <form name={name}></form> }
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
                        for name in FORM; key = name { <input name={name}> }
                        for letter in 'a'..='z'; key = letter { <input name={letter} hidden> }
                        for number in &self.order; key = number { <b>{number}</b> }
                        if self.shown { <i>"shown"</i> }
                        <button id="submit">"Send"</button>
                    </form>
                    if self.shown {
                        <form id="late">
                            for name in FORM; key = name { <input name={name}> }
                            <b>{self.count}</b>
                        </form>
                    }
                    for number in &self.order; key = number {
                        <form class="row">
                            for name in FORM; key = name { <input name={name} type="hidden"> }
                            {number}
                        </form>
                    }
                </body>
            </html>
        }
    }
}
