//! Several processes with an engine between them: whatever is killed or restarted, pages go on at another process, with all that they
//! were told.

use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::time::{Duration, Instant};

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

use crate::engine::{Engine, free_port};
use crate::promise;
use crate::raw::{self, Said, Socket};
use crate::server::Server;

/// Where the servers below find their engine.
const ENGINE: &str = "TAUT_CLUSTER_ENGINE";

/// How many pages there are; `cargo xtask trust` has 2,000.
fn pages() -> usize {
    let pages = std::env::var("TAUT_PAGES").ok();
    pages.and_then(|pages| pages.parse().ok()).unwrap_or(60)
}

/// How many browsers act at the same time.
const AT_ONCE: usize = 20;

topic!(News -> u32);

#[derive(Default, Serialize, Deserialize)]
struct Ledger {
    count: u32,
    heard: u32,
    missed: u32,
}

#[live_view(persist = each_event)]
impl Ledger {
    fn add(&mut self) {
        self.count += 1;
    }

    #[on(News)]
    fn news(&mut self, _number: &u32) {
        self.heard += 1;
    }

    fn missed(&mut self) {
        self.missed += 1;
    }

    fn render(&self) -> impl View {
        view! { <button @click={add()}>{self.count}</button> <p>{self.heard}</p> <p>{self.missed}</p> }
    }
}

async fn publish() -> HttpResponse {
    News.publish(&1);
    HttpResponse::Ok().finish()
}

#[test]
#[ignore = "the server of the tests below, which start it in processes of its own"]
fn server() {
    let engine = std::env::var(ENGINE).expect("the tests below say where");
    let serving = async {
        taut::cluster(taut::Valkey::connect(&engine).await?).await?;
        taut::serve("127.0.0.1:0", |routes| {
            let routes = routes.limits(|limits| {
                limits.mounts_per_second = 10_000;
                limits.mount_burst = 1_000_000;
            });
            routes
                .live::<Ledger>("/")
                .service(web::resource("/publish").route(web::get().to(publish)))
        })
        .await
    };
    actix_web::rt::System::new().block_on(serving).unwrap();
}

fn start(engine: &Engine, port: u16) -> Server {
    Server::start("cluster::server", port, (ENGINE, engine.url()))
}

/// A page, and what its user knows.
struct Browser {
    page: raw::Page,
    socket: Option<Socket>,
    /// How many of its events were settled.
    settled: u32,
    /// The longest time that an event has taken.
    longest: Duration,
    /// How often a session was found that knew less than the browser, or more.
    wrong: u32,
    /// What the view has heard of the topic, and how often it was told that something is missing, as far as the browser knows.
    shown: [u32; 3],
    turn: usize,
}

impl Browser {
    fn load(addresses: &[SocketAddr], turn: usize) -> Self {
        Self {
            page: raw::page(addresses[turn % addresses.len()], "/"),
            socket: None,
            settled: 0,
            longest: Duration::ZERO,
            wrong: 0,
            shown: [0; 3],
            turn,
        }
    }

    /// Connects to the next server whose turn it is, as a proxy does that goes round.
    fn connect(&mut self, addresses: &[SocketAddr]) {
        loop {
            self.turn += 1;
            let address = addresses[self.turn % addresses.len()];
            if TcpStream::connect(address).is_ok()
                && let Some((socket, answer)) = Socket::try_join(address, &self.page)
            {
                self.joined(&answer);
                self.socket = Some(socket);
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Reads the answer to a join: how many events the session has taken, and what it shows.
    fn joined(&mut self, answer: &str) {
        let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
        let count =
            |value: &serde_json::Value| u32::try_from(value.as_u64().unwrap_or(u64::MAX)).unwrap();
        let taken = count(&answer[3]);
        // One more may have been taken whose answer was lost.
        self.wrong += u32::from(taken != self.settled && taken != self.settled + 1);
        if let Some(shown) = answer[5].as_array() {
            shown
                .iter()
                .zip(&mut self.shown)
                .for_each(|(value, shown)| *shown = count(value));
            self.wrong += u32::from(self.shown[0] != taken);
        }
        self.settled = taken;
    }

    /// Clicks, and waits until the server says that it has happened, however often the connection is lost.
    fn click(&mut self, addresses: &[SocketAddr]) {
        let (began, goal) = (Instant::now(), self.settled + 1);
        while self.settled < goal {
            match &mut self.socket {
                Some(socket) => {
                    let said = socket.try_say(&format!("[{goal},0,[0]]"));
                    if said.is_err() || !self.hear(goal) {
                        self.socket = None;
                    }
                }
                None => self.connect(addresses),
            }
        }
        self.longest = self.longest.max(began.elapsed());
    }

    /// Hears until an event is settled; whether it was before the connection has ended.
    fn hear(&mut self, goal: u32) -> bool {
        let Some(socket) = &mut self.socket else {
            return false;
        };
        loop {
            match socket.hear() {
                Said::Text(text) if text == "0" => {}
                Said::Text(text) => {
                    let patch: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
                    for pair in patch.get(2..).unwrap_or_default().chunks(2) {
                        let hole = pair[0].as_u64().and_then(|hole| hole.checked_sub(1));
                        if let Some(shown) = hole.and_then(|hole| self.shown.get_mut(hole as usize))
                        {
                            *shown = pair[1].as_u64().unwrap() as u32;
                        }
                    }
                    if patch[1] == 1 {
                        self.settled += 1;
                        self.wrong += u32::from(self.shown[0] != self.settled);
                        return self.settled == goal;
                    }
                }
                Said::Ping(_) | Said::Pong(_) => {}
                _ => return false,
            }
        }
    }
}

/// Lets many pages click while something happens, and checks that none has lost or doubled anything. Returns the pages.
fn under_load(addresses: &Arc<Mutex<Vec<SocketAddr>>>, happens: impl FnOnce()) -> Vec<Browser> {
    let is_over = AtomicBool::new(false);
    let now = || addresses.lock().unwrap().clone();
    let count = pages();
    let loaded = Barrier::new(AT_ONCE + 1);
    let browsers = std::thread::scope(|scope| {
        let (now, is_over, loaded) = (&now, &is_over, &loaded);
        let groups: Vec<_> = (0..AT_ONCE)
            .map(|group| {
                scope.spawn(move || {
                    let turns = (group..count).step_by(AT_ONCE);
                    let mut browsers: Vec<_> =
                        turns.map(|turn| Browser::load(&now(), turn)).collect();
                    // From now on, each has something to lose.
                    browsers
                        .iter_mut()
                        .for_each(|browser| browser.click(&now()));
                    loaded.wait();
                    while !is_over.load(Ordering::SeqCst) {
                        browsers
                            .iter_mut()
                            .for_each(|browser| browser.click(&now()));
                        std::thread::sleep(Duration::from_millis(20));
                    }
                    browsers
                        .iter_mut()
                        .for_each(|browser| browser.click(&now()));
                    browsers
                })
            })
            .collect();
        loaded.wait();
        std::thread::sleep(Duration::from_secs(1));
        happens();
        std::thread::sleep(Duration::from_secs(1));
        is_over.store(true, Ordering::SeqCst);
        groups
            .into_iter()
            .flat_map(|group| group.join().unwrap())
            .collect::<Vec<_>>()
    });
    let wrong: u32 = browsers.iter().map(|browser| browser.wrong).sum();
    let events: u32 = browsers.iter().map(|browser| browser.settled).sum();
    println!("{events} events of {count} pages");
    assert_eq!(
        (wrong, browsers.len()),
        (0, count),
        "events lost or doubled"
    );
    browsers
}

fn longest(browsers: &[Browser]) -> Duration {
    browsers
        .iter()
        .map(|browser| browser.longest)
        .max()
        .unwrap()
}

#[test]
fn pages_of_a_process_that_is_killed_go_on_at_another_one() {
    let engine = Engine::start();
    let servers = [0, 0].map(|port| start(&engine, port));
    let addresses = Arc::new(Mutex::new(
        servers.iter().map(|server| server.address).collect(),
    ));
    let [killed, other] = servers;
    let browsers = under_load(&addresses, || {
        drop(killed);
        addresses.lock().unwrap().truncate(2);
    });
    drop(other);
    let longest = longest(&browsers);
    if promise::are_times_measured() {
        assert!(longest.as_secs() < 10, "{longest:?}");
        let measured = format!("{} pages, the last after {longest:.1?}", browsers.len());
        promise::kept(
            "pages of a killed process",
            "all back in 10 s, 0 told events lost or doubled",
            measured,
        );
    }
}

#[test]
fn a_rolling_restart_loses_nothing() {
    let engine = Engine::start();
    let ports = [free_port(), free_port()];
    let servers = Mutex::new(ports.map(|port| Some(start(&engine, port))));
    let addresses = ports
        .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
        .to_vec();
    let browsers = under_load(&Arc::new(Mutex::new(addresses)), || {
        for (at, port) in ports.into_iter().enumerate() {
            let server = servers.lock().unwrap()[at].take();
            if let Some(server) = server {
                server.stop();
                assert!(server.end(), "it ends well");
            }
            servers.lock().unwrap()[at] = Some(start(&engine, port));
            std::thread::sleep(Duration::from_secs(1));
        }
    });
    if promise::are_times_measured() {
        let measured = format!(
            "{} pages, none waited longer than {:.1?}",
            browsers.len(),
            longest(&browsers)
        );
        promise::kept(
            "a rolling restart under load",
            "0 events lost or doubled",
            measured,
        );
    }
}

#[test]
fn no_page_has_a_silent_gap_after_its_engine_was_gone() {
    let mut engine = Engine::start();
    let servers = [0, 0].map(|port| start(&engine, port));
    let addresses: Vec<_> = servers.iter().map(|server| server.address).collect();
    let gone = Duration::from_secs(if promise::are_times_measured() { 10 } else { 2 });
    let mut published = 0;
    let mut publish = || {
        for address in &addresses {
            assert_eq!(raw::get(*address, "/publish").status, 200);
            published += 1;
        }
    };
    let mut browsers = under_load(&Arc::new(Mutex::new(addresses.clone())), || {
        publish();
        engine.kill();
        publish();
        std::thread::sleep(gone);
        publish();
        engine.restart();
        // The processes come back to their engine, and count as gone no longer than this.
        std::thread::sleep(Duration::from_secs(3));
        publish();
    });
    browsers
        .iter_mut()
        .for_each(|browser| browser.click(&addresses));
    let silent = browsers
        .iter()
        .filter(|browser| browser.shown[2] == 0 && browser.shown[1] < published);
    let silent = silent.count();
    assert_eq!(silent, 0, "of {} pages", browsers.len());
    if promise::are_times_measured() {
        let measured = format!("{} pages, {silent} silent gaps", browsers.len());
        promise::kept(
            "the engine is gone for 10 s",
            "0 silent gaps, 0 told events lost",
            measured,
        );
    }
}
