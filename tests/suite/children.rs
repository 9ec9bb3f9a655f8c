//! Views in the templates of views: each has its own state, handlers and memo, and all share one page.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;

use taut::prelude::*;
use taut_core::{Joining, Session as _, ViewSession, templates_json};
use taut_test::{Live, block_on};

/// A view that stands in others.
#[derive(Default)]
struct Counter {
    count: u32,
    last: String,
}

#[live_view]
impl Counter {
    fn up(&mut self, to: u32, cx: &mut Context) {
        self.count = to;
        cx.dispatch("counted", &self.count);
    }

    fn fall(&mut self) -> Result<(), Reject> {
        if self.count == 0 {
            return Err("it is on the ground".into());
        }
        self.count = 0;
        Ok(())
    }

    fn trip(&mut self) {
        self.count += 10;
        panic!("on purpose");
    }

    async fn wait(&mut self, cx: &mut Context) -> Result<(), Reject> {
        self.count += 1;
        poll_fn(|_| {
            if GATE.load(Ordering::Relaxed) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        cx.title("waited");
        Err("in the end".into())
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.last = reject.to_string();
    }

    fn render(&self) -> impl View {
        view! {
            {&self.last}
            <b>{self.count}</b>
            <button class="up" @click={up(self.count + 1)}></button>
            <button class="fall" @click={fall()}></button>
            <button class="trip" @click={trip()}></button>
            <button class="wait" @click={wait()}></button>
            for at in 0..self.count; key = at { <i class="pick" @click={up(at)}>{at}</i> }
        }
    }
}

/// Whether `Counter::wait` may go on.
static GATE: AtomicBool = AtomicBool::new(false);

mod inner {
    use super::*;

    /// A view that stands in another, and holds one.
    #[derive(Default)]
    pub(super) struct Pair {
        pub(super) swapped: bool,
    }

    #[live_view]
    impl Pair {
        fn swap(&mut self) {
            self.swapped = !self.swapped;
        }

        fn render(&self) -> impl View {
            view! {
                <button class="swap" @click={swap()}>{if self.swapped { "b" } else { "a" }}</button>
                <section class="in"><Counter/></section>
            }
        }
    }
}

#[derive(Default)]
struct Shelf {
    title: u32,
    open: bool,
    items: Vec<u32>,
    data: Attributes,
}

#[live_view]
impl Shelf {
    fn rename(&mut self, title: u32) {
        self.title = title;
    }

    fn render(&self) -> impl View {
        view! {
            <h1 @click={rename(self.title + 1)} {..self.data.clone()}>{self.title}</h1>
            <section id="first"><Counter/>{self.title}</section>
            if self.open { "Open: " <section id="open"><Counter/></section> <inner::Pair/> }
            for item in &self.items; key = *item {
                <section id={format!("item-{item}")}>"Item " {item} <Counter/></section>
            }
        }
    }
}

fn shelf() -> Live<Shelf> {
    let data = Attributes::new().with("data-a", "1");
    Live::of(Shelf {
        title: 1,
        open: true,
        items: vec![1, 2, 3],
        data,
    })
}

#[test]
fn each_has_its_own_state() {
    let mut page = shelf();
    page.click("#first .up");
    page.click("#first .up");
    page.click("#item-2 .up");
    page.click("#open .up");
    page.click(".in .up");
    page.click("h1");
    page.click(".swap");
    assert_eq!(page.texts("b"), ["2", "1", "1", "0", "1", "0"]);
    assert_eq!(
        (page.text("h1").as_str(), page.text(".swap").as_str()),
        ("2", "b")
    );
    page.click("#first .pick:nth-child(7)");
    assert_eq!(page.texts("b")[0], "1");
}

#[test]
fn effects_and_refusals_come_as_from_any_view() {
    let mut page = shelf();
    page.click("#item-3 .up");
    assert_eq!(page.dispatched(), [("counted".to_owned(), 1.into())]);
    page.click("#item-2 .fall");
    assert_eq!(
        (
            page.error(),
            page.text("#item-2").contains("it is on the ground")
        ),
        (Some("it is on the ground"), true)
    );
    page.click("#item-2 .trip");
    assert_eq!(
        (page.error(), page.texts("b")[4].as_str()),
        (Some("internal error"), "10")
    );
    page.click("#item-2 .up");
    assert_eq!(page.texts("b")[4], "11");
}

#[test]
fn a_handler_that_waits_holds_the_page_back_and_is_answered_at_its_end() {
    let mut page = shelf();
    page.click("#item-1 .wait");
    assert!(page.is_busy() && page.session_mut().is_busy());
    page.click("#first .up");
    assert_eq!(page.frames().len(), 0);
    GATE.store(true, Ordering::Relaxed);
    block_on(page.idle());
    assert_eq!(
        (page.title(), page.error()),
        ("waited".to_owned(), Some("in the end"))
    );
    assert_eq!(page.texts("b"), ["1", "0", "0", "1", "0", "0"]);
    assert!(page.text("#item-1").contains("in the end"));
}

#[test]
fn what_is_bound_to_something_else_since_is_stale() {
    let mut page = shelf();
    page.click("#first .up");
    let session = page.session_mut();
    let mut out = Vec::new();
    // The first listener of the second view in the page, as seen before its last frame.
    session.receive("[2,0,[3,0,2]]", &mut out).unwrap();
    assert_eq!(String::from_utf8_lossy(&out), "[2,1]");
    session.receive("[3,2,[3,0,2]]", &mut out).unwrap();
    assert!(
        session.view().is_some() && out.ends_with(b",{\"dispatch\":[[\"counted\",2]]}]"),
        "the same in time"
    );
}

#[test]
fn the_table_has_the_handlers_of_each() {
    let table: serde_json::Value = serde_json::from_slice(&templates_json::<Shelf>(
        &taut_core::limits::Limits::default(),
    ))
    .unwrap();
    let handlers = table.as_array().unwrap()[2..]
        .iter()
        .map(|handler| handler["name"].as_str().unwrap());
    let names: Vec<_> = handlers.collect();
    let counter = ["up", "fall", "trip", "wait"];
    assert_eq!(names.len(), 1 + 4 + 4 + 1 + 4 + 4);
    assert_eq!(
        (names[0], &names[1..5], names[9], &names[14..]),
        ("rename", &counter[..], "swap", &counter[..])
    );
    let first = &table[0].as_array().unwrap()[2..];
    let view = first.iter().find(|hole| hole[0] == 9).unwrap();
    let listeners = view[2]
        .as_array()
        .unwrap()
        .iter()
        .filter(|hole| hole[0] == 11)
        .map(|hole| hole[5].as_u64().unwrap());
    assert_eq!(
        listeners.collect::<Vec<_>>(),
        [1, 2, 3, 4],
        "after the page's own"
    );
}

/// The page as a model has it: what each view that stays must count, by where it stands.
#[test]
fn state_stays_as_long_as_the_instance_whatever_happens_around() {
    let mut seed = 7_u64;
    let mut random = |end: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % end
    };
    for _ in 0..40 {
        let mut page = shelf();
        let mut model: BTreeMap<String, u32> = BTreeMap::new();
        for step in 0..60 {
            let items = page.view().items.clone();
            match random(7) {
                0 => {
                    let (from, to) = (random(items.len().max(1)), random(items.len().max(1)));
                    page.update(|shelf| {
                        if !items.is_empty() {
                            let item = shelf.items.remove(from);
                            shelf.items.insert(to, item);
                        }
                    });
                }
                1 if !items.is_empty() => {
                    let at = random(items.len());
                    page.update(|shelf| shelf.items.retain(|item| *item != items[at]));
                    model.remove(&format!("#item-{}", items[at]));
                }
                2 => {
                    let at = random(items.len() + 1);
                    page.update(|shelf| shelf.items.insert(at, 10 + step));
                }
                3 => {
                    page.update(|shelf| shelf.open = !shelf.open);
                    model.remove("#open");
                    model.remove(".in");
                }
                4 => {
                    page.browser_mut().doubt();
                    page.reconnect();
                }
                5 => page.update(|shelf| shelf.title += 1),
                _ => {
                    let mut places = vec!["#first".to_owned()];
                    places.extend(items.iter().map(|item| format!("#item-{item}")));
                    if page.view().open {
                        places.extend(["#open".to_owned(), ".in".to_owned()]);
                    }
                    let place = places.swap_remove(random(places.len()));
                    page.click(&format!("{place} .up"));
                    *model.entry(place).or_default() += 1;
                }
            }
            assert_eq!(page.text("h1"), page.view().title.to_string());
            for (place, count) in &model {
                assert_eq!(
                    page.text(&format!("{place} b")),
                    count.to_string(),
                    "{place}"
                );
                assert_eq!(
                    page.find_all(&format!("{place} i")).len(),
                    *count as usize,
                    "{place}"
                );
            }
            let all: u32 = page
                .texts("b")
                .iter()
                .map(|text| text.parse::<u32>().unwrap())
                .sum();
            assert_eq!(all, model.values().sum::<u32>(), "new ones start anew");
        }
    }
}

/// Counts how many of it there are.
struct Alive;

static ALIVE: AtomicU32 = AtomicU32::new(0);

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Mortal {
    _alive: Alive,
}

impl Default for Mortal {
    fn default() -> Self {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Self { _alive: Alive }
    }
}

#[live_view]
impl Mortal {
    fn render(&self) -> impl View {
        view! { "mortal" }
    }
}

#[derive(Default)]
struct Graves {
    items: Vec<u32>,
}

#[live_view]
impl Graves {
    fn render(&self) -> impl View {
        view! { for item in &self.items; key = *item { <Mortal/> } }
    }
}

#[test]
fn a_view_ends_with_its_instance() {
    let mut page = Live::of(Graves {
        items: vec![1, 2, 3],
    });
    assert_eq!(ALIVE.load(Ordering::Relaxed), 3);
    page.update(|graves| graves.items.retain(|item| *item != 2));
    page.reconnect();
    assert_eq!(ALIVE.load(Ordering::Relaxed), 2);
    let mut out = Vec::new();
    page.session_mut()
        .write_joined(&Joining::again("t", -1), &mut out);
    assert_eq!(ALIVE.load(Ordering::Relaxed), 2);
    drop(page);
    assert_eq!(ALIVE.load(Ordering::Relaxed), 0);
    drop(ViewSession::new(Graves::default()));
}
