//! Saves sessions whose views persist: after changes, when they must make room, and before the server stops. Only its thread
//! writes snapshots, one batch after the other, so that none takes the place of a later one.

mod batch;

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};
use taut_core::{Saved, Session, guarded};
use tokio::sync::oneshot;

use crate::registry::Registry;
use crate::slot::Slot;
use crate::store::{Snapshot, Store, StoreError};
use crate::token::Tokens;

use self::batch::work;

/// How long a session may be in use when it is to be saved. One that is longer is saved with the next batch.
const IN_USE: Duration = Duration::from_millis(50);

/// How long a post waits until its session is saved, while the server stops.
const SAVING: Duration = Duration::from_secs(5);

/// How often a store that fails is asked for a session, and the pauses between.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(300);

/// What saves sessions, on a thread of its own.
pub(crate) struct SnapshotWriter {
    store: Arc<dyn Store>,
    tasks: Mutex<Sender<Task>>,
}

/// What is to be done for sessions.
pub(crate) enum Task {
    /// The session with a number has changed.
    Changed(u64),
    /// A session has waited long enough, until then.
    Ended(Arc<Slot>, Instant),
    /// A user was signed out; tells when the store has forgotten their sessions.
    SignedOut(String, std::sync::mpsc::SyncSender<()>),
    /// All sessions are to be saved; tells when that is done.
    All(oneshot::Sender<()>),
    /// Tells when all that was asked for before is done.
    Tell(oneshot::Sender<()>),
}

impl fmt::Debug for SnapshotWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotWriter").finish_non_exhaustive()
    }
}

/// What a snapshot says besides what its store must know.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) route: String,
    pub(crate) browser: Option<u128>,
    pub(crate) tokens: Tokens,
    pub(crate) saved: Saved,
    /// Whether there is to be a snapshot at any time, also while the session is in memory.
    #[serde(default)]
    pub(crate) always: bool,
}

/// Whether and when a session is saved.
pub(crate) struct Saving {
    /// Whether it is saved before it goes.
    pub(crate) outlives: bool,
    /// Whether there is to be a snapshot at any time.
    pub(crate) is_always: bool,
    /// Whether a snapshot is asked for, and not begun.
    pub(crate) is_asked_for: bool,
}

impl Saving {
    pub(crate) fn of(session: &dyn Session, writer: Option<&SnapshotWriter>) -> Self {
        let outlives = writer.is_some() && session.persists();
        Self {
            outlives,
            is_always: outlives && session.persists_always(),
            is_asked_for: false,
        }
    }

    /// Whether a session that may have changed asks for a snapshot.
    pub(crate) fn asks(&mut self) -> bool {
        self.is_always && !std::mem::replace(&mut self.is_asked_for, true)
    }
}

impl Registry {
    /// Gives the sessions of persisting views a place where they outlive their time in memory, and, if the store does, a restart.
    ///
    /// # Errors
    /// When there is a store already, or no thread can be started for it.
    pub fn set_store(self: &Arc<Self>, store: impl Store) -> std::io::Result<()> {
        let (sender, tasks) = channel();
        let writer = SnapshotWriter {
            store: Arc::new(store),
            tasks: Mutex::new(sender),
        };
        let registry = Arc::downgrade(self);
        std::thread::Builder::new()
            .name("taut-snapshots".to_owned())
            .spawn(move || work(&registry, &tasks))?;
        self.writer
            .set(writer)
            .map_err(|_| std::io::Error::other("there is a store for sessions already"))
    }

    /// Saves all sessions, after those that are being saved.
    pub(crate) async fn save_all(&self, within: Duration) {
        self.saved(Task::All, within).await;
    }

    /// Saves a session that was changed after all had been saved.
    pub(crate) async fn save_if_draining(&self, slot: &Slot) {
        if self.is_draining() {
            self.writer
                .get()
                .into_iter()
                .for_each(|writer| writer.ask(Task::Changed(slot.id())));
            self.saved(Task::Tell, SAVING).await;
        }
    }

    async fn saved(&self, task: impl FnOnce(oneshot::Sender<()>) -> Task, within: Duration) {
        let Some(writer) = self.writer.get() else {
            return;
        };
        let (tell, told) = oneshot::channel();
        writer.ask(task(tell));
        if !matches!(tokio::time::timeout(within, told).await, Ok(Ok(()))) {
            log::error!("not all sessions could be saved");
        }
    }
}

impl SnapshotWriter {
    fn queue(&self) -> Sender<Task> {
        self.tasks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn ask(&self, task: Task) {
        // The thread lives as long as the registry, and with it this.
        let _ = self.queue().send(task);
    }

    /// Has the store forget a user's sessions, be it after a while; tells when it has.
    pub(crate) fn forget(&self, user: &str) -> Receiver<()> {
        let (tell, told) = sync_channel(1);
        self.ask(Task::SignedOut(user.to_owned(), tell));
        told
    }

    /// What the store answers, be it after a while.
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

    /// What the store answers, if it does not fail or panic.
    pub(crate) fn try_now<T>(
        &self,
        what: impl FnOnce(&dyn Store) -> Result<T, StoreError>,
    ) -> Option<T> {
        let answered = guarded(|| what(&*self.store));
        noted(answered.unwrap_or_else(|panic| Err(panic.panic().unwrap_or_default().into())))
    }
}

/// The snapshot of a session, if its view persists and no handler is at work in it.
///
/// # Errors
/// When the session is in use.
fn snapshot(registry: &Arc<Registry>, slot: &Arc<Slot>) -> Result<Option<Snapshot>, InUse> {
    let Some((mut session, tokens)) = slot.begin_snapshot(registry, IN_USE)? else {
        return Ok(None);
    };
    session.settle(&mut Vec::new());
    let saved = match session.save() {
        Ok(Some(saved)) => saved,
        Ok(None) => return Ok(None),
        Err(why) => {
            log::error!("a session cannot be saved: {why}");
            return Ok(None);
        }
    };
    let (owner, always) = (slot.owner(), session.persists_always());
    drop(session);
    let content = Content {
        route: owner.route.to_string(),
        browser: owner.browser,
        tokens,
        saved,
        always,
    };
    let content = noted(serde_json::to_string(&content).map_err(StoreError::from));
    Ok(content.map(|content| Snapshot {
        session: slot.id(),
        user: owner.user.as_deref().map(str::to_owned),
        until: SystemTime::now() + slot.limits().saved_for,
        content,
    }))
}

/// Another thread uses a session.
#[derive(Debug)]
pub(crate) struct InUse;

/// What a store answers; that it cannot is noted.
pub(crate) fn noted<T>(result: Result<T, StoreError>) -> Option<T> {
    result
        .inspect_err(|why| log::error!("the store of sessions fails: {why}"))
        .ok()
}
