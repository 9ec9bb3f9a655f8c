//! What the browsers of a storm share: the server that runs, its store, and what is known of each page.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_runtime::{Memory, Registry, Snapshot, Store, StoreError};
use tokio::sync::RwLock;

use super::Dice;

/// What is known of a page and its user.
#[derive(Default)]
pub(super) struct Facts {
    /// Its user is being signed out: there may be no session for it any more.
    pub(super) ends: AtomicBool,
    /// Its user was signed out: nothing may begin.
    pub(super) is_over: AtomicBool,
}

/// All pages, by the numbers in their views.
static PAGES: Mutex<Vec<Arc<Facts>>> = Mutex::new(Vec::new());
/// Handlers that have begun after a sign-out.
static LATE: AtomicU32 = AtomicU32::new(0);

pub(super) fn new_page() -> (usize, Arc<Facts>) {
    let mut pages = PAGES.lock().unwrap();
    let facts = Arc::new(Facts::default());
    pages.push(Arc::clone(&facts));
    (pages.len() - 1, facts)
}

fn facts(page: usize) -> Arc<Facts> {
    Arc::clone(&PAGES.lock().unwrap()[page])
}

/// A view that counts its events, in each way that a handler may take.
#[derive(Serialize, Deserialize)]
pub(super) struct Till {
    pub(super) page: usize,
    pub(super) count: u32,
}

#[derive(Deserialize)]
struct Slip {
    amount: u32,
}

#[live_view(persist)]
impl Till {
    fn mount() -> Result<Self, Reject> {
        Err(Reject::new("it is made by the test"))
    }

    fn begin(&self) {
        if facts(self.page).is_over.load(Ordering::SeqCst) {
            LATE.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn add(&mut self) {
        self.begin();
        self.count += 1;
    }

    fn pay(&mut self, slip: Slip) {
        self.begin();
        self.count += slip.amount;
    }

    async fn add_later(&mut self) {
        self.begin();
        tokio::time::sleep(Duration::from_millis(2)).await;
        self.count += 1;
    }

    #[blocking]
    fn add_blocking(&mut self) {
        self.begin();
        std::thread::sleep(Duration::from_millis(1));
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <button @click={add()}>"Add"</button>
            <button @click={add_later()}>"Add later"</button>
            <button @click={add_blocking()}>"Add and block"</button>
            <form @submit={pay(event.form)}></form>
        }
    }
}

/// The holes of the first and the last listener on buttons in the template above, and of the form.
pub(super) const FIRST: u64 = 1;
pub(super) const FORM: u32 = 4;

/// A store that is slow, hangs and fails, but answers when it is asked for the same again.
struct Troubled {
    memory: Arc<Memory>,
    dice: Mutex<Dice>,
    /// What it has failed to do when it was last asked for it.
    failed: Mutex<HashSet<String>>,
    /// Whether the process that it is used by is gone.
    is_gone: Arc<AtomicBool>,
}

impl Troubled {
    fn answer<T>(
        &self,
        what: String,
        answer: impl FnOnce(&Memory) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let trouble = self
            .dice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .roll(20);
        match trouble {
            0 => std::thread::sleep(Duration::from_millis(60)),
            1..6 => std::thread::sleep(Duration::from_millis(3)),
            _ => {}
        }
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let has_failed = failed.remove(&what);
        let fails = (6..10).contains(&trouble) && !has_failed;
        if fails || self.is_gone.load(Ordering::SeqCst) {
            failed.insert(what);
            return Err("the disk is busy".into());
        }
        drop(failed);
        answer(&self.memory)
    }
}

impl Store for Troubled {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        self.answer("keep".to_owned(), |memory| memory.keep(snapshots))
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        self.answer(format!("find {session}"), |memory| memory.find(session))
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        self.answer(format!("forget {session}"), |memory| memory.forget(session))
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.answer(format!("forget {user}"), |memory| memory.forget_user(user))
    }
}

pub(super) struct World {
    seed: u64,
    memory: Arc<Memory>,
    /// The server that runs; a step of a browser is with one and the same.
    pub(super) server: RwLock<Server>,
    pub(super) limits: Arc<Limits>,
    /// The page of each browser.
    pub(super) pages: Mutex<Vec<Arc<Facts>>>,
    pub(super) events: AtomicU64,
    pub(super) violations: Mutex<Vec<String>>,
}

pub(super) struct Server {
    pub(super) registry: Arc<Registry>,
    is_gone: Arc<AtomicBool>,
}

impl World {
    pub(super) fn new(seed: u64, browsers: usize) -> Self {
        let memory = Arc::new(Memory::new(1 << 24));
        let mut limits = Limits::default();
        limits.retained_for = Duration::from_millis(150);
        Self {
            seed,
            server: RwLock::new(server(&memory, seed)),
            memory,
            limits: Arc::new(limits),
            pages: Mutex::new((0..browsers).map(|_| Arc::default()).collect()),
            events: AtomicU64::new(0),
            violations: Mutex::default(),
        }
    }

    pub(super) fn violated(&self, what: String) {
        self.violations.lock().unwrap().push(what);
    }

    /// Drains the server again and again, under fire, and starts the next one with its store.
    pub(super) async fn replace_servers_until(&self, end: Instant) {
        let mut seed = self.seed;
        while Instant::now() < end {
            tokio::time::sleep(Duration::from_millis(700)).await;
            let registry = Arc::clone(&self.server.read().await.registry);
            // A busy machine takes its time.
            registry.drain(Duration::from_secs(2)).await;
            seed = seed.wrapping_add(2);
            let mut server_now = self.server.write().await;
            server_now.is_gone.store(true, Ordering::SeqCst);
            *server_now = server(&self.memory, seed);
        }
    }

    /// Signs the user of a browser out. Meanwhile, nobody loads another page.
    pub(super) fn sign_out(&self, registry: &Registry, browser: usize) {
        let pages = self.pages.lock().unwrap();
        pages[browser].ends.store(true, Ordering::SeqCst);
        registry.sign_out(&user(browser));
        pages[browser].is_over.store(true, Ordering::SeqCst);
    }

    pub(super) fn verdict(self) -> (u64, Vec<String>) {
        let mut violations = self.violations.into_inner().unwrap();
        let late = LATE.load(Ordering::SeqCst);
        violations
            .extend((late > 0).then(|| format!("{late} handlers have begun after a sign-out")));
        (self.events.into_inner(), violations)
    }
}

/// The user of a browser.
pub(super) fn user(browser: usize) -> String {
    format!("user {browser}")
}

fn server(memory: &Arc<Memory>, seed: u64) -> Server {
    let (registry, is_gone) = (
        Arc::new(Registry::default()),
        Arc::new(AtomicBool::new(false)),
    );
    let (memory, dice) = (Arc::clone(memory), Mutex::new(Dice(seed | 1)));
    let store = Troubled {
        memory,
        dice,
        failed: Mutex::default(),
        is_gone: Arc::clone(&is_gone),
    };
    registry.set_store(store).unwrap();
    Server { registry, is_gone }
}
