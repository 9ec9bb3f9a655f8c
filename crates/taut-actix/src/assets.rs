//! The assets that a browser loads once and keeps: the client and the tables of templates, named by their content.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use actix_web::dev::{AppService, HttpServiceFactory as _};
use actix_web::http::header::{self, AcceptEncoding, Encoding, Header as _};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use sha1::{Digest as _, Sha1};
use taut_runtime::Registry;

use crate::unread::held;

/// The name of the route of the assets at the top of an application.
pub(crate) const ROUTE: &str = "taut-assets";

/// The folder of assets, at the top of an application and in each scope with a view.
pub(crate) const FOLDER: &str = "/_taut/";

/// The route of the assets in each of them.
pub(crate) const PATTERN: &str = "/_taut/{taut_asset}";

/// The name under which a supervisor learns that the process answers.
const HEALTH: &str = "health";

/// The name under which a proxy learns whether to send browsers here: not when the server is about to stop.
const READY: &str = "ready";

/// An asset, compressed once for all.
struct Asset {
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

static ASSETS: LazyLock<RwLock<HashMap<Arc<str>, Arc<Asset>>>> = LazyLock::new(RwLock::default);

/// The names of the assets that all pages share.
pub(crate) struct Shared {
    /// The script that a page runs before it is shown. It knows the name of the client.
    pub(crate) start: Arc<str>,
    pub(crate) client: Arc<str>,
    /// The part of the client that it loads where sockets are blocked.
    pub(crate) http: Arc<str>,
    /// The default style sheet.
    pub(crate) stylesheet: Arc<str>,
}

pub(crate) static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let script = |stem: &str, content: &[u8]| add(stem, "js", JAVASCRIPT, content);
    let client = script("taut", with_add_ons().as_bytes());
    let start = String::from_utf8_lossy(taut_client::START).replace("taut.js", &client);
    Shared {
        start: script("start", start.as_bytes()),
        client,
        http: script("http", taut_client::HTTP),
        stylesheet: add(
            "taut",
            "css",
            "text/css; charset=utf-8",
            taut_client::STYLESHEET,
        ),
    }
});

/// The client, which knows the names of its add-ons. They do not know its name, but get what they need from it.
fn with_add_ons() -> String {
    let client = String::from_utf8_lossy(taut_client::CLIENT).into_owned();
    taut_client::ADD_ONS
        .iter()
        .fold(client, |client, (name, content)| {
            let served = add(name, "js", JAVASCRIPT, content);
            client.replace(&format!("\"./{name}.js\""), &format!("\"./{served}\""))
        })
}

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Adds a table of templates and gives its name.
pub(crate) fn add_templates(json: &[u8]) -> Arc<str> {
    add("templates", "json", "application/json", json)
}

/// Adds an asset and gives its name.
fn add(stem: &str, extension: &str, content_type: &'static str, content: &[u8]) -> Arc<str> {
    let name: Arc<str> = format!("{stem}.{}.{extension}", content_hash(content)).into();
    let mut assets = ASSETS.write().unwrap_or_else(PoisonError::into_inner);
    assets
        .entry(Arc::clone(&name))
        .or_insert_with(|| Arc::new(Asset::new(content_type, content)));
    name
}

/// The first 80 bits of the SHA-1, in hexadecimal digits.
fn content_hash(content: &[u8]) -> String {
    let hash = Sha1::digest(content);
    let bits = hash
        .iter()
        .take(10)
        .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
    format!("{bits:020x}")
}

impl Asset {
    fn new(content_type: &'static str, content: &[u8]) -> Self {
        Self {
            content_type,
            plain: Bytes::copy_from_slice(content),
            gzip: gzip(content).unwrap_or_default().into(),
            brotli: brotli(content).unwrap_or_default().into(),
        }
    }

    /// The form that the browser likes most, the smaller one of several; an encoding that failed is empty and passed over.
    fn encoded(&self, accepted: &AcceptEncoding) -> (Encoding, Bytes) {
        let mut encodings = vec![
            (Encoding::brotli(), &self.brotli),
            (Encoding::gzip(), &self.gzip),
        ];
        encodings.retain(|(_, content)| !content.is_empty());
        let identity = (Encoding::identity(), &self.plain);
        let names = encodings.iter().map(|(name, _)| name).chain([&identity.0]);
        let chosen = accepted.negotiate(names);
        let found = encodings
            .into_iter()
            .find(|(name, _)| Some(name) == chosen.as_ref());
        let (name, content) = found.unwrap_or(identity);
        (name, content.clone())
    }
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

/// A window no larger than the content keeps the encoder from taking tens of megabytes.
fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let window = content.len().next_power_of_two().ilog2().clamp(10, 22);
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 10,
        lgwin: i32::try_from(window).unwrap_or(22),
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// Brings the assets along, before any page: one that answers for all paths must not answer for these.
pub(crate) fn register(config: &mut AppService) {
    let assets = web::resource(PATTERN)
        .route(web::get().to(serve))
        .route(web::head().to(serve));
    if config.is_root() {
        assets.name(ROUTE).register(config)
    } else {
        assets.register(config)
    }
}

async fn serve(request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let response = match request.match_info().get("taut_asset").unwrap_or_default() {
        HEALTH => HttpResponse::Ok().body("ok"),
        READY if Registry::global().is_draining() => {
            HttpResponse::ServiceUnavailable().body("stopping")
        }
        // Pages go on, and another process would be no better.
        READY if Registry::global().is_cut_off() => {
            HttpResponse::Ok().body("ok, but the other processes are out of reach")
        }
        READY => HttpResponse::Ok().body("ok"),
        name => answer(&request, name),
    };
    held(response, &request, payload)
}

/// Answers a request for an asset.
pub(crate) fn answer(request: &HttpRequest, name: &str) -> HttpResponse {
    // A page of an earlier process may ask before any page of this one was rendered.
    LazyLock::force(&SHARED);
    let asset = ASSETS
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(name)
        .cloned();
    let Some(asset) = asset else {
        return HttpResponse::NotFound().finish();
    };
    let accepted = AcceptEncoding::parse(request).unwrap_or(AcceptEncoding(Vec::new()));
    let (encoding, content) = asset.encoded(&accepted);
    let mut response = HttpResponse::Ok();
    if encoding != Encoding::identity() {
        response.insert_header((header::CONTENT_ENCODING, encoding.to_string()));
    }
    response
        .insert_header((header::CONTENT_TYPE, asset.content_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(content)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_client_loads_all_add_ons_by_their_names() {
        let client = with_add_ons();
        for add_on in taut_facts::AddOn::ALL {
            let hash = format!("\"./{}.", add_on.name());
            let at = client.find(&hash).unwrap_or_default() + 3;
            let name = client[at..].split('"').next().unwrap_or_default();
            let assets = ASSETS.read().unwrap_or_else(PoisonError::into_inner);
            assert!(assets.contains_key(name), "{name}");
        }
        assert_eq!(taut_client::ADD_ONS.len(), taut_facts::AddOn::ALL.len());
    }

    #[test]
    fn an_encoding_is_used_if_the_browser_takes_it() {
        let asset = Asset::new(
            "text/plain",
            "a text that can be compressed ".repeat(20).as_bytes(),
        );
        for (accepted, encoding) in [
            ("", "identity"),
            ("gzip, deflate, br", "br"),
            ("gzip;q=0.5", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br ; Q=0.000, gzip;q=0.0", "identity"),
            ("br;q=0.001", "br"),
            ("brotli", "identity"),
        ] {
            let request = TestRequest::default().insert_header((header::ACCEPT_ENCODING, accepted));
            let accepted = AcceptEncoding::parse(&request.to_http_request())
                .unwrap_or(AcceptEncoding(Vec::new()));
            assert_eq!(
                asset.encoded(&accepted).0.to_string(),
                encoding,
                "{accepted}"
            );
        }
    }
}
