//! What the processes of a cluster tell each other, as JSON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use taut_core::presence::Change;

/// A process of a cluster: a random number that it has chosen when it started.
pub(crate) type ProcessId = u64;

/// What a process tells all others. Each process numbers what it tells, so that the others notice when something is missing.
#[derive(Serialize, Deserialize)]
pub(crate) struct Notice<'a> {
    pub(crate) from: ProcessId,
    /// The number of the notice; of one that only says that the process is there, that of the last other one.
    pub(crate) number: u64,
    #[serde(borrow)]
    pub(crate) what: What<'a>,
}

/// A session, and the proof of the right to it: the token, and the owner.
#[derive(Serialize, Deserialize)]
pub(crate) struct Wanted<'a> {
    pub(crate) session: u64,
    /// The secret of the browser's token, as 32 hexadecimal digits.
    #[serde(borrow)]
    pub(crate) secret: Cow<'a, str>,
    #[serde(borrow)]
    pub(crate) route: Cow<'a, str>,
    /// The secret of the browser's cookie, as 32 hexadecimal digits.
    #[serde(borrow)]
    pub(crate) browser: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(crate) user: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What<'a> {
    /// The process is there, and has told nothing since.
    Alive,
    /// The process stops, and has told everything.
    Bye,
    /// Something was published.
    Message {
        #[serde(borrow)]
        topic: Cow<'a, str>,
        #[serde(borrow)]
        key: Cow<'a, RawValue>,
        #[serde(borrow)]
        message: Cow<'a, RawValue>,
    },
    /// What the process says of a person in a presence.
    Presence(Change),
    /// All that the process says of people in presences.
    Everyone(Vec<Change>),
    /// Asks a process for that: something of what it has told is missing.
    Who { of: ProcessId },
    /// A browser asks for a session: who has it is to save it and to let it go. All others answer, too.
    Want {
        #[serde(borrow)]
        wanted: Wanted<'a>,
        /// The number of the question.
        question: u64,
    },
    /// The answer: whether the process has let the session go.
    Have {
        /// The process that has asked.
        to: ProcessId,
        question: u64,
        released: bool,
    },
    /// A user was signed out.
    SignOut {
        #[serde(borrow)]
        user: Cow<'a, str>,
    },
}
