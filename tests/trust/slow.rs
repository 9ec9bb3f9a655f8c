//! A browser that never reads costs a bounded amount of memory, nobody else's time, and not for long.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer};
use taut::limits::Limits;
use taut::prelude::*;

use crate::process;
use crate::promise;
use crate::raw::{self, Socket};

/// A view all of whose text changes with each event, into something that cannot be compressed.
#[derive(Default)]
struct Noise {
    text: String,
    state: u64,
    count: u32,
}

#[live_view]
impl Noise {
    fn change(&mut self) {
        self.text.clear();
        for _ in 0..3000 {
            self.state = self
                .state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            self.text.push(char::from(b'0' + (self.state >> 58) as u8));
        }
    }

    fn count(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={change()}>"change"</button>
            <button @click={count()}>"count"</button>
            <output>{self.count}</output>
            <p>{&self.text}</p>
        }
    }
}

const CHANGE: u32 = 0;
const COUNT: u32 = 1;

/// What a session and its connection may keep for a browser that never reads, beside what the kernel keeps.
const SILENT_BYTES: usize = 256 * 1024;
/// And if it sends all the time: what it has sent fills the buffers of actix, 131 KB each.
const FLOODING_BYTES: usize = 1536 * 1024;

/// A server with one worker, which ends with the test.
struct Server {
    address: SocketAddr,
    handle: ServerHandle,
}

impl Server {
    fn start(unread_for: Duration) -> Self {
        let (say, hear) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let mut limits = Limits::default();
                limits.unread_for = unread_for;
                let server = HttpServer::new(|| App::new().service(live::<Noise>("/")));
                let server = server
                    .on_connect(taut::on_connect(&limits))
                    .workers(1)
                    .bind(("127.0.0.1", 0))
                    .unwrap();
                let address = server.addrs()[0];
                let server = server.run();
                say.send(Server {
                    address,
                    handle: server.handle(),
                })
                .unwrap();
                server.await.unwrap();
            });
        });
        hear.recv().unwrap()
    }

    /// A browser that has made the server say more than the kernel takes, and does not read.
    fn silent(&self) -> Socket {
        let page = raw::page(self.address, "/");
        let (mut socket, _) = Socket::join(self.address, &page, 0);
        (1..=2500).for_each(|number| socket.say(&format!("[{number},0,{CHANGE}]")));
        let browser = socket.stream.local_addr().unwrap();
        let mut before = None;
        loop {
            std::thread::sleep(Duration::from_millis(20));
            let unsent = process::unsent(self.address, browser).unwrap();
            if unsent > 0 && before == Some(unsent) {
                return socket;
            }
            before = Some(unsent);
        }
    }

    /// A browser that does not read either, and sends as much as the server takes.
    fn flooding(&self) -> Socket {
        let page = raw::page(self.address, "/");
        let (mut socket, _) = Socket::join(self.address, &page, 0);
        socket
            .stream
            .set_write_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        let room = " ".repeat(4000);
        for number in 1..20_000 {
            if socket
                .try_say(&format!("[{number},0,{CHANGE}{room}]"))
                .is_err()
            {
                return socket;
            }
        }
        panic!("a browser that never reads is heard for ever");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

/// Somebody else's page.
struct Neighbour {
    socket: Socket,
    number: u32,
}

impl Neighbour {
    fn of(server: &Server) -> Self {
        let page = raw::page(server.address, "/");
        Self {
            socket: Socket::join(server.address, &page, 0).0,
            number: 0,
        }
    }

    /// How long an answer takes.
    fn ask(&mut self) -> Duration {
        let begun = Instant::now();
        let seen = self.number;
        self.number += 1;
        self.socket
            .say(&format!("[{},{seen},{COUNT}]", self.number));
        assert!(
            self.socket
                .hear_text()
                .ends_with(&format!(",1,2,{}]", self.number))
        );
        begun.elapsed()
    }
}

/// What 99 of 100 answers take at most. All are asked in turn, so that whatever else the machine does slows them alike.
fn slowest(neighbours: [&mut Neighbour; 2]) -> [Duration; 2] {
    const ASKED: usize = 2000;
    let mut times = [(); 2].map(|()| Vec::with_capacity(ASKED));
    let [one, other] = neighbours;
    for _ in 0..ASKED {
        times[0].push(one.ask());
        times[1].push(other.ask());
    }
    times.map(|mut times| {
        times.sort_unstable();
        times[ASKED * 99 / 100]
    })
}

#[test]
fn a_browser_that_never_reads_costs_a_bounded_amount_of_memory_and_nobody_elses_time() {
    const COUNT: usize = 12;
    let _alone = process::alone();
    let (server, calm) = (
        Server::start(Duration::from_secs(60)),
        Server::start(Duration::from_secs(60)),
    );
    let (mut beside, mut elsewhere) = (Neighbour::of(&server), Neighbour::of(&calm));
    slowest([&mut beside, &mut elsewhere]);
    let sockets = process::sockets();
    drop(server.silent());
    while process::sockets() > sockets {
        std::thread::sleep(Duration::from_millis(20));
    }
    let before = process::resident();
    let silent: Vec<_> = (0..COUNT).map(|_| server.silent()).collect();
    let between = process::resident();
    let flooding: Vec<_> = (0..COUNT).map(|_| server.flooding()).collect();
    let each = [
        between.saturating_sub(before),
        process::resident().saturating_sub(between),
    ]
    .map(|all| all / COUNT);
    let [slow, quick] = slowest([&mut beside, &mut elsewhere]);
    // Beside other tests, more may be on its way at the moment of the measurement.
    let most = if promise::are_times_measured() {
        SILENT_BYTES
    } else {
        2 * SILENT_BYTES
    };
    assert!(
        each[0] <= most,
        "{each:?} B for each browser that never reads"
    );
    assert!(
        each[1] <= FLOODING_BYTES,
        "{each:?} B for each browser that never reads, and floods"
    );
    assert!(
        !promise::are_times_measured() || slow < 2 * quick,
        "one of a hundred answers takes {slow:?}, and {quick:?} elsewhere"
    );
    drop((silent, flooding));
    let kept = [each[0] / 1024, each[1] / 1024];
    promise::kept(
        "a browser that never reads",
        "<= 256 KiB",
        format!("{} KiB; {} KiB if it floods too", kept[0], kept[1]),
    );
    promise::kept(
        "p99 beside browsers that never read",
        "< 2 x that elsewhere",
        format!("{slow:?}, {quick:?}"),
    );
}

#[test]
fn a_browser_that_takes_nothing_is_given_up() {
    let _alone = process::alone();
    let server = Server::start(Duration::from_secs(2));
    raw::page(server.address, "/");
    let sockets = process::sockets();
    let socket = server.silent();
    let browser = socket.stream.local_addr().unwrap();
    assert!(
        process::unsent(server.address, browser).is_some_and(|bytes| bytes > 0),
        "the kernel keeps what was said"
    );
    let begun = Instant::now();
    while process::unsent(server.address, browser).is_some() {
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "the connection is still there"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    promise::kept(
        "a browser that takes nothing for 2 s",
        "given up",
        format!("after {:?}", begun.elapsed()),
    );
    while process::sockets() > sockets + 1 {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "the descriptor is still there"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
