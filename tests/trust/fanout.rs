//! A message to many subscribers costs little more than sending it, and others wait little longer meanwhile.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::{HttpRequest, HttpResponse, web};
use taut::prelude::*;

use crate::promise;
use crate::raw::{self, Socket};
use crate::server::Server;

/// How many subscribers there are; `cargo xtask trust` has 10,000.
fn subscribers() -> usize {
    let many = std::env::var("TAUT_SESSIONS").ok();
    many.and_then(|many| many.parse().ok()).unwrap_or(300)
}

/// Rounds of publishing, and of echoes.
const ROUNDS: u32 = 10;

topic!(News -> u32);

#[derive(Default)]
struct Reader {
    last: u32,
}

#[live_view]
impl Reader {
    #[on(News)]
    fn news(&mut self, number: &u32) {
        self.last = *number;
    }

    fn render(&self) -> impl View {
        view! { <p>{self.last}</p> }
    }
}

#[derive(Default)]
struct Other {
    count: u32,
}

#[live_view]
impl Other {
    fn add(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! { <button @click={add()}>{self.count}</button> }
    }
}

async fn publish(number: web::Path<u32>) -> HttpResponse {
    News.publish(&number);
    HttpResponse::Ok().finish()
}

/// Sends back what it is sent, as actix-ws has it.
async fn echo(request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
    actix_web::rt::spawn(async move {
        while let Some(Ok(actix_ws::Message::Text(text))) = messages.recv().await {
            if session.text(text).await.is_err() {
                break;
            }
        }
    });
    Ok(response)
}

#[test]
#[ignore = "the server of the test below, which starts it in a process of its own"]
fn server() {
    let serving = taut::serve("127.0.0.1:0", |routes| {
        let routes = routes.limits(|limits| {
            limits.mounts_per_second = 10_000;
            limits.mount_burst = 1_000_000;
            limits.events_per_second = 10_000;
        });
        routes
            .live::<Reader>("/")
            .live::<Other>("/other")
            .service(web::resource("/publish/{number}").route(web::get().to(publish)))
            .service(web::resource("/echo").route(web::get().to(echo)))
    });
    actix_web::rt::System::new().block_on(serving).unwrap();
}

/// The work of the server for one round, the shortest of all: what else the machine does only adds to it.
fn least(server: &Server, mut round: impl FnMut(u32)) -> Duration {
    let rounds = (1..=ROUNDS).map(|number| {
        let before = server.worked();
        round(number);
        server.worked() - before
    });
    rounds.min().unwrap()
}

/// How long the slowest hundredth of another page's events takes at least, while something goes on.
fn slowest(address: SocketAddr, meanwhile: impl FnOnce()) -> Duration {
    let page = raw::page(address, "/other");
    let (mut socket, _) = Socket::join(address, &page, 0);
    let ends = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut times = Vec::new();
            for number in 1_u32.. {
                if ends.load(Ordering::Relaxed) {
                    break;
                }
                let begun = Instant::now();
                socket.say(&format!("[{number},{},0]", number - 1));
                socket.hear_text();
                times.push(begun.elapsed());
                std::thread::sleep(Duration::from_millis(1));
            }
            times.sort_unstable();
            times[times.len() * 99 / 100]
        });
        meanwhile();
        ends.store(true, Ordering::Relaxed);
        asking.join().unwrap()
    })
}

#[test]
fn a_message_to_many_subscribers_costs_less_than_three_echoes_to_each() {
    let many = subscribers();
    let server = Server::start("fanout::server", 0, ("TAUT_FANOUT", ""));
    let address = server.address;

    let mut echoing: Vec<_> = (0..many).map(|_| Socket::open(address, "/echo")).collect();
    let mut echoes = |number: u32| {
        let text = format!("[-2,1,{number}]");
        echoing.iter_mut().for_each(|socket| socket.say(&text));
        for socket in &mut echoing {
            assert_eq!(socket.hear_text(), text);
        }
    };
    let reference = least(&server, &mut echoes);
    let others = slowest(address, || (1..=ROUNDS).for_each(&mut echoes));
    drop(echoing);

    let mut reading: Vec<_> = (0..many)
        .map(|_| Socket::join(address, &raw::page(address, "/"), 0).0)
        .collect();
    let mut messages = |number: u32| {
        raw::get(address, &format!("/publish/{number}"));
        let mut texts = reading.iter_mut().map(Socket::hear_text);
        let first = texts.next().unwrap();
        assert!(first.contains(&number.to_string()), "{first}");
        assert!(texts.all(|text| text == first), "all are told the same");
    };
    let ours = least(&server, &mut messages);
    let wait = slowest(address, || {
        (ROUNDS + 1..=2 * ROUNDS).for_each(&mut messages)
    });
    let work = ours.as_secs_f64() / reference.as_secs_f64();
    println!(
        "{many} subscribers: {ours:?} against {reference:?}, others wait {wait:?} against {others:?}"
    );
    if promise::are_times_measured() {
        assert!(work < 3.0, "{work:.2}");
        promise::kept(
            &format!("a message to {many} subscribers of a topic"),
            "< 3 times the work of as many echoes",
            format!("{work:.2} times"),
        );
        let wait = wait.as_secs_f64() / others.as_secs_f64();
        assert!(wait < 2.0, "{wait:.2}");
        promise::kept(
            &format!("p99 of other events while it reaches {many} subscribers"),
            "< 2 times the p99 during as many echoes",
            format!("{wait:.2} times"),
        );
    }
}
