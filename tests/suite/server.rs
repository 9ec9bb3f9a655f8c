//! Pages, sockets and assets over real connections.

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
use taut_core::{Handled, Handler, Later, nothing};
use tokio::sync::Notify;

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
        if self.count > 100 { Err("too many".into()) } else { Ok(()) }
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
            App::new().app_data(data.clone()).service(notes).route("/own", web::get().to(|| async { "own" }))
        });
        Self { server, cookie: RefCell::default(), probe }
    }

    async fn get(&self, path: &str) -> ClientResponse {
        let request = self.server.get(path).insert_header(("x-agent", "test")).insert_header(self.cookie());
        let response = request.send().await.unwrap();
        if let Some(cookie) = response.headers().get(header::SET_COOKIE) {
            *self.cookie.borrow_mut() = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        response
    }

    fn cookie(&self) -> (header::HeaderName, String) {
        (header::COOKIE, self.cookie.borrow().clone().unwrap_or_default())
    }

    async fn page(&self, path: &str) -> Page {
        let html = String::from_utf8(self.get(path).await.body().await.unwrap().to_vec()).unwrap();
        let attribute =
            |name: &str| html.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        Page { token: RefCell::new(attribute("data-token")), templates: attribute("data-templates"), html }
    }

    async fn open(&self, path: &str, origin: Option<&str>) -> Result<Socket, StatusCode> {
        let (name, cookie) = self.cookie();
        let mut request = awc::Client::new().ws(self.server.url(path)).header(name, cookie);
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
        if let Some(next) = answer.split('"').nth(1).filter(|next| next.len() == token.len()) {
            next.clone_into(&mut page.token.borrow_mut());
        }
        (socket, answer)
    }

    /// Opens a socket and joins with any token; gives the answer.
    async fn join_as(&self, path: &str, token: &str, seen: i64, templates: &str) -> (Socket, String) {
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

impl Site {
    /// Posts events as a page does when it is hidden; gives the status of the answer.
    async fn post(&self, path: &str, body: String) -> StatusCode {
        let origin = self.server.url("").trim_end_matches('/').to_owned();
        self.server
            .post(path)
            .insert_header((header::ORIGIN, origin))
            .insert_header(self.cookie())
            .send_body(body)
            .await
            .unwrap()
            .status()
    }
}

impl Page {
    fn token(&self) -> String {
        self.token.borrow().clone()
    }

    /// What a page posts when it is hidden.
    fn delivery(&self, events: &[String]) -> String {
        format!("[{:?},0,{:?},[{}]]", self.token(), self.templates, events.join(","))
    }
}

async fn say(socket: &mut Socket, text: &str) {
    socket.send(Message::Text(text.to_owned().into())).await.unwrap();
}

/// The next frame; nothing when the server closes.
async fn hear(socket: &mut Socket) -> Option<String> {
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(20), socket.next()).await.expect("an answer");
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
async fn a_page_is_complete_and_sees_its_request() {
    let site = Site::start();
    let response = site.get("/notes/7?lines=2").await;
    let header = |name: header::HeaderName| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header(header::CACHE_CONTROL), "no-store");
    assert!(header(header::CONTENT_SECURITY_POLICY).contains("require-trusted-types-for 'script'"));
    let page = site.page("/notes/7?lines=2").await;
    assert!(page.html.contains("<h1 title=\"test\">Note <!>7</h1>"), "{}", page.html);
    assert!(page.html.contains("<p>line 0</p><p>line 1</p><!/>"), "{}", page.html);
    assert_eq!(site.get("/own").await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_request_that_mount_refuses_gets_its_status() {
    let site = Site::start();
    assert_eq!(site.get("/notes/seven").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(site.get("/notes/7?pages=2").await.status(), StatusCode::BAD_REQUEST);
}

#[actix_web::test]
async fn a_page_has_a_style_sheet_before_the_client_unless_it_wants_another_or_none() {
    let server = actix_test::start(|| {
        App::new()
            .service(live::<Draftsman>("/"))
            .service(live::<Draftsman>("/other").stylesheet(Some("/\"looks\".css")))
            .service(live::<Draftsman>("/none").stylesheet(None))
    });
    let html = async |path| {
        let page = server.get(path).send().await.unwrap().body().await.unwrap();
        String::from_utf8(page.to_vec()).unwrap().split("<script").next().unwrap().to_owned()
    };
    let page = html("/").await;
    let address = page.split("<link rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let request = server.get(&address).insert_header((header::ACCEPT_ENCODING, "br")).no_decompress();
    let response = request.send().await.unwrap();
    let header = |name: header::HeaderName| response.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert_eq!(header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(header(header::CONTENT_ENCODING), "br");
    assert!(html("/other").await.ends_with("<link rel=\"stylesheet\" href=\"/&quot;looks&quot;.css\">"));
    assert!(!html("/none").await.contains("<link"));
}

#[actix_web::test]
async fn a_page_names_its_draft_and_what_the_view_has_kept_of_it() {
    let server = actix_test::start(|| App::new().service(live::<Draftsman>("/")));
    let page = server.get("/").send().await.unwrap().body().await.unwrap();
    let attributes = " data-draft=\"/Draftsman/&quot;1&quot;\" data-saved=\"{&quot;at&quot;:7,&quot;fields&quot;:{&quot;title&quot;:[&quot;a&amp;b&quot;]}}\"></script>";
    assert!(String::from_utf8_lossy(&page).contains(attributes), "{page:?}");
}

/// A view that keeps drafts itself.
struct Draftsman;

impl LiveView for Draftsman {
    type Call = ();
    const HANDLERS: &'static [Handler] = &[];

    async fn mount(_: &Request<'_>) -> Result<Self, Reject> {
        Ok(Draftsman)
    }

    fn render(&self) -> impl View {
        nothing()
    }

    fn handle(&mut self, (): (), _: &mut Context) -> Handled<()> {
        Handled::Done(Ok(()))
    }

    fn handle_later(self: Box<Self>, (): (), _: Context) -> Later<Self> {
        unreachable!("no handler waits")
    }

    fn draft_key(&self) -> Option<String> {
        Some("Draftsman/\"1\"".to_owned())
    }

    fn load_draft(&self) -> Option<Draft> {
        Some(Draft::new(7).with("title", "a&b"))
    }
}

#[actix_web::test]
async fn assets_stay_for_ever_and_are_compressed() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    assert!(page.templates.starts_with("/notes/_taut/templates."), "{}", page.templates);
    for (accepted, encoding) in [("br, gzip", Some("br")), ("gzip", Some("gzip")), ("br;q=0", None), ("", None)] {
        let request =
            site.server.get(&page.templates).insert_header((header::ACCEPT_ENCODING, accepted)).no_decompress();
        let response = request.send().await.unwrap();
        let header = |name: header::HeaderName| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header(header::CONTENT_ENCODING), encoding);
        assert_eq!(header(header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
    }
    assert_eq!(site.get("/notes/_taut/templates.0.json").await.status(), StatusCode::NOT_FOUND);
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
    let (_socket, answer) = site.join_as("/notes/7?lines=1", gone, 4, &page.templates).await;
    assert!(answer.ends_with(",1,0,0,[\"\",7,0,[-2,1,\"line 0\",-3,0,1]]]"), "{answer}");
    let (_socket, answer) = site.join_as("/notes/7", gone, 0, "/notes/_taut/templates.old.json").await;
    assert!(answer.ends_with(&format!(",{:?}]", page.templates)), "{answer}");
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
    for frame in ["", "{}", "[1]", "[1,0]", "null", "[1,0,[-1]]", "[1,0,[1.5]]", "[9,0,1]", deep.as_str(), "[1,0,1"] {
        let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
        say(&mut socket, frame).await;
        assert!(hear(&mut socket).await.unwrap().starts_with("[-2,"), "{frame}");
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
    let wrong = ["99", "0", "[7,0,0]", "[0,0,0]", "2,\"-1\"", "2,3", "2,\"x\"", "2", "2,null"];
    for (number, wrong) in (1..).zip(wrong) {
        say(&mut socket, &event(number, 0, wrong)).await;
        let answer = hear(&mut socket).await.unwrap();
        assert!(answer.starts_with(&format!("[{number},1,{{\"error\":")), "{wrong}: {answer}");
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
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,200,{\"error\":\"too many\"}]");
}

#[actix_web::test]
async fn only_pages_of_the_site_may_open_a_socket() {
    let site = Site::start();
    for origin in [None, Some("http://evil.example"), Some("null"), Some("https://127.0.0.1")] {
        assert_eq!(site.open("/notes/7", origin).await.err(), Some(StatusCode::FORBIDDEN), "{origin:?}");
    }
}

#[actix_web::test]
async fn a_large_frame_comes_compressed() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, MANY)).await;
    let Some(Ok(Frame::Binary(compressed))) = socket.next().await else { panic!("expected a binary frame") };
    assert!(compressed.len() < 4000);
    assert!(inflate(&compressed).starts_with("[1,1,7,[-2,1000,\"line 0\",\"line 1\""));
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
async fn what_a_hidden_page_posts_is_taken_once_and_the_next_socket_learns_of_it() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let add = |number, step| event(number, 0, format!("{ADD},\"{step}\""));
    say(&mut socket, &add(1, 1)).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1]");
    let events = [add(1, 1), add(2, 10), add(3, 20)];
    for _ in 0..2 {
        assert_eq!(site.post("/notes/7", page.delivery(&events)).await, StatusCode::NO_CONTENT);
    }
    assert!(hear(&mut socket).await.unwrap().starts_with("[-2,"), "events were taken, so the socket is behind");
    let (mut socket, answer) = site.join(&page, "/notes/7", 1).await;
    assert_eq!(answer, format!("[-1,{:?},1,1,0]", page.token()));
    say(&mut socket, &add(3, 20)).await;
    say(&mut socket, &event(4, 3, format!("{ADD},\"1\""))).await;
    for expected in ["[2,1,3,11]", "[3,1,3,31]", "[4,1,3,32]"] {
        assert_eq!(hear(&mut socket).await.unwrap(), expected);
    }
    assert_eq!(site.mounts(), 1);
}

#[actix_web::test]
async fn a_socket_keeps_its_session_when_a_hidden_page_posts_nothing_new() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, format!("{ADD},\"1\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1]");
    for events in [vec![], vec![event(1, 0, format!("{ADD},\"1\""))]] {
        assert_eq!(site.post("/notes/7", page.delivery(&events)).await, StatusCode::NO_CONTENT);
    }
    say(&mut socket, &event(2, 1, format!("{ADD},\"2\""))).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[2,1,3,3]");
}

#[actix_web::test]
async fn what_a_hidden_page_posts_follows_the_handler_at_work_and_goes_on_without_the_browser() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, WAIT)).await;
    say(&mut socket, &event(2, 0, MANY)).await;
    let events = [event(1, 0, WAIT), event(2, 0, MANY), event(3, 0, WAIT), event(4, 0, format!("{ADD},\"3\""))];
    tokio::select! {
        status = site.post("/notes/7", page.delivery(&events)) => panic!("the handlers still wait: {status}"),
        said = hear(&mut socket) => assert!(said.unwrap().starts_with("[-2,"), "the session has another holder"),
    }
    // The browser has given up, and posts once more.
    tokio::select! {
        status = site.post("/notes/7", page.delivery(&events)) => assert_eq!(status, StatusCode::NO_CONTENT),
        () = site.open_gates() => {}
    }
    let (mut socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(answer, format!("[-1,{:?},0,0,0]", page.token()));
    for expected in ["[1,1,3,1000]", "[2,1,", "[3,1,3,2000]", "[4,1,3,2003,{\"error\""] {
        let heard = hear(&mut socket).await.unwrap();
        assert!(heard.starts_with(expected), "{expected}: {heard:.80}");
    }
}

#[actix_web::test]
async fn what_a_hidden_page_posts_is_refused_unless_it_is_its_own() {
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let one = || event(1, 0, format!("{ADD},\"3\""));
    let whole = page.delivery(&[one()]);
    let foreign = site.server.post("/notes/7").insert_header((header::ORIGIN, "http://evil.example"));
    assert_eq!(foreign.send_body(whole.clone()).await.unwrap().status(), StatusCode::FORBIDDEN);
    let nowhere = site.server.post("/notes/7").send_body(whole.clone()).await.unwrap();
    assert_eq!(nowhere.status(), StatusCode::FORBIDDEN);
    assert_eq!(site.post("/notes/8", whole.clone()).await, StatusCode::GONE, "another page");
    let gone = whole.replace(&page.token(), "0123456789abcdef0123456789abcdef0123456789abcdef");
    assert_eq!(site.post("/notes/7", gone).await, StatusCode::GONE);
    assert_eq!(site.post("/notes/7", whole.replace("templates.", "templates.0")).await, StatusCode::GONE);
    let large = page.delivery(&[one(), format!("{:?}", " ".repeat(1 << 16))]);
    assert_eq!(site.post("/notes/7", large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let deep = format!("[2,0,{ADD},{}{}]", "[".repeat(40), "]".repeat(40));
    for malformed in
        ["", "[]", "{}", "[1,0,\"\",[]]", &page.delivery(&[one(), "7".into()]), &page.delivery(&[one(), deep])]
    {
        assert_eq!(site.post("/notes/7", malformed.to_owned()).await, StatusCode::BAD_REQUEST, "{malformed:.80}");
    }
    let gap = page.delivery(&[event(2, 0, format!("{ADD},\"3\""))]);
    assert_eq!(site.post("/notes/7", gap).await, StatusCode::BAD_REQUEST, "an event was lost");
    let (_socket, answer) = site.join(&page, "/notes/7", 0).await;
    assert_eq!(answer, format!("[-1,{:?},0,0,0]", page.token()), "nothing ran");
}

#[actix_web::test]
async fn a_panic_is_the_answer_to_its_event_and_nobody_elses_business() {
    let site = Site::start();
    let (page, other) = (site.page("/notes/7").await, site.page("/notes/7").await);
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let (mut neighbour, _) = site.join(&other, "/notes/7", 0).await;
    say(&mut socket, &event(1, 0, TRIP)).await;
    assert_eq!(hear(&mut socket).await.unwrap(), "[1,1,3,1,{\"error\":\"internal error\"}]");
    for (socket, number, answer) in [(&mut socket, 2, "[2,1,3,4]"), (&mut neighbour, 1, "[1,1,3,3]")] {
        say(socket, &event(number, 0, format!("{ADD},\"3\""))).await;
        assert_eq!(hear(socket).await.unwrap(), answer);
    }
}

#[actix_web::test]
async fn a_panic_while_a_page_is_made_is_an_error_of_the_server() {
    let site = Site::start();
    assert_eq!(site.get("/notes/7?lines=13").await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = site.page("/notes/7").await;
    let gone = "0123456789abcdef0123456789abcdef0123456789abcdef";
    let (_, answer) = site.join_as("/notes/7?lines=13", gone, 0, &page.templates).await;
    assert_eq!(answer, "[-2,\"internal error\"]");
}
