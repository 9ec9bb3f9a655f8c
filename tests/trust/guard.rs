//! Guards are asked each time, sessions belong to users, and after a sign-out nothing of theirs runs any more.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::task::{Context as TaskContext, Waker};
use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::{App, HttpRequest};
use taut::limits::Limits;
use taut::prelude::*;
use taut_core::ViewSession;
use taut_runtime::{Driver, Owner, Page, Registry};

use crate::promise;
use crate::raw::{self, Said, Socket};

/// How often the handler ran, in any session.
static RUNS: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
struct Account {
    user: String,
}

#[live_view]
impl Account {
    fn mount(request: &Request<'_>) -> Self {
        Self {
            user: request.user().unwrap_or("nobody").to_owned(),
        }
    }

    fn spend(&mut self) {
        RUNS.fetch_add(1, Ordering::SeqCst);
    }

    fn leave(&mut self) {
        taut::sign_out(&self.user);
    }

    fn render(&self) -> impl View {
        view! {
            <output>{&self.user}</output>
            <button @click={spend()}>"Spend"</button>
            <button @click={leave()}>"Leave"</button>
        }
    }
}

/// The holes of the listeners in the template above.
const SPEND: u32 = 1;
const LEAVE: u32 = 2;

fn start() -> TestServer {
    actix_test::start(|| {
        let guard = |request: HttpRequest| async move {
            match request.cookie("user") {
                Some(user) => Ok(Some(user.value().to_owned())),
                None => Err(Reject::redirect("/login")),
            }
        };
        App::new().service(live::<Account>("/").guard(guard))
    })
}

#[actix_web::test]
async fn a_guard_is_asked_for_pages_sockets_and_posts() {
    let server = start();
    let refused = raw::get(server.addr(), "/");
    assert_eq!(refused.status, 303);
    assert!(
        refused.head.contains("location: /login"),
        "{}",
        refused.head
    );
    let page = raw::page_with(server.addr(), "/", "user=ali");
    assert!(page.html.contains("<output>ali</output>"), "{}", page.html);
    let mut stranger = Socket::open_with(server.addr(), "/", &page.cookie);
    stranger.say(&page.join(0));
    assert!(matches!(stranger.hear(), Said::Text(text) if text.starts_with("[-2,")));
    let cookies = |user: &str| format!("{}; user={user}", page.cookie);
    let mut bob = Socket::open_with(server.addr(), "/", &cookies("bob"));
    bob.say(&page.join(0));
    let answer = bob.hear_text();
    assert!(
        answer.starts_with("[-3,") && answer.contains("\"bob\""),
        "he has a session of his own: {answer}"
    );
    let mut ali = Socket::open_with(server.addr(), "/", &cookies("ali"));
    ali.say(&page.join(0));
    assert!(ali.hear_text().starts_with("[-1,"));
    let post = |cookie: &str| {
        raw::post(
            server.addr(),
            "/",
            cookie,
            &format!("[{:?},0,{:?},[]]", page.token(), page.templates),
        )
    };
    assert_eq!(post(&page.cookie).status, 403);
    assert_eq!(post(&cookies("bob")).status, 410);
    assert_eq!(post(&cookies("ali")).status, 204);
}

#[actix_web::test]
async fn a_sign_out_ends_open_pages_and_those_that_wait() {
    let server = start();
    let open = raw::page_with(server.addr(), "/", "user=eve");
    let cookies = format!("{}; user=eve", open.cookie);
    let mut socket = Socket::open_with(server.addr(), "/", &cookies);
    socket.say(&open.join(0));
    socket.hear_text();
    let waiting = raw::page_with(server.addr(), "/", &cookies);
    let began = Instant::now();
    taut::sign_out("eve");
    assert!(matches!(socket.hear(), Said::Text(text) if text.starts_with("[-2,")));
    assert!(began.elapsed().as_secs() < 1);
    promise::kept(
        "sockets of a user who was signed out",
        "gone in 1 s",
        format!("{:?}", began.elapsed()),
    );
    let mut back = Socket::open_with(server.addr(), "/", &cookies);
    back.say(&waiting.join(0));
    assert!(
        back.hear_text().starts_with("[-3,"),
        "the session that waited is gone"
    );
}

#[actix_web::test]
async fn a_handler_signs_its_own_user_out() {
    let server = start();
    let pages = [(); 2].map(|()| raw::page_with(server.addr(), "/", "user=zoe"));
    let mut sockets = pages.map(|page| {
        let mut socket =
            Socket::open_with(server.addr(), "/", &format!("{}; user=zoe", page.cookie));
        socket.say(&page.join(0));
        socket.hear_text();
        socket
    });
    sockets[0].say(&format!("[1,0,{LEAVE}]"));
    assert_eq!(
        sockets[0].hear_text(),
        "[1,1]",
        "the handler has come to its end"
    );
    for socket in &mut sockets {
        let said = socket.hear_text();
        assert!(said.starts_with("[-2,"), "{said}");
    }
}

/// 10,000 events race with a sign-out, each in the middle of others.
#[test]
fn no_event_runs_after_a_sign_out() {
    let registry = Arc::new(Registry::default());
    let limits = Arc::new(Limits::default());
    let (is_over, began) = (AtomicBool::new(false), Barrier::new(5));
    let late = std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut driver = driver_of(&registry, &limits, "eve", Account::default());
                began.wait();
                for number in 1..=2500 {
                    let event = format!("[{number},0,{SPEND}]");
                    if driver.receive(&event, Instant::now(), &mut |_| {}).is_err() {
                        return;
                    }
                    if number == 200 {
                        is_over.store(true, Ordering::SeqCst);
                    }
                }
            });
        }
        began.wait();
        while !is_over.load(Ordering::SeqCst) {
            std::hint::spin_loop();
        }
        registry.sign_out("eve");
        let before = RUNS.load(Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(100));
        RUNS.load(Ordering::SeqCst) - before
    });
    assert_eq!(late, 0);
    promise::kept(
        "10,000 events that race with a sign-out",
        "0 run after it",
        late,
    );
    assert!(registry.is_empty());
}

/// A view whose handler signs users out, when all are at it who should be.
struct Moderator {
    registry: Arc<Registry>,
    began: Arc<Barrier>,
    dismissed: &'static str,
}

#[live_view]
impl Moderator {
    fn mount() -> Result<Self, Reject> {
        Err(Reject::new("it is made by the test"))
    }

    fn dismiss(&mut self) {
        self.began.wait();
        self.registry.sign_out(self.dismissed);
    }

    fn render(&self) -> impl View {
        view! { <button @click={dismiss()}>"Dismiss"</button> }
    }
}

/// Handlers sign users out, all at once: each user, and whom. Gives whether each of them may go on.
fn dismiss_all(moderators: &[(&'static str, &'static str)]) -> Vec<bool> {
    let (registry, limits) = (Arc::new(Registry::default()), Arc::new(Limits::default()));
    let began = Arc::new(Barrier::new(moderators.len()));
    let (say, hear) = mpsc::channel();
    for (at, &(user, dismissed)) in moderators.iter().enumerate() {
        let (registry, began, say, limits) = (
            Arc::clone(&registry),
            Arc::clone(&began),
            say.clone(),
            limits.clone(),
        );
        std::thread::spawn(move || {
            let view = Moderator {
                registry: Arc::clone(&registry),
                began: Arc::clone(&began),
                dismissed,
            };
            let mut driver = driver_of(&registry, &limits, user, view);
            let handled = driver.receive("[1,0,0]", Instant::now(), &mut |_| {});
            began.wait();
            let goes_on = handled.is_ok()
                && driver
                    .receive("[2,0,9]", Instant::now(), &mut |_| {})
                    .is_ok();
            say.send((at, goes_on)).unwrap();
        });
    }
    let mut ended: Vec<_> = moderators
        .iter()
        .map(|_| {
            hear.recv_timeout(Duration::from_secs(20))
                .expect("a handler waits for itself, or for another one")
        })
        .collect();
    ended.sort_unstable();
    ended.into_iter().map(|(_, goes_on)| goes_on).collect()
}

#[test]
fn handlers_sign_users_out_without_waiting_for_each_other() {
    assert_eq!(dismiss_all(&[("ada", "ada")]), [false], "its own user");
    assert_eq!(
        dismiss_all(&[("ada", "bob"), ("bob", "ada")]),
        [false, false],
        "each other"
    );
    assert_eq!(
        dismiss_all(&[("ada", "bob"), ("bob", "eve"), ("eve", "bob")]),
        [true, false, false]
    );
}

#[test]
fn a_session_that_is_made_during_a_sign_out_is_over_at_once() {
    let (registry, limits) = (Arc::new(Registry::default()), Arc::new(Limits::default()));
    let owner = owned_by("eve", registry.auth_epoch());
    registry.sign_out("eve");
    let session = || Box::new(ViewSession::new(Account::default()));
    let (token, _) = registry.add(session(), owner.clone(), &limits).unwrap();
    assert!(
        registry.claim(token, &owner).is_none(),
        "whoever was let in before is not let in"
    );
    let owner = owned_by("eve", registry.auth_epoch());
    let (token, _) = registry.add(session(), owner.clone(), &limits).unwrap();
    assert!(
        registry.claim(token, &owner).is_some(),
        "who is let in after it may stay"
    );
}

fn owned_by(user: &str, since: u64) -> Owner {
    Owner {
        user: Some(user.into()),
        since,
        ..Owner::of_route("/")
    }
}

fn driver_of(
    registry: &Arc<Registry>,
    limits: &Arc<Limits>,
    user: &str,
    view: impl LiveView,
) -> Driver {
    let owner = owned_by(user, registry.auth_epoch());
    let mut html = Vec::new();
    let mut session: Box<dyn taut_core::Session> = Box::new(ViewSession::new(view));
    session.write_html(&mut html);
    let (token, _) = registry.add(session, owner.clone(), limits).unwrap();
    let page = Page {
        owner: Ok(owner),
        templates: "/t".into(),
        limits: Arc::clone(limits),
        elsewhere: None,
        restore: None,
        mount: Box::new(|| panic!("the session is there")),
    };
    let mut driver = Driver::new(Arc::clone(registry), page);
    driver
        .receive(
            &format!("[\"{token}\",0,\"/t\"]"),
            Instant::now(),
            &mut |_| {},
        )
        .unwrap();
    driver
        .poll(
            &mut TaskContext::from_waker(Waker::noop()),
            Instant::now(),
            &mut |_| {},
        )
        .unwrap();
    driver
}
