//! Background work of a view: a value that a task is still computing, and what the view shows until then; and the values of a stream
//! (`flow`), which a handler receives.
//!
//! Nothing is spawned here. What `start` is given is collected (`collect`) while code of the view runs, as a [`Task`] (`task`), which
//! the runtime polls. The view and its task share a [`Job`](job::Job): the task puts its result there, and the view cancels it there.

mod collect;
mod control;
mod flow;
mod job;
pub(crate) mod pending;
mod progress;
mod save;
mod state;
mod task;

use std::fmt::{self, Display};
use std::future::Future;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use self::job::Job;

pub use self::collect::{Collected, Collector, collected, hand_on};
pub use self::control::TaskControl;
pub use self::flow::{Flow, FlowState};
pub use self::progress::Progress;
pub use self::state::{AsyncError, AsyncState};
pub use self::task::Task;

/// A value that background work computes, as a field of a view or a component.
///
/// ```
/// use taut_core::{Async, AsyncState};
///
/// #[derive(Default)]
/// struct Page { report: Async<String> }
///
/// impl Page {
///     fn load(&mut self, id: u32) {
///         self.report.start(async move { Ok::<_, std::io::Error>(format!("report {id}")) });
///     }
///
///     fn text(&self) -> String {
///         match self.report.state() {
///             AsyncState::Loading(_) => "Loading …".to_owned(),
///             AsyncState::Ok(report) => report.clone(),
///             AsyncState::Failed(error) => error.to_string(),
///         }
///     }
/// }
/// # assert_eq!(Page::default().text(), "this was not loaded");
/// ```
///
/// A value that was never started is [`AsyncState::Failed`], so [`AsyncState::Loading`] always means that a task is running. `P` is the
/// progress that the task reports; see [`Async::start_with`].
///
/// When it is dropped or started again, its task is cancelled.
pub struct Async<T, P = ()> {
    /// The task, until its result is here.
    job: Option<Arc<Job<T, P>>>,
    /// The result, once the view has looked for it.
    result: OnceLock<Result<T, AsyncError>>,
}

impl<T, P> Async<T, P> {
    /// A value that is already there.
    #[must_use]
    pub fn ready(value: T) -> Self {
        Self::ended(Ok(value))
    }

    fn ended(result: Result<T, AsyncError>) -> Self {
        Self {
            job: None,
            result: OnceLock::from(result),
        }
    }

    /// The value, if it is there.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.result()?.as_ref().ok()
    }

    /// The value, if it is there, to be changed.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.result();
        self.result.get_mut()?.as_mut().ok()
    }

    /// Why there will be no value, if that is so.
    #[must_use]
    pub fn error(&self) -> Option<&AsyncError> {
        self.result()?.as_ref().err()
    }

    /// Whether a task is running.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.result().is_none()
    }

    /// Whether there is neither a value nor a task because none was started, or because it was still running when its session was saved.
    ///
    /// ```
    /// # use taut_core::Async;
    /// let mut report = Async::<String>::default();
    /// assert!(report.needs_start());
    /// report = Async::ready("here".to_owned());
    /// assert!(!report.needs_start());
    /// ```
    #[must_use]
    pub fn needs_start(&self) -> bool {
        let error = self.error();
        error.is_some_and(|error| matches!(error, AsyncError::NotStarted | AsyncError::Interrupted))
    }

    /// Cancels the task, if one is running, and drops the value.
    pub fn stop(&mut self) {
        drop(std::mem::take(self));
    }

    /// The result, which is taken from the task when it is there.
    fn result(&self) -> Option<&Result<T, AsyncError>> {
        if self.result.get().is_none()
            && let Some(result) = self.job.as_ref().and_then(|job| job.take_result())
        {
            // Another thread may look, too; a task has one result, so only one of them has got it.
            let _ = self.result.set(result);
        }
        let result = self.result.get();
        if result.is_none() {
            pending::note_read();
        }
        result
    }
}

impl<T, P: Clone> Async<T, P> {
    /// What there is to show: the value, why there is none, or the progress of the task that is computing it.
    pub fn state(&self) -> AsyncState<'_, T, P> {
        // If the task ends between the two, its progress was the last.
        let progress = self.job.as_ref().and_then(|job| job.progress());
        match (self.result(), progress) {
            (Some(Ok(value)), _) => AsyncState::Ok(value),
            (Some(Err(error)), _) => AsyncState::Failed(error),
            (None, Some(progress)) => AsyncState::Loading((*progress).clone()),
            (None, None) => AsyncState::Failed(&AsyncError::NotStarted),
        }
    }
}

impl<T: Send + 'static, P: Default + Send + Sync + 'static> Async<T, P> {
    /// Starts work in the background, and cancels what was started before. When it ends, the page shows its result.
    ///
    /// The work begins when the method of the view that starts it has returned. It runs on the worker of the session: what blocks
    /// its thread belongs into a thread of its own, such as `tokio::task::spawn_blocking`.
    ///
    /// # Panics
    /// If it is called when no code of a live view is running, in a plain unit test or a thread: nothing would run the work. Tests
    /// call the view's methods through `taut_test::Live`.
    #[track_caller]
    pub fn start<E: Display>(
        &mut self,
        work: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Started<'_> {
        self.start_with(|_| work)
    }

    /// Starts work that reports its progress, which [`AsyncState::Loading`] then has. A page that can't keep up is shown the
    /// newest progress only.
    ///
    /// ```
    /// use taut_core::{Async, AsyncState};
    ///
    /// fn import(rows: &mut Async<u32, u32>) {
    ///     rows.start_with(|progress| async move {
    ///         for done in 0..100 {
    ///             progress.set(done);
    ///         }
    ///         Ok::<_, std::io::Error>(100)
    ///     });
    /// }
    /// # let _ = import;
    /// ```
    ///
    /// # Panics
    /// As [`Async::start`].
    #[track_caller]
    pub fn start_with<E: Display, F>(&mut self, work: impl FnOnce(Progress<P>) -> F) -> Started<'_>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let job = Arc::new(Job::new(P::default()));
        let progress = Job::progress_of(&job);
        let task = Task::new(Arc::clone(&job), work(progress));
        collect::begin(task, "Async::start");
        let before = std::mem::replace(
            self,
            Self {
                job: Some(job),
                result: OnceLock::new(),
            },
        );
        // It may panic, so the new task comes first.
        drop(before);
        Started(self.job.as_deref().map(|job| job as &dyn TaskControl))
    }
}

impl<T, P> Default for Async<T, P> {
    /// A value that was not started.
    fn default() -> Self {
        Self::ended(Err(AsyncError::NotStarted))
    }
}

impl<T: fmt::Debug, P> fmt::Debug for Async<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Async").field(&self.result()).finish()
    }
}

impl<T, P> Drop for Async<T, P> {
    fn drop(&mut self) {
        if let Some(job) = self.job.take() {
            job.cancel();
        }
    }
}

/// Work that was just started.
pub struct Started<'a>(Option<&'a dyn TaskControl>);

impl Started<'_> {
    /// Lets HTML wait for the work, for no longer than that: that of the page itself, and that of a form that was sent without
    /// JavaScript. So a page without JavaScript has the value. `Limits::html_delay` bounds what may be asked for.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taut_core::Async;
    /// # fn mount(report: &mut Async<String>) {
    /// report
    ///     .start(async { Ok::<_, std::io::Error>("report".to_owned()) })
    ///     .before_first_html(Duration::from_millis(200));
    /// # }
    /// # let _ = mount;
    /// ```
    pub fn before_first_html(self, time: Duration) {
        if let Some(job) = self.0 {
            job.wait_for(time);
        }
    }
}

impl fmt::Debug for Started<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started")
    }
}
