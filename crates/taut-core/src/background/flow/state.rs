//! What a view shows of a stream.

use super::super::state::AsyncError;

/// Whether a [`Flow`](super::Flow) may have further values.
#[must_use = "what there is to show of a stream is shown by a `match` of its states"]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowState {
    /// The stream may have further values.
    Running,
    /// The stream has ended, and the view has taken all of its values.
    Ended,
    /// There will be no values until a stream is started again.
    Failed(AsyncError),
}
