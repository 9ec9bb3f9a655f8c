//! Ends all connections before the server stops, so that no browser notices more than a short silence.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::registry::Registry;
use crate::secret::random_bits;

/// The time after which the first browsers may come back: a server needs some time to start.
const FIRST_RETURN: Duration = Duration::from_millis(500);

/// The number of browsers that may come back in a second.
const RETURNS_PER_SECOND: u64 = 1000;

/// The time in which sessions may be saved although handlers have taken all of theirs.
const SAVING: Duration = Duration::from_millis(500);

/// The pause between two looks whether all have gone.
const LOOK: Duration = Duration::from_millis(20);

impl Registry {
    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.drain.load(Ordering::Acquire) != 0
    }

    /// Lets handlers come to their end, tells each browser when to come back, and saves the sessions whose views persist. Gives
    /// up what is still at work after a while, and a store that does not answer. From the call on, browsers are sent away; what they
    /// post meanwhile is handled, and saved before it is answered.
    ///
    /// It waits for handlers: one that calls it must spawn it.
    pub async fn drain(self: &Arc<Self>, within: Duration) {
        let end = Instant::now() + within;
        self.drain.store(1, Ordering::Release);
        let slots = self.lock().all();
        let spread = slots.len() as u64 * 1000 / RETURNS_PER_SECOND;
        self.drain.store(spread + 1, Ordering::Release);
        slots.iter().for_each(|slot| slot.wake());
        let is_busy = || self.restores.are_used() || slots.iter().any(|slot| slot.is_in_use());
        while is_busy() && Instant::now() < end {
            tokio::time::sleep(LOOK).await;
        }
        // Of connections that do not go, because their browsers read nothing, the sessions are taken.
        slots
            .iter()
            .filter(|slot| slot.is_in_use())
            .for_each(|slot| drop(slot.lease()));
        drop(slots);
        // Also of those that came meanwhile. The next server starts their work again; it must not run twice at a time.
        for slot in self.lock().all() {
            slot.leave_presences();
            slot.interrupt_tasks();
        }
        self.save_all(end.saturating_duration_since(Instant::now()).max(SAVING))
            .await;
        if let Some(others) = self.others.get() {
            others.say_goodbye().await;
        }
    }

    /// The time after which a browser that is sent away should come back; each another one.
    pub(crate) fn drain_wait(&self) -> Option<Duration> {
        let spread = self.drain.load(Ordering::Acquire).checked_sub(1)?;
        let random = random_bits().unwrap_or_default() % (u128::from(spread) + 1);
        Some(FIRST_RETURN + Duration::from_millis(u64::try_from(random).unwrap_or(spread)))
    }
}
