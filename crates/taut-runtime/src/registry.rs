//! All sessions by their tokens. A session outlives its socket for a while, and waits for the next one.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use taut_core::Session;
use taut_core::limits::{MAX_WAITING_SESSIONS, RETAINED_SECONDS};

use crate::seat::Seat;

/// Names a session to its browser: 128 random bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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

/// All sessions of a process.
#[derive(Debug, Default)]
pub struct Registry {
    seats: Mutex<Seats>,
    sweeps: AtomicBool,
}

#[derive(Debug, Default)]
struct Seats {
    by_token: HashMap<Token, Arc<Seat>>,
    /// Who waits, since when, the longest first. One that was taken meanwhile is passed over.
    waiting: VecDeque<(Instant, Token)>,
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
    pub fn add(&self, session: Box<dyn Session>, route: &Arc<str>) -> Result<(Token, Arc<Seat>), getrandom::Error> {
        let token = Token::new()?;
        let seat = Arc::new(Seat::new(session, token, Arc::clone(route)));
        self.lock().by_token.insert(token, Arc::clone(&seat));
        self.wait(&seat);
        Ok((token, seat))
    }

    /// The session with a token, if there is one on that route.
    #[must_use]
    pub fn claim(&self, token: &str, route: &str) -> Option<Arc<Seat>> {
        let seats = self.lock();
        let seat = seats.by_token.get(&Token::parse(token)?)?;
        (seat.route() == route).then(|| Arc::clone(seat))
    }

    /// Lets a session wait for its browser; whoever has waited too long ends.
    pub(crate) fn wait(&self, seat: &Seat) {
        let now = Instant::now();
        seat.set_waiting(Some(now));
        self.lock().waiting.push_back((now, seat.token()));
        self.sweep(now);
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

    /// Ends the sessions that have waited too long, and the longest waiting of too many.
    pub fn sweep(&self, now: Instant) {
        let mut ended = Vec::new();
        let mut seats = self.lock();
        while let Some((since, token)) = seats.waiting.front().copied() {
            let expired = now.duration_since(since) >= Duration::from_secs(RETAINED_SECONDS);
            if !expired && seats.waiting.len() <= MAX_WAITING_SESSIONS {
                break;
            }
            seats.waiting.pop_front();
            if seats.by_token.get(&token).is_some_and(|seat| seat.waits_since(since)) {
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
                tokio::time::sleep(Duration::from_secs(RETAINED_SECONDS / 8)).await;
                registry.sweep(Instant::now());
                if registry.lock().waiting.is_empty() {
                    return registry.sweeps.store(false, Ordering::Relaxed);
                }
            }
        }));
    }

    fn lock(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
