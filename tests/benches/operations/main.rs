//! What the server does for each event, timed; and the first HTML, beside maud and askama on the same page.
//!
//! Every figure is the median of many runs in this process. Bytes are exact; times vary with the machine,
//! so compare what stands side by side. The last column is the figure to reach.

mod rows;

use std::cell::Cell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use askama::Template as _;
use rows::{Askama, LIST, REMOVE, Rows, SELECT, maud};
use taut::__private::{Session, ViewSession};
use taut::prelude::*;

#[derive(Default)]
struct Counter {
    count: i64,
}

#[live_view]
impl Counter {
    fn increment(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <button @click={increment()}>"+"</button> }
    }
}

/// A session that counts its events.
struct Driven {
    session: Box<dyn Session>,
    number: u32,
    frame: Vec<u8>,
}

impl Driven {
    fn new(view: impl LiveView) -> Self {
        let mut session: Box<dyn Session> = Box::new(ViewSession::new(view));
        session.write_html(&mut Vec::new());
        Driven {
            session,
            number: 0,
            frame: Vec::with_capacity(1 << 17),
        }
    }

    /// Sends an event and gives how long its answer took.
    fn event(&mut self, address: &str) -> Duration {
        self.number += 1;
        let event = format!(
            "[{},{},{address}]",
            self.number,
            self.session.position().frame
        );
        self.frame.clear();
        let start = Instant::now();
        let work = self.session.receive(black_box(&event), &mut self.frame);
        let took = start.elapsed();
        assert!(work.is_ok_and(|work| work.is_none()), "{event} is no event");
        took
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn line(what: &str, time: Duration, bytes: usize, reach: &str) {
    let micros = time.as_secs_f64() * 1e6;
    println!("{what:<34} {micros:>10.3} us {bytes:>8} B   {reach}");
}

/// What the server may take for an event that changes something in a page, in microseconds: `server diff` in `CONFORMANCE.md`.
const MOST_OF_AN_EVENT: u128 = 100;

/// Prints how long events took, and ends the run if they took too long.
fn event(what: &str, times: Vec<Duration>, bytes: usize, reach: &str) {
    let time = median(times);
    line(what, time, bytes, reach);
    assert!(
        time.as_micros() < MOST_OF_AN_EVENT,
        "{what}: an event may take {MOST_OF_AN_EVENT} us"
    );
}

/// Times an operation on a table that `before` brings into its state each time.
fn operation(what: &str, rows: u32, times: usize, address: impl Fn(usize) -> String, reach: &str) {
    let mut driven = Driven::new(Rows::with(rows));
    let mut all = Vec::with_capacity(times);
    for at in 0..times {
        all.push(driven.event(&address(at)));
    }
    event(what, all, driven.frame.len(), reach);
}

/// Times an operation that needs a new table each time.
fn operation_once(what: &str, rows: u32, address: &str, reach: &str) {
    let once = |_| {
        let mut driven = Driven::new(Rows::with(rows));
        (driven.event(address), driven.frame.len())
    };
    let all: Vec<_> = (0..60).map(once).collect();
    let bytes = all.last().map_or(0, |(_, bytes)| *bytes);
    line(
        what,
        median(all.into_iter().map(|(time, _)| time).collect()),
        bytes,
        reach,
    );
}

fn events() {
    println!("\nan event: find, handle, render, diff, encode");
    let mut counter = Driven::new(Counter::default());
    let times: Vec<_> = (0..20_000).map(|_| counter.event("1")).collect();
    event(
        "counter",
        times,
        counter.frame.len(),
        "<= 12 B; diff alone 11 ns",
    );
    let in_row = |hole: u32| move |at: usize| format!("[{LIST},{},{hole}]", (at * 7) % 900);
    operation(
        "1,000 rows: select",
        1000,
        2000,
        in_row(SELECT),
        "<= 15 us, <= 32 B",
    );
    operation(
        "1,000 rows: swap",
        1000,
        2000,
        |_| "4".into(),
        "<= 15 us, <= 32 B",
    );
    operation(
        "1,000 rows: remove",
        1000,
        50,
        |at| format!("[{LIST},{},{REMOVE}]", 900 - at),
        "<= 15 us, <= 32 B",
    );
    operation_once("1,000 rows: update every 10th", 1000, "2", "<= 20 us");
    operation_once("create 1,000", 0, "0", "<= 54,000 B");
    operation_once("replace 1,000", 1000, "0", "");
    operation_once("append 1,000", 1000, "1", "");
    operation_once("clear 1,000", 1000, "3", "");
}

/// Times a renderer on a fresh table each time, as a server mounts one for each request.
fn first(what: &str, render: impl Fn(Rows) -> (Duration, usize), reach: &str) {
    let all: Vec<_> = (0..400).map(|_| render(Rows::with(1000))).collect();
    let bytes = all.last().map_or(0, |(_, bytes)| *bytes);
    line(
        what,
        median(all.into_iter().map(|(time, _)| time).collect()),
        bytes,
        reach,
    );
}

fn timed(render: impl FnOnce() -> String) -> (Duration, usize) {
    let start = Instant::now();
    let html = black_box(render());
    (start.elapsed(), html.len())
}

fn first_html() {
    println!("\nfirst HTML of 1,000 rows");
    // A page gets as much room as the last one took.
    let size = Cell::new(0);
    let live = |rows: Rows| {
        let mut session = ViewSession::new(rows);
        let start = Instant::now();
        let mut html = Vec::with_capacity(size.get());
        session.write_html(&mut html);
        size.set(html.len());
        (start.elapsed(), black_box(html).len())
    };
    first("taut, with its memo", live, "<= maud and askama");
    first("maud", |rows| timed(|| maud(&rows.rows, None)), "");
    first(
        "askama",
        |rows| {
            timed(|| {
                Askama {
                    rows: &rows.rows,
                    selected: None,
                }
                .render()
                .unwrap_or_default()
            })
        },
        "",
    );
}

/// What the process has in memory, in bytes.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: usize = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0);
    pages * 4096
}

/// How much memory each of many things takes, which stay as long as the process.
fn each<T>(make: impl Fn() -> T) -> usize {
    const COUNT: usize = 400;
    let before = resident();
    let all: Vec<T> = (0..COUNT).map(|_| make()).collect();
    let after = resident();
    std::mem::forget(all);
    after.saturating_sub(before) / COUNT
}

fn memory() {
    println!("\nmemory of a session with 1,000 rows");
    let state = each(|| Rows::with(1000));
    let session = each(|| Driven::new(Rows::with(1000)).session);
    println!("its state                          {state:>22} B");
    println!(
        "what is beside its state           {:>22} B   <= 40,960 B",
        session.saturating_sub(state)
    );
}

fn main() {
    events();
    first_html();
    memory();
}
