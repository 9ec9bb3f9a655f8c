//! Every control that shows at once what it does, and a server that does it, refuses it, or does something else.

use std::collections::BTreeMap;

use taut::prelude::*;

use super::{Mode, Scenario};

#[derive(Default)]
pub(crate) struct Optimistic {
    mode: Mode,
    checked: bool,
    other: bool,
    colour: u8,
    text: String,
    area: String,
    size: String,
    presses: u32,
    label: u32,
    sent: u32,
    rows: Vec<u32>,
    error: String,
    shown: bool,
}

const SIZES: [&str; 3] = ["small", "medium", "large"];

#[live_view]
impl Optimistic {
    fn mount(request: &Request<'_>) -> Self {
        Optimistic {
            mode: Scenario::of(request).mode,
            text: "text".into(),
            area: "area".into(),
            size: "small".into(),
            rows: vec![1, 2, 3, 4],
            shown: true,
            ..Optimistic::default()
        }
    }

    fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    #[optimistic]
    fn check(&mut self, on: bool) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.checked = on == asked;
        }
        Ok(())
    }

    #[optimistic]
    fn check_other(&mut self, on: bool) {
        self.other = on;
    }

    #[optimistic]
    fn refuse(&mut self, _on: bool) -> Result<(), Reject> {
        Err("Never.".into())
    }

    #[optimistic(error_for = 500ms)]
    fn refuse_shortly(&mut self, _on: bool) -> Result<(), Reject> {
        Err("Never.".into())
    }

    #[optimistic]
    fn paint(&mut self, colour: u8) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.colour = if asked { colour } else { 2 };
        }
        Ok(())
    }

    #[optimistic]
    fn write(&mut self, text: String) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.text = if asked { text } else { text.to_uppercase() };
        }
        Ok(())
    }

    #[optimistic]
    fn write_area(&mut self, text: String) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.area = if asked { text } else { text.to_uppercase() };
        }
        Ok(())
    }

    #[optimistic]
    fn resize(&mut self, size: String) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.size = if asked { size } else { "medium".into() };
        }
        Ok(())
    }

    #[optimistic]
    fn press(&mut self) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.presses += if asked { 1 } else { 10 };
        }
        Ok(())
    }

    #[optimistic]
    fn relabel(&mut self) {
        self.label += 1;
    }

    #[optimistic]
    fn send(&mut self, fields: BTreeMap<String, String>) -> Result<(), Reject> {
        if self.mode.answer()?.is_some() {
            self.sent += u32::try_from(fields.len()).unwrap_or_default();
        }
        Ok(())
    }

    #[optimistic(timeout = 2s)]
    fn hurry(&mut self, on: bool) {
        self.other = on;
    }

    #[debounce(300ms)]
    #[optimistic]
    fn later(&mut self, on: bool) -> Result<(), Reject> {
        if let Some(asked) = self.mode.answer()? {
            self.other = on == asked;
        }
        Ok(())
    }

    /// The place of a row if the mode is to do as asked, another if it is not.
    fn place(&mut self, id: u32, act: impl Fn(&mut Vec<u32>, usize)) -> Result<(), Reject> {
        let at = self
            .rows
            .iter()
            .position(|row| *row == id)
            .ok_or("There is no such row.")?;
        match self.mode.answer()? {
            Some(true) => act(&mut self.rows, at),
            Some(false) => self.rows.reverse(),
            None => {}
        }
        Ok(())
    }

    #[optimistic(remove)]
    fn remove(&mut self, id: u32) -> Result<(), Reject> {
        self.place(id, |rows, at| {
            rows.remove(at);
        })
    }

    #[optimistic(first)]
    fn first(&mut self, id: u32) -> Result<(), Reject> {
        self.place(id, |rows, at| rows[..=at].rotate_right(1))
    }

    #[optimistic(last)]
    fn last(&mut self, id: u32) -> Result<(), Reject> {
        self.place(id, |rows, at| rows[at..].rotate_left(1))
    }

    #[optimistic(up)]
    fn up(&mut self, id: u32) -> Result<(), Reject> {
        self.place(id, |rows, at| rows.swap(at.saturating_sub(1), at))
    }

    #[optimistic(down)]
    fn down(&mut self, id: u32) -> Result<(), Reject> {
        self.place(id, |rows, at| {
            let next = (at + 1).min(rows.len() - 1);
            rows.swap(at, next);
        })
    }

    fn add_row(&mut self) {
        let id = self.rows.iter().max().map_or(1, |id| id + 1);
        self.rows.push(id);
    }

    fn hide(&mut self) {
        self.shown = !self.shown;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.error = reject.to_string();
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Optimistic"</title></head>
                <body>
                    <select id="mode" @change={set_mode(event.value)}>
                        for mode in ["accept", "refuse", "panic", "correct", "ignore"]; key = mode { <option>{mode}</option> }
                    </select>
                    <input id="check" type="checkbox" class="box" checked={self.checked} @change={check(event.checked)}>
                    <input id="other" type="checkbox" checked={self.other} @change={check_other(event.checked)}>
                    <input id="refused" type="checkbox" @change={refuse(event.checked)}>
                    <input id="free" type="checkbox" @change={check(event.checked)}>
                    <fieldset>
                        for colour in 0..3_u8; key = colour {
                            <input id={format!("colour-{colour}")} type="radio" name="colour"
                                checked={self.colour == colour} @change={paint(colour)}>
                        }
                    </fieldset>
                    <input id="text" value={&self.text} @input={write(event.value)}>
                    <textarea id="area" value={&self.area} @input={write_area(event.value)}></textarea>
                    <select id="size" @change={resize(event.value)}>
                        for size in SIZES; key = size { <option value={size} selected={self.size == size}>{size}</option> }
                    </select>
                    <button id="press" data-loading-text="Pressing…" @click={press()}><i>"*"</i>" Press"</button>
                    <button id="relabel" data-loading-text="Wait…" @click={relabel()}>"Label " {self.label}</button>
                    <form id="form" @submit={send(event.form)}>
                        <input id="field" name="field">
                        <button id="send" data-loading-text="Sending…">"Send"</button>
                    </form>
                    <p id="target" class="target">"The target"</p>
                    <button id="aims" data-optimistic-target="#target" @click={press()}>"Aim"</button>
                    <div id="closest"><button id="aims-out" data-optimistic-target="#closest" @click={press()}>"Aim"</button></div>
                    <input id="shortly" type="checkbox" @change={refuse_shortly(event.checked)}>
                    <input id="hurry" type="checkbox" checked={self.other} @change={hurry(event.checked)}>
                    <input id="later" type="checkbox" checked={self.other} @change={later(event.checked)}>
                    <ul id="rows">
                        for row in &self.rows; key = *row {
                            <li id={format!("row-{row}")}>
                                <input> {row}
                                <button class="remove" @click={remove(*row)}>"Remove"</button>
                                <button class="first" @click={first(*row)}>"First"</button>
                                <button class="last" @click={last(*row)}>"Last"</button>
                                <button class="up" @click={up(*row)}>"Up"</button>
                                <button class="down" @click={down(*row)}>"Down"</button>
                            </li>
                        }
                    </ul>
                    if self.shown { <input id="shown" type="checkbox" @change={check(event.checked)}> }
                    <button id="hide" @click={hide()}>"Hide"</button>
                    <button id="add-row" @click={add_row()}>"Add"</button>
                    <p id="said">
                        {self.checked} " " {self.colour} " " {&self.text} " " {&self.area} " " {&self.size} " " {self.presses} " "
                        {self.sent}
                    </p>
                    <p id="state">
                        {self.checked} " " {self.other} " "
                        {self.rows.iter().map(u32::to_string).collect::<Vec<_>>().join(",")}
                    </p>
                    <p id="error">{&self.error}</p>
                </body>
            </html>
        }
    }
}
