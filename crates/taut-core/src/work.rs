//! A running handler, which waits for something or blocks its thread.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::background::{Collector, Task, collected};

/// A running handler, which has the view in the meantime.
///
/// A blocking one runs where it is polled. To keep others from waiting there, move it away first with
/// [`Work::into_blocking`].
pub struct Work(Kind);

enum Kind {
    Later(Pin<Box<dyn Future<Output = Done>>>),
    /// Gone once it has run.
    Blocking(Option<Box<dyn FnOnce() -> Done + Send>>),
}

/// The result of such a handler, for `Session::finish`.
#[derive(Debug)]
pub struct Done {
    pub(crate) result: Box<dyn Any + Send>,
    /// The background work that it has started.
    pub(crate) tasks: Vec<Task>,
}

impl Done {
    fn of<R: Send + 'static>((result, tasks): (R, Vec<Task>)) -> Self {
        Self {
            result: Box::new(result),
            tasks,
        }
    }
}

impl Work {
    /// An `async` handler.
    pub(crate) fn later<R: Send + 'static>(work: impl Future<Output = R> + 'static) -> Self {
        Self(Kind::Later(Box::pin(async move {
            Done::of(collected(work).await)
        })))
    }

    /// A handler that blocks its thread.
    pub(crate) fn blocking<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> Self {
        Self(Kind::Blocking(Some(Box::new(move || {
            Done::of(Collector::around(run))
        }))))
    }

    /// Returns the work to run on a thread where it blocks no others.
    ///
    /// # Errors
    /// If it does not block: returns it, to be polled.
    pub fn into_blocking(self) -> Result<Box<dyn FnOnce() -> Done + Send>, Self> {
        match self.0 {
            Kind::Blocking(Some(run)) => Ok(run),
            other => Err(Self(other)),
        }
    }
}

impl Future for Work {
    type Output = Done;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Done> {
        match &mut self.0 {
            Kind::Later(work) => work.as_mut().poll(cx),
            Kind::Blocking(run) => run.take().map_or(Poll::Pending, |run| Poll::Ready(run())),
        }
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self.0, Kind::Later(_)) {
            "Work::Later"
        } else {
            "Work::Blocking"
        })
    }
}
