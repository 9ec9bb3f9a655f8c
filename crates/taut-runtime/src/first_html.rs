//! The first HTML of a view, which may wait for background work.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use taut_core::limits::Limits;
use taut_core::{Collector, Task};
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};

use crate::event_log::note_work;
use crate::form_post::Rendered;
use crate::page::Mounted;

/// How often a page is rendered at most: a component that starts work in each rendering is shown as it is then.
const MOST_ROUNDS: u32 = 8;

impl Mounted {
    /// Renders the page, with room for some bytes; nothing if the view panicked. It runs the background work for which the page
    /// waits, also that of components, which start it when they are rendered.
    pub async fn render(&mut self, limits: &Limits, room: usize) -> Option<Rendered> {
        let begun = Instant::now();
        let mut rounds = 0;
        loop {
            self.load(begun, limits).await;
            let (session, html) = (&mut *self.session, Vec::with_capacity(room));
            let (rendered, started) = Collector::around(|| Rendered::of(session, html));
            self.tasks.extend(started);
            rounds += 1;
            let is_over = rounds == MOST_ROUNDS || self.waits_until(begun, limits).is_none();
            if rendered.is_none() || is_over {
                return rendered;
            }
            // Work that is done at once would let no other request go on.
            yield_now().await;
        }
    }

    /// Runs background work until all has ended for which the page waits, or the time is over.
    async fn load(&mut self, begun: Instant, limits: &Limits) {
        while let Some(until) = self.waits_until(begun, limits) {
            let some_ended = poll_fn(|cx| self.poll_tasks(cx, limits));
            // When the time is over, the page shows what there is.
            let _ = timeout_at(until, some_ended).await;
        }
    }

    /// The time until which the page waits, if it still does.
    fn waits_until(&self, begun: Instant, limits: &Limits) -> Option<Instant> {
        let running = self.tasks.iter().map(Task::control);
        let running = running.filter(|task| task.is_running());
        let longest = running
            .take(limits.max_tasks)
            .filter_map(|task| task.wait())
            .max()?;
        let until = begun + longest.min(limits.html_delay);
        (until > Instant::now()).then_some(until)
    }

    /// Runs what can be run; ready if some work has ended.
    fn poll_tasks(&mut self, cx: &mut Context<'_>, limits: &Limits) -> Poll<()> {
        let (before, mut at) = (self.tasks.len(), 0);
        self.tasks.retain_mut(|task| {
            at += 1;
            // A stream that has ended stays until its view has taken its values.
            at > limits.max_tasks || !has_ended(task, cx) || task.control().has_values()
        });
        if self.tasks.len() < before {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

fn has_ended(task: &mut Task, cx: &mut Context<'_>) -> bool {
    match Pin::new(task).poll(cx) {
        Poll::Ready(panic) => {
            note_work(panic);
            true
        }
        Poll::Pending => false,
    }
}
