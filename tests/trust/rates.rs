//! Who is too fast is slowed, in virtual time and on real sockets; only what would wait for too long is refused.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::App;
use taut::limits::Limits;
use taut::prelude::*;
use taut_core::{Session, ViewSession};
use taut_runtime::{Driver, Owner, Page, Registry};

use crate::raw::{self, Socket};

#[derive(Default)]
struct Counter {
    count: u32,
}

#[live_view]
impl Counter {
    fn add(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <button @click={add()}>"+"</button> }
    }
}

fn event(number: u32) -> String {
    format!("[{number},0,1]")
}

fn limits(change: impl FnOnce(&mut Limits)) -> Arc<Limits> {
    let mut limits = Limits::default();
    change(&mut limits);
    Arc::new(limits)
}

/// A driver that has joined, and what it says.
struct Driven {
    driver: Driver,
    said: Vec<String>,
}

/// A page, and another one like it at every other address.
fn page(limits: Arc<Limits>) -> Page {
    let mount = || {
        let session: Box<dyn Session> = Box::new(ViewSession::new(Counter::default()));
        Box::pin(std::future::ready(Ok(session.into()))) as taut_runtime::Mounting
    };
    let others = Arc::clone(&limits);
    Page {
        owner: Ok(Owner::of_route("/")),
        templates: "/t".into(),
        limits,
        elsewhere: Some(Rc::new(move |_| Ok(page(Arc::clone(&others))))),
        restore: None,
        mount: Box::new(mount),
    }
}

impl Driven {
    fn join(registry: &Arc<Registry>, limits: Arc<Limits>, now: Instant) -> Self {
        let page = page(limits);
        let mut driven = Self {
            driver: Driver::new(Arc::clone(registry), page),
            said: Vec::new(),
        };
        driven.receive("[\"\",0,\"/t\"]", now);
        driven.poll(now);
        assert!(
            driven.said.first().unwrap().starts_with("[-3,"),
            "{:?}",
            driven.said
        );
        driven.said.clear();
        driven
    }

    fn receive(&mut self, text: &str, now: Instant) {
        let said = &mut self.said;
        self.driver
            .receive(text, now, &mut |frame| {
                said.push(String::from_utf8_lossy(frame).into_owned())
            })
            .unwrap();
    }

    fn poll(&mut self, now: Instant) {
        let said = &mut self.said;
        let mut send = |frame: &[u8]| said.push(String::from_utf8_lossy(frame).into_owned());
        self.driver
            .poll(&mut Context::from_waker(Waker::noop()), now, &mut send)
            .unwrap();
    }
}

#[test]
fn events_that_come_too_fast_stay_unread_until_their_time_comes() {
    let limits = limits(|limits| (limits.events_per_second, limits.event_burst) = (10, 3));
    let (start, registry) = (
        Instant::now() + Duration::from_secs(1),
        Arc::new(Registry::default()),
    );
    let mut now = start;
    let mut driven = Driven::join(&registry, limits, now);
    for number in 1..=20 {
        while !driven.driver.is_ready() {
            now = driven.driver.wakes_at().expect("a time");
            driven.poll(now);
        }
        driven.receive(&event(number), now);
    }
    assert_eq!(driven.said.len(), 19, "one waits");
    assert_eq!(
        now - start,
        Duration::from_millis(1600),
        "3 at once, and then 10 in a second"
    );
    driven.poll(now + Duration::from_millis(99));
    assert_eq!(driven.said.len(), 19);
    driven.poll(now + Duration::from_millis(100));
    assert_eq!(driven.said.len(), 20);
    assert!(
        driven.said.last().unwrap().ends_with(",1,0,20]"),
        "none is lost, and none runs twice: {:?}",
        driven.said
    );
    assert!(driven.driver.is_ready());
}

/// In turn, the browser sends an event and turns to another page: both take of the same rate, whatever session they are for.
#[test]
fn a_browser_that_turns_to_another_page_is_as_slow() {
    let limits = limits(|limits| (limits.events_per_second, limits.event_burst) = (10, 3));
    let (start, registry) = (
        Instant::now() + Duration::from_secs(1),
        Arc::new(Registry::default()),
    );
    let mut now = start;
    let mut driven = Driven::join(&registry, limits, now);
    for _ in 0..10 {
        for text in [event(1), "[\"\",-1,\"\",\"/other\"]".to_owned()] {
            driven.receive(&text, now);
            driven.poll(now);
            while !driven.driver.is_ready() {
                now = driven.driver.wakes_at().expect("a time");
                driven.poll(now);
            }
        }
    }
    driven.poll(now);
    assert_eq!(driven.said.len(), 20, "{:?}", driven.said);
    assert_eq!(
        now - start,
        Duration::from_millis(1700),
        "3 at once, and then 10 in a second"
    );
}

#[actix_web::test]
async fn a_new_socket_of_the_same_session_is_as_slow() {
    let limits = limits(|limits| (limits.events_per_second, limits.event_burst) = (1, 2));
    let (now, registry) = (Instant::now(), Arc::new(Registry::default()));
    let mut driven = Driven::join(&registry, Arc::clone(&limits), now);
    driven.receive(&event(1), now);
    driven.receive(&event(2), now);
    let (token, _) = registry
        .add(
            Box::new(ViewSession::new(Counter::default())),
            Owner::of_route("/"),
            &limits,
        )
        .unwrap();
    drop(driven);
    let page = || Page {
        owner: Ok(Owner::of_route("/")),
        elsewhere: None,
        restore: None,
        templates: "/t".into(),
        limits: Arc::clone(&limits),
        mount: Box::new(|| panic!("the session is there")),
    };
    let (mut token, mut counts) = (token.to_string(), Vec::new());
    for socket in 0..2 {
        let mut driven = Driven {
            driver: Driver::new(Arc::clone(&registry), page()),
            said: Vec::new(),
        };
        driven.receive(&format!("[\"{token}\",0,\"/t\"]"), now);
        driven.poll(now);
        token = driven.said[0].split('"').nth(1).unwrap().to_owned();
        driven.said.clear();
        for number in 1..=3 {
            if driven.driver.is_ready() {
                driven.receive(&event(2 * socket + number), now);
            }
        }
        counts.push(driven.said.len());
    }
    assert_eq!(counts, [2, 0]);
}

#[test]
fn what_waits_while_a_view_is_mounted_is_bounded_in_number_and_bytes() {
    let registry = Arc::new(Registry::default());
    let page = |limits| Page {
        owner: Ok(Owner::of_route("/")),
        elsewhere: None,
        restore: None,
        templates: "/t".into(),
        limits,
        mount: Box::new(|| Box::pin(std::future::pending()) as taut_runtime::Mounting),
    };
    let limits = limits(|limits| limits.max_frame_bytes = 2000);
    for (frame, most) in [(event(1), 64), (format!("[1,0,1{}]", " ".repeat(994)), 2)] {
        let mut driver = Driver::new(Arc::clone(&registry), page(Arc::clone(&limits)));
        let now = Instant::now();
        driver.receive("[\"\",0,\"/t\"]", now, &mut |_| ()).unwrap();
        let mut taken = 0;
        while driver.is_ready() {
            driver.receive(&frame, now, &mut |_| ()).unwrap();
            taken += 1;
        }
        assert_eq!(taken, most, "{} bytes each", frame.len());
    }
}

#[test]
fn of_too_many_sessions_that_wait_the_oldest_end() {
    let registry = Arc::new(Registry::default());
    let limits = limits(|limits| limits.max_waiting_sessions = 3);
    let add = || {
        registry
            .add(
                Box::new(ViewSession::new(Counter::default())),
                Owner::of_route("/"),
                &limits,
            )
            .unwrap()
    };
    let tokens: Vec<_> = (0..10).map(|_| add().0).collect();
    assert_eq!(registry.len(), 3);
    let claimed: Vec<_> = tokens
        .iter()
        .map(|token| registry.claim(*token, &Owner::of_route("/")).is_some())
        .collect();
    assert_eq!(
        claimed,
        [
            false, false, false, false, false, false, false, true, true, true
        ]
    );
    let mut joined: Vec<_> = (0..5)
        .map(|_| Driven::join(&registry, Arc::clone(&limits), Instant::now()))
        .collect();
    assert_eq!(
        registry.len(),
        2 + 5,
        "who has joined does not wait, after the moment in which it is taken in"
    );
    joined.clear();
    assert_eq!(registry.len(), 3);
}

#[test]
fn sessions_that_wait_take_no_more_bytes_than_they_may() {
    let registry = Arc::new(Registry::default());
    let session = || {
        let mut session = ViewSession::new(Counter::default());
        session.write_html(&mut Vec::new());
        Box::new(session)
    };
    let bytes = session().weight();
    let limits = limits(|limits| limits.max_waiting_bytes = 3 * bytes + bytes / 2);
    let add = || {
        registry
            .add(session(), Owner::of_route("/"), &limits)
            .unwrap()
            .0
    };
    let tokens: Vec<_> = (0..10).map(|_| add()).collect();
    let claimed: Vec<_> = tokens
        .iter()
        .map(|token| registry.claim(*token, &Owner::of_route("/")).is_some())
        .collect();
    assert_eq!(
        claimed,
        [
            false, false, false, false, false, false, false, true, true, true
        ]
    );
}

fn start(
    change: impl Fn(&mut Limits) + Clone + Send + 'static,
    address: Option<Ipv4Addr>,
) -> TestServer {
    actix_test::start(move || {
        let mut live = live::<Counter>("/").limits(change.clone());
        if let Some(address) = address {
            live = live.address_of_visitor(move |_| Some(IpAddr::V4(address)));
        }
        App::new().service(live)
    })
}

#[actix_web::test]
async fn a_flood_on_one_socket_is_handled_in_its_time_and_a_neighbour_at_once() {
    let server = start(
        |limits| (limits.events_per_second, limits.event_burst) = (50, 10),
        None,
    );
    let page = raw::page(server.addr(), "/");
    let (mut flood, _) = Socket::join(server.addr(), &page, 0);
    let begun = Instant::now();
    let all: Vec<u8> = (1..=60)
        .flat_map(|number| raw::frame(0x81, event(number).as_bytes()))
        .collect();
    std::io::Write::write_all(&mut flood.stream, &all).unwrap();
    let page = raw::page(server.addr(), "/");
    let (mut neighbour, _) = Socket::join(server.addr(), &page, 0);
    neighbour.say(&event(1));
    assert_eq!(neighbour.hear_text(), "[1,1,0,1]");
    assert!(
        begun.elapsed() < Duration::from_millis(900),
        "the neighbour has waited for {:?}",
        begun.elapsed()
    );
    for number in 1..=60 {
        assert_eq!(flood.hear_text(), format!("[{},1,0,{number}]", number % 10));
    }
    assert!(
        begun.elapsed() >= Duration::from_millis(980),
        "60 events in {:?}",
        begun.elapsed()
    );
}

#[actix_web::test]
async fn an_address_that_mounts_too_much_waits_first() {
    let limit = |limits: &mut Limits| (limits.mounts_per_second, limits.mount_burst) = (10, 3);
    let server = start(limit, Some(Ipv4Addr::new(10, 1, 0, 1)));
    let begun = Instant::now();
    for _ in 0..6 {
        assert_eq!(raw::get(server.addr(), "/").status, 200);
    }
    assert!(
        begun.elapsed() >= Duration::from_millis(290),
        "6 pages in {:?}",
        begun.elapsed()
    );
}

#[actix_web::test]
async fn an_address_that_would_wait_for_too_long_is_refused_and_told_when_to_come_again() {
    let limit = |limits: &mut Limits| {
        (
            limits.mounts_per_second,
            limits.mount_burst,
            limits.mount_delay,
        ) = (1, 3, Duration::ZERO);
    };
    let server = start(limit, Some(Ipv4Addr::new(10, 1, 0, 2)));
    let page = raw::page(server.addr(), "/");
    let answers: Vec<_> = (0..5).map(|_| raw::get(server.addr(), "/")).collect();
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status != 200)
        .collect();
    assert!(refused.len() >= 2, "{answers:?}");
    assert!(
        refused
            .iter()
            .all(|answer| answer.status == 429 && answer.head.contains("retry-after: 1")),
        "{refused:?}"
    );
    let mut socket = Socket::open(server.addr(), "/");
    socket.say("[\"0123456789abcdef0123456789abcdef\",0,\"\"]");
    assert!(
        socket
            .hear_text()
            .starts_with("[-2,\"There are too many visits"),
        "a socket whose session is gone"
    );
    assert_eq!(socket.hear_close(), Some(1008));
    let (_, answer) = Socket::join(server.addr(), &page, 0);
    assert!(
        answer.starts_with("[-1,"),
        "a session that is there needs no mount: {answer}"
    );
    let elsewhere = start(limit, None);
    for _ in 0..10 {
        assert_eq!(
            raw::get(elsewhere.addr(), "/").status,
            200,
            "a peer on the same machine is not counted"
        );
    }
}
