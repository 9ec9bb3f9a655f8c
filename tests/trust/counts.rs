//! What no page of the site would send runs no handler, is answered as it should be, and is counted.

use std::sync::atomic::{AtomicU32, Ordering};

use actix_test::TestServer;
use actix_web::App;
use taut::Counts;
use taut::prelude::*;

use crate::raw::{self, Socket};
use crate::{lines, process};

/// How often any handler was run.
static RUNS: AtomicU32 = AtomicU32::new(0);

struct Shelf {
    books: Vec<(u32, u32)>,
    count: u32,
}

#[live_view]
impl Shelf {
    fn mount() -> Self {
        Self {
            books: vec![(1, 10), (2, 20)],
            count: 0,
        }
    }

    fn lend(&mut self, id: u32, price: u32) {
        RUNS.fetch_add(1, Ordering::SeqCst);
        self.count += price;
        self.books.retain(|(other, _)| *other != id);
    }

    fn reprice(&mut self, price: u32) {
        RUNS.fetch_add(1, Ordering::SeqCst);
        self.books.iter_mut().for_each(|(_, other)| *other = price);
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <input @input={reprice(event.value)}>
            for (id, price) in &self.books; key = *id { <p @click={lend(*id, *price)}>{price}</p> }
        }
    }
}

const REPRICE: u32 = 1;
const BOOKS: u32 = 2;

fn start() -> TestServer {
    actix_test::start(|| App::new().service(live::<Shelf>("/")))
}

/// Sends frames to a new page; gives the last answer, how often handlers ran, and what was counted of it.
fn check(frames: &[&str], count: fn(&Counts) -> u64) -> (String, u32, u64) {
    let _alone = process::alone();
    let server = start();
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    let (runs, before) = (RUNS.load(Ordering::SeqCst), count(&taut::stats().counts));
    let mut answer = String::new();
    for frame in frames {
        socket.say(frame);
    }
    for _ in frames {
        answer = socket.hear_text();
        if answer.starts_with("[-2") {
            break;
        }
    }
    (
        answer,
        RUNS.load(Ordering::SeqCst) - runs,
        count(&taut::stats().counts) - before,
    )
}

#[actix_web::test]
async fn forged_events_run_nothing() {
    for address in [
        "99",
        "0",
        "[2,7,0]",
        "[2,0,1]",
        "[2,0,0,0]",
        "[2,4294967295,0]",
        "[1,0,0]",
        "[]",
        "[0]",
    ] {
        let (answer, runs, counted) = check(&[&format!("[1,0,{address}]")], |counts| counts.forged);
        assert_eq!((runs, counted), (0, 1), "{address}: {answer}");
        assert!(
            answer.starts_with("[1,1,{\"error\":"),
            "it is answered: {answer}"
        );
    }
    let values = format!("[1,0,{REPRICE},\"7\",\"8\"]");
    assert_eq!(
        check(&[&values], |counts| counts.forged).1,
        0,
        "with values that no listener reads"
    );
}

#[actix_web::test]
async fn values_that_do_not_fit_run_nothing() {
    for value in [
        "\"x\"",
        "\"-1\"",
        "\"4294967296\"",
        "7",
        "null",
        "[]",
        "{\"a\":1}",
    ] {
        let (answer, runs, counted) = check(&[&format!("[1,0,{REPRICE},{value}]")], |counts| {
            counts.malformed
        });
        assert_eq!((runs, counted), (0, 1), "{value}: {answer}");
    }
}

/// Refuses what it is told.
#[derive(Default)]
struct Discreet;

#[live_view]
impl Discreet {
    fn refuse(&mut self, secret: String) -> Result<(), Reject> {
        Err(format!("not {secret}").into())
    }

    fn count(&mut self, _count: u32) {}

    fn render(&self) -> impl View {
        view! { <input @input={refuse(event.value)} @change={count(event.value)}> }
    }
}

#[actix_web::test]
async fn a_refusal_is_one_line_of_the_log_without_what_was_sent() {
    let _alone = process::alone();
    lines::listen();
    let server = actix_test::start(|| App::new().service(live::<Discreet>("/")));
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    for (number, handler) in [(1, "refuse"), (2, "count")] {
        socket.say(&format!(
            "[{number},{},{},\"my secret\"]",
            number - 1,
            number - 1
        ));
        assert!(socket.hear_text().contains("\"error\""));
        assert_eq!(
            lines::with(&format!("Discreet::{handler}")).len(),
            1,
            "{handler}"
        );
    }
    assert_eq!(lines::with("my secret"), [""; 0]);
}

#[actix_web::test]
async fn stale_events_run_nothing_and_are_settled() {
    let lend = format!("[2,0,[{BOOKS},0,0]]");
    let gone = [&*format!("[1,0,[{BOOKS},0,0]]"), &*lend];
    assert_eq!(
        check(&gone, |counts| counts.stale),
        ("[2,1]".to_owned(), 1, 1),
        "the book is gone"
    );
    let dearer = [&*format!("[1,0,{REPRICE},\"99\"]"), &*lend];
    assert_eq!(
        check(&dearer, |counts| counts.stale),
        ("[2,1]".to_owned(), 1, 1),
        "the user saw another price"
    );
}

#[actix_web::test]
async fn replayed_events_run_once() {
    let event = format!("[1,0,[{BOOKS},0,0]]");
    let next = format!("[2,1,{REPRICE},\"5\"]");
    let _alone = process::alone();
    let server = start();
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    let (runs, before) = (RUNS.load(Ordering::SeqCst), taut::stats().counts.replayed);
    for _ in 0..10 {
        socket.say(&event);
    }
    socket.say(&next);
    assert!(socket.hear_text().starts_with("[1,1,0,10,"));
    assert!(
        socket.hear_text().starts_with("[2,1,"),
        "what was taken is not answered again"
    );
    assert_eq!(RUNS.load(Ordering::SeqCst) - runs, 2);
    assert_eq!(taut::stats().counts.replayed - before, 9);
}

#[actix_web::test]
async fn reordered_events_and_what_is_none_run_nothing_and_end_the_socket() {
    let late = format!("[2,0,[{BOOKS},0,0]]");
    let (answer, runs, counted) = check(&[&late, "[1,0,0]"], |counts| counts.reordered);
    assert_eq!((runs, counted), (0, 1));
    assert!(answer.starts_with("[-2,"), "{answer}");
    let deep = format!("[1,0,{REPRICE},{}{}]", "[".repeat(40), "]".repeat(40));
    for frame in [
        "",
        "{}",
        "[1,0,[-1]]",
        "[1]",
        "[1,0,1.5]",
        "null",
        deep.as_str(),
    ] {
        let (answer, runs, counted) = check(&[frame], |counts| counts.malformed);
        assert_eq!((runs, counted), (0, 1), "{frame}");
        assert!(answer.starts_with("[-2,"), "{frame}: {answer}");
    }
}

#[actix_web::test]
async fn what_is_taken_is_counted() {
    let frames = [
        format!("[1,0,{REPRICE},\"5\"]"),
        format!("[2,1,{REPRICE},\"6\"]"),
    ];
    assert_eq!(
        check(&[&frames[0], &frames[1]], |counts| counts.events).1,
        2
    );
    let stats = taut::stats();
    assert!(
        stats.counts.events >= 2 && stats.mounts >= 1 && stats.sessions >= stats.waiting,
        "{stats:?}"
    );
}
