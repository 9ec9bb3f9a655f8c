//! Counts what sessions have handled and refused, separately in each thread, so that counting costs almost nothing.

use std::array;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts of what has happened in all sessions of the process.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Events whose handlers were called.
    pub events: u64,
    /// Events for a listener that the page can never have had.
    pub forged: u64,
    /// Events that came too late: their element is gone, or has been bound to a different value.
    pub stale: u64,
    /// Events that were handled before.
    pub replayed: u64,
    /// Events after a missing one, which end the connection.
    pub reordered: u64,
    /// Frames that are not events, which end the connection, and events whose values did not fit.
    pub malformed: u64,
    /// Panics in user code: in mounting, handlers, rendering, dropping and everywhere else.
    pub panics: u64,
    /// Gaps in the messages of topics: a session had more than fit, or was not subscribed in time. Its view was told, if it has `missed`.
    pub missed: u64,
}

/// One of the [`Counts`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum Count {
    Events,
    Forged,
    Stale,
    Replayed,
    Reordered,
    Malformed,
    Panics,
    Missed,
}

const ALL: usize = Count::Missed as usize + 1;

/// The counts of one thread. Only that thread writes them.
type Own = Arc<[AtomicU64; ALL]>;

static THREADS: Mutex<Vec<Own>> = Mutex::new(Vec::new());

thread_local! {
    static OWN: Own = {
        let own = Own::new(array::from_fn(|_| AtomicU64::new(0)));
        threads().push(Arc::clone(&own));
        own
    };
}

/// Adds one to a count.
pub(crate) fn count(what: Count) {
    // A thread that is ending no longer counts.
    let _ = OWN.try_with(|own| {
        if let Some(number) = own.get(what as usize) {
            number.store(
                number.load(Ordering::Relaxed).wrapping_add(1),
                Ordering::Relaxed,
            );
        }
    });
}

impl Counts {
    /// The sum of the counts of all threads since the process started.
    #[must_use]
    pub fn now() -> Self {
        let threads = threads();
        let sum = |what: Count| {
            let numbers = threads.iter().filter_map(|own| own.get(what as usize));
            numbers.map(|number| number.load(Ordering::Relaxed)).sum()
        };
        Self {
            events: sum(Count::Events),
            forged: sum(Count::Forged),
            stale: sum(Count::Stale),
            replayed: sum(Count::Replayed),
            reordered: sum(Count::Reordered),
            malformed: sum(Count::Malformed),
            panics: sum(Count::Panics),
            missed: sum(Count::Missed),
        }
    }
}

fn threads() -> MutexGuard<'static, Vec<Own>> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_threads_have_counted_is_added_also_when_they_are_gone() {
        let before = Counts::now().replayed;
        let one = || {
            std::thread::spawn(|| (0..100).for_each(|_| count(Count::Replayed)));
        };
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(one)).collect();
        threads.into_iter().for_each(|thread| drop(thread.join()));
        (0..10).for_each(|_| count(Count::Replayed));
        while Counts::now().replayed < before + 410 {
            std::thread::yield_now();
        }
    }
}
