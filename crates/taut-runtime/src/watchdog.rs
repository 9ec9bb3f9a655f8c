//! Names the handler that holds a worker for too long, while it does.

use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use taut_core::at_work::{self, At};

/// The shortest limit of all that were asked for, in milliseconds.
static SLOW_AFTER: AtomicU64 = AtomicU64::new(u64::MAX);

/// The time after which the watchdog sleeps if nothing happens.
const QUIET: Duration = Duration::from_secs(1);

/// Names all handlers in the log that hold a worker for so long, from now on. Of several limits the shortest counts.
pub fn watch(slow_after: Duration) {
    static STARTED: Once = Once::new();
    let milliseconds = u64::try_from(slow_after.as_millis()).unwrap_or(u64::MAX);
    SLOW_AFTER.fetch_min(milliseconds, Ordering::Relaxed);
    STARTED.call_once(|| {
        // Without it, no handler is named; everything else goes on.
        if let Err(error) = thread::Builder::new()
            .name("taut-watchdog".to_owned())
            .spawn(keep_watch)
        {
            log::warn!("no handler that holds its worker will be named: {error}");
        }
    });
}

fn keep_watch() {
    let (mut watched, mut quiet_since) = (Vec::new(), Instant::now());
    loop {
        let limit = Duration::from_millis(SLOW_AFTER.load(Ordering::Relaxed));
        thread::sleep((limit / 8).clamp(Duration::from_millis(1), Duration::from_millis(100)));
        let (now, seen) = (Instant::now(), at_work::look());
        if seen.iter().any(Option::is_some) {
            quiet_since = now;
        } else if now - quiet_since >= QUIET {
            at_work::wake_when_at_work(thread::current());
            thread::park_timeout(QUIET);
        }
        for (name, time) in slow(&mut watched, &seen, limit, now) {
            let (time, limit) = (time.as_millis(), limit.as_millis());
            log::warn!(
                "{name} has held its worker for {time} ms, the limit is {limit}: `#[blocking]` would move it away"
            );
        }
    }
}

/// A thread at something: since when it was seen at it, and whether that was logged.
type Watched = Option<(At, Instant, bool)>;

/// Returns the handlers that have become too slow, each once: their names, and for how long they have been at it.
fn slow(
    watched: &mut Vec<Watched>,
    seen: &[Option<At>],
    limit: Duration,
    now: Instant,
) -> Vec<(String, Duration)> {
    watched.resize(seen.len(), None);
    let mut slow = Vec::new();
    for (watched, at) in watched.iter_mut().zip(seen) {
        *watched = match (*watched, *at) {
            (Some((before, since, is_logged)), Some(at)) if at.is_same_turn(before) => {
                let is_slow = now - since >= limit;
                if is_slow && !is_logged {
                    slow.push((at.name(), now - since));
                }
                Some((at, since, is_logged || is_slow))
            }
            (_, at) => at.map(|at| (at, now, false)),
        };
    }
    slow
}
