//! Topics: what is published under a name reaches each session whose view asks for it.
//!
//! A [`Hub`] has the channels of one type of topic, one for each key that a session asks for. A channel passes each message to
//! the queues of its sessions, and never waits for a session. A session takes from its queue when its connection is ready.

mod hub;
mod listeners;
pub mod presence;
mod queue;
pub mod relay;
mod stamps;
mod told;

use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::panics::guarded;

pub(crate) use hub::Subscription;
pub use hub::{Hub, subscriptions};
pub use queue::{MessageQueue, Subscriber};
pub(crate) use queue::{Queued, Taken};
pub use stamps::Stamp;

/// A message of any topic, which all who receive it share.
pub type Shared = Arc<dyn Any + Send + Sync>;

thread_local! {
    /// The buffer that keys are written to; it keeps its memory.
    static KEY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Gives an empty buffer for keys.
pub(crate) fn with_key<R>(work: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut key = KEY.take();
    key.clear();
    let result = work(&mut key);
    KEY.set(key);
    result
}

/// A topic: a name with a key, under which messages are published.
///
/// The macro `topic!` declares one; see the guide about topics.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a topic",
    label = "expected a topic, such as `Room(self.id)`",
    note = "a topic is declared with its key and its message: `topic!(Room(id: u32) -> Said);`"
)]
pub trait Topic: Sized + 'static {
    /// What is published.
    type Message: Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The channels of this type of topic.
    #[doc(hidden)]
    fn __hub() -> &'static Hub;

    /// Writes the key; nothing if there is no topic.
    #[doc(hidden)]
    fn __write_key(&self, out: &mut Vec<u8>) -> bool;
}

/// A topic that a view asks for only at times: `#[on(self.room.map(Room))]`.
impl<T: Topic> Topic for Option<T> {
    type Message = T::Message;

    fn __hub() -> &'static Hub {
        T::__hub()
    }

    fn __write_key(&self, out: &mut Vec<u8>) -> bool {
        self.as_ref().is_some_and(|topic| topic.__write_key(out))
    }
}

/// Publishes a message: it is encoded and decoded once, so that all subscribers share what another process would get.
///
/// # Panics
/// If a session or another process may ask for the topic, and the message can't be written as JSON and read again.
#[track_caller]
pub fn publish<T: Topic>(topic: &T, message: &T::Message) {
    let hub = T::__hub();
    with_key(|key| {
        if !topic.__write_key(key) {
            return;
        }
        hub.note(key);
        let (channel, relay) = (hub.find(key), relay::relay());
        if channel.is_none() && relay.is_none() {
            return;
        }
        let json = serde_json::to_vec(message).unwrap_or_else(|error| fails::<T>(&error));
        if let Some(channel) = channel {
            let copy = serde_json::from_slice::<T::Message>(&json);
            channel.send(&(Arc::new(copy.unwrap_or_else(|error| fails::<T>(&error))) as Shared));
        }
        if let Some(relay) = relay {
            relay.send(hub.name(), key, &json);
        }
    });
}

#[track_caller]
fn fails<T: Topic>(error: &serde_json::Error) -> ! {
    panic!(
        "a message of the type `{}` can't be written as JSON and read again: {error}",
        std::any::type_name::<T::Message>()
    )
}

/// Reads a message from JSON.
fn read<M: DeserializeOwned + Send + Sync + 'static>(json: &[u8]) -> Option<Shared> {
    // The code of the application may panic, which is none of the engine's business.
    let message = guarded(|| serde_json::from_slice::<M>(json));
    Some(Arc::new(message.ok()?.ok()?))
}

/// Writes a key as JSON.
///
/// # Panics
/// If it can't be written as JSON.
#[track_caller]
pub fn write_key(out: &mut Vec<u8>, key: &impl Serialize) -> bool {
    if let Err(error) = serde_json::to_writer(out, key) {
        panic!("the key of a topic can't be written as JSON: {error}");
    }
    true
}

/// The message of a handler, if it is of its type.
#[must_use]
pub fn message_of<M: Send + Sync + 'static>(message: &Shared) -> Option<Arc<M>> {
    Arc::clone(message).downcast().ok()
}
