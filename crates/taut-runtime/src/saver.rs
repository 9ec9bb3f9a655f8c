//! Saves sessions whose views persist: after changes, when they must make room, and before the server stops. Only its thread
//! writes snapshots, one batch after the other, so that none takes the place of a later one.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime};
use std::{fmt, iter};

use serde::{Deserialize, Serialize};
use taut_core::{Saved, guarded};
use tokio::sync::oneshot;

use crate::registry::Registry;
use crate::seat::Seat;
use crate::store::{Snapshot, Store, StoreError};
use crate::token::Tokens;

/// How long changes are gathered before they are saved.
const GATHERING: Duration = Duration::from_millis(300);

/// When a store that fails is asked again.
const AGAIN: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// What saves sessions, on a thread of its own.
pub(crate) struct Saver {
    store: Arc<dyn Store>,
    tasks: Mutex<Sender<Task>>,
}

/// What is to be done for sessions.
pub(crate) enum Task {
    /// The session with a number has changed.
    Changed(u64),
    /// A session has waited long enough, until then.
    Ended(Arc<Seat>, Instant),
    /// A user was signed out.
    SignedOut(String),
    /// All sessions are to be saved.
    All,
    /// Somebody waits until all that was asked for before is done.
    Tell(oneshot::Sender<()>),
}

/// Tasks that are done together.
#[derive(Default)]
struct Batch {
    changed: HashSet<u64>,
    ended: Vec<(Arc<Seat>, Instant)>,
    signed_out: Vec<String>,
    all: bool,
    tell: Vec<oneshot::Sender<()>>,
}

impl fmt::Debug for Saver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saver").finish_non_exhaustive()
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

impl Registry {
    /// Gives the sessions of persisting views a place where they outlive their time in memory, and, if the store does, a restart.
    ///
    /// # Errors
    /// When there is a store already, or no thread can be started for it.
    pub fn set_store(self: &Arc<Self>, store: impl Store) -> std::io::Result<()> {
        let (sender, tasks) = channel();
        let saver = Saver { store: Arc::new(store), tasks: Mutex::new(sender) };
        let registry = Arc::downgrade(self);
        std::thread::Builder::new().name("taut-saver".to_owned()).spawn(move || work(&registry, &tasks))?;
        self.saver.set(saver).map_err(|_| std::io::Error::other("there is a store for sessions already"))
    }

    /// Saves all sessions that there are, after whatever is being saved.
    pub(crate) async fn save_all(&self) {
        self.saved_after(Task::All).await;
    }

    /// Saves a session that was changed after all had been saved.
    pub(crate) async fn save_if_draining(&self, seat: &Seat) {
        if self.is_draining() {
            self.saved_after(Task::Changed(seat.id())).await;
        }
    }

    async fn saved_after(&self, task: Task) {
        let Some(saver) = self.saver.get() else { return };
        let (tell, told) = oneshot::channel();
        saver.tell(task);
        saver.tell(Task::Tell(tell));
        if told.await.is_err() {
            log::error!("the sessions could not be saved");
        }
    }
}

impl Saver {
    /// Where a session says that it has changed.
    pub(crate) fn queue(&self) -> Sender<Task> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn tell(&self, task: Task) {
        // The thread lives as long as the registry, and with it the saver.
        let _ = self.queue().send(task);
    }

    fn work(&self, registry: &Registry, batch: Batch) {
        for user in batch.signed_out {
            match self.ask_again(|store| store.forget_user(&user)) {
                Some(()) => registry.lock().was_forgotten(&user),
                None => self.tell(Task::SignedOut(user)),
            }
        }
        let mut seats = if batch.all { registry.lock().all() } else { registry.lock().named(&batch.changed) };
        seats.extend(batch.ended.iter().map(|(seat, _)| Arc::clone(seat)));
        self.save(&seats);
        let (gone, back): (Vec<_>, Vec<_>) = batch.ended.iter().partition(|(seat, until)| registry.part(seat, *until));
        drop(gone);
        for (seat, _) in back {
            // Its browser came back to it while it was saved.
            if !seat.has_ended() && !seat.look(|session| session.persists_always()) {
                self.ask(|store| store.forget(seat.id()));
            }
        }
        for tell in batch.tell {
            let _ = tell.send(());
        }
    }

    fn save(&self, seats: &[Arc<Seat>]) {
        let snapshots = || seats.iter().filter_map(|seat| snapshot(seat)).collect::<Vec<_>>();
        let keep = |store: &dyn Store| match snapshots() {
            none if none.is_empty() => Ok(()),
            some => store.keep(some),
        };
        if self.ask_again(keep).is_none() {
            log::error!("{} sessions are not saved", seats.len());
        }
    }

    /// What the store answers, be it after a while.
    fn ask_again<T>(&self, what: impl Fn(&dyn Store) -> Result<T, StoreError>) -> Option<T> {
        for pause in AGAIN {
            if let Some(answer) = self.ask(&what) {
                return Some(answer);
            }
            std::thread::sleep(pause);
        }
        self.ask(what)
    }

    /// What the store answers, if it does not fail or panic.
    pub(crate) fn ask<T>(&self, what: impl FnOnce(&dyn Store) -> Result<T, StoreError>) -> Option<T> {
        let answered = guarded(|| what(&*self.store));
        noted(answered.unwrap_or_else(|panic| Err(panic.panic().unwrap_or_default().into())))
    }
}

impl Batch {
    fn of(tasks: impl Iterator<Item = Task>) -> Self {
        let mut batch = Self::default();
        for task in tasks {
            match task {
                Task::Changed(id) => drop(batch.changed.insert(id)),
                Task::Ended(seat, until) => batch.ended.push((seat, until)),
                Task::SignedOut(user) => batch.signed_out.push(user),
                Task::All => batch.all = true,
                Task::Tell(tell) => batch.tell.push(tell),
            }
        }
        batch
    }
}

/// The snapshot of a session, if its view persists and is not at work.
fn snapshot(seat: &Seat) -> Option<Snapshot> {
    let (saved, tokens) = match seat.save() {
        Ok(saved) => saved?,
        Err(why) => {
            log::error!("a session cannot be saved: {why}");
            return None;
        }
    };
    let owner = seat.owner();
    let always = seat.look(|session| session.persists_always());
    let content = Content { route: owner.route.to_string(), browser: owner.browser, tokens, saved, always };
    Some(Snapshot {
        session: seat.id(),
        user: owner.user.as_deref().map(str::to_owned),
        until: SystemTime::now() + seat.limits().saved_for,
        content: noted(serde_json::to_string(&content).map_err(StoreError::from))?,
    })
}

/// Gathers tasks for a moment and does them, as long as there is a registry.
fn work(registry: &Weak<Registry>, tasks: &Receiver<Task>) {
    while let Ok(first) = tasks.recv() {
        std::thread::sleep(GATHERING);
        let Some(registry) = registry.upgrade() else { return };
        let Some(saver) = registry.saver.get() else { return };
        saver.work(&registry, Batch::of(iter::once(first).chain(tasks.try_iter())));
    }
}

/// What a store answers; that it cannot is noted.
pub(crate) fn noted<T>(result: Result<T, StoreError>) -> Option<T> {
    result.inspect_err(|why| log::error!("the store of sessions fails: {why}")).ok()
}
