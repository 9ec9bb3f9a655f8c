//! A page whose views share a value: each publishes it, binds to it and hears of it.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Views {
    filter: String,
    rows: Vec<u32>,
}

#[live_view]
impl Views {
    #[client_state(filter)]
    fn choose(&mut self, filter: String) {
        self.filter = filter;
    }

    fn add(&mut self) {
        self.rows
            .push(u32::try_from(self.rows.len()).unwrap_or_default());
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Views"</title></head>
                <body>
                    <input id="choose" @input={choose(event.value)}>
                    <button id="add" @click={add()}>"Add"</button>
                    <p id="server">{&self.filter}</p>
                    <div id="first"><Badge/></div>
                    for row in &self.rows; key = *row { <div id={format!("row-{row}")}><Badge/></div> }
                </body>
            </html>
        }
    }
}

#[derive(Default)]
pub(crate) struct Badge {
    heard: String,
}

#[live_view]
impl Badge {
    fn hear(&mut self, filter: String) {
        self.heard = filter;
    }

    #[client_state(filter)]
    fn set(&mut self, filter: String) {
        let _ = filter;
    }

    fn render(&self) -> impl View {
        view! {
            <b class:on={client.filter == "done"} @client-filter.window={hear(event.detail)}>{client.filter or "none"}</b>
            <i>{&self.heard}</i>
            <button @click={set("badge".to_owned())}>"Set"</button>
        }
    }
}
