//! Annotations beside each other, and a part of the page that comes and goes with all of them.

use taut::prelude::*;

use super::{Mode, Scenario};

#[derive(Default)]
pub(crate) struct Composition {
    mode: Mode,
    query: String,
    calls: u32,
    on: bool,
    shown: bool,
    rows: Vec<u32>,
    order: u32,
}

#[live_view]
impl Composition {
    fn mount(request: &Request<'_>) -> Self {
        Composition {
            mode: Scenario::of(request).mode,
            rows: vec![1, 2, 3],
            ..Composition::default()
        }
    }

    #[debounce(300ms)]
    #[optimistic]
    #[cache(ttl = 1min, key(query))]
    #[client_state(query)]
    fn search(&mut self, query: String) -> Result<(), Reject> {
        self.calls += 1;
        if self.mode.answer()?.is_some() {
            self.query = query;
        }
        Ok(())
    }

    /// The same, written in another order.
    #[client_state(query)]
    #[cache(ttl = 1min, key(query))]
    #[optimistic]
    #[debounce(300ms)]
    fn search_otherwise(&mut self, query: String) -> Result<(), Reject> {
        self.search(query)
    }

    #[throttle(100ms)]
    #[optimistic]
    #[client_state(on)]
    fn switch(&mut self, on: bool) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.on = on == asked;
        }
        Ok(())
    }

    #[optimistic(remove)]
    fn remove(&mut self, id: u32) -> Result<(), Reject> {
        if self.mode.answer()?.is_some() {
            self.rows.retain(|row| *row != id);
        }
        Ok(())
    }

    fn toggle(&mut self) {
        self.shown = !self.shown;
    }

    #[client_state(order)]
    fn reorder(&mut self, order: u32) {
        self.order = order;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Composition"</title></head>
                <body>
                    <input id="search" @loading @input={search(event.value)}>
                    <input id="otherwise" @loading @input={search_otherwise(event.value)}>
                    <p id="found">{&self.query}</p>
                    <p id="bound">{client.query or &self.query}</p>
                    <p id="busy" @loading={search, search_otherwise}>"Busy"</p>
                    <input id="switch" type="checkbox" checked={self.on} @change={switch(event.checked)}>
                    <p id="on">{client.on or self.on}</p>
                    <ul>
                        for row in &self.rows; key = *row {
                            <li id={format!("row-{row}")}>
                                {row} <button @loading-text="Removing…" @click={remove(*row)}>"Remove"</button>
                            </li>
                        }
                    </ul>
                    <p id="calls" data-uncached>{self.calls}</p>
                    <button id="toggle" @click={toggle()}>"Toggle"</button>
                    if self.shown {
                        <section id="part">
                            <input id="part-search" @loading @input={search(event.value)}>
                            <input id="part-switch" type="checkbox" @change={switch(event.checked)}>
                            <button id="part-button" @loading-text="Wait…" @click={switch(true)}>"Switch"</button>
                            <p @loading={search}>{client.query} " " {client.on}</p>
                            <p @keydown.window.escape={toggle()}>"Escape closes"</p>
                        </section>
                    }
                    <div id="many">for at in 0..100_u32; key = at { <i title={client.order or at}>{client.order or at}</i> }</div>
                    <button id="reorder" @click={reorder(7)}>"Reorder"</button>
                </body>
            </html>
        }
    }
}
