//! Whatever scopes, guards, middleware and routes of others stand around a page, and in whatever order: whoever has the page has its
//! assets.
//!
//! `TAUT_ARRANGEMENTS=100000` tries more applications; `TAUT_SEED` tries one again.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::{Condition, Next, NormalizePath, from_fn};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::ServiceConfig;
use actix_web::{App, Error, HttpResponse, guard, web};
use taut::prelude::*;

use crate::diff::random::Random;

/// Says where it stands.
struct Page {
    path: String,
}

#[live_view]
impl Page {
    fn mount(request: &Request<'_>) -> Self {
        Self {
            path: request.path().to_owned(),
        }
    }

    fn render(&self) -> impl View {
        view! { <p>{&self.path}</p> }
    }
}

/// What an application may be made of.
#[derive(Debug, Clone)]
enum Part {
    Page(&'static str),
    Scope {
        path: String,
        /// Which cookie lets somebody in, if one must.
        key: Option<u32>,
        is_hosted: bool,
        parts: Vec<Part>,
        has_default: bool,
    },
    /// A route of somebody else's.
    Other(&'static str),
}

const PAGES: [&str; 9] = [
    "/",
    "/early",
    "/late/",
    "bare",
    "",
    "/{page}",
    "/{a}/{b}",
    "/deep/{page}/er",
    "/{all:.*}",
];
const SCOPES: [&str; 6] = ["/admin", "", "/{name}", "/admin/deep", "/early", "/_taut"];
const OTHERS: [&str; 5] = [
    "/{x}/{y}",
    "/_taut/{file}",
    "/{all:.*}",
    "/admin/{x}",
    "/own",
];

/// An application.
#[derive(Debug, Clone)]
struct Arrangement {
    parts: Vec<Part>,
    key: Option<u32>,
    is_normalized: bool,
    prefix: Option<&'static str>,
    has_default: bool,
}

impl Arrangement {
    fn random(random: &mut Random) -> Self {
        let key = (random.below(4) == 0).then_some(0);
        let mut keys = 1;
        let parts = parts(random, 0, &mut keys);
        let prefix = [None, None, Some("/shop"), Some("/a/b")][random.below(4)];
        Self {
            parts,
            key,
            is_normalized: random.below(3) == 0,
            prefix,
            has_default: random.below(3) == 0,
        }
    }
}

fn parts(random: &mut Random, depth: u32, keys: &mut u32) -> Vec<Part> {
    let most = if depth == 0 { 5 } else { 3 };
    (0..=random.below(most))
        .map(|_| part(random, depth, keys))
        .collect()
}

fn part(random: &mut Random, depth: u32, keys: &mut u32) -> Part {
    match random.below(if depth < 3 { 5 } else { 3 }) {
        0 | 1 => Part::Page(PAGES[random.below(PAGES.len())]),
        2 => Part::Other(OTHERS[random.below(OTHERS.len())]),
        _ => {
            *keys += 1;
            let key = (random.below(2) == 0).then_some(*keys);
            let parts = parts(random, depth + 1, keys);
            let (is_hosted, has_default) = (random.below(6) == 0, random.below(4) == 0);
            let path = SCOPES[random.below(SCOPES.len())]
                .replace("name", ["name", "id", "other"][depth as usize]);
            Part::Scope {
                path,
                key,
                is_hosted,
                parts,
                has_default,
            }
        }
    }
}

/// Lets in whoever has the cookie of a number.
async fn check(
    key: u32,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.cookie(&format!("key{key}")).is_some() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized().finish()))
}

async fn other() -> HttpResponse {
    HttpResponse::Ok().body("other")
}

fn add(config: &mut ServiceConfig, parts: &[Part]) {
    for part in parts {
        match part.clone() {
            Part::Page(path) => drop(config.service(live::<Page>(path))),
            Part::Other(path) => drop(config.route(path, web::get().to(other))),
            Part::Scope {
                path,
                key,
                is_hosted,
                parts,
                has_default,
            } => {
                let scope = web::scope(&path).configure(|config| add(config, &parts));
                let scope = if has_default {
                    scope.default_service(web::to(other))
                } else {
                    scope
                };
                let scope = if is_hosted {
                    scope.guard(guard::Host("hosted.example"))
                } else {
                    scope
                };
                let number = key.unwrap_or_default();
                let checked = from_fn(move |request, next| check(number, request, next));
                config.service(scope.wrap(Condition::new(key.is_some(), checked)));
            }
        }
    }
}

/// All addresses that some page of an application may have.
fn addresses() -> Vec<String> {
    let ends = [
        "",
        "/",
        "/early",
        "/early/",
        "/late/",
        "/bare",
        "/7",
        "/7/8",
        "/deep/7/er",
        "/own",
        "/_taut/x",
        "//early",
    ];
    let starts = [
        "",
        "/admin",
        "/t",
        "/admin/deep",
        "/admin/admin",
        "/early",
        "/admin/t/early",
        "/_taut",
    ];
    starts
        .iter()
        .flat_map(|start| ends.iter().map(move |end| format!("{start}{end}")))
        .filter(|path| path.starts_with('/'))
        .collect()
}

/// What somebody brings along.
struct Visitor {
    host: &'static str,
    keys: Vec<u32>,
}

impl Visitor {
    fn ask(&self, method: Method, path: &str) -> TestRequest {
        let request = TestRequest::with_uri(path)
            .method(method)
            .insert_header((header::HOST, self.host));
        self.keys.iter().fold(request, |request, key| {
            request.cookie(Cookie::new(format!("key{key}"), ""))
        })
    }
}

/// The addresses of a page's assets.
fn assets(html: &str) -> Vec<String> {
    let values = ["href=\"", "src=\"", "data-templates=\"", "data-http=\""]
        .map(|name| html.split(name).nth(1).unwrap());
    values
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .to_vec()
}

/// Asks for all pages, and for the assets of each that is there; gives how many there are, and how many have their assets at their own addresses.
async fn try_out<S, B: MessageBody>(app: &S, arrangement: &Arrangement, named: &str) -> (u32, u32)
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
{
    let (mut pages, mut own) = (0, 0);
    for path in addresses() {
        for host in ["example.org", "hosted.example"] {
            for keys in [vec![], (0..20).collect()] {
                let visitor = Visitor { host, keys };
                let response =
                    call_service(app, visitor.ask(Method::GET, &path).to_request()).await;
                let is_html = response
                    .headers()
                    .get(header::CONTENT_TYPE)
                    .is_some_and(|kind| kind == "text/html; charset=utf-8");
                if response.status() != StatusCode::OK || !is_html {
                    continue;
                }
                let html = String::from_utf8(read_body(response).await.to_vec()).unwrap();
                pages += 1;
                for address in assets(&html) {
                    let prefix = arrangement.prefix.unwrap_or_default();
                    let inner = address
                        .strip_prefix(prefix)
                        .unwrap_or_else(|| panic!("{named}: {address}"));
                    // As a browser reads it.
                    let inner = inner
                        .strip_prefix("/.")
                        .filter(|rest| rest.starts_with("//"))
                        .unwrap_or(inner);
                    own += u32::from(address.contains("taut-asset"));
                    for method in [Method::GET, Method::HEAD] {
                        let asset =
                            call_service(app, visitor.ask(method, inner).to_request()).await;
                        assert_eq!(
                            asset.status(),
                            StatusCode::OK,
                            "{named}: {path} for {host} needs {address}: {arrangement:#?}"
                        );
                        let kept = asset
                            .headers()
                            .get(header::CACHE_CONTROL)
                            .is_some_and(|kept| kept.to_str().unwrap().contains("immutable"));
                        assert!(
                            kept,
                            "{named}: {path} for {host} gets something else at {address}: {arrangement:#?}"
                        );
                    }
                }
            }
        }
    }
    (pages, own)
}

async fn try_arrangement(arrangement: &Arrangement, named: &str) -> (u32, u32) {
    let Arrangement {
        parts,
        key,
        is_normalized,
        prefix,
        has_default,
    } = arrangement.clone();
    let number = key.unwrap_or_default();
    let app = App::new().configure(|config| add(config, &parts));
    let app = if has_default {
        app.default_service(web::to(other))
    } else {
        app
    };
    let app = match prefix {
        Some(prefix) => app.app_data(taut::Prefix::new(prefix)),
        None => app,
    };
    let app = app
        .wrap(Condition::new(
            key.is_some(),
            from_fn(move |request, next| check(number, request, next)),
        ))
        .wrap(Condition::new(is_normalized, NormalizePath::trim()));
    try_out(&init_service(app).await, arrangement, named).await
}

#[actix_web::test]
async fn whoever_has_a_page_has_its_assets() {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    let seeds = number("TAUT_SEED").map_or(0..number("TAUT_ARRANGEMENTS").unwrap_or(150), |seed| {
        seed..seed + 1
    });
    let (mut pages, mut own) = (0, 0);
    for seed in seeds.clone() {
        let arrangement = Arrangement::random(&mut Random::new(seed));
        let (more, of_own) = try_arrangement(&arrangement, &format!("seed {seed}")).await;
        (pages, own) = (pages + more, own + of_own);
    }
    if seeds.end - seeds.start > 1 {
        assert!(
            pages > 1000 && own > 100,
            "only {pages} pages were there, with {own} assets at their own addresses"
        );
    }
}
