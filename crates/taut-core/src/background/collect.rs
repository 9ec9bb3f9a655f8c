//! Collects the tasks that code of a view starts, for the one who has called it and can run them.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::pin;
use std::task::Poll;

use super::task::Task;

thread_local! {
    /// The tasks of the innermost collector of this thread, if there is one.
    static TASKS: Cell<Option<Vec<Task>>> = const { Cell::new(None) };
}

/// Collects the tasks that are started on this thread until it ends. Collectors may be nested, and end in the reverse order.
#[derive(Debug)]
#[must_use = "what is collected is returned by `end`"]
pub struct Collector {
    outer: Option<Vec<Task>>,
    /// It belongs to its thread.
    thread: PhantomData<*const ()>,
}

/// A result, and the tasks that were started meanwhile.
pub type Collected<R> = (R, Vec<Task>);

impl Collector {
    /// Begins to collect.
    pub fn begin() -> Self {
        Self {
            outer: replace(Some(Vec::new())),
            thread: PhantomData,
        }
    }

    /// Ends it, and returns the tasks.
    pub fn end(self) -> Vec<Task> {
        replace(None).unwrap_or_default()
    }

    /// Collects the tasks that a function starts.
    pub fn around<R>(work: impl FnOnce() -> R) -> Collected<R> {
        let collector = Self::begin();
        let result = work();
        (result, collector.end())
    }
}

impl Drop for Collector {
    /// Tasks that are not taken are not run.
    fn drop(&mut self) {
        drop(replace(self.outer.take()));
    }
}

/// Collects the tasks that a future starts.
pub async fn collected<R>(work: impl Future<Output = R>) -> Collected<R> {
    let (mut work, mut all) = (pin!(work), Vec::new());
    poll_fn(move |cx| {
        let (poll, tasks) = Collector::around(|| work.as_mut().poll(cx));
        all.extend(tasks);
        match poll {
            Poll::Ready(result) => Poll::Ready((result, std::mem::take(&mut all))),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Passes tasks on to the collector of this thread, as if they had just been started.
pub fn hand_on(tasks: Vec<Task>) {
    for task in tasks {
        // Without a collector nothing can run them; then their views learn that they were interrupted.
        add(task);
    }
}

/// Adds a task that the view has just started.
///
/// # Panics
/// If there is no collector, because no code of a live view is running.
#[track_caller]
pub(super) fn begin(task: Task, method: &str) {
    assert!(
        add(task),
        "`{method}` was called when no live view is running: only `mount`, `params`, `props` and handlers can start work; \
         a test calls them through `taut_test::Live`"
    );
}

/// Adds a task; returns whether there is a collector.
fn add(task: Task) -> bool {
    let Some(mut tasks) = replace(None) else {
        return false;
    };
    tasks.push(task);
    replace(Some(tasks));
    true
}

/// On a thread that is ending there is no collector.
fn replace(tasks: Option<Vec<Task>>) -> Option<Vec<Task>> {
    TASKS.try_with(|all| all.replace(tasks)).unwrap_or_default()
}
