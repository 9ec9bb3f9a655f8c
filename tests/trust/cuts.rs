//! Exactly once: a connection is cut at any byte, any number of times, and nothing is lost, doubled or mounted again.
//!
//! Both ends are the real ones, without a network: the driver of the server, and a page in memory. The network in between
//! delivers bytes in order, until it is cut; then what is on its way is lost.

use std::sync::Arc;
use std::task::{Context as TaskContext, Waker};
use std::time::Instant;

use taut::limits::Limits;
use taut::prelude::*;
use taut_core::{Session, ViewSession, templates_json};
use taut_runtime::{Driver, Owner, Page, Registry};
use taut_test::{Browser, DomEvent, Selector};

use crate::promise;
use crate::random::{Random, mixed};

#[derive(Default)]
struct Ledger {
    count: u32,
    rows: Vec<u32>,
    /// The rows that were struck, in their order; each once, if nothing is doubled.
    struck: Vec<u32>,
}

#[live_view]
impl Ledger {
    fn add(&mut self, cx: &mut Context) -> Result<(), Reject> {
        self.count += 1;
        self.rows.push(self.count);
        if self.rows.len() > 5 {
            self.rows.remove(0);
        }
        cx.dispatch("added", &self.count);
        if self.count.is_multiple_of(7) {
            Err("a round number".into())
        } else {
            Ok(())
        }
    }

    fn strike(&mut self, row: u32) {
        self.struck.push(row);
    }

    fn render(&self) -> impl View {
        view! {
            <button id="add" @click={add()}>{self.count}</button>
            <output>{self.struck.len()}</output>
            for row in &self.rows; key = *row { <p @click={strike(*row)}>{row}</p> }
        }
    }
}

/// What has happened until the end.
struct Told {
    /// How often the page was told that something was added, and how often that it was refused.
    added: Vec<u64>,
    errors: usize,
    bytes: usize,
}

/// A page, and a server that has its session.
struct Line {
    registry: Arc<Registry>,
    limits: Arc<Limits>,
    owner: Owner,
    browser: Browser,
    driver: Option<Driver>,
    /// How many bytes pass before the connection is cut.
    left: usize,
    told: Told,
    token: String,
}

impl Line {
    fn open(registry: &Arc<Registry>, limits: &Arc<Limits>) -> Self {
        let mut session: Box<dyn Session> = Box::new(ViewSession::new(Ledger::default()));
        let mut html = Vec::new();
        session.write_html(&mut html);
        let owner = Owner::of_route("/");
        let (token, _) = registry.add(session, owner.clone(), limits).unwrap();
        let browser = Browser::open(
            &String::from_utf8_lossy(&html),
            &templates_json::<Ledger>(&taut_core::limits::Limits::default()),
        );
        let (registry, limits) = (Arc::clone(registry), Arc::clone(limits));
        let told = Told {
            added: Vec::new(),
            errors: 0,
            bytes: 0,
        };
        Self {
            registry,
            limits,
            owner,
            browser,
            driver: None,
            left: usize::MAX,
            told,
            token: token.to_string(),
        }
    }

    /// Lets so many bytes pass; tells whether the line holds.
    fn passes(&mut self, bytes: usize) -> bool {
        self.told.bytes += bytes;
        self.left = self.left.saturating_sub(bytes);
        if self.left == 0 {
            self.driver = None;
        }
        self.left > 0
    }

    /// Opens a new connection, which is cut after so many bytes, and joins.
    fn join(&mut self, left: usize) {
        self.left = left;
        let page = Page {
            owner: Ok(self.owner.clone()),
            templates: "/t".into(),
            limits: Arc::clone(&self.limits),
            elsewhere: None,
            restore: None,
            mount: Box::new(|| panic!("the view is mounted again")),
        };
        self.driver = Some(Driver::new(Arc::clone(&self.registry), page));
        let join = format!("[{:?},{},\"/t\"]", self.token, self.browser.seen());
        self.say(vec![join]);
    }

    /// Sends frames up, and brings the answers down, as far as they come.
    fn say(&mut self, frames: Vec<String>) {
        let mut up = frames;
        while !up.is_empty() {
            let mut down = Vec::new();
            for frame in std::mem::take(&mut up) {
                // Two bytes of header and four of the mask, and two of the header that goes down.
                if !self.passes(frame.len() + 6) {
                    return;
                }
                let Some(driver) = &mut self.driver else {
                    return;
                };
                let mut send =
                    |frame: &[u8]| down.push(String::from_utf8_lossy(frame).into_owned());
                driver.receive(&frame, Instant::now(), &mut send).unwrap();
                driver
                    .poll(
                        &mut TaskContext::from_waker(Waker::noop()),
                        Instant::now(),
                        &mut send,
                    )
                    .unwrap();
            }
            for frame in down {
                if !self.passes(frame.len() + 2) {
                    return;
                }
                if let Some(token) = frame
                    .strip_prefix("[-1,\"")
                    .and_then(|rest| rest.split('"').next())
                {
                    token.clone_into(&mut self.token);
                }
                up.extend(self.browser.receive(&frame));
                let said = self.browser.take_said();
                self.told.errors += said.errors.len();
                self.told.added.extend(
                    said.dispatched
                        .iter()
                        .filter_map(|(_, count)| count.as_u64()),
                );
            }
        }
    }

    fn click(&mut self, selector: &Selector, at: usize) {
        let found = self.browser.dom().find_all(selector);
        let Some(target) = found.get(at % found.len().max(1)) else {
            return;
        };
        let fired = self.browser.fire(*target, &DomEvent::new("click"));
        if self.driver.is_some() {
            self.say(fired.frames);
        }
    }
}

/// Plays a script of clicks; each cut comes so many bytes after the connection was opened.
fn play(clicks: usize, mut cut: impl FnMut() -> usize) -> Told {
    let (registry, limits) = (Arc::new(Registry::default()), Arc::new(Limits::default()));
    let mut line = Line::open(&registry, &limits);
    let (add, row): (Selector, Selector) = ("#add".parse().unwrap(), "p".parse().unwrap());
    let (mut added, mut struck) = (0, 0);
    for click in 0..clicks {
        if line.driver.is_none() {
            line.join(cut());
        }
        if click % 4 == 3 {
            struck += usize::from(!line.browser.dom().find_all(&row).is_empty());
            line.click(&row, click / 4);
        } else {
            added += 1;
            line.click(&add, 0);
        }
    }
    while line.driver.is_none() || line.browser.unsettled() > 0 {
        line.join(usize::MAX);
    }
    let counts: Vec<u64> = (1..=added).collect();
    assert_eq!(
        line.told.added, counts,
        "each event has run once, and each effect came once"
    );
    assert_eq!(line.told.errors as u64, added / 7);
    let seen = line
        .browser
        .dom()
        .text(line.browser.dom().find_all(&add)[0]);
    assert_eq!(seen, added.to_string());
    let output: Selector = "output".parse().unwrap();
    let shown: usize = line
        .browser
        .dom()
        .text(line.browser.dom().find_all(&output)[0])
        .parse()
        .unwrap();
    assert!(
        shown <= struck,
        "{shown} of {struck}: those whose rows had gone are settled without effect"
    );
    assert_eq!(registry.len(), 1);
    line.told
}

#[test]
fn a_script_of_200_events_is_cut_at_every_byte() {
    let bytes = play(200, || usize::MAX).bytes;
    for at in 1..=bytes {
        let mut is_first = true;
        play(200, || {
            if std::mem::take(&mut is_first) {
                at
            } else {
                usize::MAX
            }
        });
    }
    promise::kept(
        "cut at each byte of a 200-event script",
        "0 lost, 0 doubled, 0 remounts",
        format!("0, {bytes} cuts"),
    );
}

#[test]
fn a_connection_is_cut_again_and_again() {
    let number = |name: &str, otherwise| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let (runs, seed) = (number("TAUT_CUTS", 100_000), number("TAUT_SEED", 1));
    for run in 0..runs {
        let seed = mixed(seed, run);
        let mut random = Random::new(seed);
        let clicks = 1 + random.below(20);
        let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            play(clicks, || 40 + random.below(400));
        }));
        assert!(
            played.is_ok(),
            "run {run} of seed {seed}; again with TAUT_CUTS and TAUT_SEED"
        );
    }
    promise::kept(
        "cut again and again at any byte",
        "0 lost, 0 doubled, 0 remounts",
        format!("0, {runs} runs"),
    );
}
