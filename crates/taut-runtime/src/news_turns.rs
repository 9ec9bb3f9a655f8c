//! A message may concern all sessions of a worker: their connections are woken a few at a time, so that events of others come in
//! between.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::task::yield_now;

/// How many connections of a worker are woken until it looks at the network again: they send news for about 0.3 ms.
const AT_ONCE: usize = 32;
/// After this time, others have had their turn.
const SLICE: Duration = Duration::from_millis(1);

thread_local! {
    static OF_THREAD: OnceCell<Arc<Turns>> = const { OnceCell::new() };
}

/// The connections of a worker whose sessions have news.
#[derive(Debug)]
pub(crate) struct Turns {
    worker: Handle,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many may still be woken at once, and since when they are counted.
    left: usize,
    since: Option<Instant>,
    waiting: VecDeque<Waker>,
    /// Whether a task wakes those that wait.
    is_served: bool,
}

/// Wakes those that wait; all of them at once if the worker ends.
struct Service {
    turns: Arc<Turns>,
    is_over: bool,
}

impl Turns {
    /// The turns of the worker that runs on this thread; none outside a runtime.
    pub(crate) fn of_thread() -> Option<Arc<Self>> {
        let worker = Handle::try_current().ok()?;
        let new = || {
            Arc::new(Self {
                worker,
                state: Mutex::default(),
            })
        };
        Some(OF_THREAD.with(|turns| Arc::clone(turns.get_or_init(new))))
    }

    /// Wakes a connection when its turn has come. Any thread may call this.
    pub(crate) fn wake(self: &Arc<Self>, connection: Waker) {
        let mut state = self.lock();
        state.refill();
        if let Some(left) = state.left.checked_sub(1) {
            state.left = left;
            drop(state);
            return connection.wake();
        }
        state.waiting.push_back(connection);
        let is_served = std::mem::replace(&mut state.is_served, true);
        drop(state);
        if !is_served {
            let service = Service {
                turns: Arc::clone(self),
                is_over: false,
            };
            self.worker.spawn(service.run());
        }
    }

    /// The next connections whose turn it is. If there is none, the service ends, and the next connection starts another one.
    fn next(&self) -> Vec<Waker> {
        let mut state = self.lock();
        let count = state.waiting.len().min(AT_ONCE);
        state.is_served = count > 0;
        state.waiting.drain(..count).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Resets the count after a slice, unless connections are waiting.
    fn refill(&mut self) {
        let now = Instant::now();
        if !self.is_served && self.since.is_none_or(|since| now - since > SLICE) {
            self.left = AT_ONCE;
            self.since = Some(now);
        }
    }
}

impl Service {
    /// Wakes some after each look at the network.
    async fn run(mut self) {
        while !self.is_over {
            yield_now().await;
            let next = self.turns.next();
            self.is_over = next.is_empty();
            next.into_iter().for_each(Waker::wake);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let mut state = self.turns.lock();
        state.is_served = false;
        let all = std::mem::take(&mut state.waiting);
        drop(state);
        all.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Poll;
    use std::thread;

    use tokio::runtime::{Builder, Runtime};
    use tokio::sync::oneshot;

    use super::*;

    fn worker() -> Runtime {
        let runtime = Builder::new_current_thread().build();
        runtime.expect("a runtime without a network")
    }

    /// A connection, and what wakes it; it counts itself when it is woken.
    async fn connection(sent: Arc<AtomicUsize>, waker: oneshot::Sender<Waker>) {
        let mut waker = Some(waker);
        poll_fn(|cx| match waker.take() {
            Some(waker) => {
                waker.send(cx.waker().clone()).expect("it is waited for");
                Poll::Pending
            }
            None => Poll::Ready(()),
        })
        .await;
        sent.fetch_add(1, Ordering::Relaxed);
    }

    #[test]
    fn all_have_their_turn_and_others_come_in_between() {
        const CONNECTIONS: usize = 1000;
        worker().block_on(async {
            let sent = Arc::new(AtomicUsize::new(0));
            let (mut wakers, mut all) = (Vec::new(), Vec::new());
            for _ in 0..CONNECTIONS {
                let (sender, waker) = oneshot::channel();
                all.push(tokio::spawn(connection(Arc::clone(&sent), sender)));
                wakers.push(waker.await.expect("a waker"));
            }
            // Connections that have ended must not block the queue.
            let gone = all.iter().skip(200).step_by(2);
            gone.for_each(|gone| gone.abort());
            yield_now().await;
            let turns = Turns::of_thread().expect("a worker");
            // A message is published by any thread.
            let publish = move || wakers.into_iter().for_each(|waker| turns.wake(waker));
            thread::spawn(publish).join().expect("no panic");
            let mut before = 0;
            for _ in 0..CONNECTIONS {
                yield_now().await;
                let now = sent.load(Ordering::Relaxed);
                assert!(now - before <= 2 * AT_ONCE, "{} at once", now - before);
                before = now;
            }
            assert_eq!(before, 200 + (CONNECTIONS - 200) / 2);
        });
    }

    #[test]
    fn a_worker_that_has_ended_leaves_none_waiting() {
        use std::task::Wake;

        struct Count(AtomicUsize);

        impl Wake for Count {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }

        let count = Arc::new(Count(AtomicUsize::new(0)));
        let wake_many = |turns: &Arc<Turns>| {
            (0..10 * AT_ONCE).for_each(|_| turns.wake(Waker::from(Arc::clone(&count))));
        };
        let turns = worker().block_on(async {
            let turns = Turns::of_thread().expect("a worker");
            wake_many(&turns);
            turns
        });
        assert_eq!(count.0.load(Ordering::Relaxed), 10 * AT_ONCE);
        wake_many(&turns);
        assert_eq!(count.0.load(Ordering::Relaxed), 20 * AT_ONCE);
    }
}
