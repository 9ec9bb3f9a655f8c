//! A task as the runtime has it: a future, and what it must know of it.

use std::fmt::{self, Display};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::control::TaskControl;
use super::job::Job;
use super::state::AsyncError;
use crate::at_work::{self, Name};
use crate::panics::guarded;

/// Background work of a view. It ends when the work does, or when the view does not want it any more: then it is not polled again.
///
/// Its output is the message of a panic. If it is dropped before it has ended, the view learns that it was interrupted.
#[must_use = "a task does nothing unless it is polled"]
pub struct Task {
    /// The work; gone when it has ended.
    work: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    control: Arc<dyn TaskControl>,
    name: Name,
}

impl Task {
    pub(super) fn new<T, P, E, F>(job: Arc<Job<T, P>>, work: F) -> Self
    where
        T: Send + 'static,
        P: Send + Sync + 'static,
        E: Display,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let (own, mut work) = (Arc::clone(&job), Box::pin(work));
        // The work is dropped by `drop_work` alone: a panic of its end costs no result, and cannot meet another one.
        let work = poll_fn(move |cx| {
            let result = work.as_mut().poll(cx);
            result.map(|result| {
                own.end(result.map_err(|error| AsyncError::Failed(error.to_string())));
            })
        });
        Self::of::<F>(job, work)
    }

    /// A task that is named after what the view has started.
    pub(super) fn of<Started: 'static>(
        control: Arc<dyn TaskControl>,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        Self {
            work: Some(Box::pin(work)),
            control,
            name: Name::of::<Started>(),
        }
    }

    /// The task, for those who don't poll it.
    #[must_use]
    pub fn control(&self) -> Arc<dyn TaskControl> {
        Arc::clone(&self.control)
    }

    /// Ends the task before its work has ended. Returns the message of a panic of the work that is dropped.
    #[must_use]
    pub fn end(mut self) -> Option<String> {
        self.drop_work()
    }

    /// Drops the work, which may panic.
    fn drop_work(&mut self) -> Option<String> {
        let work = self.work.take();
        self.panicked(guarded(|| drop(work)).err()?.panic()?)
    }

    fn panicked(&self, panic: &str) -> Option<String> {
        Some(format!("{} panicked: {panic}", self.name.name))
    }
}

impl Future for Task {
    type Output = Option<String>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<String>> {
        let _turn = at_work::begin_task(self.name);
        let is_running = self.control.begin_to_poll(cx.waker());
        let Some(work) = self.work.as_mut().filter(|_| is_running) else {
            return Poll::Ready(self.drop_work());
        };
        match guarded(|| work.as_mut().poll(cx)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(())) => Poll::Ready(self.drop_work()),
            Err(reject) => {
                self.control.fail(AsyncError::Panicked);
                let dropped = self.drop_work();
                Poll::Ready(
                    self.panicked(reject.panic().unwrap_or_default())
                        .or(dropped),
                )
            }
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        drop(self.drop_work());
        self.control.fail(AsyncError::Interrupted);
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Task").field(&self.name.name).finish()
    }
}
