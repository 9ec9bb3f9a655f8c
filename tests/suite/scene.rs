//! What tests of sessions without a network need: pages and browsers, and a store that they look into and hold up.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::task::{Context as TaskContext, Poll, Waker};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Collector, Request, Session, ViewSession, read_delivery};
use taut_runtime::{
    Driver, Inbox, Memory, Mounted, Owner, Page, Refusal, Registry, Restore, Slot, Snapshot, Store,
    StoreError, Token,
};
use taut_test::Visit;
use tokio::task::LocalSet;

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Desk {
    pub(crate) count: u32,
}

#[live_view(persist)]
impl Desk {
    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> }
    }
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Diary {
    pub(crate) count: u32,
}

#[live_view(persist = always)]
impl Diary {
    fn write(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <button @click={write()}>"Write"</button>
        }
    }
}

/// A view whose browser is told only of what is saved.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub(crate) count: u32,
}

#[live_view(persist = each_event)]
impl Ledger {
    fn write(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <button @click={write()}>"Write"</button>
        }
    }
}

/// The hole of the listener in the templates above.
pub(crate) const WRITE: u32 = 1;

#[derive(Default)]
pub(crate) struct Fleeting;

#[live_view]
impl Fleeting {
    fn render(&self) -> impl View {
        view! { <p>"Here"</p> }
    }
}

/// A place where the store begins something, and, if it is shut, goes on with it when the test does too.
pub(crate) struct Gate {
    is_shut: AtomicBool,
    both: Barrier,
}

impl Gate {
    fn new() -> Self {
        Self {
            is_shut: AtomicBool::new(false),
            both: Barrier::new(2),
        }
    }

    /// Holds up whatever comes next, and nothing after it.
    pub(crate) fn shut(&self) {
        self.is_shut.store(true, Ordering::SeqCst);
    }

    pub(crate) fn meet(&self) {
        self.both.wait();
    }

    pub(crate) fn pass(&self) {
        self.meet();
        self.meet();
    }

    fn come(&self) {
        if self.is_shut.swap(false, Ordering::SeqCst) {
            self.pass();
        }
    }
}

/// What the test sees of the store, and does to it.
pub(crate) struct Watch {
    pub(crate) memory: Memory,
    pub(crate) keeps: Gate,
    pub(crate) finds: Gate,
    /// How many of the next keeps fail.
    pub(crate) failures: AtomicU32,
    /// How many of the next keeps panic.
    pub(crate) panics: AtomicU32,
    /// Whether the store fails, whatever it is asked for.
    pub(crate) is_broken: AtomicBool,
    /// Whether the store does not answer.
    pub(crate) hangs: AtomicBool,
    /// Whether the store fails when it is to forget a user.
    pub(crate) remembers: AtomicBool,
}

impl Watch {
    fn answer(&self) -> Result<(), StoreError> {
        while self.hangs.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
        if self.is_broken.load(Ordering::SeqCst) {
            Err("the disk is broken".into())
        } else {
            Ok(())
        }
    }
}

struct Watched(Arc<Watch>);

impl Store for Watched {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        let is_next = |times: &AtomicU32| {
            times
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |times| {
                    times.checked_sub(1)
                })
                .is_ok()
        };
        if is_next(&self.0.failures) {
            return Err("the disk is busy".into());
        }
        if is_next(&self.0.panics) {
            std::panic::resume_unwind(Box::new("the store panics"));
        }
        self.0.keeps.come();
        self.0.answer()?;
        self.0.memory.keep(snapshots)
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        self.0.answer()?;
        let found = self.0.memory.find(session);
        self.0.finds.come();
        found
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        self.0.answer()?;
        self.0.memory.forget(session)
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.0.answer()?;
        if self.0.remembers.load(Ordering::SeqCst) {
            return Err("the disk is busy".into());
        }
        self.0.memory.forget_user(user)
    }
}

pub(crate) struct Scene {
    pub(crate) registry: Arc<Registry>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) store: Arc<Watch>,
    /// Who adds sessions, and asks for them.
    pub(crate) owner: Owner,
}

impl Default for Scene {
    fn default() -> Self {
        let store = Watch {
            memory: Memory::new(1 << 20),
            keeps: Gate::new(),
            finds: Gate::new(),
            failures: AtomicU32::default(),
            panics: AtomicU32::default(),
            is_broken: AtomicBool::default(),
            hangs: AtomicBool::default(),
            remembers: AtomicBool::default(),
        };
        let (registry, store) = (Arc::new(Registry::default()), Arc::new(store));
        registry.set_store(Watched(Arc::clone(&store))).unwrap();
        Self {
            registry,
            limits: Arc::default(),
            store,
            owner: Owner::of_route("/"),
        }
    }
}

impl Scene {
    /// A page that was loaded.
    pub(crate) fn add(&self, view: impl LiveView) -> Token {
        let mut session = Box::new(ViewSession::new(view));
        let ((), tasks) = Collector::around(|| session.write_html(&mut Vec::new()));
        let mounted = Mounted { session, tasks };
        self.registry
            .add(mounted, self.owner.clone(), &self.limits)
            .unwrap()
            .0
    }

    /// Lets all sessions wait for too long.
    pub(crate) fn sweep(&self) {
        self.registry
            .sweep(Instant::now() + self.limits.retained_for);
    }

    pub(crate) fn claim(&self, token: Token) -> Option<Arc<Slot>> {
        self.registry.claim(token, &self.owner)
    }

    /// A browser that asks for the session, and is not answered yet.
    pub(crate) fn ask(&self, token: Token) -> Result<Driver, Refusal> {
        self.ask_over(token, None)
    }

    fn ask_over(&self, token: Token, inbox: Option<&Arc<Inbox>>) -> Result<Driver, Refusal> {
        let page = Page {
            owner: Ok(self.owner.clone()),
            templates: "/t".into(),
            limits: Arc::clone(&self.limits),
            elsewhere: None,
            restore: None,
            mount: Box::new(|| panic!("the session is there")),
        };
        let mut driver = Driver::new(Arc::clone(&self.registry), page);
        if let Some(inbox) = inbox {
            driver = driver.with_inbox(inbox);
        }
        driver.receive(
            &format!("[\"{token}\",0,\"/t\"]"),
            Instant::now(),
            &mut |_| {},
        )?;
        Ok(driver)
    }

    /// A browser that has the session.
    pub(crate) fn join(&self, token: Token) -> Browser {
        self.joined(self.ask(token)).unwrap()
    }

    /// A browser that has the session over a stream, and what is posted for it.
    pub(crate) fn stream(&self, token: Token) -> (Browser, Arc<Inbox>) {
        let inbox = Arc::default();
        (
            self.joined(self.ask_over(token, Some(&inbox))).unwrap(),
            inbox,
        )
    }

    /// A browser that asks for the session, and is answered if nobody else was quicker.
    pub(crate) fn joined(&self, asked: Result<Driver, Refusal>) -> Result<Browser, Refusal> {
        let (mut driver, mut said) = (asked?, String::new());
        while said.is_empty() {
            // Another thread may use the session.
            poll(&mut driver, &mut |frame| {
                said.push_str(&String::from_utf8_lossy(frame))
            })?;
        }
        let token = said
            .split('"')
            .find_map(Token::parse)
            .expect("it is given a token");
        Ok(Browser {
            driver,
            token,
            events: 0,
        })
    }

    /// Posts events as the page of a stream does, or one that goes.
    pub(crate) async fn post(&self, token: Token, events: &str) -> Result<(), Refusal> {
        let delivery = read_delivery(&format!("[\"{token}\",0,\"/t\",[{events}]]")).unwrap();
        Arc::clone(&self.registry)
            .take_beacon(delivery, &self.owner)
            .await
    }

    pub(crate) async fn restore<V: LiveView>(&self, token: Token) -> Option<Arc<Slot>> {
        let restore: Restore = Box::new(|saved| {
            let visit = Visit::new("/");
            let restored = || ViewSession::<V>::restore(&saved, &Request::new(&visit));
            let (session, tasks) = Collector::around(restored);
            let session = Box::new(session?);
            Ok(Mounted { session, tasks })
        });
        self.registry
            .restore(token, &self.owner, restore, &self.limits)?
            .await
            .unwrap()
            .ok()?
    }

    /// What the store has of a session.
    pub(crate) fn saved(&self, token: Token) -> Option<String> {
        let session = u64::from_str_radix(&token.to_string()[..16], 16).unwrap();
        self.store
            .memory
            .find(session)
            .unwrap()
            .map(|snapshot| snapshot.content)
    }
}

pub(crate) struct Browser {
    driver: Driver,
    /// What it was given when it joined.
    pub(crate) token: Token,
    /// How many events it has sent, or another browser of its session.
    pub(crate) events: u32,
}

impl Browser {
    /// The next event of this browser.
    pub(crate) fn click(&mut self, listener: u32) -> Result<(), Refusal> {
        self.send(listener)?;
        self.poll()
    }

    /// Sends an event, as far as the server takes it at once.
    pub(crate) fn send(&mut self, listener: u32) -> Result<(), Refusal> {
        self.events += 1;
        self.driver.receive(
            &format!("[{},0,{listener}]", self.events),
            Instant::now(),
            &mut |_| {},
        )
    }

    /// When the server must be polled although nothing has happened.
    pub(crate) fn wakes_at(&self) -> Option<Instant> {
        self.driver.wakes_at()
    }

    /// Lets the server go on, and returns what it sends.
    pub(crate) fn frames(&mut self, waker: &Waker) -> Result<Vec<String>, Refusal> {
        let mut frames = Vec::new();
        self.driver.poll(
            &mut TaskContext::from_waker(waker),
            Instant::now(),
            &mut |frame| frames.push(String::from_utf8_lossy(frame).into_owned()),
        )?;
        Ok(frames)
    }

    /// Lets the server go on with what takes time.
    pub(crate) fn poll(&mut self) -> Result<(), Refusal> {
        poll(&mut self.driver, &mut |_| {})
    }

    /// Takes what was posted for the stream.
    pub(crate) fn take(&mut self, inbox: &Inbox) -> Result<(), Refusal> {
        if let Poll::Ready(posted) = inbox.poll_take(&TaskContext::from_waker(Waker::noop())) {
            for event in posted.events {
                self.driver.receive(&event, Instant::now(), &mut |_| {})?;
            }
        }
        self.poll()
    }
}

fn poll(driver: &mut Driver, send: &mut dyn FnMut(&[u8])) -> Result<(), Refusal> {
    driver.poll(
        &mut TaskContext::from_waker(Waker::noop()),
        Instant::now(),
        send,
    )
}

/// Runs it all on one thread, besides that of the store.
pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let ended = LocalSet::new().block_on(&runtime, async {
        tokio::time::timeout(Duration::from_secs(20), test).await
    });
    runtime.shutdown_background();
    ended.expect("somebody waits for ever");
}

/// Waits until something is so.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
