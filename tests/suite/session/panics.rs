//! Views that panic: each event is answered, and the page follows when the view is whole again.

use std::future::poll_fn;
use std::task::Poll;

use taut::prelude::*;
use taut_core::{Joining, Session, ViewSession};
use taut_test::Live;

/// Panics where it is told to.
#[derive(Default)]
struct Fragile {
    texts: Vec<&'static str>,
    breaks: bool,
    count: u32,
    rejected: String,
}

#[live_view]
impl Fragile {
    fn trip(&mut self) {
        self.count += 1;
        assert!(self.count > 100, "on purpose");
    }

    async fn trip_later(&mut self) {
        self.count += 1;
        poll_fn(|_| Poll::Ready(())).await;
        assert!(self.count > 100, "on purpose");
    }

    fn set(&mut self, breaks: bool) {
        self.breaks = breaks;
        self.texts = vec!["c", "a"];
    }

    fn pick(&mut self, text: String) {
        self.rejected = text;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.rejected = format!("{reject} {}", reject.status());
    }

    fn render(&self) -> impl View {
        view! {
            <button id="trip" @click={trip()}></button>
            <button id="later" @click={trip_later()}></button>
            <button id="break" @click={set(true)}></button>
            <button id="mend" @click={set(false)}></button>
            for text in &self.texts; key = *text { <i @click={pick((*text).to_owned())}>{text}</i> }
            <b>{if self.breaks { panic!("on purpose") } else { "whole" }}</b>
            <u>{self.count}</u>
            {&self.rejected}
        }
    }
}

#[test]
fn a_panic_in_a_handler_is_an_answer_and_what_it_did_stays() {
    for (at, button) in ["#trip", "#later"].into_iter().enumerate() {
        let mut page = Live::of(Fragile::default());
        page.click(button);
        assert_eq!(page.error(), Some("internal error"));
        assert_eq!(
            (page.text("u").as_str(), page.view().rejected.as_str()),
            ("1", "internal error 500")
        );
        let panic = page.session_mut().take_panic().unwrap_or_default();
        assert!(
            panic
                .ends_with("session::panics::Fragile panicked while handling an event: on purpose"),
            "{panic}"
        );
        assert_eq!(page.session_mut().take_panic(), None);
        page.click(["#later", "#trip"][at]);
        assert_eq!(page.text("u"), "2", "the session goes on");
    }
}

#[test]
fn a_panic_in_render_is_an_answer_and_the_page_follows_when_the_view_is_whole_again() {
    let mut page = Live::of(Fragile {
        texts: vec!["a", "b"],
        ..Fragile::default()
    });
    page.click("#break");
    assert_eq!(
        (page.error(), page.frames()),
        (
            Some("internal error"),
            &["[1,1,{\"error\":\"internal error\"}]".to_owned()][..]
        )
    );
    assert!(
        page.session_mut()
            .take_panic()
            .is_some_and(|panic| panic.contains("panicked while rendering"))
    );
    page.click("#trip");
    assert_eq!(
        (page.error(), page.text("u").as_str()),
        (Some("internal error"), "0"),
        "the page is as it was"
    );
    assert!(
        page.session_mut()
            .take_panic()
            .is_some_and(|panic| panic.contains("handling"))
    );
    page.click("i:nth-child(6)");
    assert_eq!(
        page.view().rejected,
        "internal error 500",
        "nothing is picked that nobody knows to be there"
    );
    page.click("#mend");
    assert_eq!((page.error(), page.text("u").as_str()), (None, "1"));
    assert_eq!(page.texts("i"), ["c", "a"]);
    page.click("i:nth-child(5)");
    assert_eq!(page.view().rejected, "c");
}

#[test]
fn after_a_panic_in_render_a_join_says_all() {
    let mut session = ViewSession::new(Fragile {
        texts: vec!["a", "b"],
        ..Fragile::default()
    });
    session.write_html(&mut Vec::new());
    if let Some(view) = session.view_mut() {
        *view = Fragile {
            texts: vec!["c", "a"],
            breaks: true,
            ..Fragile::default()
        };
    }
    let mut out = Vec::new();
    session.write_patch(&mut out);
    assert_eq!(
        String::from_utf8_lossy(&out),
        "[1,0,{\"error\":\"internal error\"}]"
    );
    out.clear();
    session.write_patch(&mut out);
    session.write_joined(&Joining::again("t", 1), &mut out);
    assert!(out.is_empty(), "nothing can be said");
    session
        .view_mut()
        .into_iter()
        .for_each(|view| view.breaks = false);
    session.write_joined(&Joining::again("t", 1), &mut out);
    assert_eq!(
        String::from_utf8_lossy(&out),
        "[-1,\"t\",2,0,2,[[-2,2,3021597342,\"c\",2828193918,\"a\",-3,0,2],\"whole\",0,\"internal error 500\"]]"
    );
}

#[test]
fn a_view_that_panics_at_once_has_no_page() {
    let mut session = ViewSession::new(Fragile {
        breaks: true,
        ..Fragile::default()
    });
    let mut out = Vec::new();
    session.write_html(&mut out);
    assert!(out.is_empty() && session.take_panic().is_some());
}

macro_rules! stumbling {
    ($view:ident { $($more:tt)* }) => {
        /// Refuses, and panics when it learns of that.
        #[derive(Default)]
        struct $view;

        #[live_view]
        impl $view {
            fn refuse(&mut self) -> Result<(), Reject> {
                Err("not that".into())
            }

            fn on_reject(&mut self, _: &Reject) {
                panic!("on purpose");
            }

            fn render(&self) -> impl View {
                view! { <button class={stringify!($view)} @click={refuse()}></button> $($more)* }
            }
        }
    };
}
stumbling!(Component {});
stumbling!(Page { <Component/> });

#[test]
fn a_panic_at_learning_of_a_refusal_is_logged_and_the_refusal_is_the_answer() {
    let mut page = Live::of(Page);
    for view in ["Page", "Component"] {
        page.click(&format!(".{view}"));
        assert_eq!(page.error(), Some("not that"), "{view}");
        let panic = page.session_mut().take_panic().unwrap_or_default();
        assert!(
            panic.ends_with("panicked while hearing of a refusal: on purpose"),
            "{view}: {panic}"
        );
    }
}
