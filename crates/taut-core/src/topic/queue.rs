//! The messages that a session has not taken yet.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::Shared;
use crate::limits::MAX_UNREAD_MESSAGES;
use crate::panics::guarded;

/// What is notified when a queue gets its first message.
pub trait Subscriber: Send + Sync {
    /// Notes that the session has messages. It must not wait for the session.
    fn notify(&self);
}

/// The messages that a session has not taken yet. There are at most as many as its limit; if there are more, all are dropped, and
/// the session learns that it has missed some.
pub struct MessageQueue(Mutex<State>);

struct State {
    queued: Vec<Queued>,
    /// How many messages they are: one that several handlers receive counts once.
    messages: u32,
    limit: u32,
    has_missed: bool,
    /// Whether the subscriber was notified since the messages were last taken.
    is_notified: bool,
    subscriber: Option<Weak<dyn Subscriber>>,
}

/// A message for a subscription.
pub(crate) struct Queued {
    pub(crate) subscription: u32,
    pub(crate) message: Shared,
}

/// What was in a queue.
#[derive(Default)]
pub(crate) struct Taken {
    /// Whether there were more messages.
    pub(crate) has_missed: bool,
    pub(crate) queued: Vec<Queued>,
}

impl Default for MessageQueue {
    fn default() -> Self {
        Self(Mutex::new(State {
            queued: Vec::new(),
            messages: 0,
            limit: u32::try_from(MAX_UNREAD_MESSAGES).unwrap_or(u32::MAX),
            has_missed: false,
            is_notified: false,
            subscriber: None,
        }))
    }
}

impl fmt::Debug for MessageQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageQueue")
    }
}

impl MessageQueue {
    /// Sets who is notified, and how many messages there may be, unless that was done.
    pub fn belongs_to<S: Subscriber + 'static>(&self, subscriber: &Arc<S>, limit: usize) {
        let mut state = self.lock();
        if state.subscriber.is_none() {
            let subscriber: Weak<S> = Arc::downgrade(subscriber);
            state.subscriber = Some(subscriber);
            state.limit = u32::try_from(limit).unwrap_or(u32::MAX);
        }
    }

    /// Whether there is something to take.
    #[must_use]
    pub fn has_messages(&self) -> bool {
        let state = self.lock();
        state.has_missed || !state.queued.is_empty()
    }

    /// Adds a message. Of what does not fit, none is kept, because what comes after a gap may not make sense.
    pub(super) fn put(&self, subscription: u32, message: &Shared) {
        let mut dropped = Vec::new();
        let mut state = self.lock();
        let last = state.queued.last();
        if last.is_none_or(|last| !Arc::ptr_eq(&last.message, message)) {
            if state.messages >= state.limit {
                dropped = state.miss();
            }
            state.messages += 1;
        }
        state.queued.push(Queued {
            subscription,
            message: Arc::clone(message),
        });
        Self::notify(state);
        drop_guarded(dropped);
    }

    /// Notes that messages were missed. None is kept of those that are there, as in [`MessageQueue::put`].
    pub(super) fn miss(&self) {
        let mut state = self.lock();
        let dropped = state.miss();
        Self::notify(state);
        drop_guarded(dropped);
    }

    /// Notifies the subscriber, if it does not know yet that there is something to take.
    fn notify(mut state: MutexGuard<'_, State>) {
        let is_first = !std::mem::replace(&mut state.is_notified, true);
        let subscriber = is_first.then(|| state.subscriber.clone()).flatten();
        drop(state);
        if let Some(subscriber) = subscriber.and_then(|subscriber| subscriber.upgrade()) {
            subscriber.notify();
        }
    }

    /// Takes all.
    pub(crate) fn take(&self) -> Taken {
        let mut state = self.lock();
        state.is_notified = false;
        state.messages = 0;
        Taken {
            has_missed: std::mem::take(&mut state.has_missed),
            queued: std::mem::take(&mut state.queued),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Notes that messages were missed, and gives those that are not kept, which are dropped outside of the lock.
    fn miss(&mut self) -> Vec<Queued> {
        self.messages = 0;
        self.has_missed = true;
        std::mem::take(&mut self.queued)
    }
}

/// Drops messages: one that panics when it is dropped is none of the publisher's business.
fn drop_guarded(messages: Vec<Queued>) {
    for message in messages {
        drop(guarded(|| drop(message)));
    }
}
