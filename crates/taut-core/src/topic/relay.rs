//! Topics in several processes: what is published here goes to the others, and what they publish comes in here.
//!
//! All processes get all messages, and pass on those that their sessions ask for. So asking for a topic involves no other process,
//! and a session that begins to load misses nothing between then and its subscription that it isn't told of.

use std::fmt;
use std::sync::OnceLock;

use super::hub::known_hubs;
use super::stamps;
use super::told::Change;

/// Takes what this process publishes to the others.
pub trait Relay: Send + Sync + 'static {
    /// Sends a message of a topic with a key, both as JSON. It must not wait for other processes.
    fn send(&self, topic: &str, key: &[u8], message: &[u8]);

    /// Sends what this process says of a person, which the others give to [`apply`](crate::presence::apply), in the same order. It must
    /// not wait for other processes.
    fn presence(&self, change: &Change);

    /// Sends all that this process says of people, which the others give to [`replace`](crate::presence::replace), in order with its
    /// changes. It must not wait for other processes.
    fn everyone(&self, all: Vec<Change>);
}

static RELAY: OnceLock<Box<dyn Relay>> = OnceLock::new();

/// A process has one relay, which it keeps until it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasRelay;

impl fmt::Display for HasRelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the process is part of a cluster already")
    }
}

impl std::error::Error for HasRelay {}

/// Sets the relay of this process.
///
/// # Errors
/// If it has one.
pub fn set(relay: impl Relay) -> Result<(), HasRelay> {
    RELAY.set(Box::new(relay)).map_err(|_| HasRelay)
}

/// The relay of this process, if it is part of a cluster.
pub(super) fn relay() -> Option<&'static dyn Relay> {
    RELAY.get().map(|relay| &**relay)
}

/// Passes on what another process has published. Sessions that can't read it are told that they have missed it: the other process
/// may run another version of the application.
pub fn receive(topic: &str, key: &[u8], message: &[u8]) {
    stamps::note(stamps::place(topic, key));
    for hub in known_hubs() {
        if hub.name() != topic {
            continue;
        }
        let Some(channel) = hub.find(key) else {
            continue;
        };
        match hub.read(message) {
            Some(message) => channel.send(&message),
            None => channel.miss(),
        }
    }
}

/// Tells all sessions that they have missed messages of other processes, of whatever topic.
pub fn miss_all() {
    stamps::note_all();
    for hub in known_hubs() {
        hub.channels().iter().for_each(|channel| channel.miss());
    }
}
