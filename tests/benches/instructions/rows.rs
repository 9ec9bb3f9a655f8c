//! Operations on few rows of a long list: one that records its edits, and a `Vec`.

use std::hint::black_box;
use std::io;

use taut::__private::{LiveView, Session, ViewSession};
use taut::prelude::*;

struct Row {
    id: u32,
    label: String,
}

fn rows(count: u32) -> impl Iterator<Item = Row> {
    (0..count).map(|id| Row {
        id,
        label: format!("row {id}"),
    })
}

/// Rows that record their edits.
#[derive(Default)]
struct Recorded {
    rows: Keyed<u32, Row>,
    selected: Option<u32>,
    at: usize,
}

/// The same in a `Vec`.
#[derive(Default)]
struct Plain {
    rows: Vec<Row>,
    selected: Option<u32>,
    at: usize,
}

impl From<u32> for Recorded {
    fn from(count: u32) -> Self {
        Self {
            rows: rows(count).map(|row| (row.id, row)).collect(),
            ..Self::default()
        }
    }
}

impl From<u32> for Plain {
    fn from(count: u32) -> Self {
        Self {
            rows: rows(count).collect(),
            ..Self::default()
        }
    }
}

#[live_view]
impl Recorded {
    fn swap(&mut self) {
        let last = self.rows.len() - 2;
        self.rows.swap(1, last);
    }

    fn update(&mut self) {
        self.at = (self.at + SPREAD) % self.rows.len();
        let id = u32::try_from(self.at).unwrap_or(0);
        if let Some(row) = self.rows.get_mut(&id) {
            row.label.push('!');
        }
    }

    fn tenth(&mut self) {
        let rows = self.rows.iter_mut().step_by(10);
        rows.for_each(|row| row.label.push('!'));
    }

    fn select(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn remove(&mut self, id: u32) {
        self.rows.remove(&id);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={swap()}>"Swap"</button>
            <button @click={update()}>"Update one"</button>
            <button @click={tenth()}>"Update every tenth"</button>
            <ul>
                for row in &self.rows; key = row.id {
                    <li class:danger={self.selected == Some(row.id)}>
                        <b>{row.id}</b>
                        <a @click={select(row.id)}>{&row.label}</a>
                        <a @click={remove(row.id)}>"×"</a>
                    </li>
                }
            </ul>
        }
    }
}

#[live_view]
impl Plain {
    fn swap(&mut self) {
        let last = self.rows.len() - 2;
        self.rows.swap(1, last);
    }

    fn update(&mut self) {
        self.at = (self.at + SPREAD) % self.rows.len();
        self.rows[self.at].label.push('!');
    }

    fn tenth(&mut self) {
        let rows = self.rows.iter_mut().step_by(10);
        rows.for_each(|row| row.label.push('!'));
    }

    fn select(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={swap()}>"Swap"</button>
            <button @click={update()}>"Update one"</button>
            <button @click={tenth()}>"Update every tenth"</button>
            <ul>
                for row in &self.rows; key = row.id {
                    <li class:danger={self.selected == Some(row.id)}>
                        <b>{row.id}</b>
                        <a @click={select(row.id)}>{&row.label}</a>
                        <a @click={remove(row.id)}>"×"</a>
                    </li>
                }
            </ul>
        }
    }
}

/// A prime, by which rows all over the list are reached.
const SPREAD: usize = 7_919;

/// The address of the list in both templates.
const LIST: u32 = 3;

/// The address of an operation on so many rows, the time it is done.
fn address(operation: &str, count: u32, time: u32) -> Option<String> {
    let spread = u32::try_from(SPREAD).unwrap_or(1);
    let row = time * spread % count;
    Some(match operation {
        "swap" => "0".to_owned(),
        "update" => "1".to_owned(),
        "tenth" => "2".to_owned(),
        "select" => format!("[{LIST},{row},2]"),
        "remove" => format!("[{LIST},{},4]", count / 2 + time),
        _ => return None,
    })
}

/// An operation on so many rows, so many times: `recorded-select-1000`.
pub(super) fn run(case: &str, times: u32) -> io::Result<()> {
    let mut parts = case.split('-');
    let (kind, operation) = (parts.next(), parts.next().unwrap_or_default());
    let count = parts.next().and_then(|count| count.parse::<u32>().ok());
    match (kind, count) {
        (Some("recorded"), Some(count)) => events(Recorded::from(count), count, operation, times),
        (Some("plain"), Some(count)) => events(Plain::from(count), count, operation, times),
        _ => Err(io::Error::other(format!("there is no case `{case}`"))),
    }
}

fn events(view: impl LiveView, count: u32, operation: &str, times: u32) -> io::Result<()> {
    let mut session = ViewSession::new(view);
    session.write_html(&mut Vec::new());
    let mut frame = Vec::with_capacity(1 << 16);
    for time in 1..=times {
        let address = address(operation, count, time)
            .ok_or_else(|| io::Error::other(format!("there is no operation `{operation}`")))?;
        let event = format!("[{time},{},{address}]", session.position().frame);
        frame.clear();
        let work = session.receive(black_box(&event), &mut frame);
        if !work.is_ok_and(|work| work.is_none()) || black_box(&frame).len() < 8 {
            return Err(io::Error::other(format!("{event} does nothing")));
        }
    }
    Ok(())
}
