//! What a view and its task share. No code of an application runs while it is locked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Waker;
use std::time::Duration;

use super::control::TaskControl;
use super::progress::{Progress, ReportProgress};
use super::state::AsyncError;
use crate::topic::Subscriber;

/// A task of a view, as both of them know it.
pub(super) struct Job<T, P>(Mutex<Shared<T, P>>);

struct Shared<T, P> {
    stage: Stage<T>,
    /// Gone when the view does not want it any more.
    progress: Option<Arc<P>>,
    /// How long HTML may wait for the result.
    wait: Option<Duration>,
    /// Wakes the task, so that it notices that it was cancelled.
    waker: Option<Waker>,
    /// The session, which shows what has changed.
    session: Option<Weak<dyn Subscriber>>,
}

enum Stage<T> {
    Running,
    /// The view has not taken the result yet.
    Ended(Result<T, AsyncError>),
    /// The view has taken the result, or wants none any more.
    Over,
}

impl<T, P> Job<T, P> {
    pub(super) fn new(progress: P) -> Self {
        Self(Mutex::new(Shared {
            stage: Stage::Running,
            progress: Some(Arc::new(progress)),
            wait: None,
            waker: None,
            session: None,
        }))
    }

    /// The last progress, unless the task was cancelled.
    pub(super) fn progress(&self) -> Option<Arc<P>> {
        self.lock().progress.clone()
    }

    /// Takes the result, if the task has ended.
    pub(super) fn take_result(&self) -> Option<Result<T, AsyncError>> {
        let mut shared = self.lock();
        match std::mem::replace(&mut shared.stage, Stage::Over) {
            Stage::Ended(result) => Some(result),
            other => {
                shared.stage = other;
                None
            }
        }
    }

    /// Ends the task. What it has reported is dropped here, where the view is, and not by the task, which may be dropped anywhere.
    pub(super) fn cancel(&self) {
        let mut shared = self.lock();
        let stage = std::mem::replace(&mut shared.stage, Stage::Over);
        let progress = shared.progress.take();
        let waker = shared.waker.take();
        drop(shared);
        waker.into_iter().for_each(Waker::wake);
        drop((stage, progress));
    }

    /// Ends the task, unless it has ended, and lets the session show the result.
    pub(super) fn end(&self, result: Result<T, AsyncError>) {
        let mut shared = self.lock();
        if !matches!(shared.stage, Stage::Running) {
            drop(shared);
            // The code that drops it guards against its panics.
            return drop(result);
        }
        shared.stage = Stage::Ended(result);
        let waker = shared.waker.take();
        let session = shared.session.clone();
        drop(shared);
        waker.into_iter().for_each(Waker::wake);
        notify(session);
    }

    fn lock(&self) -> MutexGuard<'_, Shared<T, P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + 'static, P: Send + Sync + 'static> Job<T, P> {
    /// Where the task reports its progress.
    pub(super) fn progress_of(job: &Arc<Self>) -> Progress<P> {
        let job: Weak<Self> = Arc::downgrade(job);
        Progress(job)
    }
}

fn notify(session: Option<Weak<dyn Subscriber>>) {
    if let Some(session) = session.and_then(|session| session.upgrade()) {
        session.notify();
    }
}

impl<T: Send, P: Send + Sync> ReportProgress<P> for Job<T, P> {
    fn report(&self, progress: P) {
        let progress = Arc::new(progress);
        let mut shared = self.lock();
        if !matches!(shared.stage, Stage::Running) {
            drop(shared);
            return drop(progress);
        }
        let before = shared.progress.replace(progress);
        let session = shared.session.clone();
        drop(shared);
        drop(before);
        notify(session);
    }
}

impl<T: Send, P: Send + Sync> TaskControl for Job<T, P> {
    fn is_running(&self) -> bool {
        matches!(self.lock().stage, Stage::Running)
    }

    fn wait(&self) -> Option<Duration> {
        self.lock().wait
    }

    fn wait_for(&self, time: Duration) {
        self.lock().wait = Some(time);
    }

    fn belong_to(&self, session: Weak<dyn Subscriber>) {
        self.lock().session = Some(session);
    }

    fn begin_to_poll(&self, waker: &Waker) -> bool {
        let mut shared = self.lock();
        shared.waker = Some(waker.clone());
        matches!(shared.stage, Stage::Running)
    }

    fn fail(&self, error: AsyncError) {
        self.end(Err(error));
    }
}
