//! Handlers that ask before they are called, next to other annotations.

use std::collections::BTreeMap;

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Confirm {
    log: Vec<String>,
    ticked: bool,
}

#[live_view]
impl Confirm {
    #[confirm("Delete it?")]
    #[optimistic]
    #[client_state(name)]
    fn delete(&mut self, name: String) {
        self.log.push(format!("deleted {name}"));
    }

    #[confirm("Tick it?")]
    fn tick(&mut self, ticked: bool) {
        self.ticked = ticked;
        self.log.push(format!("ticked {ticked}"));
    }

    #[confirm("Send \"it\"?")]
    fn submit(&mut self, fields: BTreeMap<String, String>) {
        self.log.push(format!("sent {fields:?}"));
    }

    fn plain(&mut self) {
        self.log.push("plain".to_owned());
    }

    fn render(&self) -> impl View {
        view! {
            <button id="delete" @click={delete("one".to_owned())} @loading={delete} @loading-text="…">"Delete"</button>
            <p id="published">{client.name}</p>
            <input id="tick" type="checkbox" checked={self.ticked} @change={tick(event.checked)}>
            <form id="form" @submit={submit(event.form)}><input name="text" value="a"><button id="send">"Send"</button></form>
            <button id="plain" @click={plain()}>"Plain"</button>
            <ol id="log">
                for (at, line) in self.log.iter().enumerate(); key = at { <li>{line}</li> }
            </ol>
        }
    }
}
