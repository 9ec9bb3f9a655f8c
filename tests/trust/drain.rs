//! A server that is told to stop sends its browsers away and saves their sessions; they go on in the next process.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use taut::limits::Limits;
use taut::prelude::*;
use taut_core::ViewSession;
use taut_runtime::{Driver, Owner, Page, Refusal, Registry, Token};

use crate::promise;
use crate::raw::{self, Socket};
use crate::server::Server;

/// Where the server below keeps its sessions.
const STORE: &str = "TAUT_DRAIN_STORE";

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    count: u32,
}

#[live_view(persist)]
impl Kept {
    fn bump(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { <button @click={bump()}>{self.count}</button> }
    }
}

/// How many sessions there are; `cargo xtask trust` has 10,000.
fn sessions() -> usize {
    std::env::var("TAUT_SESSIONS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(300)
}

/// How many browsers come back at the same time.
const AT_ONCE: usize = 100;

#[test]
#[ignore = "the server of the test below, which starts it in a process of its own"]
fn server() {
    let store = std::env::var(STORE).expect("the test below says where");
    let serving = async {
        taut::set_store(taut::Redb::open(store).unwrap()).unwrap();
        taut::serve("127.0.0.1:0", |routes| {
            let routes = routes.limits(|limits| limits.mount_burst = 1_000_000);
            routes.live::<Kept>("/")
        })
        .await
    };
    actix_web::rt::System::new().block_on(serving).unwrap();
}

/// A page whose user has clicked once.
fn used(address: SocketAddr) -> (raw::Page, Socket) {
    let page = raw::page(address, "/");
    let (mut socket, _) = Socket::join(address, &page, 0);
    socket.say("[1,0,[0]]");
    assert_eq!(socket.hear_text(), "[1,1,1,1]");
    (page, socket)
}

fn store() -> PathBuf {
    std::env::temp_dir().join(format!("taut-drain-{}.redb", std::process::id()))
}

#[test]
fn a_server_that_stops_takes_its_sessions_to_the_next_one() {
    let (store, count) = (store(), sessions());
    let server = Server::start("drain::server", 0, (STORE, &store));
    let mut browsers: Vec<_> = (0..count).map(|_| used(server.address)).collect();
    let began = Instant::now();
    server.stop();
    let closed = browsers
        .iter_mut()
        .filter_map(|(_, socket)| socket.hear_close())
        .filter(|code| *code == 1012)
        .count();
    let told = began.elapsed();
    assert_eq!(closed, count);
    assert!(server.end(), "it ends well");
    let ended = began.elapsed();
    let pages: Vec<_> = browsers.into_iter().map(|(page, _)| page).collect();

    let server = Server::start("drain::server", 0, (STORE, &store));
    let began = Instant::now();
    let is_kept = |page: &raw::Page| {
        let (_, answer) = Socket::join(server.address, page, 1);
        answer.starts_with("[-1,") && answer.ends_with(",[1]]")
    };
    let kept: usize = std::thread::scope(|scope| {
        let back = pages
            .chunks(count.div_ceil(AT_ONCE))
            .map(|pages| scope.spawn(move || pages.iter().filter(|page| is_kept(page)).count()));
        let back: Vec<_> = back.collect();
        back.into_iter().map(|pages| pages.join().unwrap()).sum()
    });
    let returned = began.elapsed();
    assert_eq!(kept, count);
    drop(server);
    std::fs::remove_file(store).unwrap();
    if promise::are_times_measured() {
        assert!(ended.as_secs() < 30, "{ended:?}");
        let measured =
            format!("{closed} told within {told:.1?}, saved and ended after {ended:.1?}");
        promise::kept(
            "10,000 sessions are drained",
            "close 1012, in 30 s",
            measured,
        );
        promise::kept(
            "they go on in the next process",
            "with their state",
            format!("{kept} of {count}, in {returned:.1?}"),
        );
    }
}

#[derive(Default)]
struct Fleeting;

#[live_view]
impl Fleeting {
    fn render(&self) -> impl View {
        view! { <p>"Fleeting"</p> }
    }
}

#[actix_web::test]
async fn browsers_are_told_to_come_back_one_after_the_other() {
    let (registry, limits) = (Arc::new(Registry::default()), Arc::new(Limits::default()));
    let owner = || Owner::of_route("/");
    let add = || {
        registry
            .add(Box::new(ViewSession::new(Fleeting)), owner(), &limits)
            .unwrap()
            .0
    };
    let tokens: Vec<_> = (0..1000).map(|_| add()).collect();
    registry.drain(Duration::ZERO).await;
    let wait = |token: &Token| {
        let page = Page {
            owner: Ok(owner()),
            templates: "/t".into(),
            limits: Arc::clone(&limits),
            elsewhere: None,
            restore: None,
            mount: Box::new(|| panic!("nothing is mounted any more")),
        };
        let join = format!("[\"{token}\",0,\"/t\"]");
        match Driver::new(Arc::clone(&registry), page).receive(&join, Instant::now(), &mut |_| {}) {
            Err(Refusal::Draining(wait)) => wait,
            _ => panic!("it is not sent away"),
        }
    };
    let waits: Vec<_> = tokens.iter().map(wait).collect();
    let (first, last) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
    assert!(
        first >= Duration::from_millis(500),
        "the next server needs some time to start: {first:?}"
    );
    assert!(
        last - first > Duration::from_millis(900),
        "1,000 come back in a second: {first:?} to {last:?}"
    );
    assert!(last <= Duration::from_millis(1500), "{last:?}");
}
