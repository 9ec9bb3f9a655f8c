//! Serves views for browser tests of what no example shows.

mod all_events;
mod attributes;
mod away;
mod back;
mod children;
mod clobber;
mod cluster;
mod commands;
mod contents;
mod controls;
mod defaults;
mod drafts;
mod early;
mod edges;
mod edits;
mod emissions;
mod events;
mod features;
mod feeds;
mod flow;
mod forms;
mod fragment;
#[path = "../../fuzz/fragments.rs"]
mod fragments;
mod hooks;
mod kept;
mod keys;
mod ledger;
mod lost;
mod members;
mod model;
mod one;
mod pages;
mod random;
mod reads;
mod refusals;
mod sizes;
mod styles;
mod survive;
mod told;
mod touched;
mod urls;

use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::middleware::DefaultHeaders;
use actix_web::{HttpResponse, web};

/// How often any view was mounted.
pub(crate) static MOUNTS: AtomicU32 = AtomicU32::new(0);

/// Scripts may run wherever a browser runs any, so that it shows which URLs hold some.
const LAX: &str = "script-src 'self' 'unsafe-inline' data:; connect-src 'self'; img-src data:; media-src data:; \
    frame-src data:; object-src data:";

/// Nothing may be loaded or run that the page does not need, and only the client's policy makes HTML. A
/// `style:name={…}` is an attribute in the first HTML.
const STRICT: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self'; \
    require-trusted-types-for 'script'; trusted-types taut";

async fn mounts() -> HttpResponse {
    HttpResponse::Ok().body(MOUNTS.load(Ordering::SeqCst).to_string())
}

/// An image that is there, for its `load` event.
async fn dot() -> HttpResponse {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;
    HttpResponse::Ok().content_type("image/svg+xml").body(svg)
}

/// Some tests open thousands of pages, from one address.
fn many(limits: &mut taut::limits::Limits) {
    limits.mounts_per_second = 10_000;
    limits.mount_burst = 10_000;
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    if let Ok(path) = std::env::var("TAUT_STORE") {
        taut::set_store(taut::Redb::open(path).map_err(std::io::Error::other)?)?;
    }
    if let Ok(url) = std::env::var("TAUT_CLUSTER") {
        taut::cluster(taut::Valkey::connect(&url).await?).await?;
    }
    let key = members::key();
    let prefix = std::env::var("TAUT_PREFIX").ok();
    taut::serve("127.0.0.1:8080", move |app| {
        let app = edges::routes(features::routes(app, STRICT), STRICT);
        let app = app.wrap(DefaultHeaders::new().add(("x-wrapped", "yes")));
        let app = match prefix.as_deref() {
            Some("forwarded") => app.prefix(taut::Prefix::forwarded()),
            Some(prefix) => app.prefix(taut::Prefix::new(prefix)),
            None => app,
        };
        let app = match std::env::var("TAUT_ERROR_PAGE") {
            Ok(_) => app.error_page::<pages::Sorry>(),
            Err(_) => app,
        };
        let app = hooks::routes(app, STRICT);
        let app = sizes::routes(app, STRICT);
        let app =
            app.routes_with::<pages::Steps>(|live| live.content_security_policy(Some(STRICT)));
        app.service(web::resource("/mounts").route(web::get().to(mounts)))
            .service(web::resource("/dot.svg").route(web::get().to(dot)))
            .stylesheet("/test.css", include_str!("test.css"))
            .service(taut::live::<away::Away>("/").content_security_policy(Some(STRICT)))
            .service(taut::live::<away::Away>("/away").content_security_policy(Some(STRICT)))
            .service(taut::live::<away::Away>("/away/default"))
            .service(taut::live::<away::Away>("/away/styled").stylesheet(Some("/test.css")))
            .service(
                taut::live::<all_events::AllEvents>("/all_events")
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<attributes::Attributes>("/attributes/{step}")
                    .content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<back::Back>("/back").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<children::Children>("/children").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<clobber::Clobber>("/clobber").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<cluster::Shared>("/cluster")
                    .guard(cluster::user)
                    .content_security_policy(Some(STRICT)),
            )
            .service(web::resource("/cluster/say").route(web::get().to(cluster::say)))
            .service(web::resource("/cluster/sign-out").route(web::get().to(cluster::sign_out)))
            .service(
                taut::live::<commands::Commands>("/commands").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<contents::Tickets>("/contents").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<contents::Cached>("/contents/cached")
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<controls::Controls>("/controls").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<emissions::Tickets>("/emissions")
                    .content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<early::Early>("/early").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<defaults::Defaults>("/defaults").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<drafts::Asks>("/drafts").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<drafts::Restores>("/drafts-auto")
                    .content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<edits::Edits>("/edits").content_security_policy(Some(STRICT)))
            .service(taut::live::<events::Events>("/events").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<fragment::Fragment>("/fragment").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<kept::Kept>("/kept").content_security_policy(Some(STRICT)))
            .service(taut::live::<kept::Stopped>("/stopped").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<feeds::Feeds>("/feeds/{first}").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<forms::Forms>("/forms").content_security_policy(Some(STRICT)))
            .service(taut::live::<keys::Keys>("/keys").content_security_policy(Some(STRICT)))
            .service(taut::live::<ledger::Ledger>("/ledger").content_security_policy(Some(STRICT)))
            .service(members::scope(&key, STRICT))
            .service(taut::live::<styles::Styles>("/styles").content_security_policy(Some(STRICT)))
            .service(taut::live::<model::Model>("/model").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<model::Folded>("/model-folded").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<model::AtOnce>("/model-at-once").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<one::Later>("/one").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<one::AtOnce>("/one-at-once").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<random::Random>("/random").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<refusals::Refusals>("/refusals").content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<told::Told>("/told").content_security_policy(Some(STRICT)))
            .service(taut::live::<reads::Reads>("/reads").content_security_policy(Some(STRICT)))
            .service(
                taut::live::<survive::Survive>("/deep/{tail}*")
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<lost::Lost>("/lost")
                    .limits(many)
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<survive::Survive>("/survive").content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<touched::Touched>("/touched")
                    .limits(many)
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<touched::TouchedDocument>("/touched-document")
                    .limits(many)
                    .content_security_policy(Some(STRICT)),
            )
            .service(
                taut::live::<fragments::Fragments>("/trusted")
                    .content_security_policy(Some(STRICT)),
            )
            .service(taut::live::<flow::Numbers>("/flow").content_security_policy(Some(STRICT)))
            .service(taut::live::<urls::Urls>("/urls").content_security_policy(Some(LAX)))
    })
    .await
}
