//! Handlers that the server calls by itself, on a clock that the test moves.

use std::time::{Duration, Instant};

use taut_core::{LiveView, Session, Timers};

use super::Live;

/// The time of a page, and its timers.
pub(super) struct Clock {
    now: Instant,
    timers: Timers,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            now: Instant::now(),
            timers: Timers::default(),
        }
    }
}

impl Clock {
    /// Takes over the timers that the view asks for.
    pub(super) fn update(&mut self, session: &mut dyn Session) {
        if let Some(asked) = session.timers() {
            self.timers.update(asked, self.now);
        }
    }
}

impl<V: LiveView> Live<V> {
    /// Calls each handler with `#[every]` once that is to be called while the page is as it is, as if its interval had passed.
    #[track_caller]
    pub fn tick(&mut self) {
        self.begin();
        let asked = self.session.timers().unwrap_or_default();
        let repeating: Vec<_> = asked.into_iter().filter(|timer| timer.repeats).collect();
        self.answer_of(|session, answer| session.tick(&repeating, answer));
    }

    /// Lets time pass for handlers with `#[every]` and `#[after]`, which are called in the order in which they are due. Nothing else
    /// follows this clock: background work has that of its runtime.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taut::prelude::*;
    /// # use taut_test::Live;
    /// #[derive(Default)]
    /// struct Notes { notice: Option<String> }
    ///
    /// #[live_view]
    /// impl Notes {
    ///     fn save(&mut self) { self.notice = Some("Saved.".to_owned()); }
    ///
    ///     #[after(5s, since = self.notice)]
    ///     fn clear(&mut self) { self.notice = None; }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <button @click={save()}>"Save"</button> <p>{&self.notice}</p> }
    ///     }
    /// }
    ///
    /// let mut page = Live::of(Notes::default());
    /// page.advance(Duration::from_secs(60));
    /// page.click("button");
    /// page.advance(Duration::from_millis(4_999));
    /// assert_eq!(page.text("p"), "Saved.");
    /// page.advance(Duration::from_millis(1));
    /// assert_eq!(page.text("p"), "");
    /// ```
    #[track_caller]
    pub fn advance(&mut self, time: Duration) {
        self.begin();
        self.clock.update(&mut self.session);
        let end = self.clock.now + time;
        // While an `async` handler is at work, nothing is called: that is done after it, as by a server.
        while !self.session.is_busy()
            && let Some(next) = self.clock.timers.next().filter(|next| *next <= end)
        {
            self.clock.now = self.clock.now.max(next);
            let due = self.clock.timers.take_due(self.clock.now);
            self.answer_of(|session, answer| session.tick(&due, answer));
        }
        self.clock.now = end;
    }
}
