//! Topics: who receives what, in which order, and who is told that something is missing.

#[path = "topics/cases.rs"]
mod cases;
#[path = "topics/property.rs"]
mod property;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    publisher: u32,
    number: u32,
}

topic!(Board(key: u32) -> Note);

/// What a view has received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    Note(Note),
    Missed,
}

/// What the next event of a view does.
enum Order {
    Move(u32),
    Rows(Vec<(u64, u32)>),
    Publish(u32, Note),
    Panic,
}

static HEARD: LazyLock<Mutex<HashMap<u64, Vec<Heard>>>> = LazyLock::new(Mutex::default);
static ORDERS: LazyLock<Mutex<HashMap<u64, Order>>> = LazyLock::new(Mutex::default);

/// Topics and what is counted belong to the process, so tests of them run one after the other.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    lock(&ALONE)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hear(id: u64, heard: Heard) {
    lock(&HEARD).entry(id).or_default().push(heard);
}

/// Takes what a view has received since the last call.
fn heard(id: u64) -> Vec<Heard> {
    lock(&HEARD).remove(&id).unwrap_or_default()
}

fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn note(publisher: u32, number: u32) -> Note {
    Note { publisher, number }
}

/// A view that receives notes, with rows that do, too.
#[derive(Debug, Clone, Default)]
struct Reader {
    id: u64,
    key: u32,
    rows: Vec<(u64, u32)>,
    count: u32,
}

impl Reader {
    fn of(key: u32) -> Self {
        Self {
            id: next_id(),
            key,
            ..Self::default()
        }
    }
}

/// The listener of [`Reader::act`].
const ACT: u32 = 0;

#[live_view]
impl Reader {
    #[on(Board(self.key))]
    fn noted(&mut self, note: &Note) {
        hear(self.id, Heard::Note(*note));
        self.count += 1;
        match lock(&ORDERS).remove(&self.id) {
            Some(Order::Move(key)) => self.key = key,
            Some(Order::Panic) => std::panic::resume_unwind(Box::new("on purpose")),
            _ => {}
        }
    }

    fn missed(&mut self) {
        hear(self.id, Heard::Missed);
    }

    fn act(&mut self) {
        match lock(&ORDERS).remove(&self.id) {
            Some(Order::Move(key)) => self.key = key,
            Some(Order::Rows(rows)) => self.rows = rows,
            Some(Order::Publish(key, note)) => Board(key).publish(&note),
            Some(Order::Panic) | None => {}
        }
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={act()}>"Act"</button>
            <output>{self.count}</output>
            for (id, key) in &self.rows; key = *id { <Row id={*id} key={*key}/> }
        }
    }
}

/// A component that receives notes.
#[derive(Default)]
struct Row {
    id: u64,
    key: u32,
    count: u32,
}

#[live_view]
impl Row {
    fn props(&mut self, id: u64, key: u32) {
        (self.id, self.key) = (id, key);
    }

    #[on(Board(self.key))]
    fn noted(&mut self, note: &Note) {
        hear(self.id, Heard::Note(*note));
        self.count += 1;
    }

    fn missed(&mut self) {
        hear(self.id, Heard::Missed);
    }

    fn render(&self) -> impl View {
        view! { <b>{self.count}</b> }
    }
}

/// Counts how often a connection is woken.
#[derive(Default)]
struct Bell(AtomicUsize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Bell {
    fn rung(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

fn bell() -> (Arc<Bell>, Waker) {
    let bell = Arc::new(Bell::default());
    (Arc::clone(&bell), Waker::from(bell))
}
