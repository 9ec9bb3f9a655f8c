//! All sessions by their numbers. A session outlives its socket for a while, and waits for the next one.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Counts, Session};
use tokio::sync::Notify;

use crate::owner::Owner;
use crate::revival::Revivals;
use crate::saver::{Saver, Task};
use crate::seat::{NOBODY, Seat};
use crate::sign_outs::{Mark, SignOuts};
use crate::successors::Successors;
use crate::token::{Token, Tokens};
use crate::visitors::Visitors;

/// Ends with the task that sweeps, also when its worker ends; then another one may.
struct Sweeping(Arc<Registry>);

impl Drop for Sweeping {
    fn drop(&mut self) {
        self.0.sweeps.store(false, Ordering::Relaxed);
    }
}

/// How long nobody looks for sessions that have waited too long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How long it may take from the question of who somebody is until a session is theirs.
const ADMISSION: Duration = Duration::from_secs(60);

/// All sessions of a process.
#[derive(Debug, Default)]
pub struct Registry {
    seats: Mutex<Seats>,
    visitors: Mutex<Visitors>,
    pub(crate) successors: Mutex<Successors>,
    sign_outs: Mutex<SignOuts>,
    mounts: AtomicU64,
    mounts_refused: AtomicU64,
    sweeps: AtomicBool,
    /// Tells who sweeps that there is somebody who waits.
    some_wait: Notify,
    /// Counts sign-outs, so that what was allowed before one is known to be.
    moment: AtomicU64,
    /// When the server is about to stop, over how many milliseconds browsers should come back, and one more.
    pub(crate) drain: AtomicU64,
    pub(crate) saver: OnceLock<Saver>,
    /// Whose sessions are being brought back.
    pub(crate) revivals: Revivals,
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
pub(crate) struct Seats {
    pub(crate) by_id: HashMap<u64, Arc<Seat>>,
    /// Who waits, until when, the soonest first, and how many bytes each weighs.
    waiting: BTreeMap<(Instant, u64), usize>,
    /// What those who wait weigh together, in bytes.
    waiting_bytes: usize,
    /// When users were signed out.
    signed_out: HashMap<Arc<str>, (u64, Instant)>,
    /// The last moment of which it is not known any more who was signed out.
    settled: u64,
    /// Users whose saved sessions the store has not forgotten yet, and how often it must.
    being_forgotten: HashMap<Arc<str>, u32>,
}

/// How many may wait, and how much they may weigh.
#[derive(Clone, Copy)]
struct Room {
    sessions: usize,
    bytes: usize,
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
    ) -> Result<(Token, Arc<Seat>), getrandom::Error> {
        let tokens = Tokens::new()?;
        self.mounts.fetch_add(1, Ordering::Relaxed);
        Ok((tokens.current(), self.settle(session, tokens, owner, limits)))
    }

    /// Whether a view may be mounted for an address, and after how long.
    ///
    /// # Errors
    /// When there are too many: after how long it is worth to ask again.
    pub fn admit(&self, address: IpAddr, limits: &Limits, now: Instant) -> Result<Duration, Duration> {
        let admitted = self.visitors.lock().unwrap_or_else(PoisonError::into_inner).admit(address, limits, now);
        if admitted.is_err() {
            self.mounts_refused.fetch_add(1, Ordering::Relaxed);
        }
        admitted
    }

    /// What there is, and what has happened since the process began.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let (sessions, waiting) = {
            let seats = self.lock();
            (seats.by_id.len(), seats.waiting.len())
        };
        let [mounts, mounts_refused] = [&self.mounts, &self.mounts_refused].map(|count| count.load(Ordering::Relaxed));
        Stats { sessions, waiting, mounts, mounts_refused, counts: Counts::now() }
    }

    /// Gives a session its seat; that of the same session, if somebody else was quicker to bring it back.
    pub(crate) fn settle(
        &self,
        session: Box<dyn Session>,
        tokens: Tokens,
        owner: Owner,
        limits: &Arc<Limits>,
    ) -> Arc<Seat> {
        let seat = Arc::new(Seat::new(session, tokens, owner, Arc::clone(limits), self.saver.get()));
        let mut seats = self.lock();
        let is_signed_out = seats.is_signed_out(seat.owner());
        match seats.by_id.entry(seat.id()) {
            Entry::Occupied(there) if !there.get().has_ended() => return Arc::clone(there.get()),
            entry => drop(entry.insert_entry(Arc::clone(&seat))),
        }
        drop(seats);
        if is_signed_out {
            // A sign-out came between the guard and the session: nothing will ever run in it.
            seat.end();
        }
        // Nobody holds it, unless another browser was quicker.
        self.wait(&seat, NOBODY);
        seat
    }

    /// The session with a token, if there is one and it belongs to this owner.
    #[must_use]
    pub fn claim(&self, token: Token, owner: &Owner) -> Option<Arc<Seat>> {
        let seats = self.lock();
        // A handler may be at work in the seat: nobody else waits for it.
        let seat = seats.by_id.get(&token.id).filter(|_| !seats.is_signed_out(owner)).map(Arc::clone)?;
        drop(seats);
        let is_there = seat.owner().admits(owner) && !seat.has_ended() && !seat.is_over(Instant::now());
        (is_there && seat.admits(token.secret)).then_some(seat)
    }

    /// Whether a session is here that a token names, whoever has which token of it.
    #[must_use]
    pub fn has(&self, token: Token) -> bool {
        let seat = self.lock().by_id.get(&token.id).map(Arc::clone);
        seat.is_some_and(|seat| !seat.has_ended() && !seat.is_over(Instant::now()))
    }

    /// Takes the seat of a session from whoever holds it, and gives the number of the new holder, unless the session has ended.
    pub(crate) fn take(&self, seat: &Seat) -> Option<u64> {
        let (holder, waited) = seat.take()?;
        if let Some(until) = waited {
            self.lock().leave(until, seat.id());
        }
        Some(holder)
    }

    /// Lets a session wait for its browser, if the seat is still held; whoever has waited too long ends.
    pub(crate) fn wait(&self, seat: &Seat, holder: u64) {
        let (now, limits) = (Instant::now(), seat.limits());
        let until = now + limits.retained_for;
        let Some(bytes) = seat.wait(holder, until) else { return };
        let mut seats = self.lock();
        let is_first = seats.waiting.is_empty();
        seats.waiting.insert((until, seat.id()), bytes);
        seats.waiting_bytes += bytes;
        drop(seats);
        if is_first {
            self.some_wait.notify_one();
        }
        self.end(now, Room { sessions: limits.max_waiting_sessions, bytes: limits.max_waiting_bytes });
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

    /// The present, as far as sign-outs are concerned: ask for it before you ask who somebody is.
    #[must_use]
    pub fn moment(&self) -> u64 {
        self.moment.load(Ordering::SeqCst)
    }

    /// Ends all sessions of a user, also those that are kept or just being made. When this returns, no handler of theirs
    /// will start any more; their pages load again, and ask the guard.
    pub fn sign_out(&self, user: &str) {
        let mut seats = self.lock();
        let (now, moment) = (Instant::now(), self.moment.fetch_add(1, Ordering::SeqCst) + 1);
        seats.note_sign_out(user, moment, now);
        if let Some(mark) = Mark::of(&Owner { user: Some(user.into()), since: moment, ..Owner::of_route("") }) {
            self.lock_sign_outs().note(mark);
        }
        if self.saver.get().is_some() {
            *seats.being_forgotten.entry(user.into()).or_default() += 1;
        }
        let theirs: Vec<_> =
            seats.by_id.values().filter(|seat| seat.owner().user.as_deref() == Some(user)).map(Arc::clone).collect();
        for seat in &theirs {
            seats.by_id.remove(&seat.id());
        }
        seats.leave_all(&theirs);
        drop(seats);
        theirs.iter().for_each(|seat| seat.end());
        if let Some(saver) = self.saver.get() {
            saver.tell(Task::SignedOut(user.to_owned()));
        }
    }

    /// Whether the user of a mark was signed out after it was made, as far as that is remembered.
    #[must_use]
    pub fn was_signed_out(&self, mark: Mark) -> bool {
        self.lock_sign_outs().has(mark)
    }

    /// Ends the sessions that have waited too long.
    pub fn sweep(&self, now: Instant) {
        self.end(now, Room { sessions: usize::MAX, bytes: usize::MAX });
    }

    /// Ends the sessions that have waited too long, and of too many those that would end the soonest. One that is to be
    /// saved can be had until that is done.
    fn end(&self, now: Instant, room: Room) {
        while let Some((until, seat)) = self.due(now, room) {
            match self.saver.get().filter(|_| seat.outlives(until)) {
                Some(saver) => saver.tell(Task::Ended(seat, until)),
                None => drop(self.part(&seat, until)),
            }
        }
    }

    /// The next session that is to go, and until when it waits.
    fn due(&self, now: Instant, room: Room) -> Option<(Instant, Arc<Seat>)> {
        let mut seats = self.lock();
        loop {
            let (until, id) = *seats.waiting.first_key_value()?.0;
            if until > now && seats.waiting.len() <= room.sessions && seats.waiting_bytes <= room.bytes {
                return None;
            }
            seats.leave(until, id);
            if let Some(seat) = seats.by_id.get(&id) {
                return Some((until, Arc::clone(seat)));
            }
        }
    }

    /// Lets a session go that still waits until then; tells whether it is gone.
    pub(crate) fn part(&self, seat: &Arc<Seat>, until: Instant) -> bool {
        let is_gone = seat.retire(until);
        let mut seats = self.lock();
        if is_gone
            && let Entry::Occupied(there) = seats.by_id.entry(seat.id())
            && Arc::ptr_eq(there.get(), seat)
        {
            there.remove();
        }
        is_gone
    }

    /// Sweeps whenever somebody has waited too long. Call it on a worker, as often as you like: one task does it.
    pub fn keep_sweeping(self: &Arc<Self>, spawn: impl FnOnce(std::pin::Pin<Box<dyn Future<Output = ()>>>)) {
        if self.sweeps.swap(true, Ordering::Relaxed) {
            return;
        }
        let sweeping = Sweeping(Arc::clone(self));
        spawn(Box::pin(async move {
            let registry = &sweeping.0;
            loop {
                let first = registry.lock().waiting.first_key_value().map(|((until, _), _)| *until);
                match first.map(|until| until.saturating_duration_since(Instant::now())) {
                    Some(pause) => tokio::time::sleep(pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)).await,
                    None => registry.some_wait.notified().await,
                }
                registry.sweep(Instant::now());
            }
        }));
    }

    fn lock_sign_outs(&self) -> MutexGuard<'_, SignOuts> {
        self.sign_outs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seats {
    /// Whether the guard was asked before the user was signed out.
    pub(crate) fn is_signed_out(&self, owner: &Owner) -> bool {
        let Some(user) = &owner.user else { return false };
        let moment = self.signed_out.get(user).map_or(self.settled, |(moment, _)| *moment);
        owner.since < moment
    }

    /// Notes when a user was signed out, for as long as somebody may ask who was let in before.
    fn note_sign_out(&mut self, user: &str, moment: u64, now: Instant) {
        let Self { signed_out, settled, .. } = self;
        signed_out.retain(|_, (moment, when)| {
            let is_recent = now.duration_since(*when) < ADMISSION;
            if !is_recent {
                *settled = (*settled).max(*moment);
            }
            is_recent
        });
        signed_out.insert(user.into(), (moment, now));
    }

    /// Whether there may be saved sessions of an owner from before a sign-out.
    pub(crate) fn is_being_forgotten(&self, owner: &Owner) -> bool {
        owner.user.as_ref().is_some_and(|user| self.being_forgotten.contains_key(user))
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

    /// All sessions.
    pub(crate) fn all(&self) -> Vec<Arc<Seat>> {
        self.by_id.values().map(Arc::clone).collect()
    }

    /// The sessions with certain numbers, as far as they are there.
    pub(crate) fn named(&self, ids: &HashSet<u64>) -> Vec<Arc<Seat>> {
        ids.iter().filter_map(|id| self.by_id.get(id)).map(Arc::clone).collect()
    }

    /// Lets none of these wait any more.
    fn leave_all(&mut self, gone: &[Arc<Seat>]) {
        let ids: HashSet<u64> = gone.iter().map(|seat| seat.id()).collect();
        self.waiting.retain(|(_, id), _| !ids.contains(id));
        self.waiting_bytes = self.waiting.values().sum();
    }

    fn leave(&mut self, until: Instant, id: u64) {
        let bytes = self.waiting.remove(&(until, id)).unwrap_or_default();
        self.waiting_bytes = self.waiting_bytes.saturating_sub(bytes);
    }
}
