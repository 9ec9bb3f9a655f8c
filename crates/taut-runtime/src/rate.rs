//! Rates that slow down: a bucket gets tokens all the time, and gives one for each thing that is done.
//!
//! The caller says what time it is.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A rate: how fast tokens come, and how many a bucket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    /// The nanoseconds until the next token comes.
    interval: u64,
    /// The nanoseconds until a bucket with one token is full.
    burst: u64,
}

impl Rate {
    pub(crate) fn new(per_second: u32, burst: u32) -> Self {
        let interval = 1_000_000_000 / u64::from(per_second.max(1));
        Self {
            interval,
            burst: interval * u64::from(burst.saturating_sub(1)),
        }
    }
}

/// A bucket of tokens. All that it knows is when it will be full again.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Bucket {
    full_at: u64,
}

impl Bucket {
    /// Takes a token that is there, or will be soon enough, and tells after how long.
    ///
    /// # Errors
    /// When there is none: after how long one would be soon enough.
    pub(crate) fn take(
        &mut self,
        rate: Rate,
        now: Instant,
        patience: Duration,
    ) -> Result<Duration, Duration> {
        let now = nanoseconds(now.saturating_duration_since(*START));
        let start = self.full_at.max(now);
        let wait = (start - now).saturating_sub(rate.burst);
        let patience = nanoseconds(patience);
        if wait > patience {
            return Err(Duration::from_nanos(wait - patience));
        }
        self.full_at = start.saturating_add(rate.interval);
        Ok(Duration::from_nanos(wait))
    }
}

/// A bucket that several may look at. Only one takes from it at a time, so that nothing is locked.
#[derive(Debug, Default)]
pub(crate) struct SharedBucket(AtomicU64);

impl SharedBucket {
    /// A bucket that is full.
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Takes a token.
    ///
    /// # Errors
    /// When there is none: the time at which there is one.
    pub(crate) fn take(&self, rate: Rate, now: Instant) -> Result<(), Instant> {
        let mut bucket = Bucket {
            full_at: self.0.load(Ordering::Relaxed),
        };
        bucket
            .take(rate, now, Duration::ZERO)
            .map_err(|wait| now + wait)?;
        self.0.store(bucket.full_at, Ordering::Relaxed);
        Ok(())
    }

    /// Makes it as full as another one is.
    pub(crate) fn set(&self, other: &Self) {
        self.0
            .store(other.0.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// Times are counted from here on: a number takes less room than an `Instant`, and can be atomic.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLISECOND: Duration = Duration::from_millis(1);

    #[test]
    fn a_burst_goes_through_and_then_one_at_a_time() {
        let (rate, start) = (Rate::new(1000, 3), *START);
        let bucket = SharedBucket::default();
        for _ in 0..3 {
            assert_eq!(bucket.take(rate, start), Ok(()));
        }
        assert_eq!(bucket.take(rate, start), Err(start + MILLISECOND));
        assert_eq!(
            bucket.take(rate, start + MILLISECOND / 2),
            Err(start + MILLISECOND)
        );
        assert_eq!(bucket.take(rate, start + MILLISECOND), Ok(()));
        assert_eq!(
            bucket.take(rate, start + MILLISECOND),
            Err(start + 2 * MILLISECOND)
        );
        let later = start + Duration::from_secs(3600);
        let taken = (0..10).filter(|_| bucket.take(rate, later).is_ok()).count();
        assert_eq!(taken, 3, "a bucket never holds more than its burst");
    }

    #[test]
    fn who_is_patient_gets_a_token_in_advance() {
        let (rate, start, patience) = (Rate::new(10, 1), *START, Duration::from_millis(250));
        let mut bucket = Bucket::default();
        let waits = [0, 100, 200].map(Duration::from_millis);
        assert_eq!(
            waits.map(|_| bucket.take(rate, start, patience)),
            waits.map(Ok)
        );
        assert_eq!(
            bucket.take(rate, start, patience),
            Err(Duration::from_millis(50))
        );
        let later = start + Duration::from_millis(50);
        assert_eq!(bucket.take(rate, later, patience), Ok(patience));
    }
}
