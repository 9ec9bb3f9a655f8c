//! Presence: who is there, and what others are told of it.

#[path = "presence/cases.rs"]
mod cases;
#[path = "presence/property.rs"]
mod property;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::presence;
use taut_runtime::Owner;

use crate::scene::Scene;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Who {
    name: String,
}

topic!(Here(room: u32) -> Presence<Who>);

fn who(name: &str) -> Who {
    Who {
        name: name.to_owned(),
    }
}

fn present(room: u32) -> Vec<String> {
    let present = Here(room).present().into_iter();
    present.map(|who| who.name).collect()
}

/// What the next event of a view does.
enum Order {
    Join(u32, &'static str),
    Leave(u32),
    Watch(u32),
    Rows(Vec<(u64, u32, &'static str)>),
    Panic,
}

static ORDERS: LazyLock<Mutex<HashMap<u64, Order>>> = LazyLock::new(Mutex::default);
/// What each view shows, by its id.
static SHOWN: LazyLock<Mutex<HashMap<u64, Vec<Who>>>> = LazyLock::new(Mutex::default);
/// How many changes each view has received.
static CHANGES: LazyLock<Mutex<HashMap<u64, usize>>> = LazyLock::new(Mutex::default);

/// Who is present is known to the process, so tests of it run one after the other.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    lock(&ALONE)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a view shows.
fn shown(id: u64) -> Vec<String> {
    let shown = lock(&SHOWN).get(&id).cloned().unwrap_or_default();
    shown.into_iter().map(|who| who.name).collect()
}

/// Takes how many changes a view has received.
fn changes(id: u64) -> usize {
    lock(&CHANGES).remove(&id).unwrap_or_default()
}

/// A page that joins as it is ordered, with rows that do, too, and that shows who is in one room.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Room {
    id: u64,
    watched: u32,
    here: Vec<Who>,
    rows: Vec<(u64, u32, String)>,
}

/// The listener of [`Room::act`].
const ACT: u32 = 0;

#[live_view(persist)]
impl Room {
    #[on(Here(self.watched))]
    fn changed(&mut self, change: &Presence<Who>) {
        change.apply(&mut self.here);
        *lock(&CHANGES).entry(self.id).or_default() += 1;
        self.show();
    }

    fn missed(&mut self) {
        self.here = Here(self.watched).present();
        self.show();
    }

    fn act(&mut self, cx: &mut Context) {
        match lock(&ORDERS).remove(&self.id) {
            Some(Order::Join(room, name)) => Here(room).join(cx, who(name)),
            Some(Order::Leave(room)) => Here(room).leave(cx),
            Some(Order::Watch(room)) => {
                self.watched = room;
                self.missed();
            }
            Some(Order::Rows(rows)) => {
                let rows = rows.into_iter();
                self.rows = rows
                    .map(|(id, room, name)| (id, room, name.to_owned()))
                    .collect();
            }
            Some(Order::Panic) => std::panic::resume_unwind(Box::new("on purpose")),
            None => {}
        }
    }

    fn show(&self) {
        lock(&SHOWN).insert(self.id, self.here.clone());
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={act()}>"Act"</button>
            <output>{self.here.len()}</output>
            for (id, room, name) in &self.rows; key = *id { <Row room={*room} name={name}/> }
        }
    }
}

/// A component that makes present.
#[derive(Default)]
struct Row {
    room: u32,
}

#[live_view]
impl Row {
    fn props(&mut self, room: u32, name: &str, cx: &mut Context) {
        self.room = room;
        Here(room).join(cx, who(name));
    }

    fn render(&self) -> impl View {
        view! { <b>{self.room}</b> }
    }
}

fn order(id: u64, order: Order) {
    lock(&ORDERS).insert(id, order);
}

/// A view that watches a room, with an id of its own.
fn watching(room: u32) -> Room {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut view = Room {
        id: NEXT.fetch_add(1, Ordering::Relaxed),
        watched: room,
        ..Room::default()
    };
    view.missed();
    view
}

/// The same place, for a user whom a guard has named.
fn owner(user: Option<&str>) -> Owner {
    Owner {
        user: user.map(Into::into),
        ..Owner::of_route("/")
    }
}

/// Lets the grace of all who are gone be over.
fn end_grace(scene: &Scene) {
    scene
        .registry
        .sweep(Instant::now() + scene.limits.presence_grace + Duration::from_millis(1));
}

/// Nobody is left behind.
fn check_empty() {
    assert_eq!(presence::own(), []);
    assert_eq!(presence::rooms(), 0);
}
