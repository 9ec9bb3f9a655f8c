//! Background work: when it runs, what the page shows of it, and that it ends with its view.

#[path = "background/cases.rs"]
mod cases;
#[path = "background/first_html.rs"]
mod first_html;
#[path = "background/property.rs"]
mod property;

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};

use serde::{Deserialize, Serialize};
use taut::Progress;
use taut::prelude::*;

/// How a piece of work goes on when the test lets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Progress(u32),
    Ok(u32),
    Fail,
    Panic,
}

/// A piece of work, as the test sees it.
#[derive(Debug, Clone, Default)]
struct Work(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    steps: Vec<Step>,
    waker: Option<Waker>,
    polls: u32,
    is_dropped: bool,
    /// Whether it panics when it is dropped.
    is_bomb: bool,
}

impl Work {
    fn bomb() -> Self {
        let work = Self::default();
        lock(&work.0).is_bomb = true;
        work
    }

    /// Lets it go on.
    fn step(&self, step: Step) {
        let mut inner = lock(&self.0);
        inner.steps.push(step);
        let waker = inner.waker.take();
        drop(inner);
        waker.into_iter().for_each(Waker::wake);
    }

    fn polls(&self) -> u32 {
        lock(&self.0).polls
    }

    fn is_dropped(&self) -> bool {
        lock(&self.0).is_dropped
    }
}

/// Work that waits for what the test says.
struct Running {
    work: Work,
    progress: Progress<u32>,
}

impl Future for Running {
    type Output = Result<u32, Reject>;

    fn poll(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let mut inner = lock(&self.work.0);
        inner.polls += 1;
        inner.waker = Some(cx.waker().clone());
        let steps = std::mem::take(&mut inner.steps);
        drop(inner);
        for step in steps {
            match step {
                Step::Progress(progress) => self.progress.set(progress),
                Step::Ok(value) => return Poll::Ready(Ok(value)),
                Step::Fail => return Poll::Ready(Err("on purpose".into())),
                Step::Panic => std::panic::resume_unwind(Box::new("on purpose")),
            }
        }
        Poll::Pending
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut inner = lock(&self.work.0);
        inner.is_dropped = true;
        if inner.is_bomb {
            drop(inner);
            std::panic::resume_unwind(Box::new("a bomb"));
        }
    }
}

/// What the next event of a view does.
enum Order {
    Start(Work),
    /// Starts others first, in the same field.
    StartAgain(u32, Work),
    /// Starts and panics.
    StartAndPanic(Work),
    Stop,
    Rows(Vec<u64>),
    SignOut(Arc<taut_runtime::Registry>),
}

static ORDERS: LazyLock<Mutex<HashMap<u64, Order>>> = LazyLock::new(Mutex::default);
/// The work of rows, by their numbers.
static ROWS: LazyLock<Mutex<HashMap<u64, Work>>> = LazyLock::new(Mutex::default);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn start(value: &mut Async<u32, u32>, work: Work) {
    value.start_with(|progress| Running { work, progress });
}

fn text_of(value: &Async<u32, u32>) -> String {
    match value.state() {
        AsyncState::Loading(progress) => format!("loading {progress}"),
        AsyncState::Ok(value) => format!("ok {value}"),
        AsyncState::Failed(error) => format!("failed: {error}"),
    }
}

/// A view with background work, and rows with work of their own.
#[derive(Default, Serialize, Deserialize)]
struct Loader {
    id: u64,
    value: Async<u32, u32>,
    other: Async<u32, u32>,
    rows: Vec<u64>,
}

/// The listener of [`Loader::act`].
const ACT: u32 = 0;

impl Loader {
    fn new() -> Self {
        Self {
            id: next_id(),
            ..Self::default()
        }
    }
}

#[live_view(persist)]
impl Loader {
    fn act(&mut self) {
        match lock(&ORDERS).remove(&self.id) {
            Some(Order::Start(work)) => start(&mut self.value, work),
            Some(Order::StartAgain(others, work)) => {
                (0..others).for_each(|_| start(&mut self.value, Work::default()));
                start(&mut self.value, work);
            }
            Some(Order::StartAndPanic(work)) => {
                start(&mut self.value, work);
                std::panic::resume_unwind(Box::new("on purpose"));
            }
            Some(Order::Stop) => self.value.stop(),
            Some(Order::Rows(rows)) => self.rows = rows,
            Some(Order::SignOut(registry)) => registry.sign_out("ali"),
            None => {}
        }
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={act()}>"Act"</button>
            <output>{text_of(&self.value)}</output>
            <p>{text_of(&self.other)}</p>
            for id in &self.rows; key = *id { <Row id={*id}/> }
        }
    }
}

/// A component that starts its work with its props.
#[derive(Default)]
struct Row {
    value: Async<u32, u32>,
}

#[live_view]
impl Row {
    fn props(&mut self, id: u64) {
        let work = lock(&ROWS).get(&id).cloned().unwrap_or_default();
        start(&mut self.value, work);
    }

    fn render(&self) -> impl View {
        view! { <b>{text_of(&self.value)}</b> }
    }
}
