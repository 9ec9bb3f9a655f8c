//! What a flow and its task share: the values that are ahead of the view. No code of an application runs while it is locked.
//!
//! The task polls the stream as long as there is room. It need not be told of each value that is taken: when the last one is, it is woken.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;

use crate::background::control::TaskControl;
use crate::background::state::AsyncError;
use crate::background::task::Task;
use crate::limits::MAX_VALUES_AHEAD;
use crate::source::FlowValues;
use crate::topic::{Shared, Subscriber};

pub(super) struct FlowJob<T>(Mutex<Ahead<T>>);

struct Ahead<T> {
    values: VecDeque<Arc<T>>,
    /// How the stream has ended, if it has.
    end: Option<Result<(), AsyncError>>,
    /// Wakes the task.
    waker: Option<Waker>,
    /// The session, which takes the values.
    session: Option<Weak<dyn Subscriber>>,
}

impl<T> Default for FlowJob<T> {
    fn default() -> Self {
        Self(Mutex::new(Ahead {
            values: VecDeque::new(),
            end: None,
            waker: None,
            session: None,
        }))
    }
}

impl<T> FlowJob<T> {
    /// How the stream has ended, when all of its values were taken.
    pub(super) fn end_of_all(&self) -> Option<Result<(), AsyncError>> {
        let ahead = self.lock();
        ahead.end.clone().filter(|_| ahead.values.is_empty())
    }

    /// Ends the stream, and drops the values that were not taken, here where the view is.
    pub(super) fn cancel(&self) {
        let mut ahead = self.lock();
        ahead.end.get_or_insert(Err(AsyncError::NotStarted));
        let values = std::mem::take(&mut ahead.values);
        let waker = ahead.waker.take();
        drop(ahead);
        waker.into_iter().for_each(Waker::wake);
        drop(values);
    }

    /// Notes how the stream has ended, and lets the session show it.
    fn end(&self, end: Result<(), AsyncError>) {
        let mut ahead = self.lock();
        if ahead.end.is_some() {
            return;
        }
        ahead.end = Some(end);
        let waker = ahead.waker.take();
        drop(ahead);
        waker.into_iter().for_each(Waker::wake);
        self.notify();
    }

    /// The number of values for which there is room.
    fn room(&self) -> usize {
        MAX_VALUES_AHEAD.saturating_sub(self.lock().values.len())
    }

    /// Adds a value, unless the flow was stopped meanwhile.
    fn put(&self, value: T) -> bool {
        let value = Arc::new(value);
        let mut ahead = self.lock();
        if ahead.end.is_some() {
            drop(ahead);
            // The code that polls the stream guards against its panics.
            drop(value);
            return false;
        }
        ahead.values.push_back(value);
        true
    }

    /// Lets the session look for what is there.
    fn notify(&self) {
        let session = self.lock().session.clone();
        if let Some(session) = session.and_then(|session| session.upgrade()) {
            session.notify();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ahead<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + Sync + 'static> FlowJob<T> {
    /// The task that polls a stream.
    pub(super) fn task<S: Stream<Item = T> + Send + 'static>(job: &Arc<Self>, stream: S) -> Task {
        let (own, mut stream) = (Arc::clone(job), Box::pin(stream));
        // The stream is dropped with the work, and not at its end: a panic of its end costs no value, and cannot meet another one.
        let work = poll_fn(move |cx| own.poll(stream.as_mut(), cx));
        Task::of::<S>(Arc::clone(job) as Arc<dyn TaskControl>, work)
    }

    /// Takes from the stream what it has, as far as there is room.
    fn poll(&self, mut stream: Pin<&mut impl Stream<Item = T>>, cx: &mut Context<'_>) -> Poll<()> {
        let guard = Notify(self);
        for _ in 0..self.room() {
            match stream.as_mut().poll_next(cx) {
                Poll::Ready(Some(value)) => {
                    if !self.put(value) {
                        return Poll::Ready(());
                    }
                }
                Poll::Ready(None) => {
                    self.end(Ok(()));
                    return Poll::Ready(());
                }
                Poll::Pending => break,
            }
        }
        drop(guard);
        // If there is no room any more, the one who takes the last value wakes the task.
        Poll::Pending
    }
}

/// Lets the session look for values once the stream was polled, even if it has panicked.
struct Notify<'a, T>(&'a FlowJob<T>);

impl<T> Drop for Notify<'_, T> {
    fn drop(&mut self) {
        if !self.0.lock().values.is_empty() {
            self.0.notify();
        }
    }
}

impl<T: Send + Sync + 'static> FlowValues for FlowJob<T> {
    fn count(&self) -> usize {
        self.lock().values.len()
    }

    fn take(&self) -> Option<Shared> {
        let mut ahead = self.lock();
        let value = ahead.values.pop_front()?;
        let is_last = ahead.values.is_empty();
        let waker = ahead.waker.take_if(|_| is_last);
        drop(ahead);
        waker.into_iter().for_each(Waker::wake);
        Some(value)
    }
}

impl<T: Send + Sync> TaskControl for FlowJob<T> {
    fn is_running(&self) -> bool {
        self.lock().end.is_none()
    }

    /// HTML does not wait for values.
    fn wait(&self) -> Option<Duration> {
        None
    }

    fn wait_for(&self, _: Duration) {}

    fn belong_to(&self, session: Weak<dyn Subscriber>) {
        self.lock().session = Some(session);
    }

    fn begin_to_poll(&self, waker: &Waker) -> bool {
        let mut ahead = self.lock();
        ahead.waker = Some(waker.clone());
        ahead.end.is_none()
    }

    fn fail(&self, error: AsyncError) {
        self.end(Err(error));
    }

    fn has_values(&self) -> bool {
        !self.lock().values.is_empty()
    }

    fn wake(&self) {
        let waker = self.lock().waker.take();
        waker.into_iter().for_each(Waker::wake);
    }
}
