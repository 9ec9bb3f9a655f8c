//! When the server calls handlers by itself. Nothing is spawned for it: the connection that has the session looks at the time.

use std::time::{Duration, Instant};

use taut_core::Session;

/// The handlers of a session that tick. They do so while a browser is connected, but follow the session: one that comes back in
/// time gets no tick more, and one that was away for longer gets one at once.
pub(crate) struct Ticks(Vec<Tick>);

struct Tick {
    handler: u16,
    interval: Duration,
    next: Instant,
}

impl Ticks {
    pub(crate) fn of(session: &dyn Session, now: Instant) -> Option<Self> {
        let tick = |(handler, interval)| Tick {
            handler,
            interval,
            next: now + interval,
        };
        let ticks: Vec<_> = session.ticks().into_iter().map(tick).collect();
        (!ticks.is_empty()).then_some(Self(ticks))
    }

    /// The time at which the next handler is to tick.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.iter().map(|tick| tick.next).min()
    }

    /// The handlers that are to tick by now, each once, however late it is.
    pub(crate) fn take_due(&mut self, now: Instant) -> Vec<u16> {
        let due = self.0.iter_mut().filter(|tick| tick.next <= now);
        due.map(|tick| {
            let late = (now - tick.next).as_nanos() / tick.interval.as_nanos().max(1);
            tick.next += tick.interval * u32::try_from(late + 1).unwrap_or(u32::MAX);
            tick.handler
        })
        .collect()
    }
}
