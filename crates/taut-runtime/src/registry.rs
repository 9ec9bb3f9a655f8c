//! All sessions by their tokens. A session outlives its socket for a while, and waits for the next one.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use taut_core::{Counts, Session};

use crate::seat::Seat;
use crate::visitors::Visitors;

/// Names a session to its browser: 128 random bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u128);

impl Token {
    fn new() -> Result<Self, getrandom::Error> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits)?;
        Ok(Self(u128::from_ne_bytes(bits)))
    }

    /// Reads what [`Token`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_token.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A token is a secret, also in logs.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

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

/// All sessions of a process.
#[derive(Debug, Default)]
pub struct Registry {
    seats: Mutex<Seats>,
    visitors: Mutex<Visitors>,
    mounts: AtomicU64,
    mounts_refused: AtomicU64,
    sweeps: AtomicBool,
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
struct Seats {
    by_token: HashMap<Token, Arc<Seat>>,
    /// Who waits, until when, the soonest first.
    waiting: BTreeSet<(Instant, Token)>,
}

impl Registry {
    /// The registry of this process, which all workers share.
    #[must_use]
    pub fn global() -> &'static Arc<Self> {
        static GLOBAL: LazyLock<Arc<Registry>> = LazyLock::new(Arc::default);
        &GLOBAL
    }

    /// Takes in a session that waits for its browser. It can only be claimed through the same route.
    ///
    /// # Errors
    /// When the operating system gives no random bits.
    pub fn add(
        &self,
        session: Box<dyn Session>,
        route: &Arc<str>,
        limits: &Arc<Limits>,
    ) -> Result<(Token, Arc<Seat>), getrandom::Error> {
        let token = Token::new()?;
        self.mounts.fetch_add(1, Ordering::Relaxed);
        let seat = Arc::new(Seat::new(session, token, Arc::clone(route), Arc::clone(limits)));
        self.lock().by_token.insert(token, Arc::clone(&seat));
        self.wait(&seat);
        Ok((token, seat))
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
            (seats.by_token.len(), seats.waiting.len())
        };
        let [mounts, mounts_refused] = [&self.mounts, &self.mounts_refused].map(|count| count.load(Ordering::Relaxed));
        Stats { sessions, waiting, mounts, mounts_refused, counts: Counts::now() }
    }

    /// The session with a token, if there is one on that route.
    #[must_use]
    pub fn claim(&self, token: &str, route: &str) -> Option<Arc<Seat>> {
        let token = Token::parse(token)?;
        // A handler may be at work in the seat: nobody else waits for it.
        let seat = self.lock().by_token.get(&token).map(Arc::clone)?;
        let is_there = seat.route() == route && !seat.has_waited_until(Instant::now());
        is_there.then_some(seat)
    }

    /// Takes the seat of a session from whoever holds it, and gives the number of the new holder.
    pub(crate) fn take(&self, seat: &Seat) -> u64 {
        let (holder, waited) = seat.take();
        if let Some(until) = waited {
            self.lock().waiting.remove(&(until, seat.token()));
        }
        holder
    }

    /// Lets a session wait for its browser; whoever has waited too long ends.
    pub(crate) fn wait(&self, seat: &Seat) {
        let now = Instant::now();
        let until = now + seat.limits().retained_for;
        seat.set_waiting(Some(until));
        self.lock().waiting.insert((until, seat.token()));
        self.end(now, seat.limits().max_waiting_sessions);
    }

    /// How many sessions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().by_token.len()
    }

    /// Whether there is no session.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Ends the sessions that have waited too long.
    pub fn sweep(&self, now: Instant) {
        self.end(now, usize::MAX);
    }

    /// Ends the sessions that have waited too long, and of too many those that would end the soonest.
    fn end(&self, now: Instant, most: usize) {
        let mut ended = Vec::new();
        let mut seats = self.lock();
        while let Some((until, token)) = seats.waiting.first().copied() {
            if until > now && seats.waiting.len() <= most {
                break;
            }
            seats.waiting.pop_first();
            if seats.by_token.get(&token).is_some_and(|seat| seat.waits_until(until)) {
                ended.extend(seats.by_token.remove(&token));
            }
        }
        // Dropping a view may take its time; nobody has to wait for it.
        drop(seats);
    }

    /// Sweeps now and then as long as anyone waits. Call it on a worker, as often as you like.
    pub fn keep_sweeping(self: &Arc<Self>, spawn: impl FnOnce(std::pin::Pin<Box<dyn Future<Output = ()>>>)) {
        if self.sweeps.swap(true, Ordering::Relaxed) {
            return;
        }
        let sweeping = Sweeping(Arc::clone(self));
        spawn(Box::pin(async move {
            let registry = &sweeping.0;
            loop {
                let Some((until, _)) = registry.lock().waiting.first().copied() else { return };
                let pause = until.saturating_duration_since(Instant::now());
                tokio::time::sleep(pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)).await;
                registry.sweep(Instant::now());
            }
        }));
    }

    fn lock(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
