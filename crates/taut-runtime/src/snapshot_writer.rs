//! The way to the thread that writes snapshots, and to the store that they are written to.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use taut_core::guarded;
use tokio::sync::oneshot;

use crate::store::{Store, StoreError};

/// The number of times that a store that fails is asked for a session, and the pauses between.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(300);

/// The way to the thread that saves sessions, and to their store.
pub(crate) struct SnapshotWriter {
    store: Arc<dyn Store>,
    tasks: Mutex<Sender<Task>>,
}

/// A task for sessions.
pub(crate) enum Task {
    /// The session with a number has changed; whether its browser waits until that is saved.
    Changed { id: u64, is_awaited: bool },
    /// The session with a number has waited long enough, until then.
    Ended(u64, Instant),
    /// A user was signed out; sends when the store has forgotten their sessions.
    SignedOut(String, SyncSender<()>),
    /// All sessions are to be saved; sends when that is done.
    All(oneshot::Sender<()>),
    /// Sends when all that was asked for before is done.
    Flush(oneshot::Sender<()>),
}

impl fmt::Debug for SnapshotWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotWriter").finish_non_exhaustive()
    }
}

impl SnapshotWriter {
    /// A writer for a store, and what its thread is asked for.
    pub(crate) fn new(store: impl Store) -> (Self, Receiver<Task>) {
        let (sender, tasks) = channel();
        let writer = Self {
            store: Arc::new(store),
            tasks: Mutex::new(sender),
        };
        (writer, tasks)
    }

    pub(crate) fn ask(&self, task: Task) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        // The thread lives as long as the registry, and with it this.
        let _ = tasks.send(task);
    }

    /// Lets the store forget a user's sessions, be it after a while; the receiver learns when it has.
    pub(crate) fn forget(&self, user: &str) -> Receiver<()> {
        let (sender, forgotten) = sync_channel(1);
        self.ask(Task::SignedOut(user.to_owned(), sender));
        forgotten
    }

    /// Asks the store, again if it fails.
    pub(crate) fn try_again<T>(
        &self,
        what: impl Fn(&dyn Store) -> Result<T, StoreError>,
    ) -> Option<T> {
        for _ in 1..TRIES {
            if let Some(answer) = self.try_now(&what) {
                return Some(answer);
            }
            std::thread::sleep(PAUSE);
        }
        self.try_now(what)
    }

    /// Asks the store; returns nothing if it fails or panics.
    pub(crate) fn try_now<T>(
        &self,
        what: impl FnOnce(&dyn Store) -> Result<T, StoreError>,
    ) -> Option<T> {
        let answered = guarded(|| what(&*self.store));
        noted(answered.unwrap_or_else(|panic| Err(panic.panic().unwrap_or_default().into())))
    }
}

/// Logs the failure of a store.
pub(crate) fn noted<T>(result: Result<T, StoreError>) -> Option<T> {
    result
        .inspect_err(|why| log::error!("the store of sessions fails: {why}"))
        .ok()
}
