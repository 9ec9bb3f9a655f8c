//! What tells the users of a browser apart, and what a browser learns of a sign-out.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use taut::sign_out;

use super::*;

/// A view of users that keeps drafts.
#[derive(Default)]
struct Diary;

#[live_view]
#[draft(fields(text))]
impl Diary {
    fn render(&self) -> impl View {
        view! { <input name="text"> }
    }
}

/// A view for everybody, without drafts.
#[derive(Default)]
struct Public;

#[live_view]
impl Public {
    fn render(&self) -> impl View {
        view! {}
    }
}

/// Whom the browser says that it is; a view behind it is for users only.
async fn named(request: HttpRequest) -> Result<Option<String>, Reject> {
    let user = request
        .cookie("user")
        .ok_or_else(|| Reject::redirect("/in"))?;
    Ok(Some(user.value().to_owned()))
}

fn start() -> TestServer {
    actix_test::start(|| {
        App::new()
            .service(live::<Diary>("/diary").guard(named))
            .service(live::<Public>("/public"))
    })
}

/// A browser with its cookies.
struct Browser<'a> {
    server: &'a TestServer,
    cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    fn new(server: &'a TestServer) -> Self {
        Self {
            server,
            cookies: BTreeMap::new(),
        }
    }

    fn sign_in(&mut self, user: &str) {
        self.cookies.insert("user".to_owned(), user.to_owned());
    }

    fn cookie(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// Loads a page; gives the attributes of its script.
    async fn load(&mut self, path: &str) -> BTreeMap<String, String> {
        let request = self
            .server
            .get(path)
            .insert_header((header::COOKIE, self.cookie()));
        let mut response = request.send().await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            assert!(cookie.contains("HttpOnly"), "{cookie}");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let html = String::from_utf8(response.body().await.unwrap().to_vec()).unwrap();
        let script = html
            .split("<script")
            .nth(1)
            .unwrap()
            .split('>')
            .next()
            .unwrap();
        let attribute = |text: &str| {
            text.split_once("=\"")
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        script
            .split("\" ")
            .filter_map(|text| attribute(text.trim().trim_end_matches('"')))
            .collect()
    }

    /// The digits of the user's page.
    async fn tag(&mut self, user: &str) -> String {
        self.sign_in(user);
        let page = self.load("/diary").await;
        let (tag, _) = page["data-draft"].split_once('/').unwrap();
        assert!(
            tag.len() == 16 && page["data-templates"].ends_with(&format!("#{tag}")),
            "{page:?}"
        );
        tag.to_owned()
    }

    /// Joins the diary; gives the answer.
    async fn join(&self, templates: &str) -> String {
        self.join_at("/diary", templates).await.1
    }

    /// Joins a page; gives its socket and the answer.
    async fn join_at(&self, path: &str, templates: &str) -> (Socket, String) {
        let request = awc::Client::new()
            .ws(self.server.url(path))
            .header(header::COOKIE, self.cookie());
        let origin = self.server.url("").trim_end_matches('/').to_owned();
        let (_, mut socket) = request.origin(origin).connect().await.unwrap();
        say(&mut socket, &format!("[\"\",0,{templates:?}]")).await;
        let answer = hear(&mut socket).await.unwrap();
        (socket, answer)
    }
}

#[actix_web::test]
async fn digits_tell_users_apart_by_a_salt_of_their_browser() {
    let server = start();
    let mut browser = Browser::new(&server);
    let own = browser.tag("ann").await;
    let salted = browser.cookies["taut-user"].clone();
    assert_eq!(browser.tag("ann").await, own);
    assert_ne!(browser.tag("ben").await, own);
    browser.cookies.retain(|name, _| name == "taut-user");
    assert_eq!(
        browser.tag("ann").await,
        own,
        "it is the same without a session"
    );
    assert_eq!(browser.cookies["taut-user"].get(..32), salted.get(..32));
    assert_ne!(
        Browser::new(&server).tag("ann").await,
        own,
        "another browser has others"
    );
    browser
        .cookies
        .insert("taut-user".to_owned(), "damaged".to_owned());
    assert_ne!(browser.tag("ann").await, own);
    let visitor = &mut Browser::new(&server);
    visitor.load("/public").await;
    assert!(
        !visitor.cookies.contains_key("taut-user"),
        "nobody needs none"
    );
}

#[actix_web::test]
async fn a_page_of_another_user_is_loaded_again_and_one_without_cookies_is_not() {
    let server = start();
    let mut browser = Browser::new(&server);
    browser.sign_in("cleo");
    let templates = browser
        .load("/diary")
        .await
        .remove("data-templates")
        .unwrap();
    let own = templates.split('#').next().unwrap();
    let is_taken = |answer: String| answer.starts_with("[-3,") && !answer.contains("templates.");
    assert!(is_taken(browser.join(&templates).await));
    browser.sign_in("dora");
    assert!(!is_taken(browser.join(&templates).await));
    browser.cookies.remove("taut-user");
    assert!(
        is_taken(browser.join(&templates).await),
        "nothing is known of its pages"
    );
    for other in [
        own.to_owned(),
        templates.replace("templates.", "templates.0"),
    ] {
        assert!(!is_taken(browser.join(&other).await), "{other}");
    }
}

#[actix_web::test]
async fn a_sign_out_is_told_to_the_browser_of_the_user_with_the_next_page_for_anybody_else() {
    let server = start();
    let [mut browser, mut other, mut visitor] = [(); 3].map(|()| Browser::new(&server));
    browser.sign_in("emil");
    other.sign_in("flora");
    for browser in [&mut browser, &mut other] {
        browser.load("/diary").await;
    }
    let is_told = |page: BTreeMap<String, String>| page.contains_key("data-signed-out");
    assert!(
        !is_told(browser.load("/public").await),
        "a public page knows of no user"
    );
    sign_out("emil");
    for _ in 0..2 {
        assert!(is_told(browser.load("/public").await));
    }
    for browser in [&mut other, &mut visitor] {
        assert!(!is_told(browser.load("/public").await));
    }
    let mut next = Browser {
        cookies: browser.cookies.clone(),
        ..browser
    };
    next.sign_in("gina");
    assert!(is_told(next.load("/diary").await));
    assert!(
        !is_told(next.load("/public").await),
        "gina is not signed out"
    );
    browser.sign_in("emil");
    assert!(
        !is_told(browser.load("/diary").await),
        "it is his own again"
    );
    assert!(
        !is_told(browser.load("/public").await),
        "he has signed in since"
    );
}

#[actix_web::test]
async fn a_page_that_is_refused_after_a_sign_out_is_told_and_one_whose_sign_in_has_expired_is_not()
{
    let server = start();
    let mut browser = Browser::new(&server);
    browser.sign_in("hugo");
    let page = browser.load("/diary").await;
    let templates = &page["data-templates"];
    browser.cookies.remove("user");
    let refused =
        |told: &str| format!("[-2,\"This page has moved.\",{{\"redirect\":\"/in\"{told}}}]");
    assert_eq!(browser.join(templates).await, refused(""));
    sign_out("hugo");
    assert_eq!(browser.join(templates).await, refused(",\"draft\":1"));
    browser.cookies.remove("taut-user");
    assert_eq!(browser.join(templates).await, refused(""));
}

/// Pages that ask alike who the user is, and one that asks by itself.
#[derive(Route)]
enum Rooms {
    #[at("/hall", view = Hall)]
    Hall,
    #[at("/study/{shelf}", view = Study)]
    Study { shelf: u32 },
    #[at("/vault", view = Vault)]
    Vault,
}

#[derive(Default)]
struct Hall;

#[live_view]
impl Hall {
    fn params(&mut self, _: Rooms) {}

    fn render(&self) -> impl View {
        view! { <p>"The hall"</p> }
    }
}

#[derive(Default)]
struct Vault;

#[live_view]
impl Vault {
    fn params(&mut self, _: Rooms) {}

    fn render(&self) -> impl View {
        view! { <p>"The vault"</p> }
    }
}

struct Study {
    user: String,
    shelf: u32,
}

#[live_view]
impl Study {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let user = request.user().ok_or(Reject::redirect("/hall"))?;
        Ok(Self {
            user: user.into(),
            shelf: 0,
        })
    }

    fn params(&mut self, page: Rooms) {
        if let Rooms::Study { shelf } = page {
            self.shelf = shelf;
        }
    }

    fn next(&mut self, cx: &mut Context) {
        let shelf = self.shelf + 1;
        cx.go(Rooms::Study { shelf });
    }

    fn render(&self) -> impl View {
        view! { <button @click={next()}>{&self.user} " at " {self.shelf}</button> }
    }
}

/// Whom the browser says that it is, if it does.
async fn perhaps(request: HttpRequest) -> Result<Option<String>, Reject> {
    let user = request.cookie("user");
    Ok(user.map(|user| user.value().to_owned()))
}

fn start_rooms() -> TestServer {
    actix_test::start(|| {
        let views = taut::routes::<Rooms>().into_iter();
        let guarded = views.map(|live| match live.path() {
            "/vault" => live.guard(perhaps),
            _ => live.user(perhaps),
        });
        App::new().service(guarded.collect::<Vec<_>>())
    })
}

/// What the server answers to a turn; nothing if it has closed the socket.
async fn turn_to(socket: &mut Socket, address: &str) -> Option<String> {
    let turn = format!("[\"\",-1,\"\",{address:?}]");
    socket.send(Message::Text(turn.into())).await.ok()?;
    hear(socket).await
}

#[actix_web::test]
async fn a_user_goes_from_view_to_view_over_one_connection_until_the_sign_out() {
    let server = start_rooms();
    let mut browser = Browser::new(&server);
    browser.sign_in("iris");
    let templates = browser.load("/hall").await["data-templates"].clone();
    let (_, tag) = templates.split_once('#').unwrap();
    let (mut socket, _) = browser.join_at("/hall", &templates).await;
    let answer = turn_to(&mut socket, "/study/3").await.unwrap();
    assert!(answer.contains(",[\"iris\",3],"), "{answer}");
    assert!(answer.ends_with(&format!("#{tag}\"]")), "{answer}");
    say(&mut socket, &event(1, 0, "0")).await;
    let answer = hear(&mut socket).await.unwrap();
    assert!(answer.contains("\"/study/4\""), "{answer}");
    sign_out("iris");
    while let Some(answer) = turn_to(&mut socket, "/study/5").await {
        assert!(!answer.contains("[\"iris\",5]"), "{answer}");
    }
}

#[actix_web::test]
async fn a_page_is_loaded_where_the_user_is_asked_for_otherwise_or_refused() {
    let server = start_rooms();
    for (user, from, to) in [
        (Some("jan"), "/hall", "/vault"),
        (Some("jan"), "/vault", "/hall"),
        (None, "/hall", "/study/1"),
    ] {
        let mut browser = Browser::new(&server);
        if let Some(user) = user {
            browser.sign_in(user);
        }
        let templates = browser.load(from).await["data-templates"].clone();
        let (mut socket, _) = browser.join_at(from, &templates).await;
        let answer = turn_to(&mut socket, to).await.unwrap();
        let redirect = format!("{{\"redirect\":{to:?}}}]");
        assert!(
            answer.starts_with("[-2,") && answer.ends_with(&redirect),
            "{answer}"
        );
    }
}
