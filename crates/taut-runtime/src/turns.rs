//! Lets one at a time do something for a session.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// For which sessions somebody is at it.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    taken: Mutex<HashSet<u64>>,
    left: Notify,
}

/// Somebody's turn for a session; the next one's begins when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    id: u64,
}

impl Turns {
    /// Waits until nobody else is at it for the session with a number.
    pub(crate) async fn wait(&self, id: u64) -> Turn<'_> {
        loop {
            let left = self.left.notified();
            if self.lock().insert(id) {
                return Turn { turns: self, id };
            }
            left.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<u64>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.lock().remove(&self.id);
        self.turns.left.notify_waiters();
    }
}
