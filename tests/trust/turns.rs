//! Many events of one browser, however they come: others on the same worker have their turn between them.

use std::io::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_test::TestServer;
use actix_web::App;
use taut::prelude::*;

use crate::raw::{self, Page, Socket};

/// How many events were handled.
static HANDLED: AtomicU32 = AtomicU32::new(0);
/// So many come at once, and each takes its time.
const MANY: u32 = 60;

#[derive(Default)]
struct Mill;

#[live_view]
impl Mill {
    fn grind(&mut self) {
        std::thread::sleep(Duration::from_millis(8));
        HANDLED.fetch_add(1, Ordering::SeqCst);
    }

    fn greet(&mut self) {}

    #[blocking]
    fn wait(&mut self) {
        std::thread::sleep(Duration::from_millis(100));
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={grind()}>"Grind"</button>
            <button @click={greet()}>"Greet"</button>
            <button @click={wait()}>"Wait"</button>
        }
    }
}

/// The holes of the listeners in the template above.
const GRIND: u32 = 0;
const GREET: u32 = 1;
const WAIT: u32 = 2;

/// Lets a neighbour on the same worker ask while many events of a page are handled.
fn ask_meanwhile(flood: impl FnOnce(&TestServer, &Page)) {
    let _alone = crate::process::alone();
    let server = actix_test::start_with(actix_test::config().workers(1), || {
        App::new().service(live::<Mill>("/"))
    });
    let [page, beside] = [(); 2].map(|()| raw::page(server.addr(), "/"));
    let (mut neighbour, _) = Socket::join(server.addr(), &beside, 0);
    HANDLED.store(0, Ordering::SeqCst);
    flood(&server, &page);
    while HANDLED.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    neighbour.say(&format!("[1,0,{GREET}]"));
    assert_eq!(neighbour.hear_text(), "[1,1]");
    let before = HANDLED.load(Ordering::SeqCst);
    assert!(
        before < MANY,
        "the neighbour has waited until all were handled"
    );
    while HANDLED.load(Ordering::SeqCst) < MANY {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn events(from: u32) -> impl Iterator<Item = String> {
    (from..from + MANY).map(|number| format!("[{number},0,{GRIND}]"))
}

#[actix_web::test]
async fn between_events_of_a_socket() {
    ask_meanwhile(|server, page| {
        let (mut socket, _) = Socket::join(server.addr(), page, 0);
        let all: Vec<u8> = events(1)
            .flat_map(|event| raw::frame(0x81, event.as_bytes()))
            .collect();
        socket.stream.write_all(&all).unwrap();
        std::mem::forget(socket);
    });
}

#[actix_web::test]
async fn between_events_that_have_waited_for_a_handler() {
    ask_meanwhile(|server, page| {
        let (mut socket, _) = Socket::join(server.addr(), page, 0);
        let wait = std::iter::once(format!("[1,0,{WAIT}]"));
        let all: Vec<u8> = wait
            .chain(events(2))
            .flat_map(|event| raw::frame(0x81, event.as_bytes()))
            .collect();
        socket.stream.write_all(&all).unwrap();
        std::mem::forget(socket);
    });
}

#[actix_web::test]
async fn between_events_of_a_post() {
    ask_meanwhile(|server, page| {
        let all: Vec<_> = events(1).collect();
        let body = format!(
            "[{:?},0,{:?},[{}]]",
            page.token(),
            page.templates,
            all.join(",")
        );
        let (address, cookie) = (server.addr(), page.cookie.clone());
        std::thread::spawn(move || raw::post(address, "/", &cookie, &body));
    });
}
