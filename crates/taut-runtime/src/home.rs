//! The registry that a session slot is in, as far as it needs it: slots know nothing else of it.

use std::sync::Arc;
use std::time::Instant;

use taut_core::limits::Limits;

/// The registry that a session slot is in, as far as it needs it.
pub(crate) trait Home: Send + Sync {
    /// Counts a session among those that wait for a browser. Its slot may be locked.
    fn waits(&self, id: u64, until: Instant, bytes: usize);

    /// Counts a session no more among those that wait. Its slot may be locked.
    fn waits_no_more(&self, id: u64, until: Instant);

    /// Has a session leave its presences then. Its slot may be locked.
    fn leaves(&self, id: u64, until: Instant);

    /// Takes that back. Its slot may be locked.
    fn leaves_no_more(&self, id: u64, until: Instant);

    /// Ends sessions if too many wait, now that another one does.
    fn make_room_for_another(self: Arc<Self>, limits: &Limits);

    /// Has a session saved that may have changed, at once if its browser waits for it.
    fn save(&self, id: u64, is_awaited: bool);
}
