//! A handler that holds its thread holds nobody else's: neighbours on the same worker are served meanwhile.

use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::{App, http::header};
use taut::prelude::*;
use taut_test::Live;

use crate::promise;
use crate::raw::{self, Socket};

#[derive(Default)]
struct Spinner {
    count: u32,
}

fn spin(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[live_view]
impl Spinner {
    #[blocking]
    fn blocking(&mut self) {
        spin(Duration::from_millis(300));
        self.count += 100;
    }

    fn holding(&mut self) {
        spin(Duration::from_millis(300));
        self.count += 100;
    }

    fn count(&mut self) {
        self.count += 1;
    }

    #[blocking]
    fn refuse(&mut self, step: u32, cx: &mut Context) -> Result<(), Reject> {
        self.count += step;
        cx.title("refused");
        Err("not that".into())
    }

    #[blocking]
    fn trip(&mut self) {
        panic!("on purpose");
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <button id="blocking" @click={blocking()}>"Blocking"</button>
            <button id="holding" @click={holding()}>"Holding"</button>
            <button id="count" @click={count()}>"Count"</button>
            <button id="refuse" @click={refuse(7)}>"Refuse"</button>
            <button id="trip" @click={trip()}>"Trip"</button>
        }
    }
}

/// The holes of the listeners in the template above.
const BLOCKING: u32 = 1;
const HOLDING: u32 = 2;
const COUNT: u32 = 3;
const REFUSE: u32 = 4;
const TRIP: u32 = 5;

fn start() -> TestServer {
    actix_test::start_with(actix_test::config().workers(1), || {
        App::new().service(live::<Spinner>("/"))
    })
}

/// How long a neighbour waits at most for an answer, while a handler works.
fn longest_wait(server: &TestServer, handler: u32) -> Duration {
    let pages = [raw::page(server.addr(), "/"), raw::page(server.addr(), "/")];
    let [mut busy, mut neighbour] = pages.map(|page| Socket::join(server.addr(), &page, 0).0);
    neighbour.say(&format!("[1,0,{COUNT}]"));
    assert_eq!(neighbour.hear_text(), "[1,1,0,1]");
    busy.say(&format!("[1,0,{handler}]"));
    busy.say(&format!("[2,0,{COUNT}]"));
    let mut longest = Duration::ZERO;
    for number in 2..=20 {
        let begun = Instant::now();
        neighbour.say(&format!("[{number},{},{COUNT}]", number - 1));
        assert_eq!(
            neighbour.hear_text(),
            format!("[{},1,0,{number}]", number % 10)
        );
        longest = longest.max(begun.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(busy.hear_text(), "[1,1,0,100]");
    assert_eq!(
        busy.hear_text(),
        "[2,1,0,101]",
        "what came meanwhile is handled in its order"
    );
    longest
}

#[actix_web::test]
async fn a_neighbour_on_the_same_worker_is_served_while_a_blocking_handler_spins() {
    let server = start();
    let holding = longest_wait(&server, HOLDING);
    let blocking = (0..3)
        .map(|_| longest_wait(&server, BLOCKING))
        .min()
        .unwrap();
    assert!(
        holding >= Duration::from_millis(100),
        "both are on one worker: {holding:?}"
    );
    assert!(
        !promise::are_times_measured() || blocking < Duration::from_millis(20),
        "the neighbour has waited for {blocking:?}"
    );
    promise::kept(
        "a neighbour of a 100 ms spin that is #[blocking]",
        "< 20 ms",
        format!("{blocking:?}; {holding:?} without"),
    );
}

#[actix_web::test]
async fn a_blocking_handler_refuses_and_panics_like_any_other() {
    let server = start();
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    socket.say(&format!("[1,0,{REFUSE}]"));
    assert_eq!(
        socket.hear_text(),
        "[1,1,0,7,{\"error\":\"not that\",\"title\":\"refused\"}]"
    );
    socket.say(&format!("[2,1,{TRIP}]"));
    assert_eq!(socket.hear_text(), "[2,1,{\"error\":\"internal error\"}]");
    socket.say(&format!("[3,2,{COUNT}]"));
    assert_eq!(socket.hear_text(), "[3,1,0,8]");
}

#[actix_web::test]
async fn a_blocking_handler_goes_on_when_its_socket_is_gone_and_when_a_hidden_page_asks_for_it() {
    let server = start();
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    socket.say(&format!("[1,0,{BLOCKING}]"));
    std::thread::sleep(Duration::from_millis(50));
    socket.hang_up();
    let origin = format!("http://{}", server.addr());
    let body = format!(
        "[{:?},0,{:?},[[2,0,{BLOCKING}],[3,0,{COUNT}]]]",
        page.token(),
        page.templates
    );
    let request = server
        .post("/")
        .insert_header((header::ORIGIN, origin))
        .insert_header((header::COOKIE, page.cookie.clone()));
    let request = request.insert_header((header::CONTENT_TYPE, "application/taut+json"));
    let answer = request.send_body(body).await.unwrap();
    assert_eq!(answer.status().as_u16(), 204);
    let (_, answer) = Socket::join(server.addr(), &page, -1);
    assert!(answer.ends_with(",3,0,[201]]"), "{answer}");
}

#[test]
fn a_test_without_a_network_plays_it() {
    let mut page = Live::of(Spinner::default());
    page.click("#refuse");
    assert_eq!(
        (page.text("output").as_str(), page.error()),
        ("7", Some("not that"))
    );
    page.click("#count");
    assert_eq!(page.text("output"), "8");
}
