//! A message may concern all sessions of a worker: they send what it changes a few at a time, so that events of others come in between.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::yield_now;

/// How many sessions of a worker send news until it looks at the network again: about 0.3 ms.
const AT_ONCE: usize = 32;
/// After this time, others have had their turn.
const SLICE: Duration = Duration::from_millis(1);

thread_local! {
    static TURNS: Arc<Turns> = Arc::default();
}

/// The sessions of a worker that have news.
#[derive(Default)]
struct Turns(Mutex<State>);

#[derive(Default)]
struct State {
    /// How many may still send, and since when they are counted.
    left: usize,
    since: Option<Instant>,
    waiting: VecDeque<Waker>,
    /// Whether a task wakes those that wait.
    is_served: bool,
}

/// Whether a session may send its news now. Otherwise it is woken when its turn has come.
pub(crate) fn is_my_turn(waker: &Waker) -> bool {
    // Outside a runtime there are no other tasks on this thread.
    let Ok(runtime) = Handle::try_current() else {
        return true;
    };
    TURNS.with(|turns| {
        let mut state = turns.lock();
        state.refill();
        if let Some(left) = state.left.checked_sub(1) {
            state.left = left;
            return true;
        }
        state.waiting.push_back(waker.clone());
        if !std::mem::replace(&mut state.is_served, true) {
            runtime.spawn(Arc::clone(turns).serve());
        }
        false
    })
}

impl Turns {
    /// Wakes all that wait, some after each look at the network.
    async fn serve(self: Arc<Self>) {
        loop {
            yield_now().await;
            let next = self.next();
            if next.is_empty() {
                return;
            }
            next.into_iter().for_each(Waker::wake);
        }
    }

    /// Those whose turn it is.
    fn next(&self) -> Vec<Waker> {
        let mut state = self.lock();
        let count = state.waiting.len().min(AT_ONCE);
        state.left = count;
        state.is_served = count > 0;
        state.waiting.drain(..count).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Resets the count after a slice, unless sessions are waiting.
    fn refill(&mut self) {
        let now = Instant::now();
        if !self.is_served && self.since.is_none_or(|since| now - since > SLICE) {
            self.left = AT_ONCE;
            self.since = Some(now);
        }
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};

    use super::*;

    /// Sends news once, when it may.
    fn session(sent: &Arc<AtomicUsize>) -> impl Future<Output = ()> + use<> {
        let sent = Arc::clone(sent);
        poll_fn(move |cx: &mut Context<'_>| {
            if !is_my_turn(cx.waker()) {
                return Poll::Pending;
            }
            sent.fetch_add(1, Ordering::Relaxed);
            Poll::Ready(())
        })
    }

    #[test]
    fn all_have_their_turn_and_others_come_in_between() {
        const SESSIONS: usize = 1000;
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a runtime without a network");
        runtime.block_on(async {
            let sent = Arc::new(AtomicUsize::new(0));
            let all: Vec<_> = (0..SESSIONS)
                .map(|_| tokio::spawn(session(&sent)))
                .collect();
            // Sessions that have ended must not block the queue.
            all.iter()
                .skip(200)
                .step_by(2)
                .for_each(|gone| gone.abort());
            let mut before = 0;
            for _ in 0..SESSIONS {
                yield_now().await;
                let now = sent.load(Ordering::Relaxed);
                assert!(now - before <= 2 * AT_ONCE, "{} at once", now - before);
                before = now;
            }
            assert_eq!(before, 200 + (SESSIONS - 200) / 2);
        });
    }
}
