//! Several processes that serve the same pages, with an engine between them: what is published in one reaches the sessions of all.
//!
//! Every process gets everything that the others tell. Each numbers what it tells, and says at least every [`BEAT`] how far it
//! has come. So the others notice that something is missing, whatever the reason, and tell their sessions.

mod connection;
mod notice;
mod outbox;
mod peers;
mod questions;
mod sign_outs;
mod transfers;

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use taut_core::presence::{self, Change};
use taut_core::relay;

use self::notice::{Notice, ProcessId, What};
use self::outbox::Outbox;
use self::peers::{Order, Peers, SILENCE};
use self::questions::Questions;
use self::sign_outs::SignOuts;
use crate::others::Others;
use crate::owner::Owner;
use crate::rate::SharedBucket;
use crate::registry::Registry;
use crate::token::Token;

/// How often each process says that it is there.
pub(crate) const BEAT: Duration = Duration::from_secs(1);

/// How long a process that stops waits until the engine knows.
const GOODBYE: Duration = Duration::from_millis(500);

/// This process as a part of a cluster.
pub(crate) struct Cluster {
    own: ProcessId,
    registry: Arc<Registry>,
    outbox: Outbox,
    sign_outs: SignOuts,
    peers: Mutex<Peers>,
    /// What this process asks the others.
    questions: Questions,
    /// How often it may still ask for sessions.
    asking: SharedBucket,
    /// Since when it hears the others.
    connected_since: Mutex<Option<Instant>>,
    /// When it was last known to hear all.
    heard: Mutex<Option<Instant>>,
    /// When it has last looked whether the others are there.
    last_beat: Mutex<Option<Instant>>,
    /// Whether another process asks for the people of this one.
    is_asked: AtomicBool,
}

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cluster")
    }
}

impl Cluster {
    fn new(own: ProcessId, registry: Arc<Registry>) -> Self {
        Self {
            own,
            registry,
            outbox: Outbox::new(own),
            sign_outs: SignOuts::default(),
            peers: Mutex::default(),
            questions: Questions::default(),
            asking: SharedBucket::new(),
            connected_since: Mutex::default(),
            heard: Mutex::default(),
            last_beat: Mutex::default(),
            is_asked: AtomicBool::new(false),
        }
    }

    /// Signs a user out whom another process has signed out.
    fn signed_out_elsewhere(&self, user: String) {
        let registry = Arc::clone(&self.registry);
        // It waits for handlers that are at work.
        tokio::task::spawn_blocking(move || registry.sign_out_here(&user));
    }

    /// Takes a notice; returns whether it is one of this process, which has come back.
    fn receive(self: &Arc<Self>, text: &str, now: Instant) -> bool {
        let Ok(Notice { from, number, what }) = serde_json::from_str(text) else {
            // Of another version: its number is missing, which the next notice shows.
            log::warn!("a process of the cluster has sent what this one does not understand");
            return false;
        };
        if from == self.own {
            *lock(&self.heard) = Some(now);
            return true;
        }
        let counts = !matches!(what, What::Alive | What::Bye);
        let (order, is_new) = {
            let mut peers = self.peers();
            let is_new = !peers.has(from);
            (peers.receive(from, number, counts, now), is_new)
        };
        if is_new {
            self.outbox.put(What::Alive);
        }
        match order {
            Order::Known if counts => return false,
            Order::AfterGap => {
                relay::miss_all();
                self.peers().miss_people_of(from);
                self.outbox.put(What::Who { of: from });
            }
            Order::Known | Order::Next => {}
        }
        match what {
            What::Alive => {}
            What::Bye => {
                self.peers().forget(from);
                self.gone(from);
            }
            What::Presence(change) => presence::apply(people_of(from), change),
            What::Everyone(all) => {
                self.peers().know_people_of(from);
                presence::replace(people_of(from), all);
            }
            // Several may ask: one answer is for all.
            What::Who { of } if of == self.own => self.is_asked.store(true, Relaxed),
            What::Who { .. } => {}
            What::Want { wanted, question } => self.let_go(&wanted, (from, question)),
            What::Have {
                to,
                question,
                released,
            } if to == self.own => self.questions.answered(question, from, released),
            What::Have { .. } => {}
            What::Message {
                topic,
                key,
                message,
            } => relay::receive(&topic, key.get().as_bytes(), message.get().as_bytes()),
            What::SignOut { user } => self.signed_out_elsewhere(user.into_owned()),
        }
        false
    }

    /// The engine is there again, and what was told meanwhile is missing.
    fn connected(&self, now: Instant) {
        self.peers().listen_again(now);
        *lock(&self.connected_since) = Some(now);
        self.outbox.set_open(true);
        relay::miss_all();
        // It may have lost its data, and the other processes do not know the people of this one.
        self.registry.save_always_saved();
        self.is_asked.store(true, Relaxed);
    }

    fn disconnected(&self) {
        *lock(&self.connected_since) = None;
        self.outbox.set_open(false);
    }

    /// Forgets a process that is gone.
    fn gone(&self, process: ProcessId) {
        self.questions.gone(process);
        presence::drop_process(people_of(process));
    }

    /// Says that this process is there, and looks whether the others are.
    fn beat(&self, now: Instant) {
        self.outbox.put(What::Alive);
        if self.is_asked.swap(false, Relaxed) {
            presence::tell_all();
        }
        let last = lock(&self.last_beat).replace(now);
        if last.is_none_or(|last| now.duration_since(last) > SILENCE / 2) {
            // This process was asleep: that tells nothing of the others.
            return self.peers().listen_again(now);
        }
        for of in self.peers().without_people() {
            self.outbox.put(What::Who { of });
        }
        let silent = self.peers().take_silent(now);
        silent.iter().for_each(|process| self.gone(*process));
        if !silent.is_empty() {
            // What it had published when it died may not have come out.
            relay::miss_all();
        }
    }

    /// When it was last known to hear all.
    fn last_heard(&self) -> Option<Instant> {
        *lock(&self.heard)
    }

    fn peers(&self) -> MutexGuard<'_, Peers> {
        lock(&self.peers)
    }
}

impl Others for Cluster {
    fn is_connected(&self) -> bool {
        self.outbox.is_open()
    }

    fn sign_out(&self, user: &str) {
        self.sign_outs.add(user);
        self.outbox.filled.notify_one();
    }

    fn own(&self) -> ProcessId {
        self.own
    }

    fn is_gone(&self, process: ProcessId, now: Instant) -> bool {
        let since = *lock(&self.connected_since);
        since.is_some_and(|since| now.duration_since(since) > SILENCE) && !self.peers().has(process)
    }

    fn say_goodbye(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            let sent = self.outbox.sent.notified();
            self.outbox.put(What::Bye);
            // Without an engine, the others will miss it.
            let _ = tokio::time::timeout(GOODBYE, sent).await;
        })
    }

    fn want<'a>(
        &'a self,
        token: Token,
        owner: &'a Owner,
    ) -> Pin<Box<dyn Future<Output = Option<bool>> + Send + 'a>> {
        Box::pin(self.ask_for(token, owner))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What topics pass to other processes.
struct Publications(Arc<Cluster>);

/// A process as the store of presences knows it.
fn people_of(process: ProcessId) -> presence::ProcessId {
    presence::ProcessId(process)
}

impl relay::Relay for Publications {
    fn presence(&self, change: &Change) {
        self.0.outbox.put(What::Presence(change.clone()));
    }

    fn everyone(&self, all: Vec<Change>) {
        self.0.outbox.put(What::Everyone(all));
    }

    fn send(&self, topic: &str, key: &[u8], message: &[u8]) {
        let raw = |json: &[u8]| serde_json::from_slice::<Box<RawValue>>(json);
        let (Ok(key), Ok(message)) = (raw(key), raw(message)) else {
            return;
        };
        self.0.outbox.put(What::Message {
            topic: Cow::Borrowed(topic),
            key: Cow::Owned(key),
            message: Cow::Owned(message),
        });
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]
mod tests;
