//! Each limit of a view can be overridden, for one view and for all of an application, and holds on real sockets.

use std::time::Duration;

use actix_test::TestServer;
use actix_web::App;
use taut::limits::Limits;
use taut::prelude::*;

use crate::raw::{self, Socket};

#[derive(Default)]
struct Counter {
    count: u32,
}

#[live_view]
impl Counter {
    fn add(&mut self, step: u32) {
        self.count += step;
    }

    fn render(&self) -> impl View {
        view! { <output>{self.count}</output> <input @input={add(event.value)}> }
    }
}

/// The hole of the listener in the template above.
const ADD: u32 = 1;

fn start(change: impl Fn(&mut Limits) + Clone + Send + 'static) -> TestServer {
    actix_test::start(move || App::new().service(live::<Counter>("/").limits(change.clone())))
}

#[actix_web::test]
async fn a_frame_may_be_as_long_as_the_view_allows() {
    let server = start(|limits| limits.max_frame_bytes = 2048);
    let page = raw::page(server.addr(), "/");
    let (mut socket, _) = Socket::join(server.addr(), &page, 0);
    socket.say(&format!("[1,0,{ADD},\"3\"{}]", " ".repeat(2000)));
    assert_eq!(socket.hear_text(), "[1,1,0,3]");
    socket.say(&format!("[2,0,{ADD},\"3\"{}]", " ".repeat(2048)));
    assert_eq!(socket.hear_close(), Some(1009));
}

#[actix_web::test]
async fn a_browser_joins_answers_and_comes_back_in_the_time_that_the_view_allows() {
    let server = start(|limits| {
        limits.join_within = Duration::from_millis(500);
        limits.ping_after = Duration::from_millis(300);
        limits.silent_for = Duration::from_millis(600);
    });
    let page = raw::page(server.addr(), "/");
    let (mut silent, _) = Socket::join(server.addr(), &page, 0);
    assert!(matches!(silent.hear(), raw::Said::Ping(_)));
    assert_eq!(silent.hear_close(), Some(1008), "it has not answered");
    assert_eq!(
        Socket::open(server.addr(), "/").hear_close(),
        Some(1008),
        "it has not joined"
    );
    let server = start(|limits| limits.retained_for = Duration::from_millis(1));
    let page = raw::page(server.addr(), "/");
    actix_web::rt::time::sleep(Duration::from_millis(500)).await;
    let (_, answer) = Socket::join(server.addr(), &page, 0);
    assert!(
        answer.starts_with("[-3,"),
        "the session has waited for too long: {answer}"
    );
}

#[actix_web::test]
async fn frames_are_compressed_from_the_size_on_that_the_view_says() {
    let server = start(|limits| limits.compressed_frame_bytes = 0);
    let page = raw::page(server.addr(), "/");
    let mut socket = Socket::open(server.addr(), "/");
    socket.say(&page.join(0));
    assert!(matches!(socket.hear(), raw::Said::Binary(_)));
}

#[test]
#[should_panic(expected = "the limits of the view at `/` make no sense: `max_waiting_events` is 0")]
fn limits_that_make_no_sense_are_refused_at_the_start() {
    drop(live::<Counter>("/").limits(|limits| limits.max_waiting_events = 0));
}
