//! Errors in a browser's frame, which end its connection.

use std::fmt;

/// The reason why a frame ends the connection.
#[derive(Debug)]
pub enum ProtocolError {
    /// It is not an event.
    Malformed(serde_json::Error),
    /// Its number does not follow the last one, so an event is missing.
    Gap {
        /// The expected number.
        expected: u32,
        /// The number that arrived.
        found: u32,
    },
    /// An event arrived while a handler was running; the driver of the session must hold it back.
    Busy,
}

impl fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProtocolError::Malformed(error) => write!(f, "not an event: {error}"),
            ProtocolError::Gap { expected, found } => {
                write!(f, "expected event {expected}, found {found}")
            }
            ProtocolError::Busy => f.write_str("an event came while another was being handled"),
        }
    }
}

impl std::error::Error for ProtocolError {}
