//! What a process knows of the others: how far it has heard them, and whether they are there.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::notice::ProcessId;

/// The time after which a process that tells nothing is taken for dead. Each tells that it is there every [`super::BEAT`].
pub(crate) const SILENCE: Duration = Duration::from_secs(4);

/// The other processes of a cluster.
#[derive(Debug, Default)]
pub(crate) struct Peers(BTreeMap<ProcessId, Peer>);

#[derive(Debug)]
struct Peer {
    /// The number of the last notice.
    last: u64,
    heard: Instant,
    /// Whether something of what it has told of people is missing.
    lacks_people: bool,
}

/// How a notice fits those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// It is the next one.
    Next,
    /// Something before it is missing.
    AfterGap,
    /// It was heard already.
    Known,
}

impl Peers {
    /// Notes a notice with a number. `counts` is false for one that only repeats the number of the last.
    pub(crate) fn receive(
        &mut self,
        from: ProcessId,
        number: u64,
        counts: bool,
        now: Instant,
    ) -> Order {
        let before = number.saturating_sub(u64::from(counts));
        // What a process has told before it was known is missing, unless that is nothing.
        let peer = self.0.entry(from).or_insert(Peer {
            last: 0,
            heard: now,
            lacks_people: false,
        });
        peer.heard = now;
        let last = peer.last;
        peer.last = last.max(number);
        match before.cmp(&last) {
            std::cmp::Ordering::Equal => Order::Next,
            std::cmp::Ordering::Greater => Order::AfterGap,
            std::cmp::Ordering::Less => Order::Known,
        }
    }

    /// Whether a process is known and there.
    pub(crate) fn has(&self, process: ProcessId) -> bool {
        self.0.contains_key(&process)
    }

    pub(crate) fn all(&self) -> Vec<ProcessId> {
        self.0.keys().copied().collect()
    }

    /// Notes that something of what a process has told of people is missing.
    pub(crate) fn miss_people_of(&mut self, process: ProcessId) {
        self.0
            .entry(process)
            .and_modify(|peer| peer.lacks_people = true);
    }

    /// Notes that a process has told all of its people.
    pub(crate) fn know_people_of(&mut self, process: ProcessId) {
        self.0
            .entry(process)
            .and_modify(|peer| peer.lacks_people = false);
    }

    /// The processes of whose people something is missing.
    pub(crate) fn without_people(&self) -> Vec<ProcessId> {
        let lacking = self.0.iter().filter(|(_, peer)| peer.lacks_people);
        lacking.map(|(process, _)| *process).collect()
    }

    /// Forgets a process that has said that it stops.
    pub(crate) fn forget(&mut self, process: ProcessId) {
        self.0.remove(&process);
    }

    /// Takes out the processes that have told nothing for too long.
    pub(crate) fn take_silent(&mut self, now: Instant) -> Vec<ProcessId> {
        let silent = self
            .0
            .extract_if(.., |_, peer| now.duration_since(peer.heard) >= SILENCE);
        silent.map(|(process, _)| process).collect()
    }

    /// Counts the time during which nothing could be heard as no silence.
    pub(crate) fn listen_again(&mut self, now: Instant) {
        self.0.values_mut().for_each(|peer| peer.heard = now);
    }
}
