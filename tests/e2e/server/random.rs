//! A page with every kind of hole whose state is a function of a seed and a number of steps, so that a page
//! that was patched can be compared with one that is rendered afresh.

use std::collections::VecDeque;

use serde::Deserialize;
use taut::prelude::*;

#[derive(Deserialize)]
struct Query {
    seed: u64,
    #[serde(default)]
    steps: u32,
    /// What decides instead of the seed: two bytes for each step, in hexadecimal digits.
    #[serde(default)]
    script: String,
}

struct Row {
    id: u32,
    text: String,
    marked: bool,
    note: Option<String>,
    cells: Vec<(u32, String)>,
}

pub(crate) struct Random {
    seed: u64,
    script: VecDeque<u16>,
    last_id: u32,
    rows: Vec<Row>,
    words: Vec<(u32, String)>,
    title: Option<String>,
    text: String,
    arm: u64,
    on: bool,
    number: f64,
}

#[live_view]
impl Random {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let Query {
            seed,
            steps,
            script,
        } = request.query()?;
        let script = script.as_bytes().as_chunks::<4>().0.iter();
        let script =
            script.filter_map(|digits| u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        let mut view = Random {
            seed,
            script: script.collect(),
            last_id: 0,
            rows: Vec::new(),
            words: Vec::new(),
            title: None,
            text: String::new(),
            arm: 0,
            on: false,
            number: 0.0,
        };
        (0..steps).for_each(|_| view.step());
        Ok(view)
    }

    fn step(&mut self) {
        if let Some(step) = self.script.pop_front() {
            self.seed = step.into();
        }
        for _ in 0..1 + self.below(4) {
            self.change();
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % limit
    }

    fn word(&mut self) -> String {
        let words = [
            "",
            "a",
            "<b>&amp;",
            " ",
            "två",
            "\"quoted\"",
            "line\nbreak",
            "🦀",
            "x y",
        ];
        let at = usize::try_from(self.below(9)).unwrap_or(0);
        words[at].to_owned()
    }

    fn id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    fn row(&mut self) -> Row {
        let (id, text, marked) = (self.id(), self.word(), self.below(2) == 0);
        let note = (self.below(2) == 0).then(|| self.word());
        let cells = (0..self.below(4))
            .map(|_| (self.id(), self.word()))
            .collect();
        Row {
            id,
            text,
            marked,
            note,
            cells,
        }
    }

    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64 + 1)).unwrap_or(0)
    }

    fn change(&mut self) {
        match self.below(14) {
            0 => self.title = (self.below(3) > 0).then(|| self.word()),
            1 => self.text = self.word(),
            2 => self.arm = self.below(6),
            3 => self.on = !self.on,
            4 => self.number = f64::from(self.last_id) / 4.0,
            5 | 6 => {
                for _ in 0..self.below(5) {
                    let (row, at) = (self.row(), self.place(self.rows.len()));
                    self.rows.insert(at, row);
                }
            }
            7 if !self.rows.is_empty() => {
                let at = self.place(self.rows.len() - 1);
                self.rows.remove(at);
            }
            8 => self.shuffle(),
            9 if !self.rows.is_empty() => self.change_row(),
            10 => {
                let word = (self.id(), self.word());
                let at = self.place(self.words.len());
                self.words.insert(at, word);
            }
            11 => self.words.reverse(),
            12 if self.below(4) == 0 => self.rows.clear(),
            13 if self.words.len() > 3 => self.words.truncate(2),
            _ => {}
        }
    }

    fn shuffle(&mut self) {
        for at in 1..self.rows.len() {
            let other = self.place(at);
            self.rows.swap(at, other);
        }
    }

    fn change_row(&mut self) {
        let at = self.place(self.rows.len() - 1);
        let new = self.row();
        let row = &mut self.rows[at];
        row.text = new.text;
        row.marked = new.marked;
        row.note = new.note;
        row.cells.extend(new.cells);
        row.cells.reverse();
        if row.cells.len() > 5 {
            row.cells.drain(1..4);
        }
    }

    fn render(&self) -> impl View {
        let spread: Attributes = self
            .words
            .iter()
            .map(|(id, word)| (format!("data-w{id}"), word.clone()))
            .collect();
        view! {
            <!DOCTYPE html>
            <html lang="en" class:dark={self.on}>
                <head><meta charset="utf-8"><title>"Random " {&self.text}</title></head>
                <body>
                    <button id="step" @click={step()}>"Step"</button>
                    <p title={&self.title} hidden={self.on}>{&self.text} {self.number} "text" {&self.title}</p>
                    <p class="base" class:on={self.on} class={&self.text} style:width={self.on.then_some("3px")}>"Classes"</p>
                    <p {..spread}></p>
                    <div inner_html={Trusted::new(if self.on { "<i>on</i>" } else { "<b>off</b> <u></u>" })}></div>
                    {&self.text}
                    match self.arm {
                        0 => {}
                        1 => { "text only" }
                        2 => { {&self.text} <b>{self.number}</b> }
                        3 => { for (id, word) in &self.words; key = id { {word} " " } }
                        4 => { if self.on { <p>"on"</p> } else { "off" {&self.text} } }
                        _ => { <section><h2>{&self.title}</h2> if self.on { <hr> }</section> }
                    }
                    {&self.text}
                    if let Some(title) = &self.title { {title} }
                    for (id, word) in &self.words; key = id { {word} }
                    <textarea value={&self.text}></textarea>
                    <input value={&self.text} readonly={self.on}>
                    <input type="checkbox" checked={self.on}>
                    <select>
                        <option>"none"</option>
                        for (id, word) in &self.words; key = id { <option selected={*id == self.last_id}>{word}</option> }
                    </select>
                    <svg viewBox="0 0 10 10" class={&self.text}>
                        for (id, _) in &self.words; key = id { <circle cx={id} cy="5" r="1" class={"dot"}></circle> }
                        if self.on { <g><path d="M0 0h10"/></g> }
                    </svg>
                    <table>
                        <tbody>
                            for row in &self.rows; key = row.id {
                                <tr class:marked={row.marked} data-id={row.id}>
                                    <td>{&row.text} {&row.note}</td>
                                    for (id, text) in &row.cells; key = id { <td data-cell={id}>{text}</td> }
                                    if let Some(note) = &row.note { <td class={note}>"note " {note}</td> }
                                </tr>
                            }
                        </tbody>
                    </table>
                    <dl>
                        for row in &self.rows; key = row.id {
                            <dt>{&row.text}</dt>
                            if row.marked { <dd>{row.id}</dd> }
                        }
                    </dl>
                    for row in &self.rows; key = row.id {
                        for (id, text) in &row.cells; key = id { {text} "," }
                        if row.marked { "marked" } else { <br> }
                    }
                </body>
            </html>
        }
    }
}
