//! What processes tell each other of who is present.

use serde::{Deserialize, Serialize};

/// A process, by a number that no other one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProcessId(pub u64);

/// What one process says of one person in one presence, for the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The topic's path in the source.
    pub topic: String,
    /// Its key as JSON.
    pub key: String,
    /// Who: the same in all processes.
    pub person: String,
    /// Their description as JSON; nothing if no session of the process makes them present any more.
    pub description: Option<String>,
    /// The order of descriptions: that with the highest number counts.
    pub order: u64,
}
