//! What others than its poller do with a task, whatever its value is.

use std::sync::Weak;
use std::task::Waker;
use std::time::Duration;

use super::state::AsyncError;
use crate::topic::Subscriber;

/// A task, for those who don't poll it.
pub trait TaskControl: Send + Sync {
    /// Whether it has not ended.
    fn is_running(&self) -> bool;

    /// How long HTML may wait for it, if it does.
    fn wait(&self) -> Option<Duration>;

    /// Lets HTML wait for it.
    fn wait_for(&self, time: Duration);

    /// Lets a session show what it reports.
    fn belong_to(&self, session: Weak<dyn Subscriber>);

    /// Notes what wakes it when it ends early, and returns whether it has not.
    fn begin_to_poll(&self, waker: &Waker) -> bool;

    /// Ends it without a value.
    fn fail(&self, error: AsyncError);

    /// Whether the view has not taken all that is there for its handlers, which only a flow has.
    fn has_values(&self) -> bool {
        false
    }

    /// Wakes the one who polls it.
    fn wake(&self) {}
}
