//! What a store gives back for a session: nothing panics, and the page is mounted anew, or comes back, works, and is its owner's.

use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Waker};
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use taut::prelude::*;
use taut_core::limits::Limits;
use taut_core::{Request, Session, ViewSession, templates_json};
use taut_runtime::{Driver, Owner, Page, Registry, Snapshot, Store, StoreError};
use taut_test::{Browser, DomEvent, Visit};
use tokio::task::LocalSet;

/// The number of the session, and a token that the corpus knows of: of the seed 1, the fifth.
const SESSION: u64 = 7;
const TOKEN: &str = "000000000000000781c50fac2673f9fd1352e3f9b85c3a58";

/// Takes it all for the content of a snapshot.
pub(crate) fn check(input: &[u8]) {
    let Ok(content) = str::from_utf8(input) else {
        return;
    };
    if counts_too_far(content) {
        return;
    }
    for owner in owners() {
        let is_theirs = is_theirs(content, &owner);
        let mut peer = Peer::join(content, owner);
        assert!(
            is_theirs || peer.is_new,
            "a session comes back to somebody else"
        );
        peer.click();
    }
}

/// Whether the session comes back to its owner.
pub(crate) fn comes_back(content: &str) -> bool {
    let [.., owner] = owners();
    !Peer::join(content, owner).is_new
}

/// Whether the session comes back although the first browser that asks for it is gone before it is there.
pub(crate) fn comes_back_after_a_cut(content: &str) -> bool {
    let [.., owner] = owners();
    let registry = registry(content);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, async {
        let mut driver = Driver::new(Arc::clone(&registry), page(owner.clone()));
        driver
            .receive(
                &format!("[{TOKEN:?},-1,\"/t\"]"),
                Instant::now(),
                &mut |_| (),
            )
            .unwrap();
        drop(driver);
        while registry.stats().sessions == 0 {
            tokio::task::yield_now().await;
        }
    });
    !Peer::join_in(registry, owner).is_new
}

fn registry(content: &str) -> Arc<Registry> {
    let until = SystemTime::now() + Duration::from_secs(60);
    let snapshot = Snapshot {
        restores: 0,
        holder: None,
        session: SESSION,
        user: Some("ada".to_owned()),
        until,
        content: content.to_owned(),
    };
    let registry = Arc::new(Registry::default());
    registry.set_store(One(Mutex::new(Some(snapshot)))).unwrap();
    registry
}

/// Whether a session would have to be billions of events, frames or rows old. Counters go round then, where no browser does.
fn counts_too_far(content: &str) -> bool {
    let Ok(content) = serde_json::from_str::<Value>(content) else {
        return false;
    };
    let saved = content.get("saved").or_else(|| content.get(3));
    let number = |name: &str, at: usize| {
        saved
            .and_then(|saved| saved.get(name).or_else(|| saved.get(at)))
            .and_then(Value::as_u64)
    };
    [("frame", 1), ("event", 2), ("row", 3)]
        .iter()
        .any(|(name, at)| number(name, *at).is_some_and(|number| number > 1 << 31))
}

/// The owner of the corpus, and others.
fn owners() -> [Owner; 5] {
    let owner = Owner {
        browser: NonZero::new(1),
        user: Some("ada".into()),
        ..Owner::of_route("/desk")
    };
    [
        Owner {
            browser: NonZero::new(2),
            ..owner.clone()
        },
        Owner {
            browser: None,
            ..owner.clone()
        },
        Owner {
            user: Some("eve".into()),
            ..owner.clone()
        },
        Owner {
            route: "/".into(),
            ..owner.clone()
        },
        owner,
    ]
}

/// Whether the content names the owner. It may say things twice; then it is nobody's.
fn is_theirs(content: &str, owner: &Owner) -> bool {
    let Ok(content) = serde_json::from_str::<Value>(content) else {
        return false;
    };
    // As an array, members stand in their order.
    let member = |name: &str, at: usize| {
        content
            .get(name)
            .or_else(|| content.get(at))
            .cloned()
            .unwrap_or_default()
    };
    let browser = member("browser", 1);
    member("route", 0).as_str() == Some(&*owner.route)
        && browser.as_u64().map(u128::from) == owner.browser.map(NonZero::get)
        && owner.user.as_deref() == Some("ada")
}

/// A store with one snapshot.
struct One(Mutex<Option<Snapshot>>);

impl Store for One {
    fn keep(&self, _: Vec<Snapshot>) -> Result<(), StoreError> {
        Ok(())
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        Ok(self
            .0
            .lock()
            .unwrap()
            .clone()
            .filter(|snapshot| snapshot.session == session))
    }

    fn forget(&self, _: u64) -> Result<(), StoreError> {
        *self.0.lock().unwrap() = None;
        Ok(())
    }

    fn forget_user(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A browser that joins with the token of a saved session.
struct Peer {
    driver: Driver,
    browser: Browser,
    is_new: bool,
}

impl Peer {
    fn join(content: &str, owner: Owner) -> Self {
        Self::join_in(registry(content), owner)
    }

    fn join_in(registry: Arc<Registry>, owner: Owner) -> Self {
        let mut driver = Driver::new(registry, page(owner));
        let mut said = Vec::new();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        LocalSet::new().block_on(&runtime, async {
            let mut send = |frame: &[u8]| said.push(String::from_utf8_lossy(frame).into_owned());
            driver
                .receive(&format!("[{TOKEN:?},-1,\"/t\"]"), Instant::now(), &mut send)
                .unwrap();
            std::future::poll_fn(|cx| {
                driver.poll(cx, Instant::now(), &mut send).unwrap();
                if driver.last_frame().is_some() {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            })
            .await;
        });
        let mut browser = opened();
        browser.doubt();
        said.iter()
            .for_each(|frame| assert!(browser.receive(frame).is_empty()));
        Self {
            driver,
            browser,
            is_new: said[0].starts_with("[-3,"),
        }
    }

    /// An event is handled, and answered.
    fn click(&mut self) {
        let button = self.browser.dom().find_all(&"button".parse().unwrap())[0];
        let before = self.browser.dom().text(button);
        for frame in self.browser.fire(button, &DomEvent::new("click")).frames {
            let mut said = Vec::new();
            let mut send = |frame: &[u8]| said.push(String::from_utf8_lossy(frame).into_owned());
            self.driver
                .receive(&frame, Instant::now(), &mut send)
                .unwrap();
            self.driver
                .poll(
                    &mut TaskContext::from_waker(Waker::noop()),
                    Instant::now(),
                    &mut send,
                )
                .unwrap();
            said.iter()
                .for_each(|frame| drop(self.browser.receive(frame)));
        }
        assert_ne!(self.browser.dom().text(button), before);
        assert_eq!(self.browser.unsettled(), 0);
    }
}

fn page(owner: Owner) -> Page {
    Page {
        owner: Ok(owner),
        templates: "/t".into(),
        limits: Arc::new(Limits::default()),
        mount: Box::new(|| {
            Box::pin(async { Ok(Box::new(ViewSession::new(Desk::default())).into()) })
        }),
        elsewhere: None,
        restore: Some(Box::new(|saved| {
            let session =
                ViewSession::<Desk>::restore(&saved, &Request::new(&Visit::new("/desk")))?;
            Ok(Box::new(session).into())
        })),
    }
}

/// The page as it was before its session was lost.
fn opened() -> Browser {
    let mut html = Vec::new();
    ViewSession::new(Desk::default()).write_html(&mut html);
    Browser::open(
        &String::from_utf8(html).unwrap(),
        &templates_json::<Desk>(&taut_core::limits::Limits::default()),
    )
}

/// A view that persists.
#[derive(Default, Serialize, Deserialize)]
struct Desk {
    count: u8,
    title: Option<String>,
    rows: Vec<(u32, String)>,
    #[serde(default)]
    open: bool,
}

#[live_view(persist)]
impl Desk {
    fn bump(&mut self) {
        self.count = self.count.wrapping_add(1);
        self.open = !self.open;
        self.rows.push((self.rows.len() as u32, "new".to_owned()));
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={bump()}>{self.count}</button>
            <h1 title={&self.title}>{&self.title}</h1>
            for (id, text) in &self.rows; key = *id { <p>{text}</p> }
            if self.open { <i>{&self.title}</i> }
        }
    }
}
