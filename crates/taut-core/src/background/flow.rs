//! The values of a stream, which a handler of the view receives one after the other.

mod job;
mod save;
mod state;

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;

use self::job::FlowJob;
use super::state::AsyncError;
use super::{collect, pending};
use crate::source::{FlowValues, Receivable, Source};

pub use self::state::FlowState;

/// The values of a stream, as a field of a view or a component: each is passed to the handler that names the field.
///
/// ```
/// use futures_core::Stream;
/// use taut_core::{Flow, FlowState};
///
/// #[derive(Default)]
/// struct Page { readings: Flow<u32>, sum: u32 }
///
/// // In an impl with `#[live_view]`:
/// impl Page {
///     fn measure(&mut self, sensor: impl Stream<Item = u32> + Send + 'static) {
///         self.readings.start(sensor);
///     }
///
///     // #[on(self.readings)]
///     fn read(&mut self, reading: &u32) {
///         self.sum += reading;
///     }
///
///     fn text(&self) -> String {
///         match self.readings.state() {
///             FlowState::Running => format!("{} …", self.sum),
///             FlowState::Ended => format!("{}", self.sum),
///             FlowState::Failed(error) => error.to_string(),
///         }
///     }
/// }
/// # assert_eq!(Page::default().text(), "this was not loaded");
/// ```
///
/// Values are neither lost nor doubled, and come in the order of the stream. Those that are there together cost one patch. At most
/// [`MAX_VALUES_AHEAD`](crate::limits::MAX_VALUES_AHEAD) are ahead of the view: then the stream is not polled until the view has taken them.
///
/// When it is dropped, stopped or started again, its stream is not polled again, and values that the view has not taken are dropped.
pub struct Flow<T> {
    /// The stream, also when it has ended.
    job: Option<Arc<FlowJob<T>>>,
    /// Without a job: whether a stream has ended, or why there is none.
    end: Result<(), AsyncError>,
}

impl<T> Flow<T> {
    fn ended(end: Result<(), AsyncError>) -> Self {
        Self { job: None, end }
    }

    /// Whether there may be further values. A stream has not ended for the view until it has taken all of its values.
    pub fn state(&self) -> FlowState {
        match self.end() {
            None => FlowState::Running,
            Some(Ok(())) => FlowState::Ended,
            Some(Err(error)) => FlowState::Failed(error),
        }
    }

    /// Whether the stream may have further values.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.end().is_none()
    }

    /// Whether nothing is running because nothing was started, or because it was running when its session was saved.
    ///
    /// ```
    /// # use taut_core::Flow;
    /// assert!(Flow::<u32>::default().needs_start());
    /// ```
    #[must_use]
    pub fn needs_start(&self) -> bool {
        matches!(
            self.end(),
            Some(Err(AsyncError::NotStarted | AsyncError::Interrupted))
        )
    }

    /// Ends the stream, if one is running; values that the view has not taken are dropped.
    pub fn stop(&mut self) {
        drop(std::mem::take(self));
    }

    fn end(&self) -> Option<Result<(), AsyncError>> {
        match &self.job {
            Some(job) => {
                let end = job.end_of_all();
                if end.is_none() {
                    pending::note_read();
                }
                end
            }
            None => Some(self.end.clone()),
        }
    }
}

impl<T: Send + Sync + 'static> Flow<T> {
    /// Starts a stream, and ends what was started before: none of its values comes after this.
    ///
    /// The stream is first polled when the method of the view that starts it has returned. It is polled by the worker of the session: what
    /// blocks its thread belongs into a thread of its own, whose values come over a channel.
    ///
    /// # Panics
    /// If it is called when no code of a live view is running, as [`Async::start`](super::Async::start).
    #[track_caller]
    pub fn start<S: Stream<Item = T> + Send + 'static>(&mut self, stream: S) {
        let job = Arc::new(FlowJob::default());
        collect::begin(FlowJob::task(&job, stream), "Flow::start");
        let before = std::mem::replace(
            self,
            Self {
                job: Some(job),
                end: Ok(()),
            },
        );
        // It may panic, so the new stream comes first.
        drop(before);
    }

    /// What the handlers of the view take; nothing if no stream was started.
    pub(crate) fn values(&self) -> Option<Arc<dyn FlowValues>> {
        let job = Arc::clone(self.job.as_ref()?);
        Some(job)
    }
}

impl<T> Default for Flow<T> {
    /// A flow that was not started.
    fn default() -> Self {
        Self::ended(Err(AsyncError::NotStarted))
    }
}

impl<T> fmt::Debug for Flow<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Flow").field(&self.state()).finish()
    }
}

impl<T> Drop for Flow<T> {
    fn drop(&mut self) {
        if let Some(job) = self.job.take() {
            job.cancel();
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Receivable for Flow<T> {
    type Message = T;

    fn __source(&self, _: &mut Vec<u8>) -> Option<Source> {
        Some(Source::Flow(self.values()?))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Receivable for Option<Flow<T>> {
    type Message = T;

    fn __source(&self, key: &mut Vec<u8>) -> Option<Source> {
        self.as_ref()?.__source(key)
    }
}
