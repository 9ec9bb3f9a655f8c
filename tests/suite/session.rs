//! The session as a state machine: what it answers, frame by frame, also to what no browser of ours sends.

#[path = "session/joins.rs"]
mod joins;
#[path = "session/mending.rs"]
mod mending;
#[path = "session/panics.rs"]
mod panics;
#[path = "session/refusals.rs"]
mod refusals;
#[path = "session/stale.rs"]
mod stale;
#[path = "session/weight.rs"]
mod weight;

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use taut::prelude::*;
use taut_core::limits::{MAX_ADDRESS_LENGTH, MAX_EVENT_VALUES, MAX_FRAME_DEPTH};
use taut_core::{Joining, Position, ProtocolError, Session, ViewSession};
use taut_test::{Invalidated, Live, block_on};

#[derive(Default)]
struct Desk {
    count: i64,
    /// Bound to a listener, and shown nowhere.
    secret: u32,
    items: Vec<(u8, &'static str)>,
    open: bool,
    heard: Vec<String>,
    rejected: Option<String>,
    /// What the handler `wait` waits for.
    gate: Arc<AtomicBool>,
}

#[live_view]
impl Desk {
    fn add(&mut self, amount: u8) -> Result<(), Reject> {
        self.count += i64::from(amount);
        if self.count > 100 {
            Err("that is too much".into())
        } else {
            Ok(())
        }
    }

    fn reveal(&mut self, secret: u32) {
        self.heard.push(format!("reveal {secret}"));
    }

    fn pick(&mut self, key: u8, name: String) {
        self.heard.push(format!("pick {key} {name}"));
    }

    fn announce(&mut self, cx: &mut Context) {
        cx.title("\"Announced\"");
        cx.dispatch("heard", &("you", 2));
        cx.dispatch("over", &None::<u8>);
        cx.publish("desk", &7);
        cx.invalidate_key("pick", &(1, "one"));
        cx.clear_draft();
    }

    async fn wait(&mut self, cx: &mut Context) -> Result<(), Reject> {
        self.count += 1;
        poll_fn(|_| {
            if self.gate.load(Ordering::Relaxed) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        cx.title("waited");
        self.count += 1;
        Err("in the end".into())
    }

    fn close(&mut self) {
        self.open = false;
    }

    fn on_reject(&mut self, reject: &Reject) {
        self.rejected = Some(reject.to_string());
    }

    fn render(&self) -> impl View {
        view! {
            <b>{self.count}</b>
            <input @input={add(event.value)}>
            <button id="reveal" @click={reveal(self.secret)}></button>
            <button id="announce" @click={announce()}></button>
            <button id="wait" @click={wait()}></button>
            for (key, name) in &self.items; key = *key {
                <i @click={pick(*key, (*name).to_owned())}>{name}</i>
            }
            if self.open { <button id="close" @click={close()}></button> }
            {self.rejected.as_ref()}
        }
    }
}

/// The holes of the page.
const ADD: &str = "1";
const REVEAL: &str = "2";
const ANNOUNCE: &str = "3";
const WAIT: &str = "4";

fn desk() -> ViewSession<Desk> {
    let mut session = ViewSession::new(Desk {
        items: vec![(1, "one"), (2, "two")],
        open: true,
        ..Desk::default()
    });
    session.write_html(&mut Vec::new());
    session
}

/// Sends a frame, and gives the answer.
fn send(session: &mut ViewSession<Desk>, frame: &str) -> Result<String, ProtocolError> {
    let mut out = Vec::new();
    let work = session.receive(frame, &mut out)?;
    if let Some(work) = work {
        session.finish(block_on(work), &mut out);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// Expects answers to frames, one after the other.
#[track_caller]
fn check(session: &mut ViewSession<Desk>, conversation: &[(&str, &str)]) {
    for (frame, expected) in conversation {
        match send(session, frame) {
            Ok(answer) => assert_eq!(answer, *expected, "to {frame}"),
            Err(error) => panic!("{frame} is refused: {error}"),
        }
    }
}

#[track_caller]
fn patch(session: &mut ViewSession<Desk>, change: impl FnOnce(&mut Desk), expected: &str) {
    let mut out = Vec::new();
    if let Some(view) = session.view_mut() {
        change(view);
    }
    session.write_patch(&mut out);
    assert_eq!(String::from_utf8_lossy(&out), expected);
}

#[test]
fn each_event_is_answered_also_when_nothing_changes() {
    check(
        &mut desk(),
        &[
            ("[1,0,1,\"2\"]", "[1,1,0,2]"),
            ("[2,1,1,\"0\"]", "[2,1]"),
            ("[3,2,2]", "[3,1]"),
        ],
    );
}

#[test]
fn an_address_that_leads_nowhere_is_refused_and_nothing_runs() {
    let mut session = desk();
    let elsewhere = [
        "0",
        "9",
        "4294967295",
        "[]",
        "[5]",
        "[5,0]",
        "[5,0,1]",
        "[5,2,0]",
        "[6,0]",
        "[6,1,0]",
        "[0,0,0]",
        "[5,0,0,0]",
        "[5,0,0,0,0]",
    ];
    for (number, address) in (1..).zip(elsewhere) {
        let answer = send(&mut session, &format!("[{number},0,{address}]"))
            .unwrap_or_else(|error| panic!("{address}: {error}"));
        let heard = if number == 1 {
            "7,\"the event names nothing in the page\","
        } else {
            ""
        };
        let expected = format!(
            "[{},1,{heard}{{\"error\":\"the event names nothing in the page\"}}]",
            number % 10
        );
        assert_eq!(answer, expected, "{address}");
    }
    check(&mut session, &[("[14,13,1,\"2\"]", "[4,1,0,2]")]);
}

#[test]
fn values_that_do_not_fit_are_refused_and_nothing_runs() {
    let mut session = desk();
    let wrong = [
        "2",
        "null",
        "\"256\"",
        "\"-1\"",
        "\"\"",
        "\" 2\"",
        "[\"2\"]",
        "{\"value\":\"2\"}",
        "\"\\ud800\"",
    ];
    for (number, value) in (1..).zip(wrong) {
        let answer = send(&mut session, &format!("[{number},0,{ADD},{value}]"))
            .unwrap_or_else(|error| panic!("{value}: {error}"));
        // The view hears of it, and shows it.
        assert!(
            answer.starts_with(&format!("[{},1,", number % 10)),
            "{value}: {answer}"
        );
        assert!(
            answer.contains("{\"error\":\"a value does not fit: "),
            "{value}: {answer}"
        );
    }
    check(
        &mut session,
        &[
            (
                "[10,9,1]",
                "[0,1,7,\"the listener reads 1 values, the event carries 0\",{\"error\":\"the listener reads 1 values, the event carries 0\"}]",
            ),
            (
                "[11,10,1,\"2\",\"2\"]",
                "[1,1,7,\"the listener reads 1 values, the event carries 2\",{\"error\":\"the listener reads 1 values, the event carries 2\"}]",
            ),
            (
                "[12,11,3,\"2\"]",
                "[2,1,7,\"the listener reads 0 values, the event carries 1\",{\"error\":\"the listener reads 0 values, the event carries 1\"}]",
            ),
            ("[13,12,1,\"2\"]", "[3,1,0,2]"),
        ],
    );
}

#[test]
fn what_is_no_event_ends_the_conversation_and_changes_nothing() {
    let mut session = desk();
    let deep = format!(
        "[1,0,1,{}{}]",
        "[".repeat(MAX_FRAME_DEPTH),
        "]".repeat(MAX_FRAME_DEPTH)
    );
    let deep_object = format!(
        "[1,0,1,{}1{}]",
        "{\"a\":".repeat(MAX_FRAME_DEPTH),
        "}".repeat(MAX_FRAME_DEPTH)
    );
    let deepest = "[".repeat(1 << 16);
    let long = format!("[1,0,{:?}]", vec![0; MAX_ADDRESS_LENGTH + 1]);
    let many = format!("[1,0,1{}]", ",\"\"".repeat(MAX_EVENT_VALUES + 1));
    let malformed = [
        "",
        " ",
        "[",
        "null",
        "1",
        "\"\"",
        "{}",
        "[]",
        "[1]",
        "[1,0]",
        "[1,0,1,]",
        "[1,0,1,\"2\"] 3",
        "[1,0,1,\"2\"",
        "[1,0,1,2",
        "[-1,0,1]",
        "[1.0,0,1]",
        "[1e0,0,1]",
        "[\"1\",0,1]",
        "[1,-1,1]",
        "[1,0,-1]",
        "[1,0,\"1\"]",
        "[1,0,null]",
        "[1,0,{}]",
        "[1,0,[1,[2]]]",
        "[1,0,[1.5]]",
        "[1,0,4294967296]",
        "[4294967296,0,1]",
        "[1,0,1,\"\u{1}\"]",
        "[1,0,1,nul]",
        "[01,0,1]",
        "[1,0,1,'2']",
        deep.as_str(),
        &deep_object,
        &deepest,
        &long,
        &many,
    ];
    for frame in malformed {
        let result = send(&mut session, frame);
        assert!(
            matches!(result, Err(ProtocolError::Malformed(_))),
            "{frame:.80}: {result:?}"
        );
        assert_eq!(session.position(), Position { frame: 0, event: 0 });
    }
    check(&mut session, &[("[1,0,1,\"2\"]", "[1,1,0,2]")]);
}

#[test]
fn brackets_in_texts_are_not_deep() {
    let text = "[{".repeat(MAX_FRAME_DEPTH);
    let mut session = desk();
    let answer = send(&mut session, &format!("[1,0,{ADD},\"\\\"{text}\"]")).unwrap_or_default();
    assert!(answer.contains("a value does not fit"), "{answer}");
}

#[test]
fn an_event_that_came_before_is_ignored_and_one_too_far_is_a_gap() {
    let mut session = desk();
    check(
        &mut session,
        &[
            ("[1,0,1,\"2\"]", "[1,1,0,2]"),
            ("[1,0,1,\"2\"]", ""),
            ("[0,0,1,\"2\"]", ""),
            ("[4294967290,0,1,\"2\"]", ""),
        ],
    );
    for number in [3, 1000, 2_000_000_000] {
        let result = send(&mut session, &format!("[{number},1,1,\"2\"]"));
        assert!(
            matches!(result, Err(ProtocolError::Gap { expected: 2, found }) if found == number),
            "{result:?}"
        );
    }
    check(&mut session, &[("[2,1,1,\"2\"]", "[2,1,0,4]")]);
}

#[test]
fn an_error_reaches_the_view_and_the_user_with_what_has_changed() {
    let mut session = desk();
    check(
        &mut session,
        &[
            ("[1,0,1,\"100\"]", "[1,1,0,100]"),
            (
                "[2,1,1,\"1\"]",
                "[2,1,0,101,7,\"that is too much\",{\"error\":\"that is too much\"}]",
            ),
            (
                "[3,2,1,\"1\"]",
                "[3,1,0,102,{\"error\":\"that is too much\"}]",
            ),
        ],
    );
}

#[test]
fn effects_come_with_the_patch() {
    let effects = r#"{"title":"\"Announced\"","dispatch":[["heard",["you",2]],["over",null]],"publish":{"desk":7},"invalidate":[["pick",1,"one"]],"draft":0}"#;
    check(
        &mut desk(),
        &[(&format!("[1,0,{ANNOUNCE}]"), &format!("[1,1,{effects}]"))],
    );
    let mut page = Live::of(Desk::default());
    page.click("#announce");
    assert_eq!(page.published(), [("desk".to_owned(), 7.into())]);
    assert_eq!(
        page.invalidated(),
        [Invalidated::Key(
            "pick".to_owned(),
            vec![1.into(), "one".into()]
        )]
    );
    assert!(page.cleared_draft());
}

#[test]
fn a_handler_at_work_holds_everything_back_and_is_answered_at_its_end() {
    let mut session = desk();
    let mut out = Vec::new();
    session
        .view()
        .into_iter()
        .for_each(|desk| desk.gate.store(true, Ordering::Relaxed));
    let work = session
        .receive(&format!("[1,0,{WAIT}]"), &mut out)
        .ok()
        .flatten();
    let Some(work) = work else {
        panic!("the handler does not wait")
    };
    assert!(session.is_busy() && session.view().is_none() && out.is_empty());
    session.write_patch(&mut out);
    assert!(out.is_empty(), "nothing can be rendered");
    let result = session.receive("[2,0,1,\"2\"]", &mut out);
    assert!(
        matches!(result, Err(ProtocolError::Busy)),
        "nothing can be received"
    );
    session.finish(block_on(work), &mut out);
    assert_eq!(
        String::from_utf8_lossy(&out),
        "[1,1,0,2,7,\"in the end\",{\"error\":\"in the end\",\"title\":\"waited\"}]"
    );
    check(&mut session, &[("[2,1,1,\"2\"]", "[2,1,0,4]")]);
}

#[test]
fn events_while_a_handler_is_at_work_follow_it() {
    let gate = Arc::new(AtomicBool::new(false));
    let mut page = Live::of(Desk {
        gate: Arc::clone(&gate),
        ..Desk::default()
    });
    page.click("#wait");
    assert!(page.is_busy());
    page.input("input", "5");
    assert_eq!((page.text("b").as_str(), page.frames().len()), ("0", 0));
    gate.store(true, Ordering::Relaxed);
    block_on(page.idle());
    assert_eq!((page.text("b").as_str(), page.frames().len()), ("7", 2));
    assert_eq!(page.title(), "waited");
}

#[test]
fn arguments_that_nobody_sees_number_a_frame_too() {
    let mut session = desk();
    patch(&mut session, |desk| desk.secret = 7, "[1,0]");
    patch(&mut session, |_| {}, "");
    check(
        &mut session,
        &[
            (&format!("[1,0,{REVEAL}]"), "[2,1]"),
            (&format!("[2,2,{REVEAL}]"), "[3,1]"),
        ],
    );
    assert_eq!(
        session.view().map(|desk| desk.heard.clone()),
        Some(vec!["reveal 7".to_owned()])
    );
    patch(&mut session, |desk| desk.secret = 8, "[4,0]");
    patch(&mut session, |desk| desk.secret = 7, "[5,0]");
    check(&mut session, &[(&format!("[3,3,{REVEAL}]"), "[6,1]")]);
    assert_eq!(
        session.view().map(|desk| desk.heard.len()),
        Some(1),
        "the same argument again is another offer"
    );
}

#[test]
fn what_has_changed_but_was_not_sent_is_not_acted_on() {
    let mut session = desk();
    if let Some(desk) = session.view_mut() {
        desk.secret = 7;
        desk.open = false;
        desk.items.remove(0);
    }
    check(
        &mut session,
        &[(&format!("[1,0,{REVEAL}]"), "[1,1,5,[-1,0,1],6,0]")],
    );
    assert_eq!(session.view().map(|desk| desk.heard.len()), Some(0));
}

#[test]
fn an_element_that_is_gone_is_answered_and_nothing_runs() {
    let mut session = desk();
    patch(
        &mut session,
        |desk| desk.items.reverse(),
        "[1,0,5,[-4,1,0]]",
    );
    check(&mut session, &[("[1,1,[5,0,0]]", "[2,1]")]);
    patch(
        &mut session,
        |desk| desk.items.truncate(1),
        "[3,0,5,[-1,1,1]]",
    );
    check(
        &mut session,
        &[
            ("[2,2,[5,0,0]]", "[4,1]"),
            ("[3,4,[5,1,0]]", "[5,1]"),
            ("[4,5,[6,0,0]]", "[6,1,6,0]"),
            ("[5,6,[6,0,0]]", "[7,1]"),
        ],
    );
    assert_eq!(
        session.view().map(|desk| desk.heard.join(", ")),
        Some("pick 1 one, pick 2 two".to_owned())
    );
}

#[test]
fn of_rows_with_the_same_key_each_is_its_own() {
    let mut page = Live::of(Desk {
        items: vec![(1, "a"), (1, "b"), (2, "c"), (1, "d")],
        ..Desk::default()
    });
    for row in 1..=4 {
        page.click(&format!("i:nth-child({})", row + 5));
    }
    assert_eq!(
        page.view().heard,
        ["pick 1 a", "pick 1 b", "pick 2 c", "pick 1 d"]
    );
}
