//! Frames that declare what they do not have, pages of other sites, and browsers that say nothing.

use std::io::Write as _;
use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::App;
use taut::prelude::*;

use crate::raw::{self, Socket};
use crate::{process, promise};

#[derive(Default)]
struct Quiet;

#[live_view]
impl Quiet {
    fn render(&self) -> impl View {
        view! { <p>"Quiet"</p> }
    }
}

fn start() -> TestServer {
    actix_test::start(|| App::new().service(live::<Quiet>("/")))
}

/// The header of a frame that declares 2^62 bytes, with a mask, and some of them.
const DECLARED: &[u8] = &[
    0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, b'[', b'"',
];

#[test]
fn frames_that_declare_too_much_cost_nothing() {
    let _alone = process::alone();
    let server = start();
    let declare = |times| {
        for _ in 0..times {
            let mut socket = Socket::open(server.addr(), "/");
            socket.stream.write_all(DECLARED).unwrap();
            assert_eq!(socket.hear_close(), Some(1009));
        }
    };
    declare(100);
    let before = process::resident();
    declare(1000);
    let grown = process::resident().saturating_sub(before);
    assert!(grown < 1 << 20, "{grown} B");
    promise::kept(
        "1,000 frames that declare 2^62 bytes",
        "close 1009, < 1 MiB",
        format!("1009, {} KiB", grown / 1024),
    );
}

/// Origins that are not the host itself, however they try to look like it.
fn foreign(own: &str) -> Vec<String> {
    let (host, port) = own.split_once(':').unwrap_or((own, ""));
    let other_port = if port == "1" { 2 } else { 1 };
    let mut hosts: Vec<String> = [
        "evil.example",
        "localhost",
        "127.0.0.2",
        "[::1]",
        "0.0.0.0",
        "127.1",
        "2130706433",
        "0x7f.1",
    ]
    .iter()
    .flat_map(|other| [format!("{other}:{port}"), (*other).to_owned()])
    .collect();
    hosts.extend([
        format!("{host}.evil.example:{port}"),
        format!("evil{host}:{port}"),
        format!("{host}:{other_port}"),
        host.to_owned(),
        format!("{host}.:{port}"),
        format!("{own}."),
        format!("{own}.evil.example"),
        format!("sub.{own}"),
        format!("{own}@evil.example"),
        format!("evil.example@{own}"),
        format!("user:pass@{own}"),
        format!("{own}/"),
        format!("{own}/path"),
        format!("{own}?query"),
        format!("{own}#part"),
        format!("{own}\\\\evil.example"),
        format!("xn--{own}"),
        format!("{own} evil.example"),
        format!("%31{}", &own[1..]),
        format!("１{}", &own[1..]),
    ]);
    let schemes = [
        "http",
        "https",
        "HTTP",
        "ws",
        "wss",
        "file",
        "data",
        "ftp",
        "chrome-extension",
        "javascript",
        "blob",
    ];
    let mut all: Vec<String> = schemes
        .iter()
        .flat_map(|scheme| hosts.iter().map(move |host| format!("{scheme}://{host}")))
        .collect();
    let own_schemes = [
        "ws",
        "wss",
        "file",
        "ftp",
        "chrome-extension",
        "HTTP",
        "http:",
        "httpx",
    ];
    all.extend(own_schemes.iter().map(|scheme| format!("{scheme}://{own}")));
    all.extend(
        [
            "",
            "null",
            "undefined",
            "*",
            "//",
            "http://",
            "https://",
            "http:",
        ]
        .map(str::to_owned),
    );
    all.extend([
        own.to_owned(),
        format!("//{own}"),
        format!("http:{own}"),
        format!("http:/{own}"),
        format!(" http://{own}\t/"),
    ]);
    // What is left of these is the origin of the site itself.
    all.retain(|origin| {
        origin.trim() != format!("http://{own}") && origin.trim() != format!("https://{own}")
    });
    all
}

#[test]
fn pages_of_other_sites_open_nothing() {
    let server = start();
    let own = server.addr().to_string();
    let origins = foreign(&own);
    let accepted: Vec<_> = origins
        .iter()
        .filter(|origin| raw::upgrade(server.addr(), "/", origin) == 101)
        .collect();
    assert!(accepted.is_empty(), "{accepted:?}");
    assert_eq!(
        raw::upgrade(server.addr(), "/", &format!("http://{own}")),
        101
    );
    assert!(origins.len() > 200);
    promise::kept(
        "sockets of other origins",
        "0 of 200+",
        format!("0 of {}", origins.len()),
    );
}

#[test]
fn whoever_looks_after_the_server_may_ask_for_heads() {
    let server = start();
    for path in ["/_taut/health", "/_taut/ready"] {
        let head = format!(
            "HEAD {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
            server.addr()
        );
        let answer = raw::ask(server.addr(), &head);
        assert_eq!((answer.status, &*answer.body), (200, ""), "{path}");
    }
}

#[test]
fn a_body_that_does_not_end_keeps_no_connection() {
    let server = actix_test::start(|| {
        App::new().service(
            live::<Quiet>("/").limits(|limits| limits.join_within = Duration::from_millis(200)),
        )
    });
    let own = format!("origin: http://{}\r\n", server.addr());
    let upgrade = "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    let (kind, stream) = (
        "content-type: application/taut+json\r\n",
        "accept: text/event-stream\r\n",
    );
    for (line, headers, status) in [
        ("GET /_taut/health", "", 200),
        ("GET /_taut/nothing", "", 404),
        ("GET /", "", 200),
        ("GET /", &*format!("{own}{upgrade}"), 400),
        ("POST /", kind, 403),
        ("POST /", &*format!("{kind}{stream}"), 403),
        ("POST /", &*format!("{own}{kind}"), 408),
        ("POST /", &*format!("{own}{kind}{stream}"), 408),
        (
            "POST /?taut-form=00.0.1",
            &*format!("{own}content-type: application/x-www-form-urlencoded\r\n"),
            403,
        ),
    ] {
        let head = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\n{headers}transfer-encoding: chunked",
            server.addr()
        );
        // This returns when the server has closed the connection.
        let answer = raw::ask(server.addr(), &format!("{head}\r\n\r\n"));
        assert_eq!(answer.status, status, "{head}");
    }
}

#[test]
fn browsers_that_say_nothing_are_gone_with_their_descriptors() {
    let _alone = process::alone();
    let server = actix_test::start(|| {
        App::new().service(live::<Quiet>("/").limits(|limits| {
            limits.ping_after = Duration::from_millis(250);
            limits.silent_for = Duration::from_millis(600);
        }))
    });
    // What the server opens with its first connection stays.
    Socket::join(server.addr(), &raw::page(server.addr(), "/"), 0)
        .0
        .hang_up();
    std::thread::sleep(Duration::from_secs(1));
    let before = process::sockets();
    let silent: Vec<_> = (0..20)
        .map(|_| {
            let page = raw::page(server.addr(), "/");
            Socket::join(server.addr(), &page, 0).0
        })
        .collect();
    let begun = Instant::now();
    // The test's own ends stay open, and read nothing.
    while process::sockets() > before + 20 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(
        process::sockets() <= before + 20,
        "{} of {before}",
        process::sockets()
    );
    drop(silent);
    let after = begun.elapsed().saturating_sub(Duration::from_millis(600));
    promise::kept(
        "silent browsers, with their descriptors",
        "gone 10 s after the limit of 45 s",
        format!("{after:?} after it"),
    );
}
