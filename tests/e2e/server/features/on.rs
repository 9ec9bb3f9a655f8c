//! A view and rows of components that receive the messages of topics; anyone may publish.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use taut::prelude::*;

use super::{Mode, Scenario, hear};

topic!(Board(run: String, key: u32) -> u32);

/// What is to be published.
#[derive(Deserialize)]
pub(crate) struct Posted {
    run: String,
    key: u32,
    number: u32,
    /// How many of them.
    #[serde(default)]
    times: u32,
}

/// Publishes from a plain handler of actix.
pub(crate) async fn publish(posted: web::Query<Posted>) -> HttpResponse {
    let board = Board(posted.run.clone(), posted.key);
    (0..=posted.times).for_each(|more| board.publish(&(posted.number + more)));
    HttpResponse::Ok().finish()
}

#[derive(Default)]
pub(crate) struct On {
    run: String,
    mode: Mode,
    key: u32,
    numbers: Vec<u32>,
    missed: u32,
    rows: Vec<u32>,
}

#[live_view]
impl On {
    fn mount(request: &Request<'_>) -> Self {
        let Scenario { run, mode, .. } = Scenario::of(request);
        On {
            run,
            mode,
            rows: vec![10],
            ..On::default()
        }
    }

    #[on(Board(self.run.clone(), self.key))]
    fn noted(&mut self, number: &u32, cx: &mut Context) -> Result<(), Reject> {
        hear(&self.run, format!("{number}"));
        self.numbers.push(*number);
        cx.title(format!("number {number}"));
        if *number == 13 {
            self.mode.answer()?;
        }
        Ok(())
    }

    fn missed(&mut self) {
        self.missed += 1;
    }

    fn turn(&mut self) {
        self.key += 1;
    }

    fn add(&mut self) {
        self.rows.insert(0, self.rows.len() as u32 + 10);
    }

    fn remove(&mut self) {
        self.rows.pop();
    }

    fn send(&mut self, number: u32) {
        Board(self.run.clone(), self.key).publish(&number);
    }

    fn render(&self) -> impl View {
        view! {
            <output id="numbers">{format!("{:?}", self.numbers)}</output>
            <output id="missed">{self.missed}</output>
            <button id="turn" @click={turn()}>{self.key}</button>
            <button id="add" @click={add()}>"Add"</button>
            <button id="remove" @click={remove()}>"Remove"</button>
            <button id="send" @click={send(7)}>"Send"</button>
            for key in &self.rows; key = *key { <OnRow run={&self.run} key={*key}/> }
        }
    }
}

/// A row that counts the messages of its own key.
#[derive(Default)]
struct OnRow {
    run: String,
    key: u32,
    sum: u32,
}

#[live_view]
impl OnRow {
    fn props(&mut self, run: &str, key: u32) {
        (self.run, self.key) = (run.to_owned(), key);
    }

    #[on(Board(self.run.clone(), self.key))]
    fn noted(&mut self, number: &u32) {
        self.sum += number;
    }

    fn render(&self) -> impl View {
        view! { <p class="row">{self.key} ": " {self.sum}</p> }
    }
}
