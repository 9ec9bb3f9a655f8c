//! The sessions that wait for a browser, in the order in which their time ends, and those that leave their presences before.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

/// The sessions that wait for a browser, and what they weigh.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    /// The weight of each in bytes, by when its time ends.
    by_time: BTreeMap<(Instant, u64), usize>,
    bytes: usize,
    /// Those that are present for a grace without a connection, by when it ends.
    leaving: BTreeSet<(Instant, u64)>,
}

/// The number and the weight of the sessions that may wait.
#[derive(Clone, Copy)]
pub(crate) struct Room {
    pub(crate) sessions: usize,
    pub(crate) bytes: usize,
}

impl Waiting {
    /// Adds a session, and tells whether nothing is due before it.
    pub(crate) fn add(&mut self, id: u64, until: Instant, bytes: usize) -> bool {
        let is_first = self.is_first(until);
        self.by_time.insert((until, id), bytes);
        self.bytes += bytes;
        is_first
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

    /// Notes the end of a grace, and tells whether nothing is due before it.
    pub(crate) fn leaves(&mut self, id: u64, until: Instant) -> bool {
        let is_first = self.is_first(until);
        self.leaving.insert((until, id));
        is_first
    }

    pub(crate) fn leaves_no_more(&mut self, id: u64, until: Instant) {
        self.leaving.remove(&(until, id));
    }

    /// Takes out a session whose grace is over.
    pub(crate) fn take_leaving(&mut self, now: Instant) -> Option<(Instant, u64)> {
        let (until, _) = *self.leaving.first()?;
        (until <= now).then(|| self.leaving.pop_first())?
    }

    /// The time at which the next one ends, or leaves.
    pub(crate) fn next(&self) -> Option<Instant> {
        let ends = self.by_time.first_key_value().map(|((until, _), _)| *until);
        let leaves = self.leaving.first().map(|(until, _)| *until);
        ends.into_iter().chain(leaves).min()
    }

    fn is_first(&self, until: Instant) -> bool {
        self.next().is_none_or(|next| until < next)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_time.len()
    }
}
