//! A form whose state outlives the server: each change is saved, or what there is when the server stops.

use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    title: String,
    rows: Vec<u32>,
    lines: String,
    #[serde(skip)]
    visitor: String,
}

#[derive(Deserialize)]
struct Written {
    line: String,
}

#[live_view(persist = always)]
impl Kept {
    fn mount(request: &Request<'_>) -> Self {
        let mut view = Self::default();
        view.restored(request);
        view
    }

    fn restored(&mut self, request: &Request<'_>) {
        self.visitor = request
            .header("user-agent")
            .map_or("nobody", |_| "somebody")
            .to_owned();
    }

    fn name(&mut self, title: String) {
        self.title = title;
    }

    fn add(&mut self) {
        self.rows
            .push(u32::try_from(self.rows.len()).unwrap_or(0) + 1);
    }

    fn remove(&mut self, row: u32) {
        self.rows.retain(|other| *other != row);
    }

    fn write(&mut self, written: Written) {
        self.lines = format!("{} {}", self.lines, written.line);
    }

    fn render(&self) -> impl View {
        view! {
            <form @submit={write(event.form)}><input name="line"><button>"Write"</button></form>
            <p id="lines">{&self.lines}</p>
            <h1 id="title">{&self.title}</h1>
            <p id="visitor">{&self.visitor}</p>
            <input id="name" value={&self.title} @input={name(event.value)}>
            <textarea id="typed"></textarea>
            <button id="add" @click={add()}>"Add"</button>
            for row in &self.rows; key = *row {
                <li id={format!("row-{row}")}>{row} <button @click={remove(*row)}>"Remove"</button></li>
            }
        }
    }
}

/// Saved when the server is told to stop, and not before.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Stopped {
    count: u32,
}

#[live_view(persist)]
impl Stopped {
    fn bump(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { <button id="bump" @click={bump()}>{self.count}</button> }
    }
}
