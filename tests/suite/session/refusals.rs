//! Events that are refused: the view, the log and the browser learn of each, once.

use serde::Deserialize;
use taut::prelude::*;
use taut_core::{Refused, Session as _, ViewSession};
use taut_test::block_on;

#[derive(Default)]
struct Outer {
    heard: Vec<String>,
}

/// A view in the template of the other one.
#[derive(Default)]
struct Inner {
    heard: Vec<String>,
}

#[derive(Deserialize)]
struct Fields {
    amount: u8,
}

/// Refuses what is greater than nine.
fn check(amount: u8) -> Result<(), Reject> {
    if amount > 9 {
        Err("no more than nine".into())
    } else {
        Ok(())
    }
}

macro_rules! refusing {
    ($view:ident { $($more:tt)* }) => {
        #[live_view]
        impl $view {
            fn at_once(&mut self, amount: u8) -> Result<(), Reject> {
                check(amount)
            }

            async fn later(&mut self, amount: u8) -> Result<(), Reject> {
                check(amount)
            }

            #[blocking]
            fn blocking(&mut self, amount: u8) -> Result<(), Reject> {
                check(amount)
            }

            fn form(&mut self, fields: Fields) -> Result<(), Reject> {
                check(fields.amount)
            }

            fn on_reject(&mut self, reject: &Reject) {
                let field = reject.field().unwrap_or("-");
                self.heard.push(format!("{} {field} {reject}", reject.status()));
            }

            fn render(&self) -> impl View {
                view! {
                    <input @input={at_once(event.value)} @change={later(event.value)} @blur={blocking(event.value)}>
                    <form @submit={form(event.form)}></form>
                    {self.heard.len()}
                    <ul>for line in &self.heard; key = line { <li>{line}</li> }</ul>
                    $($more)*
                }
            }
        }
    };
}
refusing!(Inner {});
refusing!(Outer { <Inner/> });

/// The holes of the listeners, and of what is heard, in both templates.
const HANDLERS: [&str; 4] = ["at_once", "later", "blocking", "form"];
const HEARD: u32 = 4;
const LINES: u32 = 5;
const INNER: u32 = 6;

struct Peer {
    session: ViewSession<Outer>,
    number: u32,
}

impl Peer {
    fn send(&mut self, rest: &str) -> String {
        let mut out = Vec::new();
        self.number += 1;
        let frame = format!("[{},{},{rest}]", self.number, self.session.position().frame);
        let work = self
            .session
            .receive(&frame, &mut out)
            .unwrap_or_else(|error| panic!("{frame}: {error}"));
        if let Some(work) = work {
            self.session.finish(block_on(work), &mut out);
        }
        assert_eq!(
            self.session.position().event,
            self.number,
            "{frame} is not settled"
        );
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// A frame that makes one row, without the row's key, which is a hash of what it shows.
#[track_caller]
fn without_key(frame: &str) -> String {
    let (before, after) = frame.split_once("[-2,1,").expect("a row is made");
    let values = after
        .trim_start_matches(|digit: char| digit.is_ascii_digit())
        .strip_prefix(',')
        .expect("it has a key");
    format!("{before}[-2,1,{values}")
}

/// Sends the values to the handler in both views, several times, and expects the same of both.
#[track_caller]
fn refuses(handler: usize, values: &str, message: &str, line: &str, why: Option<&str>) {
    let mut peer = Peer {
        session: ViewSession::new(Outer::default()),
        number: 0,
    };
    peer.session.write_html(&mut Vec::new());
    for times in 1..=3 {
        for (view, address) in [
            ("Outer", handler.to_string()),
            ("Inner", format!("[{INNER},0,{handler}]")),
        ] {
            let answer = peer.send(&format!("{address}{values}"));
            let patch = if times == 1 {
                format!("{HEARD},{times},{LINES},[-2,1,{line:?},-3,0,1]")
            } else {
                format!("{HEARD},{times},{LINES},[-2,1,{line:?},-3,{},1]", times - 1)
            };
            let patch = if view == "Inner" {
                format!("{INNER},[-1,{patch}]")
            } else {
                patch
            };
            let expected = format!("[{},1,{patch},{{\"error\":{message:?}}}]", peer.number % 10);
            assert_eq!(without_key(&answer), expected);
            let refused = peer.session.take_refused();
            let by = format!("suite::session::refusals::{view}::{}", HANDLERS[handler]);
            assert_eq!(
                refused,
                Some(Refused {
                    by,
                    why: why.map(str::to_owned)
                })
            );
            assert_eq!(peer.session.take_refused(), None);
            assert_eq!(peer.session.take_panic(), None);
        }
    }
    let answer = peer.send("0,\"9\"");
    assert_eq!(
        (answer.as_str(), peer.session.take_refused()),
        ("[7,1]", None),
        "what comes after goes on"
    );
}

#[test]
fn a_refusal_of_a_handler_reaches_its_view_the_log_and_the_user() {
    for handler in 0..3 {
        refuses(
            handler,
            ",\"10\"",
            "no more than nine",
            "422 - no more than nine",
            None,
        );
    }
    refuses(
        3,
        ",[[\"amount\",\"10\"]]",
        "no more than nine",
        "422 - no more than nine",
        None,
    );
}

#[test]
fn so_does_a_value_that_does_not_fit() {
    let range = "expected a whole number from 0 to 255";
    for (value, why) in [
        ("\"secret\"", range),
        ("\"\"", range),
        ("\"1.5\"", range),
        ("\"nan\"", range),
    ] {
        for handler in 0..3 {
            let message = format!("a value does not fit: {why}");
            refuses(
                handler,
                &format!(",{value}"),
                &message,
                &format!("422 - {message}"),
                Some("a value does not fit"),
            );
        }
    }
    for (fields, message) in [
        ("", "`amount` is missing".to_owned()),
        ("[\"secret\",\"secret\"]", "`amount` is missing".to_owned()),
        (
            "[\"amount\",\"secret\"]",
            format!("`amount` does not fit: {range}"),
        ),
        (
            "[\"amount\",\"\"]",
            format!("`amount` does not fit: {range}"),
        ),
        (
            "[\"amount\",\"1\"],[\"amount\",\"2\"]",
            "`amount` does not fit: it appears more than once".to_owned(),
        ),
    ] {
        let why = Some("a field is missing or does not fit");
        refuses(
            3,
            &format!(",[{fields}]"),
            &message,
            &format!("422 amount {message}"),
            why,
        );
    }
}

#[test]
fn what_no_page_of_ours_sends_reaches_the_view_of_the_page() {
    for (rest, why) in [
        ("99", "the event names nothing in the page"),
        ("[6,0,99]", "the event names nothing in the page"),
        ("0", "the listener reads 1 values, the event carries 0"),
        (
            "0,\"1\",\"2\"",
            "the listener reads 1 values, the event carries 2",
        ),
        (
            "[6,0,0]",
            "the listener reads 1 values, the event carries 0",
        ),
    ] {
        let mut peer = Peer {
            session: ViewSession::new(Outer::default()),
            number: 0,
        };
        peer.session.write_html(&mut Vec::new());
        let answer = peer.send(rest);
        let line = format!("400 - {why}");
        let expected =
            format!("[1,1,{HEARD},1,{LINES},[-2,1,{line:?},-3,0,1],{{\"error\":{why:?}}}]");
        assert_eq!(without_key(&answer), expected, "{rest}");
        let by = "suite::session::refusals::Outer".to_owned();
        assert_eq!(
            peer.session.take_refused(),
            Some(Refused {
                by,
                why: Some(why.to_owned())
            })
        );
    }
}
