//! Work of which each piece is done by one task at a time: those that come for it meanwhile wait.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A lock for each key, and what its last holder has left under it.
#[derive(Debug)]
pub(crate) struct Locks<K, V> {
    state: Mutex<State<K, V>>,
}

/// The lock of one key.
pub(crate) type Lock<V> = Arc<tokio::sync::Mutex<V>>;

#[derive(Debug)]
struct State<K, V> {
    by_key: HashMap<K, Lock<V>>,
    /// The number of locks at which those are given up that are done with.
    room: usize,
}

/// The number of locks that are not worth a look for those that are done with.
const FEW: usize = 64;

impl<K, V> Default for Locks<K, V> {
    fn default() -> Self {
        let by_key = HashMap::new();
        let state = Mutex::new(State { by_key, room: FEW });
        Self { state }
    }
}

impl<K: Eq + Hash, V: Default> Locks<K, V> {
    /// Returns the lock of a key. What was left under others goes at times, if it is not worth to be kept.
    pub(crate) fn of(&self, key: K, is_worth: impl Fn(&V) -> bool) -> Lock<V> {
        let mut state = self.lock();
        if state.by_key.len() >= state.room {
            state.by_key.retain(|_, lock| {
                is_used(lock) || lock.try_lock().is_ok_and(|value| is_worth(&value))
            });
            state.room = FEW.max(2 * state.by_key.len());
        }
        Arc::clone(state.by_key.entry(key).or_default())
    }

    /// Whether any task has a lock, or waits for one.
    pub(crate) fn are_used(&self) -> bool {
        self.lock().by_key.values().any(is_used)
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_used<V>(lock: &Lock<V>) -> bool {
    Arc::strong_count(lock) > 1
}
