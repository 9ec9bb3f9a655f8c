//! The sessions that wait for a browser, in the order in which their time ends.

use std::collections::BTreeMap;
use std::time::Instant;

/// The sessions that wait for a browser, and what they weigh.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// The weight of each in bytes, by when its time ends.
    by_time: BTreeMap<(Instant, u64), usize>,
    bytes: usize,
}

/// The number and the weight of the sessions that may wait.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) sessions: usize,
    pub(crate) bytes: usize,
}

impl Waiting {
    pub(crate) fn add(&mut self, id: u64, until: Instant, bytes: usize) {
        self.by_time.insert((until, id), bytes);
        self.bytes += bytes;
    }

    pub(crate) fn remove(&mut self, id: u64, until: Instant) {
        let bytes = self.by_time.remove(&(until, id)).unwrap_or_default();
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Takes out a session that has waited too long, or the next one to end if there are too many.
    pub(crate) fn take_due(&mut self, now: Instant, room: Room) -> Option<(Instant, u64)> {
        let (until, id) = *self.by_time.first_key_value()?.0;
        if until > now && self.by_time.len() <= room.sessions && self.bytes <= room.bytes {
            return None;
        }
        self.remove(id, until);
        Some((until, id))
    }

    /// The time at which the next one ends.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.by_time.first_key_value().map(|((until, _), _)| *until)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_time.len()
    }
}
