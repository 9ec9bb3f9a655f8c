//! A view that panics, wherever it does, harms nobody else: it is told at once, noted in one line, and its page goes on.
//!
//! `TAUT_PANICS=10000` runs the long flood: as many panics, and 4,000 checks on another socket meanwhile.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::App;
use serde::Deserialize;
use taut::prelude::*;

use crate::promise;
use crate::raw::{self, Socket};
use crate::{lines, process};

/// Panics where its address says.
struct Fragile {
    at: String,
    count: u32,
    is_broken: bool,
}

#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    at: String,
}

/// Panics in each of its children, once it is told to.
#[derive(Default)]
struct Shard {
    count: u32,
}

#[live_view]
impl Shard {
    fn trip(&mut self) {
        self.count += 1;
        panic!("a shard, on purpose");
    }

    fn render(&self) -> impl View {
        view! { <i @click={trip()}>{self.count}</i> }
    }
}

#[live_view]
#[draft(key = self.key(), fields(text))]
impl Fragile {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let at = request.query::<Query>()?.at;
        assert_ne!(at, "mount", "on purpose");
        Ok(Self {
            at,
            count: 0,
            is_broken: false,
        })
    }

    fn count(&mut self) {
        self.count += 1;
    }

    fn trip(&mut self, secret: String) {
        self.count += 1;
        assert!(secret.is_empty(), "on purpose\n\u{1b}[2J {}", self.at);
    }

    async fn later(&mut self) {
        tokio::task::yield_now().await;
        panic!("on purpose");
    }

    #[blocking]
    fn blocking(&mut self) {
        panic!("on purpose");
    }

    fn breaks(&mut self, is_broken: bool) {
        self.is_broken = is_broken;
    }

    fn refuse(&mut self) -> Result<(), Reject> {
        Err("refused".into())
    }

    fn on_reject(&mut self, reject: &Reject) {
        assert!(
            self.at != "on_reject" || reject.message() != "refused",
            "on purpose"
        );
    }

    fn load_draft(&self) -> Option<Draft> {
        assert_ne!(self.at, "load_draft", "on purpose");
        None
    }

    fn render(&self) -> impl View {
        assert!(!self.is_broken && self.at != "render", "on purpose");
        view! {
            <input name="text" @input={trip(event.value)}>
            <output>{self.count}</output>
            <b @click={count()}></b>
            <b @click={later()}></b>
            <b @click={blocking()}></b>
            <b @click={breaks(true)}></b>
            <b @click={breaks(false)}></b>
            <b @click={refuse()}></b>
            <Shard/>
        }
    }
}

impl Fragile {
    fn key(&self) -> u32 {
        assert_ne!(self.at, "draft_key", "on purpose");
        7
    }
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

impl Drop for Fragile {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
        assert!(self.at != "drop", "on purpose, in being dropped");
    }
}

/// The holes of the listeners in the template above.
const TRIP: u32 = 0;
const COUNT: u32 = 2;
const LATER: u32 = 3;
const BLOCKING: u32 = 4;
const BREAK: u32 = 5;
const MEND: u32 = 6;
const REFUSE: u32 = 7;
const SHARD: &str = "[8,0,0]";

fn start() -> TestServer {
    lines::listen();
    actix_test::start_with(actix_test::config().workers(1), || {
        App::new().service(
            live::<Fragile>("/").limits(|limits| limits.retained_for = Duration::from_millis(1)),
        )
    })
}

/// A socket that counts its events, and the numbers of frames do not matter to it.
struct Browser {
    socket: Socket,
    number: u32,
    frame: u32,
}

impl Browser {
    fn open(address: SocketAddr, path: &str) -> Self {
        let page = raw::page(address, path);
        let (socket, answer) = Socket::join(address, &page, -1);
        assert!(answer.starts_with("[-"), "{answer}");
        Self {
            socket,
            number: 0,
            frame: 1,
        }
    }

    /// Sends an event and gives what comes after the number of the frame.
    fn act(&mut self, rest: &str) -> String {
        self.number += 1;
        self.socket
            .say(&format!("[{},{},{rest}]", self.number, self.frame));
        let answer = self.socket.hear_text();
        self.frame += 1;
        answer
            .split_once(',')
            .map_or(String::new(), |(_, rest)| rest.to_owned())
    }
}

const PANICKED: &str = "1,{\"error\":\"internal error\"}]";

#[actix_web::test]
async fn a_panic_of_a_handler_is_told_at_once_and_the_page_goes_on() {
    let _alone = process::alone();
    let server = start();
    let mut browser = Browser::open(server.addr(), "/?at=handler");
    assert_eq!(
        browser.act(&format!("{TRIP},\"my secret\"")),
        "1,1,1,{\"error\":\"internal error\"}]"
    );
    assert_eq!(browser.act(&LATER.to_string()), PANICKED);
    assert_eq!(browser.act(&BLOCKING.to_string()), PANICKED);
    assert_eq!(
        browser.act(SHARD),
        "1,8,[-1,1,1],{\"error\":\"internal error\"}]"
    );
    assert_eq!(browser.act(&COUNT.to_string()), "1,1,2]");
    let lines = lines::with("Fragile panicked while handling an event");
    assert_eq!(lines.len(), 4, "one line each: {lines:?}");
    assert!(
        lines[0].ends_with("on purpose\\n\\u{1b}[2J handler"),
        "{lines:?}"
    );
    assert!(
        lines::with("my secret").is_empty(),
        "what a browser says is not logged"
    );
}

#[actix_web::test]
async fn a_panic_of_a_refusal_is_told_in_its_place() {
    let _alone = process::alone();
    let server = start();
    let mut browser = Browser::open(server.addr(), "/?at=on_reject");
    assert_eq!(
        browser.act(&REFUSE.to_string()),
        "1,{\"error\":\"refused\"}]"
    );
    assert_eq!(browser.act(&COUNT.to_string()), "1,1,1]");
    assert_eq!(
        lines::with("Fragile panicked while hearing of a refusal").len(),
        1
    );
}

#[actix_web::test]
async fn a_panic_of_render_leaves_the_page_as_it_was_until_it_is_whole_again() {
    let _alone = process::alone();
    let server = start();
    let mut browser = Browser::open(server.addr(), "/?at=later");
    assert_eq!(browser.act(&BREAK.to_string()), PANICKED);
    browser.number += 1;
    browser
        .socket
        .say(&format!("[{},1,{COUNT}]", browser.number));
    let said = browser.socket.hear_text();
    assert!(said.contains("internal error"), "{said}");
    assert_eq!(lines::with("Fragile panicked while rendering").len(), 1);
    assert_eq!(raw::get(server.addr(), "/?at=render").status, 500);
}

#[actix_web::test]
async fn a_panic_of_mount_or_of_a_draft_harms_its_page_alone() {
    let _alone = process::alone();
    let server = start();
    assert_eq!(raw::get(server.addr(), "/?at=mount").status, 500);
    assert_eq!(lines::with("Fragile panicked while mounting").len(), 1);
    let page = raw::page(server.addr(), "/?at=draft_key");
    assert!(
        !page.html.contains("data-draft="),
        "the page goes on without a draft"
    );
    let page = raw::page(server.addr(), "/?at=load_draft");
    assert!(
        page.html.contains("data-draft=") && !page.html.contains("data-saved="),
        "{}",
        page.html
    );
    let mut browser = Browser::open(server.addr(), "/?at=load_draft");
    assert_eq!(browser.act(&COUNT.to_string()), "1,1,1]");
    assert!(!lines::with("Fragile panicked while loading its draft").is_empty());
}

#[actix_web::test]
async fn a_panic_of_drop_harms_nobody() {
    let _alone = process::alone();
    let server = start();
    for _ in 0..3 {
        raw::page(server.addr(), "/?at=drop");
    }
    std::thread::sleep(Duration::from_millis(20));
    let mut browser = Browser::open(server.addr(), "/");
    assert_eq!(browser.act(&COUNT.to_string()), "1,1,1]");
    let lines = lines::with("Fragile panicked while being dropped");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(DROPPED.load(Ordering::Relaxed) >= 3);
}

/// Panics in one way after the other.
fn panic_often(address: SocketAddr, times: usize) {
    let mut browser = Browser::open(address, "/?at=flood");
    for time in 0..times {
        match time % 8 {
            0 => assert!(
                browser
                    .act(&format!("{TRIP},\"x\""))
                    .contains("internal error")
            ),
            1 => assert!(browser.act(&LATER.to_string()).contains("internal error")),
            2 => assert!(
                browser
                    .act(&BLOCKING.to_string())
                    .contains("internal error")
            ),
            3 => assert!(browser.act(SHARD).contains("internal error")),
            4 => assert_eq!(raw::get(address, "/?at=mount").status, 500),
            5 => assert_eq!(raw::get(address, "/?at=render").status, 500),
            6 => assert_eq!(raw::get(address, "/?at=drop").status, 200),
            _ => {
                let mut broken = Browser::open(address, "/?at=broken");
                assert!(broken.act(&BREAK.to_string()).contains("internal error"));
                broken.socket.say(&format!("[2,1,{MEND}]"));
                broken.socket.hang_up();
            }
        }
    }
}

/// Checks again and again that a neighbour is answered; gives how often it was not, and the longest time.
fn check_often(address: SocketAddr, times: usize) -> (usize, Duration) {
    let mut browser = Browser::open(address, "/?at=neighbour");
    let (mut disturbed, mut longest) = (0, Duration::ZERO);
    for time in 1..=times {
        let begun = Instant::now();
        disturbed += usize::from(browser.act(&COUNT.to_string()) != format!("1,1,{time}]"));
        longest = longest.max(begun.elapsed());
        std::thread::sleep(Duration::from_millis(1));
    }
    (disturbed, longest)
}

#[test]
fn a_flood_of_panics_costs_no_memory_and_disturbs_nobody() {
    let panics = std::env::var("TAUT_PANICS")
        .ok()
        .and_then(|panics| panics.parse().ok())
        .unwrap_or(400);
    let checks = if panics >= 10_000 { 4000 } else { 300 };
    let _alone = process::alone();
    let server = start();
    let address = server.addr();
    panic_often(address, 400);
    let (before, counted) = (process::resident(), taut::stats().counts.panics);
    let checking = std::thread::spawn(move || check_often(address, checks));
    panic_often(address, panics);
    let (disturbed, longest) = checking.join().unwrap();
    let (grown, counted) = (
        process::resident().saturating_sub(before),
        taut::stats().counts.panics.saturating_sub(counted),
    );
    assert_eq!(disturbed, 0);
    assert!(grown < 1 << 20, "{grown} B more after {panics} panics");
    assert!(
        counted as usize >= panics,
        "{counted} of {panics} panics are counted"
    );
    let measured = format!(
        "{} KiB, {disturbed} of {checks}, the longest {longest:?}",
        grown / 1024
    );
    promise::kept(
        &format!("{panics} panics"),
        "< 1 MiB, 0 checks disturbed",
        measured,
    );
}
