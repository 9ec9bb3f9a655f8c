//! A session and a page, with a random network between them and a fresh render to judge by.

use taut::LiveView;
use taut_core::{Joining, Session, ViewSession, templates_json};
use taut_test::{Browser, block_on};

use super::random::Random;
use super::rows::Rows;

/// A view that can be changed at random, and tells which of its handlers were called.
///
/// An element with a listener for `click` has an attribute `data-click` that says what the handler will
/// note, and so for each event; `$value` in it stands for the value of the control.
pub(crate) trait Subject: LiveView + Clone {
    fn random(random: &mut Random) -> Self;
    fn mutate(&mut self, random: &mut Random);
    /// What the handlers have noted since the last call.
    fn take_calls(&mut self) -> Vec<String>;
}

/// What is checked, or why it does not hold.
pub(crate) type Check<T = ()> = Result<T, String>;

pub(crate) struct Duel<V> {
    pub(crate) session: ViewSession<V>,
    pub(crate) browser: Browser,
    templates: Vec<u8>,
    /// What happened, for people who look at a failure.
    story: Vec<String>,
}

impl<V: Subject> Duel<V> {
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut session = ViewSession::new(V::random(random));
        let templates = templates_json::<V>(&taut_core::limits::Limits::default());
        let browser = Browser::open(&written(|out| session.write_html(out)), &templates);
        Self {
            session,
            browser,
            templates,
            story: Vec::new(),
        }
    }

    /// Takes a step, and judges the page after it.
    pub(crate) fn step(&mut self, random: &mut Random) -> Check {
        let result = self.act(random).and_then(|()| self.compare());
        result.map_err(|why| format!("{why}\nwhat happened: {:#?}", self.story))
    }

    fn act(&mut self, random: &mut Random) -> Check {
        match random.below(100) {
            0..50 => self.mutate_and_patch(random),
            50..53 => self.patch_nothing(),
            53..70 => self.event_in_time(random),
            70..80 => self.event_too_late(random),
            80..86 => self.forged_event(random),
            86..90 => self.rejoin_in_doubt(),
            90..94 => self.rejoin_in_time(random),
            _ => self.lose_a_frame(random),
        }
    }

    pub(crate) fn tell(&mut self, what: impl Into<String>) {
        self.story.push(what.into());
    }

    pub(crate) fn view(&self) -> Check<&V> {
        self.session
            .view()
            .ok_or_else(|| "the session has no view".to_owned())
    }

    pub(crate) fn mutate(&mut self, random: &mut Random) -> Check {
        let view = self.session.view_mut().ok_or("the session has no view")?;
        for _ in 0..=random.below(3) {
            view.mutate(random);
        }
        Ok(())
    }

    /// The frame that shows what has changed, if anything has.
    pub(crate) fn patch(&mut self) -> String {
        written(|out| self.session.write_patch(out))
    }

    pub(crate) fn receive(&mut self, frame: &str) -> Check<Vec<String>> {
        if frame.is_empty() {
            return Ok(Vec::new());
        }
        self.tell(format!("down {frame}"));
        self.browser
            .try_receive(frame)
            .map_err(|why| format!("{why}\nthe frame: {frame}"))
    }

    fn mutate_and_patch(&mut self, random: &mut Random) -> Check {
        self.mutate(random)?;
        let before = Rows::of(&self.browser);
        self.browser.dom_mut().take_changes();
        let frame = self.patch();
        self.receive(&frame)?;
        let changes = self.browser.dom_mut().take_changes();
        before.judge(&Rows::of(&self.browser), &changes, &self.browser)
    }

    fn patch_nothing(&mut self) -> Check {
        let frame = self.patch();
        if frame.is_empty() {
            Ok(())
        } else {
            Err(format!("nothing has changed, and the server says {frame}"))
        }
    }

    fn rejoin_in_doubt(&mut self) -> Check {
        self.browser.doubt();
        self.rejoin()
    }

    /// The page has seen all; a change that nobody has sent follows the answer.
    fn rejoin_in_time(&mut self, random: &mut Random) -> Check {
        self.mutate(random)?;
        self.rejoin()?;
        let frame = self.patch();
        self.receive(&frame).map(drop)
    }

    fn lose_a_frame(&mut self, random: &mut Random) -> Check {
        self.mutate(random)?;
        let lost = self.patch();
        self.tell(format!("lost {lost}"));
        self.rejoin()
    }

    pub(crate) fn rejoin(&mut self) -> Check {
        let seen = self.browser.seen();
        self.tell(format!("join with {seen}"));
        let frame = written(|out| {
            self.session
                .write_joined(&Joining::again("token", seen), out)
        });
        let again = self.receive(&frame)?;
        let mut missed = Vec::new();
        self.session.missed(seen, &mut |frame| {
            missed.push(String::from_utf8_lossy(frame).into_owned())
        });
        for frame in missed {
            self.receive(&frame)?;
        }
        for event in again {
            self.send(&event)?;
        }
        Ok(())
    }

    /// Sends an event, and applies the answer.
    pub(crate) fn send(&mut self, event: &str) -> Check {
        let answer = self.answer(event)?;
        self.receive(&answer).map(drop)
    }

    /// Sends an event; each is answered.
    pub(crate) fn answer(&mut self, event: &str) -> Check<String> {
        self.tell(format!("up {event}"));
        let mut answer = Vec::new();
        let work = self
            .session
            .receive(event, &mut answer)
            .map_err(|why| format!("{event} is refused: {why}"))?;
        if let Some(work) = work {
            self.session.finish(block_on(work), &mut answer);
        }
        if answer.is_empty() {
            Err(format!("{event} is not answered"))
        } else {
            Ok(text(answer))
        }
    }

    /// What the handlers have noted, as a page can show it: no HTML holds a NUL.
    pub(crate) fn take_calls(&mut self) -> Check<Vec<String>> {
        let calls = self
            .session
            .view_mut()
            .ok_or("the session has no view")?
            .take_calls();
        Ok(calls
            .into_iter()
            .map(|call| call.replace('\0', "\u{fffd}"))
            .collect())
    }

    /// The page must be what a fresh render gives.
    fn compare(&self) -> Check {
        let mut fresh = ViewSession::new(self.view()?.clone());
        let html = written(|out| fresh.write_html(out));
        let (shown, expected) = (
            self.browser.snapshot(),
            Browser::open(&html, &self.templates).snapshot(),
        );
        if shown == expected {
            return Ok(());
        }
        let lines = shown.lines().zip(expected.lines()).enumerate();
        let (line, _) = lines
            .into_iter()
            .find(|(_, (shown, expected))| shown != expected)
            .unwrap_or_default();
        let around = |page: &str| {
            page.lines()
                .skip(line.saturating_sub(6))
                .take(12)
                .collect::<Vec<_>>()
                .join("\n")
        };
        Err(format!(
            "from line {line} on, the page shows\n{}\ninstead of\n{}",
            around(&shown),
            around(&expected)
        ))
    }
}

pub(crate) fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    text(out)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("a frame is no text: {error}"))
}
