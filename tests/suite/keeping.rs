//! Sessions on their way to the store and back: at each moment they can be had, once.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Request, Session, ViewSession};
use taut_runtime::{Driver, Memory, Owner, Page, Registry, Restore, Seat, Snapshot, Store, StoreError, Token};
use taut_test::Visit;
use tokio::task::LocalSet;

#[derive(Default, Serialize, Deserialize)]
struct Desk {
    count: u32,
}

#[live_view(persist)]
impl Desk {
    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Diary {
    count: u32,
}

#[live_view(persist = always)]
impl Diary {
    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> }
    }
}

#[derive(Default)]
struct Fleeting;

#[live_view]
impl Fleeting {
    fn render(&self) -> impl View {
        view! { <p>"Here"</p> }
    }
}

/// A place where the store begins something, and goes on with it when the test does too.
#[derive(Clone, Default)]
struct Gate(Option<Arc<Barrier>>);

impl Gate {
    fn shut() -> Self {
        Self(Some(Arc::new(Barrier::new(2))))
    }

    fn meet(&self) {
        if let Some(barrier) = &self.0 {
            barrier.wait();
        }
    }

    fn pass(&self) {
        self.meet();
        self.meet();
    }
}

/// A store that the test looks into, and holds up.
struct Watched {
    memory: Arc<Memory>,
    keeps: Gate,
    finds: Gate,
}

impl Store for Watched {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        self.keeps.pass();
        self.memory.keep(snapshots)
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        let found = self.memory.find(session);
        self.finds.pass();
        found
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        self.memory.forget(session)
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.memory.forget_user(user)
    }
}

struct Scene {
    registry: Arc<Registry>,
    limits: Arc<Limits>,
    memory: Arc<Memory>,
    keeps: Gate,
    finds: Gate,
}

impl Scene {
    fn new(keeps: Gate, finds: Gate) -> Self {
        let (registry, memory) = (Arc::new(Registry::default()), Arc::new(Memory::new(1 << 20)));
        let store = Watched { memory: Arc::clone(&memory), keeps: keeps.clone(), finds: finds.clone() };
        registry.set_store(store).unwrap();
        Self { registry, limits: Arc::default(), memory, keeps, finds }
    }

    fn add(&self, view: impl LiveView) -> Token {
        self.registry.add(Box::new(ViewSession::new(view)), owner(), &self.limits).unwrap().0
    }

    /// Lets all sessions wait for too long.
    fn sweep(&self) {
        self.registry.sweep(Instant::now() + self.limits.retained_for);
    }

    fn claim(&self, token: Token) -> Option<Arc<Seat>> {
        self.registry.claim(token, &owner())
    }

    /// A browser that has the session.
    fn join(&self, token: Token) -> Driver {
        let page = Page {
            owner: Ok(owner()),
            templates: "/t".into(),
            limits: Arc::clone(&self.limits),
            restore: None,
            mount: Box::new(|| panic!("the session is there")),
        };
        let mut driver = Driver::new(Arc::clone(&self.registry), page);
        driver.receive(&format!("[\"{token}\",-1,\"/t\"]"), Instant::now(), &mut |_| {}).unwrap();
        driver
    }

    async fn is_empty(&self) {
        while !self.registry.is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn revive<V: LiveView>(&self, token: Token) -> Option<Arc<Seat>> {
        let restore: Restore = Box::new(|saved| {
            let session = ViewSession::<V>::restore(&saved, &Request::new(&Visit::new("/")))?;
            Ok(Box::new(session) as Box<dyn Session>)
        });
        self.registry.revive(token, &owner(), restore, &self.limits)?.await.unwrap()
    }
}

fn owner() -> Owner {
    Owner::of_route("/")
}

/// Runs it all on one thread, besides that of the store.
fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let ended = LocalSet::new().block_on(&runtime, async { tokio::time::timeout(Duration::from_secs(20), test).await });
    runtime.shutdown_background();
    ended.expect("somebody waits for ever");
}

#[test]
fn a_session_can_be_had_until_it_is_saved_and_then_from_the_store() {
    run(async {
        let scene = Scene::new(Gate::shut(), Gate::default());
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        scene.keeps.meet();
        assert!(scene.claim(token).is_some(), "it is not saved yet");
        scene.keeps.meet();
        scene.is_empty().await;
        assert!(scene.claim(token).is_none());
        let seat = scene.revive::<Desk>(token).await.expect("it is in the store");
        assert!(Arc::ptr_eq(&seat, &scene.claim(token).unwrap()));
        assert_eq!(scene.registry.len(), 1);
    });
}

#[test]
fn a_browser_that_comes_back_while_its_session_is_saved_keeps_it() {
    run(async {
        let scene = Scene::new(Gate::shut(), Gate::default());
        let (token, other) = (scene.add(Desk { count: 7 }), scene.add(Desk::default()));
        scene.sweep();
        scene.keeps.meet();
        let browser = scene.join(token);
        scene.keeps.meet();
        while scene.registry.has(other) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let seat = scene.claim(token).expect("a browser has it");
        drop(browser);
        assert!(Arc::ptr_eq(&seat, &scene.claim(token).expect("it waits again")));
        assert_eq!(scene.registry.stats().waiting, 1);
    });
}

#[test]
fn browsers_that_ask_at_once_for_a_saved_session_get_the_same() {
    run(async {
        let scene = Scene::new(Gate::default(), Gate::shut());
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        scene.is_empty().await;
        let finds = scene.finds.clone();
        let store = std::thread::spawn(move || finds.pass());
        let (one, other) = tokio::join!(scene.revive::<Desk>(token), scene.revive::<Desk>(token));
        store.join().unwrap();
        assert!(Arc::ptr_eq(&one.expect("it is in the store"), &other.expect("it is on its way")));
    });
}

#[test]
fn what_is_not_saved_is_over_when_its_time_is() {
    let scene = Scene::new(Gate::shut(), Gate::default());
    let (kept, lost) = (scene.add(Desk::default()), scene.add(Fleeting));
    assert!(scene.claim(kept).is_some() && scene.claim(lost).is_some());
    scene.sweep();
    assert!(scene.claim(kept).is_some(), "it is on its way to the store");
    assert!(scene.claim(lost).is_none());
    scene.keeps.pass();
}

#[test]
fn what_is_always_saved_is_so_again_when_it_has_come_back() {
    run(async {
        let scene = Scene::new(Gate::default(), Gate::default());
        let token = scene.add(Diary { count: 7 });
        let session = u64::from_str_radix(&token.to_string()[..16], 16).unwrap();
        scene.sweep();
        scene.is_empty().await;
        let seat = scene.revive::<Diary>(token).await;
        assert!(seat.is_some());
        while scene.memory.find(session).unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
}
