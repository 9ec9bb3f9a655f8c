//! Pages, sockets and assets over real connections.

#[path = "server/hidden.rs"]
mod hidden;
#[path = "server/pages.rs"]
mod pages;
#[path = "server/routes.rs"]
mod routes;
#[path = "server/users.rs"]
mod users;

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_test::TestServer;
use actix_web::http::{StatusCode, header};
use actix_web::{App, web};
use awc::ws::{Codec, Frame, Message};
use awc::{BoxedSocket, ClientResponse};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use taut::prelude::*;
use tokio::sync::Notify;

/// The content type of what pages post.
const POSTED: (header::HeaderName, &str) = (header::CONTENT_TYPE, "application/taut+json");

/// Counts how often a view was mounted, and lets a handler wait until a test says so.
#[derive(Default)]
struct Probe {
    mounts: AtomicU32,
    gate: Notify,
}

struct Notes {
    probe: web::Data<Probe>,
    id: u32,
    agent: String,
    lines: Vec<String>,
    count: u32,
}

#[derive(Deserialize)]
struct Query {
    lines: Option<u32>,
}

#[live_view]
impl Notes {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let probe = request.data::<Probe>().ok_or("no data")?;
        probe.mounts.fetch_add(1, Ordering::SeqCst);
        assert_ne!(request.query::<Query>()?.lines, Some(13), "on purpose");
        let lines = request.query::<Query>()?.lines.unwrap_or(0);
        Ok(Notes {
            probe,
            id: request.param("id")?,
            agent: request.header("x-agent").unwrap_or_default().to_owned(),
            lines: (0..lines).map(|at| format!("line {at}")).collect(),
            count: 0,
        })
    }

    fn add(&mut self, step: u32) -> Result<(), Reject> {
        self.count += step;
        if self.count > 100 {
            Err("too many".into())
        } else {
            Ok(())
        }
    }

    fn many(&mut self) {
        self.lines = (0..1000).map(|at| format!("line {at}")).collect();
    }

    fn trip(&mut self) {
        self.count += 1;
        panic!("on purpose");
    }

    async fn wait(&mut self) {
        let probe = self.probe.clone();
        probe.gate.notified().await;
        self.count += 1000;
    }

    fn render(&self) -> impl View {
        view! {
            <h1 title={&self.agent}>"Note " {self.id}</h1>
            <input @input={add(event.value)}>
            <output>{self.count}</output>
            <button @click={many()}>"Many"</button>
            <button @click={wait()}>"Wait"</button>
            <button @click={trip()}>"Trip"</button>
            for (at, line) in self.lines.iter().enumerate(); key = at { <p>{line}</p> }
        }
    }
}

/// The holes of the listeners in the template above.
const ADD: u32 = 2;
const MANY: u32 = 4;
const WAIT: u32 = 5;
const TRIP: u32 = 6;

struct Site {
    server: TestServer,
    /// That of the browser, once it has one.
    cookie: RefCell<Option<String>>,
    probe: web::Data<Probe>,
}

/// What a page tells its browser.
struct Page {
    token: RefCell<String>,
    templates: String,
    html: String,
}

type Socket = actix_codec::Framed<BoxedSocket, Codec>;

impl Site {
    fn start() -> Self {
        let probe = web::Data::new(Probe::default());
        let data = probe.clone();
        let server = actix_test::start(move || {
            let notes = web::scope("/notes").service(live::<Notes>("/{id}"));
            App::new()
                .app_data(data.clone())
                .service(notes)
                .route("/own", web::get().to(|| async { "own" }))
        });
        Self {
            server,
            cookie: RefCell::default(),
            probe,
        }
    }

    async fn get(&self, path: &str) -> ClientResponse {
        let request = self
            .server
            .get(path)
            .insert_header(("x-agent", "test"))
            .insert_header(self.cookie());
        let response = request.send().await.unwrap();
        if let Some(cookie) = response.headers().get(header::SET_COOKIE) {
            *self.cookie.borrow_mut() = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .map(str::to_owned);
        }
        response
    }

    fn cookie(&self) -> (header::HeaderName, String) {
        (
            header::COOKIE,
            self.cookie.borrow().clone().unwrap_or_default(),
        )
    }

    async fn page(&self, path: &str) -> Page {
        let html = String::from_utf8(self.get(path).await.body().await.unwrap().to_vec()).unwrap();
        let attribute = |name: &str| {
            html.split(&format!("{name}=\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        Page {
            token: RefCell::new(attribute("data-token")),
            templates: attribute("data-templates"),
            html,
        }
    }

    async fn open(&self, path: &str, origin: Option<&str>) -> Result<Socket, StatusCode> {
        let (name, cookie) = self.cookie();
        let mut request = awc::Client::new()
            .ws(self.server.url(path))
            .header(name, cookie);
        if let Some(origin) = origin {
            request = request.origin(origin);
        }
        match request.connect().await {
            Ok((_, socket)) => Ok(socket),
            Err(awc::error::WsClientError::InvalidResponseStatus(status)) => Err(status),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket for a page and joins; gives the answer, whose token the page uses from then on.
    async fn join(&self, page: &Page, path: &str, seen: i64) -> (Socket, String) {
        let token = page.token();
        let (socket, answer) = self.join_as(path, &token, seen, &page.templates).await;
        if let Some(next) = answer
            .split('"')
            .nth(1)
            .filter(|next| next.len() == token.len())
        {
            next.clone_into(&mut page.token.borrow_mut());
        }
        (socket, answer)
    }

    /// Opens a socket and joins with any token; gives the answer.
    async fn join_as(
        &self,
        path: &str,
        token: &str,
        seen: i64,
        templates: &str,
    ) -> (Socket, String) {
        let origin = self.server.url("").trim_end_matches('/').to_owned();
        let mut socket = self.open(path, Some(&origin)).await.unwrap();
        say(&mut socket, &format!("[{token:?},{seen},{templates:?}]")).await;
        let answer = hear(&mut socket).await.unwrap();
        (socket, answer)
    }

    /// Lets handlers go on, for ever.
    async fn open_gates(&self) {
        loop {
            self.probe.gate.notify_one();
            tokio::task::yield_now().await;
        }
    }

    fn mounts(&self) -> u32 {
        self.probe.mounts.load(Ordering::SeqCst)
    }
}

impl Page {
    fn token(&self) -> String {
        self.token.borrow().clone()
    }
}

async fn say(socket: &mut Socket, text: &str) {
    socket
        .send(Message::Text(text.to_owned().into()))
        .await
        .unwrap();
}

/// The next frame; nothing when the server closes.
async fn hear(socket: &mut Socket) -> Option<String> {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(20), socket.next())
            .await
            .expect("an answer");
        match frame? {
            Ok(Frame::Text(text)) => return Some(String::from_utf8(text.to_vec()).unwrap()),
            Ok(Frame::Binary(compressed)) => return Some(inflate(&compressed)),
            Ok(Frame::Close(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn inflate(compressed: &[u8]) -> String {
    std::io::read_to_string(flate2::read::DeflateDecoder::new(compressed)).unwrap()
}

fn event(number: u32, seen: u32, rest: impl std::fmt::Display) -> String {
    format!("[{number},{seen},{rest}]")
}

#[actix_web::test]
async fn a_socket_adopts_the_session_of_its_page() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(answer, format!("[-1,{:?},0,0,0]", page.token()));
    say(&mut socket, &event(1, 0, format!("{ADD},\"3\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,3]");
    assert_eq!(site.mounts(), 1);
}

#[actix_web::test]
async fn a_page_whose_session_is_gone_gets_a_new_one() {
    let site = Site::start();
    let page = site.page("/notes/7?lines=2").await;
    let gone = "0123456789abcdef0123456789abcdef0123456789abcdef";
    let (_socket, answer) = site
        .join_as("/notes/7?lines=1", gone, 4, &page.templates)
        .await;
    assert!(
        answer.ends_with(",1,0,0,[\"\",7,0,[-2,1,0,\"line 0\",-3,0,1]]]"),
        "{answer}"
    );
    let (_socket, answer) = site
        .join_as("/notes/7", gone, 0, "/notes/_taut/templates.old.json")
        .await;
    assert!(
        answer.ends_with(&format!(",{:?}]", page.templates)),
        "{answer}"
    );
}

#[actix_web::test]
async fn a_session_cannot_be_claimed_through_another_page() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (_socket, answer) = site.join(&page, "/notes/8", 0).await;
    assert!(answer.starts_with("[-3,"), "{answer}");
}

#[actix_web::test]
async fn the_last_socket_to_come_has_the_session() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut first, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut first, &event(1, 0, format!("{ADD},\"3\""))).await;
    hear(&mut first).await;
    let (mut second, answer) = site.join(&page, "/notes/7", 1).await;
    assert_eq!(answer, format!("[-1,{:?},1,1,0]", page.token()));
    assert!(hear(&mut first).await.unwrap().starts_with("[-2,"));
    assert_eq!(hear(&mut first).await, None);
    say(&mut second, &event(2, 1, format!("{ADD},\"4\""))).await;
    assert_eq!(hear(&mut second).await.unwrap(), "[2,1,3,7]");
}

#[actix_web::test]
async fn what_is_no_event_ends_the_socket_but_not_the_session() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let deep = "[".repeat(40);
    for frame in [
        "",
        "{}",
        "[1]",
        "[1,0]",
        "null",
        "[1,0,[-1]]",
        "[1,0,[1.5]]",
        "[9,0,1]",
        deep.as_str(),
        "[1,0,1",
    ] {
        let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
        say(&mut socket, frame).await;
        assert!(
            hear(&mut socket).await.unwrap().starts_with("[-2,"),
            "{frame}"
        );
        assert_eq!(hear(&mut socket).await, None, "{frame}");
    }
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, format!("{ADD},\"3\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,3]");
}

#[actix_web::test]
async fn what_does_not_fit_is_refused_and_the_socket_stays() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let wrong = [
        "99", "0", "[7,0,0]", "[0,0,0]", "2,\"-1\"", "2,3", "2,\"x\"", "2", "2,null",
    ];
    for (number, wrong) in (1..).zip(wrong) {
        say(&mut socket, &event(number, 0, wrong)).await;
        let answer = hear(&mut socket).await.unwrap();
        assert!(
            answer.starts_with(&format!("[{number},1,{{\"error\":")),
            "{wrong}: {answer}"
        );
    }
    say(&mut socket, &event(10, 0, format!("{ADD},\"3\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[0,1,3,3]");
}

#[actix_web::test]
async fn an_error_of_a_handler_reaches_the_page() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, format!("{ADD},\"200\""))).await;
    assert_eq!(
        hear(&mut socket).await.unwrap(),
        "[1,1,3,200,{\"error\":\"too many\"}]"
    );
}

#[actix_web::test]
async fn only_pages_of_the_site_may_open_a_socket() {
    let site = Site::start();
    for origin in [
        None,
        Some("http://evil.example"),
        Some("null"),
        Some("https://127.0.0.1"),
    ] {
        assert_eq!(
            site.open("/notes/7", origin).await.err(),
            Some(StatusCode::FORBIDDEN),
            "{origin:?}"
        );
    }
}

#[actix_web::test]
async fn a_large_frame_comes_compressed() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, MANY)).await;
    let Some(Ok(Frame::Binary(compressed))) = socket.next().await else {
        panic!("expected a binary frame")
    };
    assert!(compressed.len() < 4000);
    assert!(inflate(&compressed).starts_with("[1,1,7,[-2,1000,0,\"line 0\",1,\"line 1\""));
}

#[actix_web::test]
async fn events_wait_for_a_handler_that_takes_its_time() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, WAIT)).await;
    say(&mut socket, &event(2, 0, format!("{ADD},\"3\""))).await;
    site.probe.gate.notify_one();
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1000]");
    assert!(hear(&mut socket).await.unwrap().starts_with("[2,1,3,1003"));
}

#[actix_web::test]
async fn a_handler_goes_on_when_its_socket_is_gone() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, WAIT)).await;
    drop(socket);
    let probe: Arc<Probe> = site.probe.clone().into_inner();
    let later = async {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        probe.gate.notify_one();
    };
    let ((mut socket, _), ()) = tokio::join!(site.join(&page, "/notes/7", 0), later);
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1000]");
    assert_eq!(site.mounts(), 1);
}

#[actix_web::test]
async fn a_panic_is_the_answer_to_its_event_and_nobody_elses_business() {
    let site = Site::start();
    let (page, other) = (site.page("/notes/7").await, site.page("/notes/7").await);
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let (mut neighbour, _) = site.join(&other, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, TRIP)).await;
    assert_eq!(
        hear(&mut socket).await.unwrap(),
        "[1,1,3,1,{\"error\":\"internal error\"}]"
    );
    for (socket, number, answer) in [
        (&mut socket, 2, "[2,1,3,4]"),
        (&mut neighbour, 1, "[1,1,3,3]"),
    ] {
        say(socket, &event(number, 0, format!("{ADD},\"3\""))).await;
        assert_eq!(hear(socket).await.unwrap(), answer);
    }
}

#[actix_web::test]
async fn a_panic_while_a_page_is_made_is_an_error_of_the_server() {
    let site = Site::start();
    assert_eq!(
        site.get("/notes/7?lines=13").await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    let page = site.page("/notes/7").await;
    let gone = "0123456789abcdef0123456789abcdef0123456789abcdef";
    let (_, answer) = site
        .join_as("/notes/7?lines=13", gone, 0, &page.templates)
        .await;
    assert_eq!(answer, "[-2,\"internal error\"]");
}
