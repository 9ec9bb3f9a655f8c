//! All sessions by their numbers. A session outlives its connection for a while, and waits for the next one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Counts, Session};
use tokio::sync::Notify;

use crate::form_deduplication::FormDeduplication;
use crate::mount_limiter::MountLimiter;
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::restore::Restores;
use crate::sign_outs::SignOuts;
use crate::slot::{Lease, Slot, end, note};
use crate::snapshot_writer::SnapshotWriter;
use crate::token::{Token, Tokens};

/// All sessions of a process.
///
/// Where both are needed, it is locked before a slot. Nothing of a view runs under either lock.
#[derive(Debug, Default)]
pub struct Registry {
    sessions: Mutex<Sessions>,
    mount_limiter: Mutex<MountLimiter>,
    pub(crate) form_deduplication: Mutex<FormDeduplication>,
    pub(crate) sign_outs: Mutex<SignOuts>,
    mounts: AtomicU64,
    mounts_refused: AtomicU64,
    pub(crate) sweeps: AtomicBool,
    /// Tells the task that sweeps that a session waits.
    pub(crate) some_wait: Notify,
    /// Counts sign-outs, so that what was allowed before one is known to be.
    pub(crate) auth_epoch: AtomicU64,
    /// When the server is about to stop, over how many milliseconds browsers should come back, and one more.
    pub(crate) drain: AtomicU64,
    pub(crate) writer: OnceLock<SnapshotWriter>,
    /// Which sessions are being restored.
    pub(crate) restores: Restores,
}

/// What there is, and what has happened since the process began: for a page or an endpoint of the operator.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// How many sessions there are.
    pub sessions: usize,
    /// How many of them wait for a browser.
    pub waiting: usize,
    /// How many views were mounted.
    pub mounts: u64,
    /// How often nothing was mounted, because there was too much of it for one address.
    pub mounts_refused: u64,
    /// What has become of events.
    pub counts: Counts,
}

#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub(crate) by_id: HashMap<u64, Arc<Slot>>,
    /// Which sessions wait, until when, the soonest first, and how many bytes each weighs.
    pub(crate) waiting: BTreeMap<(Instant, u64), usize>,
    /// What those that wait weigh together, in bytes.
    pub(crate) waiting_bytes: usize,
    /// When users were signed out.
    pub(crate) signed_out: HashMap<Arc<str>, (u64, Instant)>,
    /// The last auth epoch of which it is not known any more who was signed out.
    pub(crate) settled: u64,
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

    /// Takes in a session that waits for its browser. Nobody but its owner can claim it.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn add(
        &self,
        session: Box<dyn Session>,
        owner: Owner,
        limits: &Arc<Limits>,
    ) -> Result<(Token, Arc<Slot>), getrandom::Error> {
        let tokens = Tokens::new()?;
        self.mounts.fetch_add(1, Ordering::Relaxed);
        Ok((
            tokens.current(),
            self.settle(session, tokens, owner, limits),
        ))
    }

    /// Whether a view may be mounted for an address, and after how long.
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

    /// What there is, and what has happened since the process began.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let (sessions, waiting) = {
            let sessions = self.lock();
            (sessions.by_id.len(), sessions.waiting.len())
        };
        let [mounts, mounts_refused] =
            [&self.mounts, &self.mounts_refused].map(|count| count.load(Ordering::Relaxed));
        Stats {
            sessions,
            waiting,
            mounts,
            mounts_refused,
            counts: Counts::now(),
        }
    }

    /// Puts a session into its slot; gives the slot of the same session, if another browser was quicker to restore it.
    pub(crate) fn settle(
        &self,
        mut session: Box<dyn Session>,
        tokens: Tokens,
        owner: Owner,
        limits: &Arc<Limits>,
    ) -> Arc<Slot> {
        let bytes = session.weight();
        note(&mut *session);
        let slot = Arc::new(Slot::new(
            session,
            tokens,
            owner,
            Arc::clone(limits),
            self.writer.get(),
        ));
        let mut sessions = self.lock();
        if sessions.is_signed_out(slot.owner()) {
            drop(sessions);
            // A sign-out came between the guard and the session: nothing will ever run in it.
            slot.end();
            return slot;
        }
        match sessions.by_id.entry(slot.id()) {
            Entry::Occupied(there) if !there.get().has_ended() => return Arc::clone(there.get()),
            entry => drop(entry.insert_entry(Arc::clone(&slot))),
        }
        let now = Instant::now();
        sessions.wait(&slot, now + limits.retained_for, bytes);
        drop(sessions);
        self.some_wait.notify_one();
        self.make_room(now, limits);
        slot
    }

    /// The session with a token, if there is one and it belongs to this owner.
    #[must_use]
    pub fn claim(&self, token: Token, owner: &Owner) -> Option<Arc<Slot>> {
        let sessions = self.lock();
        let slot = sessions
            .by_id
            .get(&token.id)
            .filter(|_| !sessions.is_signed_out(owner))
            .map(Arc::clone)?;
        drop(sessions);
        let is_there =
            slot.owner().admits(owner) && !slot.has_ended() && !slot.is_over(Instant::now());
        (is_there && slot.admits(token.secret)).then_some(slot)
    }

    /// Takes the session with a token from the connection that has it, and waits until it is free.
    ///
    /// # Errors
    /// When there is none for this owner, or when another connection takes it meanwhile.
    pub async fn lease(self: &Arc<Self>, token: Token, owner: &Owner) -> Result<Lease, Refusal> {
        let slot = self.claim(token, owner).ok_or(Refusal::Gone)?;
        let lease = slot.lease(self).ok_or(Refusal::Gone)?;
        drop(lease.free_session().await?);
        Ok(lease)
    }

    /// Whether a session is here that a token names, whoever has which token of it.
    #[must_use]
    pub fn has(&self, token: Token) -> bool {
        let slot = self.lock().by_id.get(&token.id).map(Arc::clone);
        slot.is_some_and(|slot| !slot.has_ended() && !slot.is_over(Instant::now()))
    }

    /// Lets a session wait for its browser that has no lease and is not in use; those that have waited too long end.
    pub(crate) fn rest(self: &Arc<Self>, slot: &Arc<Slot>) {
        let Some(mut session) = slot.take_resting() else {
            return;
        };
        let bytes = session.weight();
        note(&mut *session);
        let (now, limits) = (Instant::now(), slot.limits());
        let until = now + limits.retained_for;
        let mut sessions = self.lock();
        let rested = slot.rest(session, until);
        if let Ok(true) = rested {
            sessions.note_waiting(slot.id(), until, bytes);
        }
        drop(sessions);
        match rested {
            Err(session) => end(session),
            Ok(false) => {}
            Ok(true) => {
                self.some_wait.notify_one();
                self.keep_sweeping();
                self.make_room(now, limits);
            }
        }
    }

    /// How many sessions there are.
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

    /// Lets a session wait that was just made.
    fn wait(&mut self, slot: &Slot, until: Instant, bytes: usize) {
        slot.wait(until);
        self.note_waiting(slot.id(), until, bytes);
    }

    fn note_waiting(&mut self, id: u64, until: Instant, bytes: usize) {
        self.waiting.insert((until, id), bytes);
        self.waiting_bytes += bytes;
    }

    /// Lets a session not wait any more.
    pub(crate) fn leave(&mut self, until: Instant, id: u64) {
        let bytes = self.waiting.remove(&(until, id)).unwrap_or_default();
        self.waiting_bytes = self.waiting_bytes.saturating_sub(bytes);
    }
}
