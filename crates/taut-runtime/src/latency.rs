//! How long events take: a histogram of fixed size for each thread, so that counting one costs almost nothing.

use std::array;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The parts into which each doubling of the time is divided.
const PARTS: usize = 4;

/// The number of steps: from a microsecond to 16 s, and one for what takes longer.
const STEPS: usize = 24 * PARTS + 1;

/// How long the server took for the events of WebSockets and streams: from the time at which it has read an event until its handler has
/// returned and the patch is written. What an `async` or blocking handler waits for is not in it.
///
/// Times are kept in steps of about a fifth, from 1 µs to 16 s. They are counted from the start of the process; subtract an earlier
/// value to look at a period.
///
/// ```
/// let before = taut_runtime::Latencies::now();
/// // … a while later …
/// let since = taut_runtime::Latencies::now().since(&before);
/// assert_eq!(since.count(), 0);
/// assert_eq!(since.quantile(0.99), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Latencies([u64; STEPS]);

/// The histogram of one thread. Only that thread writes it.
type Own = Arc<[AtomicU64; STEPS]>;

static THREADS: Mutex<Vec<Own>> = Mutex::new(Vec::new());

thread_local! {
    static OWN: Own = {
        let own = Own::new(array::from_fn(|_| AtomicU64::new(0)));
        threads().push(Arc::clone(&own));
        own
    };
}

/// Counts an event that took so long.
pub(crate) fn note(time: Duration) {
    // A thread that is ending no longer counts.
    let _ = OWN.try_with(|own| {
        if let Some(number) = own.get(step(time)) {
            let next = number.load(Ordering::Relaxed).wrapping_add(1);
            number.store(next, Ordering::Relaxed);
        }
    });
}

/// The step of a time: its doublings of a microsecond, and the part of the last one.
fn step(time: Duration) -> usize {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1);
    let doublings = micros.ilog2() as usize;
    // The highest bits after the first one; a time below 4 µs has fewer.
    let part = (micros << (63 - doublings) >> 61) as usize % PARTS;
    (doublings * PARTS + part).min(STEPS - 1)
}

/// The end of a step.
fn end(step: usize) -> Duration {
    let (doublings, part) = (step / PARTS, step % PARTS);
    let nanos = (1000_u64 << doublings) / PARTS as u64 * (PARTS + part + 1) as u64;
    Duration::from_nanos(nanos)
}

impl Latencies {
    /// All events since the process began.
    #[must_use]
    pub fn now() -> Self {
        let threads = threads();
        let sum = |step: usize| {
            let numbers = threads.iter().filter_map(|own| own.get(step));
            numbers.map(|number| number.load(Ordering::Relaxed)).sum()
        };
        Self(array::from_fn(sum))
    }

    /// The events that are not in an earlier value.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        let mut since = *self;
        for (number, before) in since.0.iter_mut().zip(before.0) {
            *number = number.wrapping_sub(before);
        }
        since
    }

    /// The number of events.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The time in which a share of the events was handled, from 0 to 1, rounded up to the end of its step: `quantile(0.5)` is the median.
    /// Nothing if there were no events.
    #[must_use]
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a number of events is as exact as the steps need it"
    )]
    pub fn quantile(&self, share: f64) -> Option<Duration> {
        let count = self.count();
        let rank = (share.clamp(0.0, 1.0) * count as f64).ceil() as u64;
        let mut seen = 0;
        let found = self.0.iter().position(|number| {
            seen += number;
            seen >= rank.max(1)
        });
        found.map(end)
    }
}

impl Default for Latencies {
    fn default() -> Self {
        Self([0; STEPS])
    }
}

impl fmt::Debug for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latencies")
            .field("count", &self.count())
            .field("median", &self.quantile(0.5))
            .field("p99", &self.quantile(0.99))
            .finish()
    }
}

fn threads() -> MutexGuard<'static, Vec<Own>> {
    THREADS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_is_in_the_step_that_ends_after_it() {
        for micros in (1..3000).chain([50_000, 999_999, 15_000_000]) {
            let time = Duration::from_micros(micros);
            let end = end(step(time));
            assert!(end > time, "{time:?} in the step until {end:?}");
            // Below 4 µs, a microsecond is more than a step.
            let longest = time.mul_f64(1.26).max(time + Duration::from_micros(1));
            assert!(end <= longest, "{time:?} in the step until {end:?}");
        }
        assert_eq!(step(Duration::ZERO), 0);
        assert_eq!(step(Duration::MAX), STEPS - 1);
    }

    #[test]
    fn quantiles_are_those_of_what_was_noted_since() {
        let before = Latencies::now();
        assert_eq!(Latencies::default().quantile(0.5), None);
        for _ in 0..98 {
            note(Duration::from_micros(100));
        }
        note(Duration::from_millis(20));
        note(Duration::from_millis(20));
        // Other tests of this process may note something, too, but less.
        let since = Latencies::now().since(&before);
        assert!(since.count() >= 100);
        assert_eq!(since.quantile(0.5), Some(Duration::from_micros(112)));
        let longest = since.quantile(1.0).unwrap_or_default();
        assert!(longest >= Duration::from_millis(20));
    }
}
