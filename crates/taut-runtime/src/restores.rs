//! Which sessions are being restored: each for one browser at a time.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// Which sessions are being restored.
#[derive(Debug, Default)]
pub(crate) struct Restores {
    under_way: Mutex<HashSet<u64>>,
    ended: Notify,
}

/// A session is being restored; those who wait for that go on when this is dropped.
#[derive(Debug)]
pub(crate) struct Restoring<'a> {
    all: &'a Restores,
    id: u64,
}

impl Restores {
    /// Waits until nobody else restores the session with a number.
    pub(crate) async fn begin(&self, id: u64) -> Restoring<'_> {
        loop {
            let ended = self.ended.notified();
            if self.lock().insert(id) {
                return Restoring { all: self, id };
            }
            ended.await;
        }
    }

    /// Whether sessions are on their way from the store.
    pub(crate) fn are_under_way(&self) -> bool {
        !self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Restoring<'_> {
    fn drop(&mut self) {
        self.all.lock().remove(&self.id);
        self.all.ended.notify_waiters();
    }
}
