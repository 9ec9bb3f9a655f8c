//! All sessions by their numbers. A session outlives its connection for a while, and waits for the next one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Collector, Counts};
use tokio::sync::Notify;

use crate::event_log::note;
use crate::home::Home;
use crate::latency::Latencies;
use crate::locks::Locks;
use crate::mark::SignOuts;
use crate::mount_limiter::MountLimiter;
use crate::others::Others;
use crate::owner::Owner;
use crate::page::Mounted;
use crate::refusal::Refusal;
use crate::slot::Slot;
use crate::slot::lease::Lease;
use crate::snapshot_writer::SnapshotWriter;
use crate::token::{Token, Tokens};
use crate::waiting::Waiting;

/// All sessions of a process.
///
/// Its sessions are locked before a slot, and those that wait after one. Nothing of a view runs under any lock.
#[derive(Debug, Default)]
pub struct Registry {
    sessions: Mutex<Sessions>,
    pub(crate) waiting: Mutex<Waiting>,
    mount_limiter: Mutex<MountLimiter>,
    /// The sessions that replace others that were gone when a form came for them, by the token of those and their browser: the same
    /// form, sent twice, counts once. The number is that of the frame that the first page of the replacement is.
    pub(crate) form_deduplication: Locks<GoneSession, (Weak<Slot>, u32)>,
    mounts: AtomicU64,
    mounts_refused: AtomicU64,
    pub(crate) sweeps: AtomicBool,
    /// Tells the task that sweeps that something is due before all else.
    pub(crate) due_sooner: Notify,
    /// Counts sign-outs, so that what was allowed before one is known to be.
    pub(crate) auth_epoch: AtomicU64,
    /// The milliseconds over which browsers should come back when the server is about to stop, and one more; zero otherwise.
    pub(crate) drain: AtomicU64,
    pub(crate) writer: OnceLock<SnapshotWriter>,
    /// The other processes, if this one is part of a cluster.
    pub(crate) others: OnceLock<Arc<dyn Others>>,
    /// The sessions that are being restored.
    pub(crate) restores: Locks<u64, ()>,
}

/// The number and the secret of a token whose session is gone, and the browser that had it.
type GoneSession = (u64, u128, Option<NonZero<u128>>);

/// Counts of what there is, and of what has happened since the process began: for a page or an endpoint of the operator.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// The number of sessions.
    pub sessions: usize,
    /// The number of those that wait for a browser.
    pub waiting: usize,
    /// The number of views that were mounted.
    pub mounts: u64,
    /// The number of mounts that were refused, because there were too many for one address.
    pub mounts_refused: u64,
    /// The number of topics that the sessions ask for together, also those that wait.
    pub subscriptions: usize,
    /// The outcomes of events.
    pub counts: Counts,
    /// How long events took.
    pub latencies: Latencies,
}

#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub(crate) by_id: HashMap<u64, Arc<Slot>>,
    pub(crate) sign_outs: SignOuts,
    /// Users whose saved sessions the store has not forgotten yet, and how often it must.
    pub(crate) being_forgotten: HashMap<Arc<str>, u32>,
}

impl Registry {
    /// The registry of this process, which all workers share.
    #[must_use]
    pub fn global() -> &'static Arc<Self> {
        static GLOBAL: LazyLock<Arc<Registry>> = LazyLock::new(Arc::default);
        &GLOBAL
    }

    /// Takes in a session that waits for its browser. Only its owner can claim it.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn add(
        self: &Arc<Self>,
        mounted: impl Into<Mounted>,
        owner: Owner,
        limits: &Arc<Limits>,
    ) -> Result<(Token, Arc<Slot>), getrandom::Error> {
        let tokens = Tokens::new()?;
        self.mounts.fetch_add(1, Ordering::Relaxed);
        Ok((
            tokens.current(),
            self.settle(mounted.into(), tokens, owner, limits),
        ))
    }

    /// Admits the mount of a view for an address, and returns after how long.
    ///
    /// # Errors
    /// When there are too many: after how long it is worth to ask again.
    pub fn admit(
        &self,
        address: IpAddr,
        limits: &Limits,
        now: Instant,
    ) -> Result<Duration, Duration> {
        let admitted = self
            .mount_limiter
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .admit(address, limits, now);
        if admitted.is_err() {
            self.mounts_refused.fetch_add(1, Ordering::Relaxed);
        }
        admitted
    }

    /// Counts what there is, and what has happened since the process began.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            sessions: self.len(),
            waiting: self.waiting().len(),
            mounts: self.mounts.load(Ordering::Relaxed),
            mounts_refused: self.mounts_refused.load(Ordering::Relaxed),
            subscriptions: taut_core::subscriptions(),
            counts: Counts::now(),
            latencies: Latencies::now(),
        }
    }

    /// Puts a session into its slot; gives the slot of the same session, if another browser was quicker to restore it.
    pub(crate) fn settle(
        self: &Arc<Self>,
        mounted: Mounted,
        tokens: Tokens,
        owner: Owner,
        limits: &Arc<Limits>,
    ) -> Arc<Slot> {
        let Mounted {
            mut session,
            mut tasks,
        } = mounted;
        let (bytes, started) = Collector::around(|| session.weight());
        tasks.extend(started);
        note(&mut *session);
        let home: Weak<dyn Home> = Arc::downgrade(&(Arc::clone(self) as Arc<dyn Home>));
        let has_store = self.writer.get().is_some();
        let messages = session.message_queue().map(Arc::clone);
        let slot = Slot::new(session, tokens, owner, Arc::clone(limits), home, has_store);
        let slot = Arc::new(slot);
        slot.attach_queue(messages.as_ref());
        let mut sessions = self.lock();
        if sessions.sign_outs.may_have(slot.owner()) {
            drop(sessions);
            // A sign-out came between the guard and the session: nothing will ever run in it.
            slot.end();
            return slot;
        }
        match sessions.by_id.entry(slot.id()) {
            Entry::Occupied(there) if !there.get().has_ended() => return Arc::clone(there.get()),
            entry => drop(entry.insert_entry(Arc::clone(&slot))),
        }
        slot.begin_to_wait(Instant::now() + limits.retained_for, bytes);
        drop(sessions);
        slot.run_tasks(tasks);
        Arc::clone(self).make_room_for_another(limits);
        slot
    }

    /// The session with a token, if there is one and it belongs to this owner.
    #[must_use]
    pub fn claim(&self, token: Token, owner: &Owner) -> Option<Arc<Slot>> {
        let sessions = self.lock();
        let slot = Arc::clone(sessions.by_id.get(&token.id)?);
        if sessions.sign_outs.may_have(owner) {
            return None;
        }
        drop(sessions);
        let is_there = slot.owner().admits(owner) && slot.is_there(Instant::now());
        (is_there && slot.admits(token.secret)).then_some(slot)
    }

    /// Takes the session with a token from the connection that has it, and waits until it is free.
    ///
    /// # Errors
    /// When there is none for this owner, or when another connection takes it meanwhile.
    pub async fn lease(&self, token: Token, owner: &Owner) -> Result<Lease, Refusal> {
        let slot = self.claim(token, owner).ok_or(Refusal::Gone)?;
        let lease = slot.lease().ok_or(Refusal::Gone)?;
        drop(lease.free_session().await?);
        Ok(lease)
    }

    /// Whether a session is here that a token names, also if that is none of its good ones.
    #[must_use]
    pub fn has(&self, token: Token) -> bool {
        let slot = self.lock().by_id.get(&token.id).map(Arc::clone);
        slot.is_some_and(|slot| slot.is_there(Instant::now()))
    }

    /// Whether this process is one of a cluster, and cannot reach the others.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        let others = self.others.get();
        others.is_some_and(|others| !others.is_connected())
    }

    /// The number of sessions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().by_id.len()
    }

    /// Whether there is no session.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions {
    /// All sessions.
    pub(crate) fn all(&self) -> Vec<Arc<Slot>> {
        self.by_id.values().map(Arc::clone).collect()
    }

    /// The sessions with certain numbers, as far as they are there.
    pub(crate) fn named(&self, ids: impl Iterator<Item = u64>) -> Vec<Arc<Slot>> {
        ids.filter_map(|id| self.by_id.get(&id))
            .map(Arc::clone)
            .collect()
    }

    /// Whether there may be saved sessions of an owner from before a sign-out.
    pub(crate) fn is_being_forgotten(&self, owner: &Owner) -> bool {
        let user = owner.user.as_ref();
        user.is_some_and(|user| self.being_forgotten.contains_key(user))
    }

    /// The store has forgotten a user's sessions, as one sign-out has asked.
    pub(crate) fn was_forgotten(&mut self, user: &str) {
        if let Some(times) = self.being_forgotten.get_mut(user) {
            *times -= 1;
            if *times == 0 {
                self.being_forgotten.remove(user);
            }
        }
    }
}
