//! What a view shows of a value that is being computed.

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{Digest, Text, Value};

/// What there is to show of an [`Async`](super::Async).
#[must_use = "a value that is being computed is shown by a `match` of its states"]
#[derive(Debug)]
pub enum AsyncState<'a, T, P = ()> {
    /// A task is computing the value; with the progress that it has reported last.
    Loading(P),
    /// The value is there.
    Ok(&'a T),
    /// There will be no value until the work is started again.
    Failed(&'a AsyncError),
}

/// Why there is no value. As a text, it can be shown to users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AsyncError {
    /// Nothing was started.
    NotStarted,
    /// The task was running when its session was saved, or when the server stopped; it does not run any more.
    Interrupted,
    /// The work has panicked. The message is in the log.
    Panicked,
    /// The session has too many tasks: `Limits::max_tasks`.
    TooMany,
    /// The work has returned this error.
    Failed(String),
}

impl AsyncError {
    fn text(&self) -> &str {
        match self {
            Self::NotStarted => "this was not loaded",
            Self::Interrupted => "this was interrupted",
            Self::Panicked => "internal error",
            Self::TooMany => "too much is being loaded at once",
            Self::Failed(error) => error,
        }
    }
}

impl fmt::Display for AsyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl Text for AsyncError {
    type Memo = Digest;

    fn changed(&self, memo: &mut Digest) -> bool {
        self.text().changed(memo)
    }

    fn value(&self) -> Value<'_> {
        Value::Str(self.text())
    }
}

impl Error for AsyncError {}
