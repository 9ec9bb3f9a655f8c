//! The background work of a session, as its slot knows it.

use std::sync::Arc;
use std::thread::ThreadId;
use std::time::Instant;

use taut_core::{AsyncError, Task, TaskControl};

/// The tasks of a session.
#[derive(Default)]
pub(crate) struct Tasks {
    pub(crate) running: Vec<Running>,
    /// Those that were started on a thread without a runtime; the next thread that has one runs them.
    pub(crate) waiting: Vec<Task>,
    /// The threads that are polling one.
    pub(crate) polled_by: Vec<ThreadId>,
    /// Whether a stream had values for the session while that was in use.
    pub(crate) is_owed_a_wake: bool,
    /// Whether the server is about to stop, so that none may begin.
    pub(crate) are_over: bool,
}

/// A task that runs.
pub(crate) struct Running {
    pub(crate) task: Arc<dyn TaskControl>,
    /// The time until which HTML waits for it.
    pub(crate) waits_until: Option<Instant>,
}

impl Running {
    /// Whether it is not over for the view: it runs, or has values that the view has not taken.
    fn is_needed(&self) -> bool {
        self.task.is_running() || self.task.has_values()
    }
}

impl Tasks {
    /// The tasks with values that the view has not taken.
    pub(crate) fn with_values(&self) -> Vec<Arc<dyn TaskControl>> {
        let running = self.running.iter().map(|running| &running.task);
        running.filter(|task| task.has_values()).cloned().collect()
    }

    /// Whether there are tasks that no thread could run.
    pub(crate) fn are_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes the tasks that must not run out of those that are to, each with the reason.
    pub(crate) fn refuse(&mut self, all: &mut Vec<Task>, most: usize) -> Vec<(Task, AsyncError)> {
        self.running.retain(Running::is_needed);
        // One that was started again before it ran takes no room.
        all.sort_by_key(|task| !task.control().is_running());
        let (room, error) = if self.are_over {
            (0, AsyncError::Interrupted)
        } else {
            let running = self
                .running
                .iter()
                .filter(|running| running.task.is_running());
            let room = most.saturating_sub(running.count());
            (room, AsyncError::TooMany)
        };
        let refused = all.split_off(room.min(all.len()));
        let with_error = refused.into_iter().map(|task| (task, error.clone()));
        with_error.collect()
    }

    /// Whether a thread other than this one is polling a task.
    pub(crate) fn are_polled_elsewhere(&self, own: ThreadId) -> bool {
        self.polled_by.iter().any(|thread| *thread != own)
    }
}
