//! What components emit: the handlers around them that are called, and what the browser gets.

use taut::prelude::*;
use taut::{Emission, Reject};
use taut_test::Live;

/// How a handler goes about its work.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
enum Way {
    #[default]
    Plain,
    Async,
    Blocking,
    Refuses,
    Panics,
    Redirects,
}

use Way::{Async, Blocking, Panics, Plain, Redirects, Refuses};

fn finish(way: Way) -> Result<(), Reject> {
    match way {
        Refuses => Err("no".into()),
        Panics => panic!("on purpose"),
        Redirects => Err(Reject::redirect("/elsewhere")),
        Plain | Async | Blocking => Ok(()),
    }
}

/// The innermost component, which emits how often it was clicked.
#[derive(Default)]
struct Counter {
    label: String,
    way: Way,
    clicks: u32,
}

#[live_view]
impl Counter {
    fn props(&mut self, label: &str, way: Way) {
        (self.label, self.way) = (label.to_owned(), way);
    }

    /// How often it was clicked, and what it is called.
    #[event]
    fn clicked(times: u32, label: String);

    #[event]
    fn reset();

    fn emission(&mut self) -> Emission {
        self.clicks += 1;
        Self::clicked(self.clicks, self.label.clone())
    }

    fn click(&mut self, cx: &mut Context) -> Result<(), Reject> {
        cx.emit(self.emission());
        cx.title("counter");
        finish(self.way)
    }

    async fn click_later(&mut self, cx: &mut Context) -> Result<(), Reject> {
        std::future::ready(()).await;
        cx.emit(self.emission());
        cx.title("counter");
        finish(self.way)
    }

    #[blocking]
    fn click_blocking(&mut self, cx: &mut Context) -> Result<(), Reject> {
        cx.emit(self.emission());
        cx.title("counter");
        finish(self.way)
    }

    fn twice(&mut self, cx: &mut Context) {
        cx.emit(Self::reset());
        cx.emit(self.emission());
    }

    fn render(&self) -> impl View {
        view! {
            <span class="clicks">{self.clicks}</span>
            if self.way == Async {
                <button class="click" @click={click_later()}>"+"</button>
            } else if self.way == Blocking {
                <button class="click" @click={click_blocking()}>"+"</button>
            } else {
                <button class="click" @click={click()}>"+"</button>
            }
            <button class="twice" @click={twice()}>"twice"</button>
        }
    }
}

/// The component between, which adds up what the counters in it emit, and emits the sum.
#[derive(Default)]
struct Sum {
    ways: (Way, Way),
    sum: u32,
    last: String,
}

#[live_view]
impl Sum {
    fn props(&mut self, ways: (Way, Way)) {
        self.ways = ways;
    }

    #[event]
    fn summed(sum: u32);

    fn add(
        &mut self,
        row: usize,
        (times, label): (u32, String),
        cx: &mut Context,
    ) -> Result<(), Reject> {
        self.sum += 1;
        self.last = format!("row {row}: {times} of {label}");
        cx.emit(Self::summed(self.sum));
        cx.title("sum");
        finish(self.ways.1)
    }

    async fn add_later(
        &mut self,
        row: usize,
        detail: (u32, String),
        cx: &mut Context,
    ) -> Result<(), Reject> {
        std::future::ready(()).await;
        self.add(row, detail, cx)
    }

    fn reset(&mut self) {
        self.sum = 0;
    }

    fn render(&self) -> impl View {
        view! {
            <b class="sum">{self.sum} ", " {&self.last}</b>
            for row in 0..2_usize; key = row {
                <section id={format!("row-{row}")}>
                    if self.ways.1 == Async {
                        <Counter label={&row.to_string()} way={self.ways.0} @clicked={add_later(row, event.detail)}/>
                    } else {
                        <Counter label={&row.to_string()} way={self.ways.0} @clicked={add(row, event.detail)} @reset={reset()}/>
                    }
                </section>
            }
        }
    }
}

/// The page around it all.
#[derive(Default)]
struct Page {
    ways: (Way, Way, Way),
    log: Vec<u32>,
    refusals: u32,
}

#[live_view]
impl Page {
    fn note(&mut self, sum: u32, cx: &mut Context) -> Result<(), Reject> {
        self.log.push(sum);
        cx.title("page");
        finish(self.ways.2)
    }

    async fn note_later(&mut self, sum: u32, cx: &mut Context) -> Result<(), Reject> {
        std::future::ready(()).await;
        self.note(sum, cx)
    }

    #[blocking]
    fn note_blocking(&mut self, sum: u32, cx: &mut Context) -> Result<(), Reject> {
        self.note(sum, cx)
    }

    fn on_reject(&mut self, _: &Reject) {
        self.refusals += 1;
    }

    fn render(&self) -> impl View {
        let ways = (self.ways.0, self.ways.1);
        view! {
            <p id="log">{format!("{:?}", self.log)}</p>
            if self.ways.2 == Async {
                <Sum ways={ways} @summed={note_later(event.detail)}/>
            } else if self.ways.2 == Blocking {
                <Sum ways={ways} @summed={note_blocking(event.detail)}/>
            } else {
                <Sum ways={ways} @summed={note(event.detail)}/>
            }
        }
    }
}

fn page(ways: (Way, Way, Way)) -> Live<Page> {
    Live::of(Page {
        ways,
        ..Page::default()
    })
}

/// Whatever the handlers on the way do, all are called up to the first that is refused, for one frame that settles one event.
#[test]
fn each_handler_around_is_called_until_one_is_refused() {
    for inner in [Plain, Async, Blocking, Refuses, Panics, Redirects] {
        for middle in [Plain, Async, Refuses, Panics, Redirects] {
            for outer in [Plain, Async, Blocking, Refuses, Panics, Redirects] {
                let ways = (inner, middle, outer);
                let mut page = page(ways);
                page.click("#row-0 .click");
                // Of the handlers for one event, one may take its time; a second one is refused before it begins.
                let takes_time = |way| matches!(way, Async | Blocking);
                let mut called = Vec::new();
                let mut fails = false;
                for way in [inner, middle, outer] {
                    if fails {
                        break;
                    }
                    fails = takes_time(way) && called.iter().any(|way| takes_time(*way));
                    if !fails {
                        called.push(way);
                        fails = matches!(way, Refuses | Panics);
                    }
                }
                let is_led = !fails && called.contains(&Redirects);
                let called = called.len();
                assert_eq!(page.texts(".clicks"), ["1", "0"], "{ways:?}");
                let sum = if called > 1 { "1, row 0: 1 of 0" } else { "0," };
                assert_eq!(page.text(".sum"), sum, "{ways:?}");
                let log = if called > 2 { "[1]" } else { "[]" };
                assert_eq!(page.text("#log"), log, "{ways:?}");
                assert_eq!(
                    page.title(),
                    ["counter", "sum", "page"][called - 1],
                    "{ways:?}"
                );
                assert_eq!(page.error().is_some(), fails, "{ways:?}");
                assert_eq!(page.redirect().is_some(), is_led, "{ways:?}");
                assert!(!page.is_busy());
                // The page goes on.
                page.click("#row-0 .twice");
                assert_eq!(page.texts(".clicks"), ["2", "0"], "{ways:?}");
            }
        }
    }
}

#[test]
fn one_patch_has_all_changes_and_settles_one_event() {
    let mut page = page((Plain, Plain, Plain));
    let before = page.frames().len();
    page.click("#row-0 .click");
    let frames = &page.frames()[before..];
    assert_eq!(frames.len(), 1, "{frames:?}");
    assert!(frames[0].starts_with("[1,1,"), "{frames:?}");
    assert_eq!(page.view().log, [1]);
}

#[test]
fn several_emissions_are_delivered_in_their_order() {
    let mut page = page((Plain, Plain, Plain));
    page.click("#row-0 .click");
    page.click("#row-0 .click");
    page.click("#row-0 .twice");
    // `reset` came first.
    assert_eq!(page.text(".sum"), "1, row 0: 3 of 0");
    assert_eq!(page.view().log, [1, 2, 1]);
}

/// A page that shows a component that emits, though nobody listens, and is one itself.
#[derive(Default)]
struct Silent {
    shows: bool,
    heard: u32,
}

#[live_view]
impl Silent {
    #[event]
    fn own();

    fn hide(&mut self, _: (u32, String)) {
        self.shows = false;
        self.heard += 1;
    }

    fn emit(&mut self, cx: &mut Context) {
        cx.emit(Self::own());
        self.shows = !self.shows;
    }

    fn render(&self) -> impl View {
        view! {
            <Counter label="a" way={Plain}/>
            <button id="own" @click={emit()}>{self.heard}</button>
            if self.shows { <div id="b"><Counter label="b" way={Plain} @clicked={hide(event.detail)}/></div> }
        }
    }
}

#[test]
fn what_nobody_listens_to_is_dropped_and_a_component_may_go_by_what_it_emits() {
    let mut page = Live::of(Silent::default());
    page.click(".click");
    assert_eq!(page.text(".clicks"), "1");
    page.click("#own");
    page.click("#b .click");
    assert_eq!((page.text("#own"), page.count("#b")), ("1".into(), 0));
    page.click("#own");
    assert_eq!(page.text("#b .clicks"), "0");
}

/// The value of an event that panics when it is dropped.
struct Fragile;

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("dropped on purpose");
    }
}

/// Emits several of them.
#[derive(Default)]
struct Careless;

#[live_view]
impl Careless {
    #[event]
    fn broken(value: Fragile);

    #[event]
    #[cfg(any())]
    fn of_no_build(value: NoSuchType);

    fn emit(&mut self, cx: &mut Context) {
        cx.emit(Self::broken(Fragile));
        cx.emit(Self::broken(Fragile));
    }

    fn refuse(&mut self, cx: &mut Context) -> Result<(), Reject> {
        self.emit(cx);
        Err("no".into())
    }

    fn render(&self) -> impl View {
        view! {
            <button class="emit" @click={emit()}>"emit"</button>
            <button class="refuse" @click={refuse()}>"refuse"</button>
        }
    }
}

#[derive(Default)]
struct Around {
    heard: u32,
}

#[live_view]
impl Around {
    fn hear(&mut self) {
        self.heard += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.heard}</output>
            <div id="unheard"><Careless/></div>
            <div id="heard"><Careless @broken={hear()}/></div>
        }
    }
}

#[test]
fn a_value_that_panics_when_it_is_dropped_harms_nobody() {
    let mut page = Live::of(Around::default());
    for place in ["#unheard", "#heard"] {
        page.click(&format!("{place} .emit"));
        page.click(&format!("{place} .refuse"));
    }
    assert_eq!(page.text("output"), "2");
    let mut alone = Live::of(Careless);
    alone.click(".emit");
    alone.click(".emit");
    assert!(alone.error().is_none());
}
