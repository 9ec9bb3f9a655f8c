//! Background work of a view, which runs when the test lets it.

use std::pin::Pin;
use std::task::{Context, Waker};

use taut_core::{Collector, LiveView, Session as _, Task, ViewSession};

use super::Live;

impl<V: LiveView> Live<V> {
    /// Runs background work until it has to wait, and updates the page. Returns whether all of it has ended.
    ///
    /// An action does not run what it starts, so that a test sees what the page shows meanwhile. [`Live::idle`] waits for the end.
    #[track_caller]
    pub fn poll_background(&mut self) -> bool {
        self.begin();
        let cx = &mut Context::from_waker(Waker::noop());
        self.drive(cx) && self.poll_tasks(cx)
    }

    /// Polls the tasks, also those that are started by what others have done, and streams again whose values the view has taken. Returns
    /// whether all have ended.
    #[track_caller]
    pub(super) fn poll_tasks(&mut self, cx: &mut Context<'_>) -> bool {
        loop {
            poll(&mut self.tasks, cx);
            let (running, had_messages) = (self.tasks.len(), self.session.has_messages());
            if had_messages {
                self.receive_messages();
            } else {
                self.update_page();
            }
            if self.tasks.len() == running && !had_messages {
                return running == 0;
            }
        }
    }
}

/// Writes the first HTML. Work for which it waits is in it if it does not have to wait itself: a test has no clock.
pub(super) fn first_html<V: LiveView>(
    session: &mut ViewSession<V>,
    tasks: &mut Vec<Task>,
) -> Vec<u8> {
    if tasks.iter().any(|task| task.control().wait().is_some()) {
        poll(tasks, &mut Context::from_waker(Waker::noop()));
    }
    let mut html = Vec::new();
    let ((), started) = Collector::around(|| session.write_html(&mut html));
    tasks.extend(started);
    html
}

/// Polls tasks, and drops those that have ended. A panic is printed as that of any other test.
fn poll(tasks: &mut Vec<Task>, cx: &mut Context<'_>) {
    tasks.retain_mut(|task| Pin::new(task).poll(cx).is_pending());
}
