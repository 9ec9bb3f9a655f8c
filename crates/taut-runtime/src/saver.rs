//! Saves sessions whose views persist: after changes, when they must make room, and before the server stops.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime};
use std::{fmt, iter};

use serde::{Deserialize, Serialize};
use taut_core::Saved;
use taut_core::limits::Limits;
use tokio::task::{JoinHandle, spawn_blocking, spawn_local};

use crate::owner::Owner;
use crate::page::Restore;
use crate::registry::Registry;
use crate::seat::Seat;
use crate::store::{Snapshot, Store, StoreError};
use crate::token::{Token, Tokens};

/// How long changes are gathered before they are saved.
const GATHERING: Duration = Duration::from_millis(300);

/// What saves sessions, on a thread of its own.
pub(crate) struct Saver {
    store: Arc<dyn Store>,
    tasks: Mutex<Sender<Task>>,
}

/// What is to be done for a session.
pub(crate) enum Task {
    /// The session with a number has changed.
    Changed(u64),
    /// A session has waited long enough, until then.
    Ended(Arc<Seat>, Instant),
    /// A user was signed out.
    SignedOut(String),
}

impl fmt::Debug for Saver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saver").finish_non_exhaustive()
    }
}

/// What a snapshot says besides what its store must know.
#[derive(Serialize, Deserialize)]
struct Content {
    route: String,
    browser: Option<u128>,
    tokens: Tokens,
    saved: Saved,
}

impl Registry {
    /// Gives the sessions of persisting views a place where they outlive their time in memory, and, if the store does, a restart.
    ///
    /// # Errors
    /// When there is a store already, or no thread can be started for it.
    pub fn set_store(self: &Arc<Self>, store: impl Store) -> std::io::Result<()> {
        let (sender, tasks) = channel();
        let saver = Saver { store: Arc::new(store), tasks: Mutex::new(sender) };
        if self.saver.set(saver).is_err() {
            return Err(std::io::Error::other("there is a store for sessions already"));
        }
        let registry = Arc::downgrade(self);
        std::thread::Builder::new().name("taut-saver".to_owned()).spawn(move || work(&registry, &tasks))?;
        Ok(())
    }

    /// Brings a session back from what was saved of it, if it belongs to this owner; nothing if there is no store. It does so
    /// in a task of its own: what was taken out of the store waits for its browser, also if this one is gone by then. Who
    /// asks meanwhile gets the same session.
    pub fn revive(
        self: &Arc<Self>,
        token: Token,
        owner: &Owner,
        restore: Restore,
        limits: &Arc<Limits>,
    ) -> Option<JoinHandle<Option<Arc<Seat>>>> {
        self.saver.get()?;
        let (registry, owner, limits) = (Arc::clone(self), owner.clone(), Arc::clone(limits));
        Some(spawn_local(async move {
            let _turn = registry.revivals.wait(token.id).await;
            if let Some(seat) = registry.claim(token, &owner) {
                return Some(seat);
            }
            let (looking, owned) = (Arc::clone(&registry), owner.clone());
            let (saved, tokens) = spawn_blocking(move || looking.take_saved(token, &owned)).await.ok()??;
            let session = restore(saved).inspect_err(|why| log::warn!("a session does not come back: {why}")).ok()?;
            let is_always_saved = session.persists_always();
            let seat = registry.settle(session, tokens, owner, &limits);
            if let Some(saver) = registry.saver.get().filter(|_| is_always_saved) {
                // The server may be killed before its browser says anything.
                saver.ask(Task::Changed(seat.id()));
            }
            Some(seat)
        }))
    }

    /// Takes what was saved of the session with a token, if it belongs to this owner. May wait for the store.
    fn take_saved(&self, token: Token, owner: &Owner) -> Option<(Saved, Tokens)> {
        let store = &self.saver.get()?.store;
        let snapshot = noted(store.find(token.id))??;
        let content: Content = noted(serde_json::from_str(&snapshot.content).map_err(StoreError::from))?;
        let kept = Owner {
            route: content.route.into(),
            browser: content.browser,
            user: snapshot.user.map(Into::into),
            since: 0,
        };
        let tokens = content.tokens.restored(token)?;
        if !kept.admits(owner) {
            return None;
        }
        noted(store.forget(token.id));
        Some((content.saved, tokens))
    }

    /// Saves all sessions that there are.
    pub(crate) fn save_all(&self) {
        let seats: Vec<_> = self.lock().by_id.values().map(Arc::clone).collect();
        if let Some(saver) = self.saver.get() {
            saver.save(&seats);
        }
    }
}

impl Saver {
    /// Where a session says that it has changed.
    pub(crate) fn queue(&self) -> Sender<Task> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn ask(&self, task: Task) {
        // The thread lives as long as the registry, and with it the saver.
        let _ = self.queue().send(task);
    }

    fn save(&self, seats: &[Arc<Seat>]) {
        let snapshots: Vec<_> = seats.iter().filter_map(|seat| snapshot(seat)).collect();
        if !snapshots.is_empty() {
            noted(self.store.keep(snapshots));
        }
    }

    fn forget_user(&self, user: &str) {
        noted(self.store.forget_user(user));
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
    let content = Content { route: owner.route.to_string(), browser: owner.browser, tokens, saved };
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
        let (mut seats, mut ended) = (Vec::new(), Vec::new());
        for task in iter::once(first).chain(tasks.try_iter()) {
            match task {
                Task::Changed(id) => seats.extend(registry.lock().by_id.get(&id).map(Arc::clone)),
                Task::Ended(seat, until) => {
                    seats.push(Arc::clone(&seat));
                    ended.push((seat, until));
                }
                Task::SignedOut(user) => saver.forget_user(&user),
            }
        }
        saver.save(&seats);
        for (seat, until) in ended {
            if !registry.part(&seat, until) {
                // Its browser has come back to it meanwhile.
                noted(saver.store.forget(seat.id()));
            }
        }
    }
}

/// What a store answers; that it cannot is noted.
fn noted<T>(result: Result<T, StoreError>) -> Option<T> {
    result.inspect_err(|why| log::error!("the store of sessions fails: {why}")).ok()
}
