//! Follows a conversation of the document, with a session on one side and a page on the other.

use std::collections::VecDeque;

use taut_core::{Joining, Session, ViewSession, read_join, templates_json};
use taut_test::{Browser, DomEvent, Selector};

use super::Scenario;

/// Both sides, and what they have said that the document has not.
pub(crate) struct Conversation<V> {
    name: &'static str,
    session: ViewSession<V>,
    browser: Browser,
    up: VecDeque<String>,
    down: VecDeque<String>,
}

impl<V: Scenario> Conversation<V> {
    pub(crate) fn new(name: &'static str) -> Self {
        let mut session = ViewSession::new(V::default());
        let mut html = Vec::new();
        session.write_html(&mut html);
        let browser = Browser::open(
            &String::from_utf8_lossy(&html),
            &templates_json::<V>(&taut_core::limits::Limits::default()),
        );
        Self {
            name,
            session,
            browser,
            up: VecDeque::new(),
            down: VecDeque::new(),
        }
    }

    /// Follows all lines: acts of the user, changes of the view, and the frames up and down.
    pub(crate) fn follow(mut self, lines: &str) {
        for line in lines.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "change" => self.change(rest),
                "join" => self.join(rest),
                "click" => self.act(rest, "click"),
                "input" => {
                    let (selector, value) = rest.split_once(' ').unwrap_or((rest, ""));
                    self.input(selector, value);
                }
                "up" => self.up(rest.trim()),
                "down" => self.down(rest.trim()),
                "lost" => self.lost(rest.trim()),
                _ => panic!("{}: what is `{line}`?", self.name),
            }
        }
        assert!(
            self.up.is_empty() && self.down.is_empty(),
            "{}: more is said: {:?} {:?}",
            self.name,
            self.up,
            self.down
        );
    }

    fn change(&mut self, what: &str) {
        let view = self
            .session
            .view_mut()
            .unwrap_or_else(|| panic!("{}: no view", self.name));
        view.change(what);
        self.say(|session, out| session.write_patch(out));
    }

    fn join(&mut self, seen: &str) {
        if seen == "-1" {
            self.browser.doubt();
        }
        // The token is that of the page, which this one does not have.
        let own = self.browser.join("/_taut/templates.json");
        self.up.push_back(own.replacen("\"\"", "\"token\"", 1));
    }

    fn act(&mut self, selector: &str, event: &str) {
        let selector: Selector = selector.parse().unwrap_or_else(|error| panic!("{error}"));
        let found = self.browser.dom().find_all(&selector);
        let [target] = found.as_slice() else {
            panic!("{}: {} of {selector:?}", self.name, found.len())
        };
        let fired = self.browser.fire(*target, &DomEvent::new(event));
        self.up.extend(fired.frames);
    }

    fn input(&mut self, selector: &str, value: &str) {
        let parsed: Selector = selector.parse().unwrap_or_else(|error| panic!("{error}"));
        for control in self.browser.dom().find_all(&parsed) {
            self.browser.type_value(control, value);
        }
        self.act(selector, "input");
    }

    /// A frame of the page, or, if it has none to send, of somebody else.
    fn up(&mut self, frame: &str) {
        let own = self.up.pop_front();
        assert_eq!(own.as_deref().unwrap_or(frame), frame, "{}: up", self.name);
        if own.is_none() {
            self.browser.expect_answer();
        }
        if let Ok(join) = read_join(frame) {
            self.say(|session, out| {
                session.write_joined(&Joining::again(&join.token, join.seen), out)
            });
            let down = &mut self.down;
            return self.session.missed(join.seen, &mut |frame| {
                down.push_back(String::from_utf8_lossy(frame).into_owned())
            });
        }
        self.say(|session, out| {
            let work = session
                .receive(frame, out)
                .unwrap_or_else(|error| panic!("{frame} is refused: {error}"));
            assert!(work.is_none(), "no handler waits here");
        });
    }

    fn say(&mut self, say: impl FnOnce(&mut ViewSession<V>, &mut Vec<u8>)) {
        let mut out = Vec::new();
        say(&mut self.session, &mut out);
        self.down
            .push_back(String::from_utf8_lossy(&out).into_owned());
    }

    fn down(&mut self, frame: &str) {
        self.lost(frame);
        self.browser.receive(frame);
    }

    /// A frame that does not arrive.
    fn lost(&mut self, frame: &str) {
        assert_eq!(
            self.down.pop_front().unwrap_or_default(),
            frame,
            "{}: down",
            self.name
        );
    }
}
