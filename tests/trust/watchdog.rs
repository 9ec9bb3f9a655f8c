//! A handler that holds its worker is named in the log while it does; one that does not is not.

use std::time::{Duration, Instant};

use actix_web::App;
use taut::prelude::*;

use crate::lines;
use crate::raw::{self, Socket};

fn spin(milliseconds: u64) {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(milliseconds) {
        std::hint::spin_loop();
    }
}

#[derive(Default)]
struct Watched {
    count: u32,
}

#[live_view]
impl Watched {
    fn slow(&mut self) {
        spin(400);
    }

    async fn slow_later(&mut self) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        spin(400);
    }

    async fn waits(&mut self) {
        tokio::time::sleep(Duration::from_millis(400)).await;
    }

    #[blocking]
    fn blocking(&mut self) {
        spin(400);
    }

    fn quick(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output>{self.count}</output>
            <b @click={slow()}></b>
            <b @click={slow_later()}></b>
            <b @click={waits()}></b>
            <b @click={blocking()}></b>
            <b @click={quick()}></b>
            <Inner/>
        }
    }
}

#[derive(Default)]
struct Inner;

#[live_view]
impl Inner {
    fn slow_inside(&mut self) {
        spin(400);
    }

    fn render(&self) -> impl View {
        view! { <i @click={slow_inside()}></i> }
    }
}

/// Lets a handler run, and gives the lines that name it: while it is at work, and when it has finished.
fn check(socket: &mut Socket, number: u32, address: &str, name: &str) -> [Vec<String>; 2] {
    socket.say(&format!("[{number},{},{address}]", number - 1));
    let begun = Instant::now();
    let mut named = Vec::new();
    while named.is_empty() && begun.elapsed() < Duration::from_millis(350) {
        std::thread::sleep(Duration::from_millis(10));
        named = lines::with(name);
    }
    assert!(socket.hear_text().starts_with(&format!("[{number},1")));
    [named, lines::with(name)]
}

#[actix_web::test]
async fn a_handler_that_holds_its_worker_is_named_once_and_while_it_does() {
    lines::listen();
    let server = actix_test::start_with(actix_test::config().workers(1), || {
        App::new().service(live::<Watched>("/"))
    });
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    for (number, address, name) in [
        (1, "1", "Watched::slow has"),
        (2, "[6,0,0]", "Inner::slow_inside has"),
    ] {
        let [during, after] = check(&mut socket, number, address, name);
        assert_eq!(
            (during.len(), after.len()),
            (1, 1),
            "{name}: {during:?}, {after:?}"
        );
        assert!(
            after[0].contains("WARN") && after[0].contains("has held its worker for 1"),
            "{after:?}"
        );
    }
    let [_, after] = check(&mut socket, 3, "2", "Watched::slow_later has");
    assert_eq!(after.len(), 1, "{after:?}");
    for (number, address, name) in [
        (4, "3", "waits"),
        (5, "4", "blocking has"),
        (6, "5", "quick"),
    ] {
        assert_eq!(
            check(&mut socket, number, address, &format!("Watched::{name}"))[1],
            [""; 0]
        );
    }
}
