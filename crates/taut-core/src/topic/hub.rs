//! The channels of one type of topic, by their keys, and the sessions that are subscribed to them.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, RwLock, RwLockWriteGuard};

use smallvec::SmallVec;

use super::listeners::{Listener, Listeners};
use super::queue::MessageQueue;
use super::stamps::{self, Stamp};
use super::{Shared, Topic, read};

/// The number of subscriptions of the process.
static SUBSCRIPTIONS: AtomicUsize = AtomicUsize::new(0);

/// The hubs that sessions of this process have asked for.
static HUBS: RwLock<Vec<&'static Hub>> = RwLock::new(Vec::new());

/// The hubs that sessions of this process have asked for, which may get something from other processes.
pub(super) fn known_hubs() -> Vec<&'static Hub> {
    HUBS.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn add(hub: &'static Hub) {
    HUBS.write()
        .unwrap_or_else(PoisonError::into_inner)
        .push(hub);
}

/// The number of subscriptions of all sessions of the process.
#[must_use]
pub fn subscriptions() -> usize {
    SUBSCRIPTIONS.load(Relaxed)
}

/// The channels of one type of topic, which come with their first subscriber and go with the last.
///
/// No code of a user runs under its lock: keys are bytes here, and messages stay outside.
pub struct Hub {
    /// The topic's path in the source, by which other processes know it.
    name: &'static str,
    /// Reads a message.
    read: fn(&[u8]) -> Option<Shared>,
    channels: RwLock<BTreeSet<ByKey>>,
    /// Makes the hub known to what comes from other processes.
    known: Once,
}

/// The sessions that ask for one topic with one key.
///
/// Its mutex is held for a few instructions only: sessions are notified, and what they held is dropped, after it is released.
pub(super) struct Channel {
    hub: &'static Hub,
    /// Most keys are short.
    key: SmallVec<[u8; 16]>,
    listeners: Mutex<Listeners>,
}

/// A place in a channel, until this is dropped.
pub(crate) struct Subscription {
    channel: Arc<Channel>,
    place: u32,
    /// Its number in the session.
    pub(crate) number: u32,
}

struct ByKey(Arc<Channel>);

impl Borrow<[u8]> for ByKey {
    fn borrow(&self) -> &[u8] {
        self.0.key()
    }
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key() == other.0.key()
    }
}

impl Eq for ByKey {}

impl PartialOrd for ByKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.key().cmp(other.0.key())
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hub({})", self.name)
    }
}

impl Hub {
    /// The hub of a type of topic, without channels.
    #[must_use]
    pub const fn of<T: Topic>(name: &'static str) -> Self {
        Self {
            name,
            read: read::<T::Message>,
            channels: RwLock::new(BTreeSet::new()),
            known: Once::new(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Reads a message from JSON, unless it is none of this topic.
    pub(super) fn read(&self, json: &[u8]) -> Option<Shared> {
        (self.read)(json)
    }

    /// Notes that something is about to be published.
    pub(super) fn note(&self, key: &[u8]) {
        stamps::note(stamps::place(self.name, key));
    }

    /// When something was last published under a key, or a little later.
    pub(crate) fn last(&self, key: &[u8]) -> Stamp {
        stamps::last(stamps::place(self.name, key))
    }

    /// All channels.
    pub(super) fn channels(&self) -> Vec<Arc<Channel>> {
        let channels = self.channels.read().unwrap_or_else(PoisonError::into_inner);
        channels.iter().map(|found| Arc::clone(&found.0)).collect()
    }

    /// The channel of a key, if a session asks for it.
    pub(super) fn find(&self, key: &[u8]) -> Option<Arc<Channel>> {
        let channels = self.channels.read().unwrap_or_else(PoisonError::into_inner);
        channels.get(key).map(|found| Arc::clone(&found.0))
    }

    /// Subscribes the session with a queue to a key.
    pub(crate) fn subscribe(
        &'static self,
        key: &[u8],
        queue: &Arc<MessageQueue>,
        number: u32,
    ) -> Subscription {
        {
            let channels = self.channels.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(found) = channels.get(key) {
                return Channel::join(&found.0, queue, number);
            }
        }
        self.known.call_once(|| add(self));
        let mut channels = self.write();
        if let Some(found) = channels.get(key) {
            return Channel::join(&found.0, queue, number);
        }
        let channel = Arc::new(Channel::new(self, key));
        channels.insert(ByKey(Arc::clone(&channel)));
        Channel::join(&channel, queue, number)
    }

    /// Drops a channel if no session asks for it.
    pub(super) fn drop_unused(&self, channel: &Channel) {
        let mut channels = self.write();
        if channel.is_unused()
            && let Some(there) = channels.get(channel.key())
            && std::ptr::eq(&*there.0, channel)
        {
            channels.remove(channel.key());
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, BTreeSet<ByKey>> {
        self.channels
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Channel {
    pub(super) fn new(hub: &'static Hub, key: &[u8]) -> Self {
        Self {
            hub,
            key: key.into(),
            listeners: Mutex::default(),
        }
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    pub(super) fn is_unused(&self) -> bool {
        self.lock().count == 0
    }

    /// Adds the session with a queue.
    pub(super) fn join(
        channel: &Arc<Self>,
        queue: &Arc<MessageQueue>,
        number: u32,
    ) -> Subscription {
        let listener = Listener {
            queue: Arc::clone(queue),
            number,
        };
        let place = channel.lock().add(listener);
        SUBSCRIPTIONS.fetch_add(1, Relaxed);
        Subscription {
            channel: Arc::clone(channel),
            place,
            number,
        }
    }

    /// Puts a message into the queue of each session.
    pub(super) fn send(&self, message: &Shared) {
        self.each(|listener| listener.queue.put(listener.number, message));
    }

    /// Tells each session that it has missed messages.
    pub(super) fn miss(&self) {
        self.each(|listener| listener.queue.miss());
    }

    fn each(&self, mut act: impl FnMut(&Listener)) {
        let mut from = 0;
        loop {
            let (some, next) = self.lock().some(from);
            if some.is_empty() {
                return;
            }
            some.iter().for_each(&mut act);
            from = next;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription {
    /// Whether it is of a key of a hub.
    pub(crate) fn is_of(&self, hub: &Hub, key: &[u8]) -> bool {
        std::ptr::eq(self.channel.hub, hub) && self.channel.key() == key
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        // It is dropped last: it may hold messages, which may panic.
        let _removed = self.channel.lock().remove(self.place);
        SUBSCRIPTIONS.fetch_sub(1, Relaxed);
        if self.channel.is_unused() {
            self.channel.hub.drop_unused(&self.channel);
        }
    }
}
