//! A redirect of `mount`, of a guard or of a handler leads there over each transport, once, and without JavaScript.

use std::net::SocketAddr;

use actix_test::TestServer;
use actix_web::{App, HttpRequest};
use serde::Deserialize;
use taut::prelude::*;

use crate::raw::{self, Answer, Page, Said, Socket};

/// Leads away by each kind of handler.
#[derive(Default)]
struct Exit {
    count: u32,
    heard: u32,
}

/// A view in the template of the other one.
#[derive(Default)]
struct Inner;

#[derive(Deserialize)]
struct Query {
    to: Option<String>,
}

#[derive(Deserialize)]
struct Fields {
    to: String,
}

/// Where an event leads.
fn lead(to: &str) -> Result<(), Reject> {
    Err(if to.contains(':') {
        Reject::redirect_to_other_site(to)
    } else {
        Reject::redirect(to)
    })
}

#[live_view]
impl Inner {
    fn inner(&mut self, to: String) -> Result<(), Reject> {
        lead(&to)
    }

    fn render(&self) -> impl View {
        view! { <input @input={inner(event.value)}> }
    }
}

#[live_view]
impl Exit {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        match request.query::<Query>()?.to {
            Some(to) => Err(Reject::redirect(to)),
            None => Ok(Self::default()),
        }
    }

    fn at_once(&mut self, to: String) -> Result<(), Reject> {
        self.count += 1;
        lead(&to)
    }

    async fn later(&mut self, to: String) -> Result<(), Reject> {
        tokio::task::yield_now().await;
        lead(&to)
    }

    #[blocking]
    fn blocking(&mut self, to: String) -> Result<(), Reject> {
        lead(&to)
    }

    fn form(&mut self, fields: Fields) -> Result<(), Reject> {
        lead(&fields.to)
    }

    fn count(&mut self) {
        self.count += 1;
    }

    fn on_reject(&mut self, _reject: &Reject) {
        self.heard += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <input @input={at_once(event.value)} @change={later(event.value)} @blur={blocking(event.value)}>
            <form @submit={form(event.form)}></form>
            <button @click={count()}></button>
            <output>{self.count}</output>
            <i>{self.heard}</i>
            <Inner/>
        }
    }
}

/// The address of a listener, and its values for a place to go.
type Listener = (&'static str, fn(&str) -> String);

const WAYS: [Listener; 5] = [
    ("0", |to| format!("{to:?}")),
    ("1", |to| format!("{to:?}")),
    ("2", |to| format!("{to:?}")),
    ("3", |to| format!("[[\"to\",{to:?}]]")),
    ("[7,0,0]", |to| format!("{to:?}")),
];
const COUNT: u32 = 4;

async fn signed_in(request: HttpRequest) -> Result<Option<String>, Reject> {
    match request.cookie("user") {
        Some(user) if user.value() == "nobody" => Err(Reject::redirect("/login?from=%2Fguarded")),
        Some(user) => Ok(Some(user.value().to_owned())),
        None => Ok(None),
    }
}

fn start() -> TestServer {
    actix_test::start(|| {
        App::new()
            .service(live::<Exit>("/"))
            .service(live::<Exit>("/guarded").guard(signed_in))
    })
}

/// Posts to a page's own address, as the page does.
fn post(address: SocketAddr, page: &Page, accept: &str, body: &str) -> Answer {
    let Page { path, cookie, .. } = page;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\ncookie: {cookie}\r\naccept: {accept}"
    );
    let length = body.len();
    let kind = "content-type: application/taut+json";
    raw::ask(
        address,
        &format!("{head}\r\n{kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"),
    )
}

fn deliver(address: SocketAddr, page: &Page, events: &str) -> u16 {
    post(
        address,
        page,
        "*/*",
        &format!("[{:?},0,{:?},[{events}]]", page.token(), page.templates),
    )
    .status
}

/// The frames of a socket until it has an extra, which is the last member.
fn redirect_of(socket: &mut Socket) -> String {
    for _ in 0..5 {
        let frame = socket.hear_text();
        if let Some((_, extras)) = frame.split_once('{') {
            return extras.trim_end_matches(['}', ']']).to_owned();
        }
    }
    panic!("no frame leads anywhere");
}

const PLACES: [(&str, &str); 4] = [
    ("/there?a=b#c", r#""redirect":"/there?a=b#c""#),
    ("../straße", r#""redirect":"../stra%C3%9Fe""#),
    (
        "https://pay.example/7",
        r#""redirect":"https://pay.example/7""#,
    ),
    (
        "//elsewhere.example",
        r#""error":"The redirect leads to another site.""#,
    ),
];

#[test]
fn a_handler_leads_away_over_a_socket() {
    let server = start();
    for (listener, values) in WAYS {
        let page = raw::page(server.addr(), "/");
        let (mut socket, _) = Socket::join(server.addr(), &page, 0);
        for (number, (to, expected)) in (1..).zip(PLACES) {
            socket.say(&format!(
                "[{number},{},{listener},{}]",
                number - 1,
                values(to)
            ));
            assert_eq!(redirect_of(&mut socket), expected, "{listener}");
        }
        // Only the last place was refused.
        let heard = socket_says(&mut socket, &format!("[5,4,{COUNT}]"));
        assert!(heard.starts_with("[5,1,5,"), "{heard}");
        let (_, joined) = Socket::join(server.addr(), &page, -1);
        let refused = u32::from(listener != WAYS[4].0);
        assert!(joined.contains(&format!(",{refused},")), "{joined}");
    }
}

fn socket_says(socket: &mut Socket, event: &str) -> String {
    socket.say(event);
    socket.hear_text()
}

#[test]
fn a_page_that_was_not_there_to_hear_of_it_is_led_away_when_it_comes_back() {
    let server = start();
    for (listener, values) in WAYS {
        let page = raw::page(server.addr(), "/");
        drop(Socket::join(server.addr(), &page, 0));
        assert_eq!(
            deliver(
                server.addr(),
                &page,
                &format!("[1,0,{listener},{}],[2,0,{COUNT}]", values("/there"))
            ),
            204
        );
        let (mut socket, _) = Socket::join(server.addr(), &page, 0);
        assert_eq!(
            redirect_of(&mut socket),
            r#""redirect":"/there""#,
            "{listener}: the frames that it has missed"
        );
        let (mut socket, joined) = Socket::join(server.addr(), &page, -1);
        assert!(joined.contains(",["), "{joined}");
        assert_eq!(
            redirect_of(&mut socket),
            r#""redirect":"/there""#,
            "{listener}: it was told all values instead"
        );
        // It says that it has heard of it, and stays, as with a download.
        assert_eq!(
            socket_says(&mut socket, &format!("[3,9,{COUNT}]"))
                .matches("redirect")
                .count(),
            0
        );
        let (mut socket, _) = Socket::join(server.addr(), &page, -1);
        socket.say(&format!("[4,9,{COUNT}]"));
        let answer = socket.hear_text();
        assert!(
            !answer.contains("redirect"),
            "{listener}: once is enough: {answer}"
        );
    }
}

#[test]
fn a_handler_leads_away_over_a_stream() {
    let server = start();
    for (listener, values) in WAYS {
        let page = raw::page(server.addr(), "/");
        let address = server.addr();
        let (join, own) = (page.join(0), page.clone());
        let stream = std::thread::spawn(move || {
            raw::hear_stream(address, &own, &join, |said| said.contains("redirect"))
        });
        let event = format!("[1,0,{listener},{}]", values("/there"));
        while deliver(server.addr(), &page, &event) == 429 {}
        let said = stream.join().unwrap();
        assert!(
            said.contains(r#"{"redirect":"/there"}]"#),
            "{listener}: {said}"
        );
    }
}

#[test]
fn mount_and_guard_lead_away_also_from_a_page_that_is_open() {
    let server = start();
    for (path, cookie, expected) in [
        (
            "/?to=%2Fthere",
            "",
            r#"[-2,"This page has moved.",{"redirect":"/there"}]"#,
        ),
        (
            "/?to=%2F%2Felsewhere.example",
            "",
            r#"[-2,"The redirect leads to another site."]"#,
        ),
        (
            "/guarded",
            "user=nobody",
            r#"[-2,"This page has moved.",{"redirect":"/login?from=%2Fguarded"}]"#,
        ),
    ] {
        let answer = raw::get_with(server.addr(), path, cookie);
        let location = expected
            .split("redirect\":\"")
            .nth(1)
            .map(|rest| rest.trim_end_matches(['"', '}', ']']));
        assert_eq!(
            answer.status,
            if location.is_some() { 303 } else { 400 },
            "{path}"
        );
        if let Some(location) = location {
            assert!(
                answer
                    .head
                    .to_lowercase()
                    .contains(&format!("\r\nlocation: {}", location.to_lowercase())),
                "{answer:?}"
            );
        }
        let mut page = raw::page(server.addr(), "/");
        (page.path, page.cookie) = (path.to_owned(), cookie.to_owned());
        let mut socket = Socket::open_with(server.addr(), path, cookie);
        socket.say(&page.join(0));
        assert_eq!(socket.hear_text(), expected);
        assert!(matches!(socket.hear(), Said::Close(1008)));
        let said = post(server.addr(), &page, "text/event-stream", &page.join(0)).body;
        assert!(said.contains(expected), "{said}");
        // What a page posts as it goes has nobody who would follow.
        if cookie == "user=nobody" {
            assert_eq!(deliver(server.addr(), &page, ""), 403);
        }
    }
}
