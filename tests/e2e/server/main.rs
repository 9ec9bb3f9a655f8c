//! Serves views for browser tests of what no example shows.

mod children;
mod clobber;
mod controls;
mod edges;
mod events;
mod features;
mod fragment;
mod kept;
mod ledger;
mod members;
mod random;
mod survive;
mod urls;

use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::{HttpResponse, web};

/// How often any view was mounted.
pub(crate) static MOUNTS: AtomicU32 = AtomicU32::new(0);

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

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    if let Ok(path) = std::env::var("TAUT_STORE") {
        taut::set_store(taut::Redb::open(path).map_err(std::io::Error::other)?)?;
    }
    let key = members::key();
    taut::serve("127.0.0.1:8080", move |app| {
        let app = edges::routes(features::routes(app, STRICT), STRICT);
        app.service(web::resource("/mounts").route(web::get().to(mounts)))
            .service(web::resource("/dot.svg").route(web::get().to(dot)))
            .stylesheet("/test.css", include_str!("test.css"))
            .service(taut::live::<children::Children>("/children").content_security_policy(Some(STRICT)))
            .service(taut::live::<clobber::Clobber>("/clobber").content_security_policy(Some(STRICT)))
            .service(taut::live::<controls::Controls>("/controls").content_security_policy(Some(STRICT)))
            .service(taut::live::<events::Events>("/events").content_security_policy(Some(STRICT)))
            .service(taut::live::<fragment::Fragment>("/fragment").content_security_policy(Some(STRICT)))
            .service(taut::live::<kept::Kept>("/kept").content_security_policy(Some(STRICT)))
            .service(taut::live::<kept::Stopped>("/stopped").content_security_policy(Some(STRICT)))
            .service(taut::live::<ledger::Ledger>("/ledger").content_security_policy(Some(STRICT)))
            .service(members::scope(&key, STRICT))
            .service(taut::live::<random::Random>("/random").content_security_policy(Some(STRICT)))
            .service(taut::live::<survive::Survive>("/survive").content_security_policy(Some(STRICT)))
            .service(taut::live::<urls::Urls>("/urls").content_security_policy(Some(STRICT)))
    })
    .await
}
