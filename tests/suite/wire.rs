//! The document of the protocol, executed: each example is what the code writes and what a page understands.
//!
//! An example is a fenced block with a word for what it is and the name of a scenario, which is a view of
//! this file: `view` is code that stands here; `html` and `table` are what the view's page starts with;
//! `frames` is a conversation, line by line, that starts with a new session.

#[path = "wire/conversation.rs"]
mod conversation;
#[path = "wire/scenarios.rs"]
mod scenarios;

use conversation::Conversation;
use scenarios::{Finder, Groups, Holes, Notes, Scenario};
use taut_core::limits::{self, Limits};
use taut_core::{Session, ViewSession, templates_json};
use taut_facts::{Flag, Projection};

const DOCUMENT: &str = include_str!("../../crates/taut-core/docs/protocol.md");

/// The code that the document shows.
const CODE: &str = include_str!("wire/scenarios.rs");

/// A fenced block of the document.
struct Example {
    what: &'static str,
    scenario: &'static str,
    text: &'static str,
}

fn examples() -> Vec<Example> {
    let fenced = DOCUMENT.split("\n```").skip(1).step_by(2);
    let example = |block: &'static str| {
        let (head, text) = block.split_once('\n')?;
        let (what, scenario) = head.split_once(' ')?;
        Some(Example {
            what,
            scenario,
            text,
        })
    };
    fenced.filter_map(example).collect()
}

#[test]
fn the_examples_of_the_document_are_true() {
    let examples = examples();
    assert!(examples.len() > 15, "the document has lost its examples");
    for example in examples {
        match example.scenario {
            "notes" => check::<Notes>(&example),
            "holes" => check::<Holes>(&example),
            "groups" => check::<Groups>(&example),
            "finder" => check::<Finder>(&example),
            other => panic!("there is no scenario `{other}`"),
        }
    }
}

fn check<V: Scenario>(
    Example {
        what,
        scenario,
        text,
    }: &Example,
) {
    match *what {
        "view" => {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                words(CODE).contains(&words(text)),
                "the view of {scenario} is another than\n{text}"
            );
        }
        "html" => {
            let mut html = Vec::new();
            ViewSession::new(V::default()).write_html(&mut html);
            let lines = text.lines().map(str::trim).collect::<String>();
            assert_eq!(
                String::from_utf8_lossy(&html),
                lines,
                "the HTML of {scenario}"
            );
        }
        "table" => {
            let written: serde_json::Value = json(&String::from_utf8_lossy(&templates_json::<V>(
                &taut_core::limits::Limits::default(),
            )));
            assert_eq!(written, json(text), "the table of {scenario}: {written}");
        }
        "frames" => Conversation::<V>::new(scenario).follow(text),
        other => panic!("what is an example of `{other}`?"),
    }
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

/// The cells of a row of the document that starts with a cell.
#[track_caller]
fn row(first: &str) -> Vec<&'static str> {
    let start = format!("| {first} |");
    let line = DOCUMENT.lines().find(|line| line.starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("the document has no row `{first}`"));
    line.split('|')
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect()
}

#[test]
fn the_limits_of_the_document_are_those_of_the_code() {
    let default = Limits::default();
    let limits = [
        ("bytes of a frame", default.max_frame_bytes as u64),
        (
            "depth of a frame, counting the frame itself",
            limits::MAX_FRAME_DEPTH as u64,
        ),
        (
            "bytes by which a post may be longer than a frame",
            limits::POST_BYTES as u64,
        ),
        (
            "seconds that a post waits for those that it has overtaken",
            limits::OVERTAKING_SECONDS,
        ),
        ("numbers of an address", limits::MAX_ADDRESS_LENGTH as u64),
        ("values of an event", limits::MAX_EVENT_VALUES as u64),
        (
            "fields of a form, or selected options",
            limits::MAX_ITEMS as u64,
        ),
        (
            "events that wait while a handler runs, before the socket is no longer read",
            default.max_waiting_events as u64,
        ),
        (
            "bytes that wait while a handler runs, before the socket is no longer read",
            default.max_frame_bytes as u64,
        ),
        (
            "events of a session per second",
            default.events_per_second.into(),
        ),
        ("events of a session in a burst", default.event_burst.into()),
        (
            "views mounted for one address per second",
            default.mounts_per_second.into(),
        ),
        (
            "views mounted for one address in a burst",
            default.mount_burst.into(),
        ),
        (
            "seconds that a mount waits, before it is refused",
            default.mount_delay.as_secs(),
        ),
        (
            "seconds until the client must have joined",
            default.join_within.as_secs(),
        ),
        (
            "seconds of silence after which the server pings",
            default.ping_after.as_secs(),
        ),
        (
            "seconds of silence after which the server closes the connection",
            default.silent_for.as_secs(),
        ),
        (
            "seconds for which a client may read nothing",
            default.unread_for.as_secs(),
        ),
        (
            "seconds that a session waits for its client",
            default.retained_for.as_secs(),
        ),
    ];
    for (what, value) in limits {
        assert_eq!(row(what)[1], value.to_string(), "{what}");
    }
    let large = default.compressed_frame_bytes.to_string();
    let (thousands, rest) = large.split_at(large.len() - 3);
    assert!(
        DOCUMENT.contains(&format!("A frame of {thousands},{rest} bytes and more")),
        "large frames"
    );
}

#[test]
fn the_numbers_of_the_document_are_those_of_the_code() {
    for projection in Projection::ALL {
        let (name, reads) = (projection.reads(), projection.row().about.trim());
        assert!(
            DOCUMENT.contains(&format!("\n| `{name}` | {reads} |")),
            "{projection:?} reads {reads}"
        );
    }
    for flag in Flag::ALL {
        let (bit, means) = (flag.bit(), flag.row().about.trim());
        assert!(
            DOCUMENT.contains(&format!("\n| {bit} | {means} |")),
            "flag {bit} means {means}"
        );
    }
}
