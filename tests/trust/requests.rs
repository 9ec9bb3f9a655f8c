//! What a live view answers, what it leaves to others, and what it says of requests that something on the way has changed.

use std::sync::atomic::{AtomicU32, Ordering};

use actix_test::TestServer;
use actix_web::{App, HttpResponse, Resource, web};
use serde::Deserialize;
use taut::prelude::*;

use crate::raw::{self, Answer};
use crate::{lines, process};

/// How many of the views below were mounted.
static MOUNTS: AtomicU32 = AtomicU32::new(0);

struct Lines {
    lines: u32,
}

#[derive(Deserialize)]
struct Query {
    lines: Option<u32>,
}

#[live_view]
impl Lines {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        MOUNTS.fetch_add(1, Ordering::Relaxed);
        let (_, lines) = (
            request.param::<u32>("id")?,
            request.query::<Query>()?.lines.unwrap_or(0),
        );
        assert_ne!(lines, 13, "on purpose");
        if lines == 303 {
            Err(Reject::redirect("/there"))
        } else {
            Ok(Self { lines })
        }
    }

    fn render(&self) -> impl View {
        view! { <ul>for line in 0..self.lines; key = line { <li>{line}</li> }</ul> <form @submit={send(event.form)}></form> }
    }

    fn send(&mut self, _fields: Vec<(String, String)>) {}
}

fn start() -> TestServer {
    lines::listen();
    actix_test::start(|| {
        App::new()
            .service(live::<Lines>("/with/{id}"))
            .service(others("/with/{id}"))
            .service(live::<Lines>("/alone/{id}"))
            .service(
                web::scope("/in")
                    .service(live::<Lines>("/{id}"))
                    .service(others("/{id}")),
            )
    })
}

/// Asks for something, and gives the answer.
fn ask(server: &TestServer, line: &str, headers: &str, body: &str) -> Answer {
    let head = format!(
        "{line} HTTP/1.1\r\nhost: {}\r\n{headers}connection: close",
        server.addr()
    );
    let length = if body.is_empty() {
        String::new()
    } else {
        format!("\r\ncontent-length: {}", body.len())
    };
    raw::ask(server.addr(), &format!("{head}{length}\r\n\r\n{body}"))
}

/// The lines of a head, in order, without what differs from one answer to the next.
fn lasting(head: &str) -> Vec<String> {
    let lines = head.lines().map(|line| {
        line.split_once("taut=")
            .map_or(line, |(cookie, _)| cookie)
            .to_lowercase()
    });
    let mut lines: Vec<_> = lines.filter(|line| !line.starts_with("date:")).collect();
    lines.sort();
    lines
}

#[test]
fn the_head_of_a_page_is_that_of_the_page_and_no_session_waits_for_it() {
    let _alone = process::alone();
    let server = start();
    for query in [
        "7",
        "7?lines=100",
        "seven",
        "7?lines=many",
        "7?lines=13",
        "7?lines=303",
        "7?taut-form=0",
    ] {
        let page = ask(&server, &format!("GET /alone/{query}"), "", "");
        let before = (taut::stats().sessions, taut::stats().mounts);
        let head = ask(&server, &format!("HEAD /alone/{query}"), "", "");
        assert_eq!(
            (taut::stats().sessions, taut::stats().mounts),
            before,
            "{query}"
        );
        assert_eq!(lasting(&head.head), lasting(&page.head), "{query}");
        assert!(
            head.head
                .to_lowercase()
                .contains(&format!("\r\ncontent-length: {}", page.body.len())),
            "{query}"
        );
        assert_eq!(head.body, "", "{query}");
    }
}

/// What others serve at the path of a view, for some methods.
fn others(path: &str) -> Resource {
    let say = |what: &'static str| move || async move { HttpResponse::Ok().body(what) };
    web::resource(path)
        .route(web::post().to(say("posted")))
        .route(web::put().to(say("put")))
}

#[test]
fn what_is_not_for_a_view_is_left_to_others() {
    let _alone = process::alone();
    let server = start();
    let form = "application/x-www-form-urlencoded";
    let kinds = [
        "application/json",
        "text/plain;charset=UTF-8",
        "multipart/form-data; boundary=x",
        "x/y",
        "",
        form,
    ];
    for kind in kinds.map(|kind| {
        if kind.is_empty() {
            String::new()
        } else {
            format!("content-type: {kind}\r\n")
        }
    }) {
        for (method, body) in [("POST", "posted"), ("PUT", "put"), ("DELETE", "")] {
            for path in ["/with/7", "/in/7", "/alone/7"] {
                let answer = ask(
                    &server,
                    &format!("{method} {path}"),
                    &kind,
                    "[\"token\",0,\"templates\",[]]",
                );
                let others = match body {
                    _ if path == "/alone/7" => (404, ""),
                    "" => (405, ""),
                    body => (200, body),
                };
                assert_eq!(
                    (answer.status, answer.body.as_str()),
                    others,
                    "{method} {path} {kind}"
                );
            }
        }
    }
    for path in ["/with/7", "/in/7", "/alone/7"] {
        assert_eq!(
            ask(&server, &format!("GET {path}"), "", "").status,
            200,
            "{path}"
        );
        // What a page posts is for its view, whatever becomes of it.
        let events = ask(
            &server,
            &format!("POST {path}"),
            "content-type: application/taut+json\r\n",
            "",
        );
        assert_eq!(events.status, 403, "{path}");
        let posted = ask(
            &server,
            &format!("POST {path}?taut-form=00.0.1"),
            &format!("content-type: {form}\r\n"),
            "a=1",
        );
        assert_eq!(posted.status, 403, "{path}");
    }
    assert_eq!(
        lines::with("refused events from another origin").len(),
        3,
        "and nothing else is said to be one"
    );
}

#[test]
fn an_upgrade_without_its_header_mounts_nothing_and_is_named() {
    let _alone = process::alone();
    let server = start();
    let origin = server.url("").trim_end_matches('/').to_owned();
    let handshake = [
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-fetch-mode", "websocket"),
        ("origin", origin.as_str()),
    ];
    // Proxies differ in what they let through.
    for dropped in 0..8_usize {
        let left = handshake
            .iter()
            .enumerate()
            .filter(|(at, _)| dropped >> at & 1 == 0)
            .map(|(_, header)| *header);
        let left: Vec<_> = left.collect();
        let is_socket = left
            .iter()
            .any(|(name, _)| ["sec-websocket-key", "sec-fetch-mode"].contains(name));
        lines::listen();
        let before = MOUNTS.load(Ordering::Relaxed);
        let head: String = left
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let answer = ask(&server, "GET /alone/7", &head, "");
        if !is_socket {
            assert_eq!(answer.status, 200, "nobody can tell: {left:?}");
            continue;
        }
        assert_eq!(
            (answer.status, MOUNTS.load(Ordering::Relaxed)),
            (426, before),
            "{left:?}"
        );
        assert!(
            answer
                .head
                .to_lowercase()
                .contains("\r\nupgrade: websocket"),
            "{}",
            answer.head
        );
        assert!(answer.body.contains("`Upgrade` header"), "{}", answer.body);
        assert_eq!(lines::with("`Upgrade` header").len(), 1, "{left:?}");
    }
}
