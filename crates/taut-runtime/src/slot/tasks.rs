//! Background work of views: it runs as long as its session, on the worker of the session, and wakes the connection when the page has
//! something new to show.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use taut_core::{AsyncError, Task, TaskControl};
use tokio::runtime::Handle;

use super::{Saving, Slot, Stage};
use crate::event_log::note_work;
use crate::tasks::{Running, Tasks};

/// Ends with the poll of a task.
struct Polling<'a>(&'a Slot);

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        let own = thread::current().id();
        let mut state = self.0.lock();
        let polled_by = &mut state.rare().tasks().polled_by;
        if let Some(at) = polled_by.iter().position(|thread| *thread == own) {
            polled_by.swap_remove(at);
        }
        self.0.given_back.notify_all();
    }
}

impl Slot {
    /// Runs tasks that the view has started. Those for which there is no room fail.
    pub(crate) fn run_tasks(self: &Arc<Self>, tasks: Vec<Task>) {
        let mut state = self.lock();
        if tasks.is_empty() && !state.has_waiting_tasks() {
            return;
        }
        let own = state.rare().tasks();
        let mut all = std::mem::take(&mut own.waiting);
        all.extend(tasks);
        let Ok(runtime) = Handle::try_current() else {
            own.waiting = all;
            return;
        };
        let refused = own.refuse(&mut all, self.limits.max_tasks);
        let running = all.iter().map(|task| self.running(task));
        own.running.extend(running);
        drop(state);
        for task in all {
            runtime.spawn(run(self.weak(), task));
        }
        for (task, error) in refused {
            let control = task.control();
            control.belong_to(self.weak());
            control.fail(error);
            note_work(task.end());
        }
    }

    fn running(self: &Arc<Self>, task: &Task) -> Running {
        let task = task.control();
        task.belong_to(self.weak());
        let wait = task.wait().map(|wait| wait.min(self.limits.html_delay));
        Running {
            waits_until: wait.map(|wait| Instant::now() + wait),
            task,
        }
    }

    fn weak(self: &Arc<Self>) -> Weak<Self> {
        Arc::downgrade(self)
    }

    /// Ends all tasks, and lets no other begin: their views find that they were interrupted.
    pub(crate) fn interrupt_tasks(&self) {
        let mut state = self.lock();
        if state.stage == Stage::Ended {
            return;
        }
        let tasks = state.rare().tasks();
        tasks.are_over = true;
        let running = std::mem::take(&mut tasks.running);
        let waiting = std::mem::take(&mut tasks.waiting);
        drop(state);
        for running in running {
            running.task.fail(AsyncError::Interrupted);
        }
        for task in waiting {
            note_work(task.end());
        }
    }

    /// Waits for the tasks for which HTML waits.
    pub(crate) async fn until_loaded(&self) {
        /// The pause between two looks.
        const LOOK: Duration = Duration::from_millis(5);
        while self.is_loading(Instant::now()) {
            tokio::time::sleep(LOOK).await;
        }
    }

    fn is_loading(&self, now: Instant) -> bool {
        let state = self.lock();
        let tasks = state.rare.iter().filter_map(|rare| rare.tasks.as_deref());
        let mut running = tasks.flat_map(|tasks| &tasks.running);
        running.any(|running| {
            running.waits_until.is_some_and(|until| until > now) && running.task.is_running()
        })
    }

    /// Begins to poll a task, unless the session has ended: then none of its tasks is ever polled again.
    fn begin_to_poll(&self) -> Option<Polling<'_>> {
        let mut state = self.lock();
        if state.stage == Stage::Ended {
            return None;
        }
        let own = thread::current().id();
        state.rare().tasks().polled_by.push(own);
        Some(Polling(self))
    }

    /// Lets the view take the values of a stream, unless its connection does that.
    fn take_values(self: &Arc<Self>, task: &dyn TaskControl) {
        let mut state = self.lock();
        if !task.has_values() || state.is_leased() {
            return;
        }
        let Some(mut session) = self.take(&mut state, false) else {
            // The one who uses it wakes the task afterwards.
            state.rare().tasks().is_owed_a_wake = true;
            return;
        };
        drop(state);
        session.is_news = true;
        session.receive_messages(&mut Vec::new());
    }

    /// Wakes the streams whose values no connection takes, after the session was in use.
    pub(super) fn wake_streams(&self) {
        let state = self.lock();
        let tasks = state.tasks().filter(|_| !state.is_leased());
        let waiting = tasks.map(Tasks::with_values).unwrap_or_default();
        drop(state);
        waiting.iter().for_each(|task| task.wake());
    }

    /// Has a session saved that is to be saved whenever it has changed. With a connection, that is done when it shows the change.
    fn note_result(self: &Arc<Self>) {
        let state = self.lock();
        let is_to_save = state.saving == Saving::Always && !state.is_leased();
        drop(state);
        if is_to_save {
            drop(self.use_free());
        }
    }
}

/// Polls a task until it has ended, or its session has.
async fn run(slot: Weak<Slot>, mut task: Task) {
    let control = task.control();
    let panic = poll_fn(|cx| {
        let Some(slot) = slot.upgrade() else {
            return Poll::Ready(None);
        };
        let Some(polling) = slot.begin_to_poll() else {
            return Poll::Ready(None);
        };
        let poll = Pin::new(&mut task).poll(cx);
        drop(polling);
        slot.take_values(&*control);
        poll
    })
    .await;
    note_work(panic.or(task.end()));
    if let Some(slot) = slot.upgrade() {
        slot.note_result();
    }
    poll_fn(|cx| poll_values(&slot, &*control, cx.waker())).await;
}

/// Ready when the view has taken all values of a stream that has ended.
fn poll_values(slot: &Weak<Slot>, control: &dyn TaskControl, waker: &Waker) -> Poll<()> {
    control.begin_to_poll(waker);
    let slot = slot.upgrade().filter(|slot| !slot.has_ended());
    let Some(slot) = slot.filter(|_| control.has_values()) else {
        return Poll::Ready(());
    };
    slot.take_values(control);
    if control.has_values() {
        Poll::Pending
    } else {
        Poll::Ready(())
    }
}
