//! Handlers that the server calls by itself: when, and for which views.

use std::task::Waker;
use std::time::Duration;

use taut::prelude::*;
use taut_test::Live;

use crate::scene::{Scene, run};

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[derive(Default)]
struct Page {
    runs: bool,
    ticks: u32,
    notice: Option<u32>,
    calls: u32,
    loaded: u32,
    rows: Vec<u32>,
}

#[live_view]
impl Page {
    #[every(1s, while = self.runs)]
    fn tick(&mut self) {
        self.ticks += 1;
    }

    #[after(5s, since = self.notice)]
    fn clear(&mut self) {
        self.calls += 1;
        self.notice = self.notice.filter(|notice| *notice == 13);
    }

    #[after(2s)]
    fn load(&mut self) {
        self.loaded += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{format!("{} {} {:?} {}", self.ticks, self.calls, self.notice, self.loaded)}</output>
            for row in &self.rows; key = *row { <Row/> }
        }
    }
}

/// A component with timers of its own.
#[derive(Default)]
struct Row {
    ticks: u32,
    is_over: bool,
}

#[live_view]
impl Row {
    #[every(1s, while = !self.is_over)]
    fn tick(&mut self) {
        self.ticks += 1;
    }

    #[after(3500ms)]
    fn end(&mut self) {
        self.is_over = true;
    }

    fn render(&self) -> impl View {
        view! { <b>{self.ticks}</b> }
    }
}

fn check(page: &Live<Page>, expected: &str) {
    assert_eq!(page.text("output"), expected);
}

#[test]
fn a_handler_is_called_while_its_value_is_true() {
    let mut page = Live::of(Page::default());
    page.advance(seconds(10.0));
    check(&page, "0 0 None 1");
    page.update(|page| page.runs = true);
    page.advance(seconds(0.9));
    check(&page, "0 0 None 1");
    page.advance(seconds(2.2));
    check(&page, "3 0 None 1");
    page.update(|page| page.runs = false);
    page.advance(seconds(10.0));
    check(&page, "3 0 None 1");
}

#[test]
fn a_handler_is_called_once_after_the_last_change_of_its_value() {
    let mut page = Live::of(Page::default());
    page.update(|page| page.notice = Some(1));
    page.advance(seconds(4.0));
    page.update(|page| page.notice = Some(2));
    page.advance(seconds(4.9));
    check(&page, "0 0 Some(2) 1");
    page.advance(seconds(0.1));
    check(&page, "0 1 None 1");
    page.update(|page| page.notice = Some(13));
    page.advance(seconds(100.0));
    check(&page, "0 2 Some(13) 1");
    page.update(|page| page.notice = None);
    page.advance(seconds(1.0));
    page.update(|page| page.notice = Some(13));
    page.advance(seconds(5.0));
    check(&page, "0 3 Some(13) 1");
}

#[test]
fn components_have_timers_of_their_own_also_in_rows_that_move() {
    let mut page = Live::of(Page::default());
    page.update(|page| page.rows = vec![1]);
    page.advance(seconds(2.0));
    page.update(|page| page.rows = vec![2, 1]);
    page.advance(seconds(1.4));
    let ticks = |page: &Live<Page>| page.texts("b");
    assert_eq!(ticks(&page), ["1", "3"]);
    page.advance(seconds(10.0));
    assert_eq!(ticks(&page), ["3", "3"], "each ends its own");
    page.update(|page| page.rows = vec![]);
    page.advance(seconds(1.0));
    page.update(|page| page.rows = vec![1]);
    page.advance(seconds(1.0));
    assert_eq!(ticks(&page), ["1"], "it is another one");
}

#[test]
fn timers_that_are_due_together_are_one_patch() {
    let mut page = Live::of(Page::default());
    page.update(|page| page.rows = (0..200).collect());
    page.advance(seconds(1.0));
    assert_eq!(page.frames().len(), 1);
    assert_eq!(page.texts("b"), vec!["1"; 200]);
}

/// A view whose handler is at work when its time comes.
#[derive(Default)]
struct Slow {
    calls: u32,
}

#[live_view]
impl Slow {
    async fn wait(&mut self) {
        let mut has_waited = false;
        std::future::poll_fn(|cx| {
            cx.waker().wake_by_ref();
            match std::mem::replace(&mut has_waited, true) {
                true => std::task::Poll::Ready(()),
                false => std::task::Poll::Pending,
            }
        })
        .await;
    }

    #[after(1s)]
    fn call(&mut self) {
        self.calls += 1;
    }

    fn render(&self) -> impl View {
        view! { <button @click={wait()}>{self.calls}</button> }
    }
}

#[test]
fn a_call_that_is_due_while_a_handler_is_at_work_is_made_after_it() {
    let mut page = Live::of(Slow::default());
    page.click("button");
    if page.is_busy() {
        page.advance(seconds(2.0));
        assert_eq!(page.text("button"), "0");
        taut_test::block_on(page.idle());
    }
    page.advance(seconds(2.0));
    assert_eq!(page.text("button"), "1");
}

/// Two handlers that are due at the same time, of which the first ends the second.
#[derive(Default)]
struct Both {
    is_over: bool,
    calls: u32,
}

#[live_view]
impl Both {
    #[after(1s, since = !self.is_over)]
    fn first(&mut self) {
        self.is_over = true;
        self.calls += 1;
    }

    #[after(1s, since = !self.is_over)]
    fn second(&mut self) {
        self.calls += 100;
    }

    fn render(&self) -> impl View {
        view! { <p>{self.calls}</p> }
    }
}

#[test]
fn a_timer_that_an_earlier_one_has_ended_is_not_called() {
    let mut page = Live::of(Both::default());
    page.advance(seconds(2.0));
    assert_eq!(page.text("p"), "1");
}

/// A timer that an event begins.
#[derive(Default)]
struct Soon {
    is_shown: bool,
}

#[live_view]
impl Soon {
    fn show(&mut self) {
        self.is_shown = true;
    }

    #[after(100ms, since = self.is_shown)]
    fn hide(&mut self) {
        self.is_shown = false;
    }

    fn render(&self) -> impl View {
        view! { <button @click={show()}>{self.is_shown}</button> }
    }
}

#[test]
fn a_connection_wakes_for_a_timer_that_an_event_has_begun() {
    run(async {
        let scene = Scene::default();
        let mut browser = scene.join(scene.add(Soon::default()));
        assert_eq!(browser.wakes_at(), None);
        browser.send(0).unwrap();
        let wakes_at = browser.wakes_at().expect("it must be polled then");
        assert!(browser.frames(Waker::noop()).unwrap().is_empty());
        tokio::time::sleep_until(wakes_at.into()).await;
        let frames = browser.frames(Waker::noop()).unwrap();
        assert!(
            frames.len() == 1 && frames[0].contains("false"),
            "{frames:?}"
        );
        assert_eq!(browser.wakes_at(), None);
    });
}
