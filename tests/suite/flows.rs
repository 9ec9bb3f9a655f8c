//! Streams of values: each value reaches the view once, in order, and no stream runs ahead of its view or outlives it.

#[path = "flows/cases.rs"]
mod cases;
#[path = "flows/property.rs"]
mod property;

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, Waker};

use futures_core::Stream;
use serde::{Deserialize, Serialize};
use taut::prelude::*;

/// What a stream does when the test lets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Value(u32),
    End,
    Panic,
}

/// A stream, as the test sees it.
#[derive(Debug, Clone, Default)]
struct Tap(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    steps: VecDeque<Step>,
    waker: Option<Waker>,
    polls: u32,
    /// How many values it has given.
    given: usize,
    is_dropped: bool,
    /// Whether it panics when it is dropped.
    is_bomb: bool,
}

impl Tap {
    fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let tap = Self::default();
        tap.steps(steps);
        tap
    }

    fn bomb() -> Self {
        let tap = Self::default();
        lock(&tap.0).is_bomb = true;
        tap
    }

    /// Lets it go on.
    fn steps(&self, steps: impl IntoIterator<Item = Step>) {
        let mut inner = lock(&self.0);
        inner.steps.extend(steps);
        let waker = inner.waker.take();
        drop(inner);
        waker.into_iter().for_each(Waker::wake);
    }

    /// The steps that it has not taken.
    fn left(&self) -> usize {
        lock(&self.0).steps.len()
    }

    fn polls(&self) -> u32 {
        lock(&self.0).polls
    }

    fn given(&self) -> usize {
        lock(&self.0).given
    }

    fn is_dropped(&self) -> bool {
        lock(&self.0).is_dropped
    }
}

struct Running(Tap);

impl Stream for Running {
    type Item = u32;

    fn poll_next(self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<u32>> {
        let mut inner = lock(&self.0.0);
        inner.polls += 1;
        inner.waker = Some(cx.waker().clone());
        match inner.steps.pop_front() {
            Some(Step::Value(value)) => {
                inner.given += 1;
                Poll::Ready(Some(value))
            }
            Some(Step::End) => Poll::Ready(None),
            Some(Step::Panic) => {
                drop(inner);
                std::panic::resume_unwind(Box::new("on purpose"))
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut inner = lock(&self.0.0);
        inner.is_dropped = true;
        if inner.is_bomb {
            drop(inner);
            std::panic::resume_unwind(Box::new("a bomb"));
        }
    }
}

/// What the next event, or the next value, makes a view do.
enum Order {
    Start(Tap),
    Stop,
    Panic,
    Rows(Vec<u64>),
}

static ORDERS: LazyLock<Mutex<HashMap<u64, Order>>> = LazyLock::new(Mutex::default);
/// What the handler of a value does with it, by the value.
static AT_VALUE: LazyLock<Mutex<HashMap<(u64, u32), Order>>> = LazyLock::new(Mutex::default);
/// What each view has read, by its number.
static READ: LazyLock<Mutex<HashMap<u64, Vec<u32>>>> = LazyLock::new(Mutex::default);
/// The streams of rows, by their numbers.
static ROWS: LazyLock<Mutex<HashMap<u64, Tap>>> = LazyLock::new(Mutex::default);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn text_of(values: &[u32], flow: &Flow<u32>) -> String {
    let mut text = format!("{values:?} ");
    match flow.state() {
        FlowState::Running => text.push('…'),
        FlowState::Ended => text.push('.'),
        FlowState::Failed(error) => text.push_str(&error.to_string()),
    }
    text
}

/// A view with a stream, and rows with streams of their own.
#[derive(Default, Serialize, Deserialize)]
struct Gauge {
    id: u64,
    readings: Flow<u32>,
    read: Vec<u32>,
    /// How many values the second handler has received.
    counted: usize,
    rows: Vec<u64>,
}

/// The listener of [`Gauge::act`].
const ACT: u32 = 0;

impl Gauge {
    fn new() -> Self {
        Self {
            id: next_id(),
            ..Self::default()
        }
    }

    fn follow(&mut self, order: Option<Order>) {
        match order {
            Some(Order::Start(tap)) => self.readings.start(Running(tap)),
            Some(Order::Stop) => self.readings.stop(),
            Some(Order::Panic) => std::panic::resume_unwind(Box::new("on purpose")),
            Some(Order::Rows(rows)) => self.rows = rows,
            None => {}
        }
    }
}

#[live_view(persist)]
impl Gauge {
    fn act(&mut self) {
        let order = lock(&ORDERS).remove(&self.id);
        self.follow(order);
    }

    #[on(self.readings)]
    fn read(&mut self, reading: &u32) {
        self.read.push(*reading);
        lock(&READ).entry(self.id).or_default().push(*reading);
        let order = lock(&AT_VALUE).remove(&(self.id, *reading));
        self.follow(order);
    }

    #[on(self.readings)]
    fn count(&mut self, _reading: &u32) {
        self.counted += 1;
    }

    fn restored(&mut self, _: &Request<'_>) {
        if self.readings.needs_start()
            && let Some(Order::Start(tap)) = lock(&ORDERS).remove(&self.id)
        {
            self.readings.start(Running(tap));
        }
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={act()}>"Act"</button>
            <output>{text_of(&self.read, &self.readings)}</output>
            for id in &self.rows; key = *id { <Row id={*id}/> }
        }
    }
}

/// A component that starts its stream with its props.
#[derive(Default)]
struct Row {
    readings: Option<Flow<u32>>,
    read: Vec<u32>,
}

#[live_view]
impl Row {
    fn props(&mut self, id: u64) {
        let tap = lock(&ROWS).get(&id).cloned().unwrap_or_default();
        self.readings.get_or_insert_default().start(Running(tap));
    }

    #[on(self.readings)]
    fn read(&mut self, reading: &u32) {
        self.read.push(*reading);
    }

    fn render(&self) -> impl View {
        let flow = self.readings.as_ref();
        view! { <b>{flow.map(|flow| text_of(&self.read, flow)).unwrap_or_default()}</b> }
    }
}
