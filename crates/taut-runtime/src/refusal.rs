//! The reasons why a browser is refused.

use std::fmt;
use std::time::Duration;

use taut_core::{ProtocolError, Reject};

/// The reason why a browser is refused: its connection ends, or its post is answered with an error.
#[derive(Debug)]
pub enum Refusal {
    /// The first frame was no join.
    Join(String),
    /// A frame was no event, or an event was lost before it.
    Protocol(ProtocolError),
    /// There is no view for the page.
    Mount(Reject),
    /// The view panicked while its page was rendered.
    Broken,
    /// Another connection has taken the session, or it has ended.
    Taken,
    /// There is no session for the token of a post, or for its page.
    Gone,
    /// The stream of the page has as many posted events as it may; the browser posts them again later.
    Full,
    /// The server is about to stop; the browser should come back after a while.
    Draining(Duration),
    /// The store has not saved what the browser would be told of; the browser asks again later.
    Unsaved,
    /// The operating system gave no random bits for a token.
    Token,
}

impl Refusal {
    /// Names the reason, without anything that a browser has sent.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Refusal::Join(_) => "its first frame is no join",
            Refusal::Protocol(ProtocolError::Malformed(_)) => "a frame is no event",
            Refusal::Protocol(ProtocolError::Gap { .. }) => "an event was lost",
            Refusal::Protocol(ProtocolError::Busy) => "a handler is at work",
            Refusal::Mount(_) => "there is no view for it",
            Refusal::Broken => "the page cannot be rendered",
            Refusal::Draining(_) => "the server stops",
            Refusal::Taken => "another connection has its session",
            Refusal::Gone => "its session is gone",
            Refusal::Full => "too many of its events wait",
            Refusal::Unsaved => "its session is not saved",
            Refusal::Token => "there are no random bits for a token",
        }
    }

    /// The redirect that sends the browser elsewhere, if that is the reason.
    #[must_use]
    pub fn redirect(&self) -> Option<&Reject> {
        match self {
            Refusal::Mount(reject) => Some(reject).filter(|reject| reject.location().is_some()),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Join(error) => write!(f, "not a join: {error}"),
            Refusal::Protocol(error) => error.fmt(f),
            Refusal::Mount(reject) => reject.fmt(f),
            Refusal::Broken => f.write_str("internal error"),
            Refusal::Taken => {
                f.write_str("another connection has taken over this session, or it has ended")
            }
            Refusal::Gone => f.write_str("the session is gone"),
            Refusal::Full => f.write_str("too many events wait"),
            Refusal::Draining(wait) => write!(f, "the server stops; come back in {wait:?}"),
            Refusal::Unsaved => f.write_str("the change is not saved yet"),
            Refusal::Token => f.write_str("no random bits for a token"),
        }
    }
}
