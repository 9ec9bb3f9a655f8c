//! When the server calls handlers by itself: those with `#[every]` and `#[after]`. Who has a clock asks what is due.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hash};
use std::time::{Duration, Instant};

use foldhash::quality::FixedState;

use crate::components::Place;

/// A handler that the server calls by itself, of the view or of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimerId {
    pub(crate) place: Place,
    pub(crate) handler: u16,
}

/// A timer that a view asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    /// Its handler.
    pub id: TimerId,
    /// The time until the handler is called.
    pub time: Duration,
    /// Whether it is called again after the same time.
    pub repeats: bool,
    /// The value that it follows; if it changes, the time begins again.
    pub key: u64,
}

/// The timers of a session. They follow the session and not its connection: one that was away for longer gets one call at once.
#[derive(Debug, Default)]
pub struct Timers(Vec<Running>);

#[derive(Debug)]
struct Running {
    timer: Timer,
    /// Nothing if the handler was called, and is not to be called again.
    next: Option<Instant>,
}

impl Timers {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over what a view asks for: timers that are new, or follow another value, begin now, and others go on.
    pub fn update(&mut self, asked: Vec<Timer>, now: Instant) {
        let are_same = |(running, timer): (&Running, &Timer)| running.timer == *timer;
        if self.0.len() == asked.len() && self.0.iter().zip(&asked).all(are_same) {
            return;
        }
        let before = std::mem::take(&mut self.0).into_iter();
        let before: BTreeMap<_, _> = before.map(|running| (running.timer.id, running)).collect();
        let next = |timer: &Timer| {
            let same = before.get(&timer.id);
            let same = same.filter(|running| running.timer == *timer);
            same.map_or(Some(now + timer.time), |running| running.next)
        };
        let running = asked.into_iter().map(|timer| Running {
            next: next(&timer),
            timer,
        });
        self.0 = running.collect();
    }

    /// The time at which the next handler is to be called.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.0.iter().filter_map(|running| running.next).min()
    }

    /// The handlers that are to be called by now, each once, however late it is.
    pub fn take_due(&mut self, now: Instant) -> Vec<Timer> {
        let due = self.0.iter_mut().filter_map(|running| {
            let next = running.next.filter(|next| *next <= now)?;
            running.next = running
                .timer
                .repeats
                .then(|| running.timer.after(next, now));
            Some(running.timer)
        });
        due.collect()
    }
}

impl Timer {
    /// The next call after one that was due; those that were missed are not made up for.
    fn after(&self, due: Instant, now: Instant) -> Instant {
        let late = (now - due).as_nanos() / self.time.as_nanos().max(1);
        due + self.time * u32::try_from(late + 1).unwrap_or(u32::MAX)
    }
}

/// A value that a timer follows: it runs while the value is `true` or `Some`, and begins again when what is in it changes.
#[diagnostic::on_unimplemented(
    message = "a timer can't follow `{Self}`",
    label = "expected a `bool`, or an `Option` whose value implements `Hash`",
    note = "it runs while the value is `true` or `Some`, and begins again when the value changes"
)]
pub trait TimerKey {
    /// What must stay the same for the timer to go on; nothing if it does not run.
    #[doc(hidden)]
    fn __key(&self) -> Option<u64>;
}

impl TimerKey for bool {
    fn __key(&self) -> Option<u64> {
        self.then_some(0)
    }
}

impl<T: Hash> TimerKey for Option<T> {
    fn __key(&self) -> Option<u64> {
        let value = self.as_ref()?;
        Some(FixedState::with_seed(0).hash_one(value))
    }
}

impl<T: TimerKey + ?Sized> TimerKey for &T {
    fn __key(&self) -> Option<u64> {
        (**self).__key()
    }
}

/// What a timer follows, for generated code.
pub fn timer_key<T: TimerKey + ?Sized>(value: &T) -> Option<u64> {
    value.__key()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn timer(handler: u16, repeats: bool, key: u64) -> Timer {
        let place = Place::default();
        Timer {
            id: TimerId { place, handler },
            time: SECOND,
            repeats,
            key,
        }
    }

    fn due(timers: &mut Timers, now: Instant) -> Vec<u16> {
        let due = timers.take_due(now).into_iter();
        due.map(|timer| timer.id.handler).collect()
    }

    #[test]
    fn a_timer_runs_once_or_again_and_begins_again_with_another_value() {
        let (begun, mut timers) = (Instant::now(), Timers::default());
        let at = |seconds: f64| begun + Duration::from_secs_f64(seconds);
        timers.update(vec![timer(1, true, 0), timer(2, false, 7)], begun);
        assert_eq!(due(&mut timers, at(0.9)), [0_u16; 0]);
        assert_eq!(due(&mut timers, at(1.0)), [1, 2]);
        timers.update(vec![timer(1, true, 0), timer(2, false, 7)], at(1.5));
        assert_eq!(due(&mut timers, at(4.5)), [1], "late, and once");
        assert_eq!(timers.next(), Some(at(5.0)));
        timers.update(vec![timer(2, false, 8)], at(4.5));
        assert_eq!(due(&mut timers, at(5.4)), [0_u16; 0]);
        assert_eq!(due(&mut timers, at(5.5)), [2]);
        timers.update(vec![], at(6.0));
        assert!(timers.is_empty() && timers.next().is_none());
        timers.update(vec![timer(2, false, 8)], at(7.0));
        assert_eq!(
            timers.next(),
            Some(at(8.0)),
            "it was not asked for in between"
        );
    }

    #[test]
    fn a_timer_follows_truths_and_options() {
        assert_eq!(timer_key(&false), None);
        assert!(timer_key(&true).is_some());
        assert_eq!(timer_key(&None::<u32>), None);
        assert_ne!(timer_key(&Some("a")), timer_key(&Some("b")));
        assert_eq!(timer_key(&&Some(1)), timer_key(&Some(1)));
    }
}
