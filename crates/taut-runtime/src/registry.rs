//! All sessions by their tokens. A session outlives its socket for a while, and waits for the next one.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use taut_core::Session;
use taut_core::limits::Limits;

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

/// How long nobody looks for sessions that have waited too long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// All sessions of a process.
#[derive(Debug, Default)]
pub struct Registry {
    seats: Mutex<Seats>,
    visitors: Mutex<Visitors>,
    sweeps: AtomicBool,
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
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner).admit(address, limits, now)
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
        let registry = Arc::clone(self);
        spawn(Box::pin(async move {
            loop {
                let Some((until, _)) = registry.lock().waiting.first().copied() else {
                    return registry.sweeps.store(false, Ordering::Relaxed);
                };
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
