//! Why a frame of a browser ends its connection.

use std::fmt;

/// Why a frame ends the connection.
#[derive(Debug)]
pub enum ProtocolError {
    /// It is not an event.
    Malformed(serde_json::Error),
    /// Its number does not follow the last one: an event was lost.
    Gap {
        /// The number that had to come.
        expected: u32,
        /// The number that came.
        found: u32,
    },
    /// An event came while a handler was at work; the driver of the session must keep it back.
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
