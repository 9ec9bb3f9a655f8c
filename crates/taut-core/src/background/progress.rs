//! Where a task reports how far it is.

use std::fmt;
use std::sync::Weak;

/// Where a task reports its progress; see [`Async::start_with`](super::Async::start_with).
pub struct Progress<P>(pub(super) Weak<dyn ReportProgress<P>>);

/// What takes the progress of a task, whatever its value is.
pub(super) trait ReportProgress<P>: Send + Sync {
    fn report(&self, progress: P);
}

impl<P> Progress<P> {
    /// Sets the progress that the view sees. Of several that come faster than the page can be shown, it sees the last one.
    pub fn set(&self, progress: P) {
        if let Some(job) = self.0.upgrade() {
            job.report(progress);
        }
    }
}

impl<P> Clone for Progress<P> {
    fn clone(&self) -> Self {
        Self(Weak::clone(&self.0))
    }
}

impl<P> fmt::Debug for Progress<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}
