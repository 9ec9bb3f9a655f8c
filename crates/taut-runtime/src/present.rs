//! The presences of a session, and until when it is in them.

use std::time::Instant;

use taut_core::Presences;

/// The presences of a session that is present.
#[derive(Default)]
pub(crate) struct Present {
    pub(crate) presences: Presences,
    /// The end of the grace, if there is no connection.
    pub(crate) until: Option<Instant>,
}
