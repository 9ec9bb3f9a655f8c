//! What is said over a socket and over a stream with posts is answered alike.

use actix_test::{ClientRequest, TestServer};
use actix_web::http::header;
use actix_web::{App, web};
use awc::BoxedSocket;
use awc::ws::{Codec, Frame, Message};
use futures_util::{SinkExt as _, Stream, StreamExt as _};
use taut::prelude::*;

#[derive(Default)]
struct Shop {
    price: u32,
    sold: u32,
    name: String,
    goods: Vec<u32>,
}

#[live_view]
impl Shop {
    fn name(&mut self, name: String) {
        self.name = name;
    }

    fn raise(&mut self) {
        self.price += 1;
        self.goods.push(self.price);
    }

    fn buy(&mut self, price: u32) {
        self.sold += price + 1;
    }

    fn drop_one(&mut self, good: u32) {
        self.goods.retain(|other| *other != good);
    }

    fn fail(&mut self) -> Result<(), Reject> {
        self.sold += 100;
        Err("no".into())
    }

    fn render(&self) -> impl View {
        view! {
            <input @input={name(event.value)}>
            <button @click={raise()}>"Raise"</button>
            <button @click={buy(self.price)}>"Buy"</button>
            <button @click={fail()}>"Fail"</button>
            <output>{self.sold}</output>
            <p>{&self.name}</p>
            for good in &self.goods; key = *good { <b @click={drop_one(*good)}>{good}</b> }
        }
    }
}

/// The holes of the listeners in the template above.
const NAME: u32 = 0;
const RAISE: u32 = 1;
const BUY: u32 = 2;
const FAIL: u32 = 3;
const GOODS: u32 = 6;

const GONE: &str = "0123456789abcdef0123456789abcdef";

struct Page {
    token: String,
    templates: String,
    cookies: Vec<String>,
}

/// How a page talks to its server.
#[derive(Clone, Copy)]
enum Way {
    Socket,
    Stream,
}

/// A connection of a page.
enum Line<'a> {
    Socket(Box<actix_codec::Framed<BoxedSocket, Codec>>),
    Stream {
        server: &'a TestServer,
        page: &'a Page,
        token: String,
        answers: Box<Answers>,
    },
}

/// The events of a stream.
struct Answers {
    body: std::pin::Pin<Box<dyn Stream<Item = Result<web::Bytes, awc::error::PayloadError>>>>,
    rest: String,
}

fn start() -> TestServer {
    actix_test::start(|| {
        App::new()
            .service(live::<Shop>("/shop"))
            .service(live::<Shop>("/other"))
    })
}

fn origin(server: &TestServer) -> String {
    server.url("").trim_end_matches('/').to_owned()
}

async fn load(server: &TestServer) -> Page {
    let mut response = server.get("/shop").send().await.unwrap();
    let cookies = response.headers().get_all(header::SET_COOKIE);
    let cookies = cookies
        .filter_map(|cookie| Some(cookie.to_str().ok()?.split(';').next()?.to_owned()))
        .collect();
    let html = String::from_utf8(response.body().await.unwrap().to_vec()).unwrap();
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
        token: attribute("data-token"),
        templates: attribute("data-templates"),
        cookies,
    }
}

impl Page {
    fn post(&self, server: &TestServer, path: &str, origin: &str) -> ClientRequest {
        let request = server.post(path).insert_header((header::ORIGIN, origin));
        let request = request.insert_header((header::CONTENT_TYPE, "application/taut+json"));
        self.cookies.iter().fold(request, |request, cookie| {
            request.append_header((header::COOKIE, cookie.as_str()))
        })
    }

    fn join(&self) -> String {
        format!("[{:?},0,{:?}]", self.token, self.templates)
    }
}

impl Way {
    /// Connects and says something first; nothing if that is not let in.
    async fn open<'a>(
        self,
        server: &'a TestServer,
        page: &'a Page,
        (path, origin): (&str, &str),
        first: &str,
    ) -> Option<Line<'a>> {
        match self {
            Way::Socket => {
                let request = awc::Client::new().ws(server.url(path)).origin(origin);
                let request = page.cookies.iter().fold(request, |request, cookie| {
                    request.header(header::COOKIE, cookie.as_str())
                });
                let (_, mut socket) = request.connect().await.ok()?;
                socket
                    .send(Message::Text(first.to_owned().into()))
                    .await
                    .ok()?;
                Some(Line::Socket(Box::new(socket)))
            }
            Way::Stream => {
                let request = page
                    .post(server, path, origin)
                    .insert_header((header::ACCEPT, "text/event-stream"));
                let response = request.send_body(first.to_owned()).await.unwrap();
                let is_stream = response.status().is_success();
                let answers = Box::new(Answers {
                    body: Box::pin(response),
                    rest: String::new(),
                });
                is_stream.then(|| Line::Stream {
                    server,
                    page,
                    token: page.token.clone(),
                    answers,
                })
            }
        }
    }
}

impl Line<'_> {
    /// Says something, as one post or frame by frame; tells whether it was let in.
    async fn say(&mut self, texts: &[String]) -> bool {
        match self {
            Line::Socket(socket) => {
                let frames = texts
                    .iter()
                    .map(|text| Ok(Message::Text(text.as_str().into())));
                socket
                    .send_all(&mut futures_util::stream::iter(frames))
                    .await
                    .is_ok()
            }
            Line::Stream {
                server,
                page,
                token,
                ..
            } => {
                let body = format!("[{token:?},0,{:?},[{}]]", page.templates, texts.join(","));
                let response = page
                    .post(server, "/shop", &origin(server))
                    .send_body(body)
                    .await
                    .unwrap();
                response.status().is_success()
            }
        }
    }

    /// The next frame; nothing when the server has ended the conversation.
    async fn hear(&mut self) -> Option<String> {
        let hearing = async {
            match self {
                Line::Socket(socket) => loop {
                    match socket.next().await? {
                        Ok(Frame::Text(text)) => {
                            return Some(String::from_utf8(text.to_vec()).unwrap());
                        }
                        Ok(Frame::Binary(compressed)) => {
                            let inflated = flate2::read::DeflateDecoder::new(&*compressed);
                            return Some(std::io::read_to_string(inflated).unwrap());
                        }
                        Ok(Frame::Close(_)) | Err(_) => return None,
                        Ok(_) => {}
                    }
                },
                Line::Stream { token, answers, .. } => {
                    let frame = answers.next().await?;
                    if let Some(joined) = frame
                        .strip_prefix("[-1,\"")
                        .or(frame.strip_prefix("[-3,\""))
                    {
                        *token = joined.split('"').next().unwrap().to_owned();
                    }
                    Some(frame)
                }
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), hearing)
            .await
            .expect("an answer")
    }
}

impl Answers {
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.rest = rest;
                match event.strip_prefix("data: ") {
                    Some(frame) => return Some(frame.to_owned()),
                    None if event.starts_with("event: close\n") => return None,
                    None => continue,
                }
            }
            let bytes = self.body.next().await?.ok()?;
            self.rest.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

/// What became of what was said.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// It was answered, and the conversation went on.
    Accepted(Vec<String>),
    /// It was not let in, or the conversation ended.
    Denied,
}

/// Joins, says what is to be tried, and then an event with the number that is expected.
async fn run(way: Way, server: &TestServer, texts: &[String], next: u32) -> (Verdict, String) {
    let page = load(server).await;
    let verdict = try_out(way, server, &page, texts, next).await;
    (verdict, state(server, &page).await)
}

async fn try_out(
    way: Way,
    server: &TestServer,
    page: &Page,
    texts: &[String],
    next: u32,
) -> Verdict {
    let Some(mut line) = way
        .open(server, page, ("/shop", &origin(server)), &page.join())
        .await
    else {
        return Verdict::Denied;
    };
    if line
        .hear()
        .await
        .is_none_or(|joined| !joined.starts_with("[-1,"))
    {
        return Verdict::Denied;
    }
    let end = format!("[{next},99,{NAME},\"end\"]");
    if !line.say(&[texts, &[end]].concat()).await {
        return Verdict::Denied;
    }
    let mut answers = Vec::new();
    while let Some(frame) = line.hear().await {
        if frame.starts_with("[-2,") {
            return Verdict::Denied;
        }
        if frame.contains("\"end\"") {
            return Verdict::Accepted(answers);
        }
        answers.push(frame);
    }
    Verdict::Denied
}

/// What the session of a page has become.
async fn state(server: &TestServer, page: &Page) -> String {
    let doubt = format!("[{:?},-1,{:?}]", page.token, page.templates);
    let mut line = Way::Socket
        .open(server, page, ("/shop", &origin(server)), &doubt)
        .await
        .unwrap();
    let joined = line.hear().await.unwrap();
    joined.splitn(3, ',').nth(2).unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn what_is_said_is_accepted_or_denied_alike_on_every_transport() {
    let server = start();
    let (raise, buy) = (
        |number| format!("[{number},0,{RAISE}]"),
        |number, seen| format!("[{number},{seen},{BUY}]"),
    );
    let name = |number, value: &str| format!("[{number},0,{NAME},{value}]");
    let good = |number, row: i64| format!("[{number},99,[{GOODS},{row},0]]");
    let long = format!("\"{}\"", "x".repeat(60_000));
    let longer = format!("\"{}\"", "x".repeat(65_536));
    let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
    let scripts: Vec<(&str, Vec<String>, u32, bool)> = vec![
        (
            "valid",
            vec![name(1, "\"Ada\""), raise(2), buy(3, 2)],
            4,
            true,
        ),
        ("many at once", (1..=40).map(raise).collect(), 41, true),
        (
            "bound to what was there before",
            vec![raise(1), buy(2, 0)],
            3,
            true,
        ),
        ("a handler refuses", vec![format!("[1,0,{FAIL}]")], 2, true),
        ("replayed", vec![raise(1), raise(1), raise(1)], 2, true),
        ("a row", vec![raise(1), good(2, 0)], 3, true),
        (
            "a row twice",
            vec![raise(1), good(2, 0), good(3, 0)],
            4,
            true,
        ),
        ("a long text", vec![name(1, &long)], 2, true),
        ("forged: no listener", vec!["[1,0,99]".into()], 2, true),
        (
            "forged: a hole that holds text",
            vec!["[1,0,4]".into()],
            2,
            true,
        ),
        ("forged: a row that never was", vec![good(1, 7)], 2, true),
        (
            "forged: a value of another type",
            vec![name(1, "7")],
            2,
            true,
        ),
        ("forged: no value", vec![format!("[1,0,{NAME}]")], 2, true),
        (
            "forged: more values",
            vec![format!("[1,0,{BUY},9]")],
            2,
            true,
        ),
        ("reordered", vec![raise(2), raise(1)], 3, false),
        ("a gap", vec![raise(1), raise(3)], 4, false),
        ("a negative number", vec!["[-1,0,1]".into()], 1, false),
        ("a negative hole", vec!["[1,0,[-1]]".into()], 1, false),
        ("no array", vec!["{}".into()], 1, false),
        ("null", vec!["null".into()], 1, false),
        ("too short", vec!["[1,0]".into()], 1, false),
        ("no JSON", vec!["[1,0,".into()], 1, false),
        ("not one value", vec!["[1,0,1]]".into()], 1, false),
        (
            "nested too deep",
            vec![format!("[1,0,{NAME},{deep}]")],
            1,
            false,
        ),
        ("too long", vec![name(1, &longer)], 1, false),
        (
            "nothing after what is malformed",
            vec![raise(1), "7".into(), raise(2)],
            3,
            false,
        ),
    ];
    for (what, texts, next, is_accepted) in scripts {
        let (socket, stream) = (
            run(Way::Socket, &server, &texts, next).await,
            run(Way::Stream, &server, &texts, next).await,
        );
        assert_eq!(socket, stream, "{what}");
        assert_eq!(
            matches!(socket.0, Verdict::Accepted(_)),
            is_accepted,
            "{what}: {socket:?}"
        );
    }
}

#[actix_web::test]
async fn who_joins_is_let_in_or_not_alike_on_every_transport() {
    let server = start();
    let own = origin(&server);
    let like_it = format!("{own}.evil.example");
    let page = load(&server).await;
    let join = |token: &str, rest: &str| format!("[{token:?},{rest}]");
    let templates = format!("{:?}", page.templates);
    let joins: Vec<(&str, (&str, &str), String, &str)> = vec![
        ("no join", ("/shop", &own), "{}".into(), "[-2"),
        ("too little", ("/shop", &own), join(&page.token, "0"), "[-2"),
        ("no JSON", ("/shop", &own), "[".into(), "[-2"),
        ("nested too deep", ("/shop", &own), "[".repeat(40), "[-2"),
        (
            "another origin",
            ("/shop", "http://evil.example"),
            page.join(),
            "",
        ),
        ("an origin like it", ("/shop", &like_it), page.join(), ""),
        ("no origin of a page", ("/shop", "null"), page.join(), ""),
        (
            "a token that is none",
            ("/shop", &own),
            join("x", &format!("0,{templates}")),
            "[-3",
        ),
        (
            "a token of nobody",
            ("/shop", &own),
            join(GONE, &format!("0,{templates}")),
            "[-3",
        ),
        ("another page's token", ("/other", &own), page.join(), "[-3"),
        (
            "other templates",
            ("/shop", &own),
            join(GONE, "0,\"/old.json\""),
            "[-3",
        ),
        ("its own", ("/shop", &own), page.join(), "[-1"),
    ];
    for (what, place, first, expected) in joins {
        for way in [Way::Socket, Way::Stream] {
            let mut line = way.open(&server, &page, place, &first).await;
            let answer = match &mut line {
                Some(line) => line.hear().await.unwrap_or_default(),
                None => String::new(),
            };
            let kind = answer.split(',').next().unwrap_or_default();
            assert_eq!(kind, expected, "{what}: {answer}");
        }
    }
}

#[actix_web::test]
async fn posts_beside_a_stream_are_refused_unless_they_are_its_own() {
    let server = start();
    let page = load(&server).await;
    let own = origin(&server);
    let mut line = Way::Stream
        .open(&server, &page, ("/shop", &own), &page.join())
        .await
        .unwrap();
    assert!(line.hear().await.unwrap().starts_with("[-1,"));
    let Line::Stream { token, .. } = &line else {
        panic!("not a stream")
    };
    let body = |token: &str| format!("[{token:?},0,{:?},[[1,0,{RAISE}]]]", page.templates);
    let (good, bad) = (body(token), body(GONE));
    for (path, origin, body, status) in [
        ("/shop", "http://evil.example", &good, 403),
        ("/shop", "null", &good, 403),
        ("/other", &own, &good, 410),
        ("/shop", &own, &bad, 410),
        (
            "/shop",
            &own,
            &good.replace("templates.", "templates.0"),
            410,
        ),
        ("/shop", &own, &good, 204),
    ] {
        let answer = page
            .post(&server, path, origin)
            .send_body(body.clone())
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path} {origin} {body}");
    }
    assert!(
        line.hear().await.unwrap().starts_with("[1,1,"),
        "one was taken"
    );
}

#[actix_web::test]
async fn a_socket_takes_the_session_over_from_a_stream_and_back() {
    let server = start();
    let page = load(&server).await;
    let own = origin(&server);
    let mut token = page.token.clone();
    for round in 1..=4 {
        let way = if round % 2 == 1 {
            Way::Stream
        } else {
            Way::Socket
        };
        let first = format!("[{token:?},-1,{:?}]", page.templates);
        let mut line = way
            .open(&server, &page, ("/shop", &own), &first)
            .await
            .unwrap();
        let joined = line.hear().await.unwrap();
        token = joined.split('"').nth(1).unwrap().to_owned();
        assert!(
            joined.contains(&format!(",{},{},", round * 2 - 1, round - 1)),
            "round {round}: {joined}"
        );
        assert!(line.say(&[format!("[{round},99,{RAISE}]")]).await);
        assert!(
            line.hear()
                .await
                .unwrap()
                .starts_with(&format!("[{},1,", round * 2 % 10))
        );
    }
}
