//! The views of a route, the application's data, and its error page.

use taut::{AppData, ErrorPage, Prefix};

use super::*;

#[derive(Route)]
enum Pages {
    #[at("/", view = Shop)]
    Shop {
        #[query]
        page: u32,
    },
    #[at("/orders/{id}", view = Order)]
    Order { id: u32 },
    #[at("/admin", view = Admin)]
    Admin,
    #[at("/plain")]
    Plain,
    #[at("/desk", view = Desk)]
    Desk,
    #[at("/desk/boss", view = Desk)]
    Boss,
    #[at("/lax", view = Order)]
    Lax,
}

/// A view with a page that a guard is asked for, and one for all.
#[derive(Default)]
struct Desk {
    is_boss: bool,
}

#[live_view]
impl Desk {
    fn params(&mut self, page: Pages) {
        self.is_boss = matches!(page, Pages::Boss);
    }

    fn promote(&mut self, cx: &mut Context) {
        cx.go(Pages::Boss);
    }

    fn render(&self) -> impl View {
        view! { <button @click={promote()}>{self.is_boss}</button> }
    }
}

struct Stock(u32);

#[derive(Default)]
struct Shop {
    left: u32,
}

#[live_view]
impl Shop {
    #[blocking]
    fn params(&mut self, page: Pages, cx: &mut Context) -> Result<(), Reject> {
        self.left = cx.data::<Stock>().0;
        cx.title("The <shop>");
        match page {
            Pages::Shop { page: 0 } => Ok(()),
            Pages::Shop { page: 1 } => panic!("on purpose"),
            _ => Err(Reject::not_found("There is no such page.")),
        }
    }

    fn render(&self) -> impl View {
        view! { <a href={Pages::Order { id: 7 }}>"Seven of " {self.left}</a> <a href={Pages::Plain}>"Plain"</a> }
    }
}

/// A view that asks for its page itself.
struct Order {
    id: u32,
}

#[live_view]
impl Order {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        assert!(request.data::<Stock>().is_some());
        match Pages::of(request)? {
            Pages::Order { id } => Ok(Self { id }),
            _ => unreachable!(),
        }
    }

    fn render(&self) -> impl View {
        assert_ne!(self.id, 13, "on purpose");
        view! { <p>"Order " {self.id}</p> }
    }
}

#[derive(Default)]
struct Admin;

#[live_view]
impl Admin {
    fn render(&self) -> impl View {
        view! { <p>"Admin"</p> }
    }
}

struct Sorry {
    status: u16,
    message: String,
}

#[live_view]
impl Sorry {
    fn mount(request: &Request<'_>) -> Self {
        let reject = request.reject();
        Self {
            status: reject.map_or(0, Reject::status),
            message: reject.map(Reject::to_string).unwrap_or_default(),
        }
    }

    fn render(&self) -> impl View {
        assert_ne!(self.status, 418, "on purpose");
        view! { <h1>"Sorry " {self.status}</h1> <p>{&self.message}</p> }
    }
}

async fn guard(request: actix_web::HttpRequest) -> Result<Option<String>, Reject> {
    match request.query_string() {
        "teapot" => Err(Reject::new("I am a teapot.").with_status(418)),
        _ => Err(Reject::new("Not for you.").with_status(403)),
    }
}

fn start() -> TestServer {
    let data = AppData::default().with(Arc::new(Stock(5)));
    actix_test::start(move || {
        let views = taut::routes::<Pages>().into_iter();
        let guarded = views.map(|live| match live.path() {
            "/admin" | "/desk/boss" => live.guard(guard),
            "/lax" => live.content_security_policy(None),
            _ => live,
        });
        App::new()
            .app_data(Prefix::new("/shop"))
            .app_data(data.clone())
            .app_data(ErrorPage::of::<Sorry>())
            .service(guarded.collect::<Vec<_>>())
    })
}

/// The status and the text of a page, for a browser, or for what takes anything.
async fn load(server: &TestServer, path: &str, accept: &str) -> (u16, String) {
    let request = server.get(path).insert_header((header::ACCEPT, accept));
    let mut response = request.send().await.unwrap();
    let body = response.body().await.unwrap();
    (
        response.status().as_u16(),
        String::from_utf8_lossy(&body).into_owned(),
    )
}

#[actix_web::test]
async fn a_view_of_a_route_has_the_data_of_the_application_and_links_below_the_prefix() {
    let server = start();
    let (status, html) = load(&server, "/", "text/html").await;
    assert_eq!(status, 200);
    assert!(html.contains("<title>The &lt;shop&gt;</title>"), "{html}");
    assert!(
        html.contains(r#"<a href="/shop/orders/7">Seven of <!>5</a>"#),
        "{html}"
    );
    assert!(
        html.contains(r#"href="/shop/plain""#) && html.contains(r#"data-prefix="/shop""#),
        "{html}"
    );
    let (status, html) = load(&server, "/orders/7", "text/html").await;
    assert!(status == 200 && html.contains("Order <!>7"), "{html}");
}

#[actix_web::test]
async fn what_is_refused_is_shown_by_the_error_page() {
    let server = start();
    let check = async |path: &str, status: u16, message: &str| {
        let page = load(&server, path, "text/html,*/*").await;
        assert_eq!(page.0, status, "{path}");
        let shown = format!("<h1>Sorry <!>{status}</h1><p>{message}</p>");
        assert!(
            page.1.starts_with("<!DOCTYPE html>") && page.1.contains(&shown),
            "{}",
            page.1
        );
        assert!(!page.1.contains("<script"), "{}", page.1);
        assert_eq!(
            load(&server, path, "*/*").await,
            (status, message.to_owned())
        );
    };
    check("/orders/seven", 404, "This page does not exist.").await;
    check("/?page=x", 404, "This page does not exist.").await;
    check("/?page=2", 404, "There is no such page.").await;
    check("/?page=1", 500, "internal error").await;
    check("/orders/13", 500, "internal error").await;
    check("/admin", 403, "Not for you.").await;
    // Where the error page panics, there is the text.
    let teapot = load(&server, "/admin?teapot", "text/html").await;
    assert_eq!(teapot, (418, "I am a teapot.".to_owned()));
}

/// A browser with a page of the route, on a socket.
async fn join() -> (Site, Socket) {
    join_at("/").await
}

async fn join_at(path: &str) -> (Site, Socket) {
    let site = Site {
        server: start(),
        cookie: RefCell::default(),
        probe: web::Data::default(),
    };
    let page = site.page(path).await;
    let (socket, answer) = site.join(&page, path, 0).await;
    assert!(answer.starts_with("[-1,"), "{answer}");
    (site, socket)
}

async fn turn_to(socket: &mut Socket, address: &str) -> Option<String> {
    say(socket, &format!("[\"\",-1,\"\",{address:?}]")).await;
    hear(socket).await
}

#[actix_web::test]
async fn a_page_of_another_view_takes_the_place_of_one_on_its_socket() {
    let (site, mut socket) = join().await;
    // The title that `params` has set before the page was there.
    assert_eq!(
        hear(&mut socket).await.unwrap(),
        "[1,0,{\"title\":\"The <shop>\"}]"
    );
    let answer = turn_to(&mut socket, "/orders/7?x=1").await.unwrap();
    let token = answer.split('"').nth(1).unwrap().to_owned();
    let expected = format!("[-3,{token:?},1,0,0,[7],\"/shop/_taut/");
    assert!(
        answer.starts_with(&expected) && answer.ends_with(".json\"]"),
        "{answer}"
    );
    let templates = answer.rsplit('"').nth(1).unwrap().to_owned();
    let (_, joined) = site.join_as("/orders/7", &token, 1, &templates).await;
    assert!(joined.starts_with("[-1,"), "{joined}");
    let (_other, mut socket) = join().await;
    hear(&mut socket).await.unwrap();
    for _ in 0..3 {
        let answer = turn_to(&mut socket, "/orders/8").await.unwrap();
        assert!(answer.contains(",[8],"), "{answer}");
        let answer = turn_to(&mut socket, "/").await.unwrap();
        assert!(
            answer.starts_with("[-3,")
                && answer.contains(",[\"/shop/orders/7\",5,\"/shop/plain\"],"),
            "{answer}"
        );
        assert_eq!(
            hear(&mut socket).await.unwrap(),
            "[2,0,{\"title\":\"The <shop>\"}]"
        );
        say(&mut socket, &event(1, 2, "\"/?page=0\"")).await;
        assert_eq!(
            hear(&mut socket).await.unwrap(),
            "[3,1,{\"title\":\"The <shop>\"}]"
        );
    }
}

/// A path whose bytes are encoded, also where nothing needs it: by the bits of a number.
fn encode(path: &str, bits: u32) -> String {
    let encode = |(at, character): (usize, char)| match character {
        '/' => "/".to_owned(),
        _ if bits >> at & 1 == 1 => format!("%{:02x}", u32::from(character)),
        _ => character.to_string(),
    };
    path.chars().enumerate().map(encode).collect()
}

#[actix_web::test]
async fn a_page_is_the_same_however_its_address_is_encoded() {
    let server = start();
    for bits in [0, 0b10, 0b101_0100_1000, u32::MAX] {
        for (path, status, shown) in [("/orders/7", 200, "[7]"), ("/admin", 403, "")] {
            let address = encode(path, bits);
            assert_eq!(load(&server, &address, "*/*").await.0, status, "{address}");
            let (site, mut socket) = join().await;
            hear(&mut socket).await.unwrap();
            let answer = turn_to(&mut socket, &address).await.unwrap();
            let is_shown = answer.starts_with("[-3,") && answer.contains(shown);
            assert_eq!(is_shown, status == 200, "{address}: {answer}");
            if is_shown {
                let token = answer.split('"').nth(1).unwrap();
                let templates = answer.rsplit('"').nth(1).unwrap();
                let (_, joined) = site.join_as(&address, token, 1, templates).await;
                assert!(joined.starts_with("[-1,"), "{address}: {joined}");
            }
        }
        let (_site, mut socket) = join_at("/desk").await;
        let address = encode("/desk/boss", bits);
        say(&mut socket, &event(1, 0, format!("{address:?}"))).await;
        let answer = hear(&mut socket).await.unwrap();
        assert!(
            answer.contains("\"redirect\":") && !answer.contains("true"),
            "{answer}"
        );
    }
}

#[actix_web::test]
async fn a_view_does_not_go_around_the_guard_of_another_of_its_pages() {
    for sent in ["\"/desk/boss\"", "\"/desk/boss?x\"", "0"] {
        let (_site, mut socket) = join_at("/desk").await;
        say(&mut socket, &event(1, 0, sent)).await;
        let answer = hear(&mut socket).await.unwrap();
        assert!(
            answer.contains("\"redirect\":\"/shop/desk/") && !answer.contains("true"),
            "{answer}"
        );
    }
}

#[actix_web::test]
async fn what_cannot_take_the_place_of_a_page_is_loaded() {
    let long = format!("/orders/{}", "7".repeat(5000));
    for address in [
        "/admin",
        "/orders/seven",
        "/nowhere",
        "/plain",
        "/lax",
        "/desk/boss",
        "/?page=2",
        "/?page=1",
        &long,
    ] {
        let (_site, mut socket) = join().await;
        hear(&mut socket).await.unwrap();
        let answer = turn_to(&mut socket, address).await.unwrap();
        let redirect = format!("{{\"redirect\":\"/shop{address}\"}}]");
        assert!(
            answer.starts_with("[-2,") && answer.ends_with(&redirect),
            "{answer}"
        );
        assert_eq!(hear(&mut socket).await, None);
    }
    for address in ["//evil.example", "https://evil.example", ""] {
        let (_site, mut socket) = join().await;
        hear(&mut socket).await.unwrap();
        let answer = turn_to(&mut socket, address).await.unwrap();
        assert!(
            answer.starts_with("[-2,") && !answer.contains("redirect\":"),
            "{answer}"
        );
    }
    let site = Site::start();
    let page = site.page("/notes/7").await;
    let (mut socket, _) = site.join(&page, "/notes/7", 0).await;
    let answer = turn_to(&mut socket, "/notes/8").await.unwrap();
    assert_eq!(answer, "[-2,\"not a join: it has joined\"]");
}
