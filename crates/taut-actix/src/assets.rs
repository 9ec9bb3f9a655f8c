//! What a browser loads once and keeps: the client and the tables of templates, named by their content.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use actix_web::dev::{AppService, HttpServiceFactory as _};
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use sha1::{Digest as _, Sha1};
use taut_runtime::Registry;

use crate::unread::held;

/// The name of the route of the assets at the top of an application.
pub(crate) const ROUTE: &str = "taut-assets";

/// Where assets are, at the top of an application and in each scope with a view.
pub(crate) const FOLDER: &str = "/_taut/";

/// The route of the assets in each of them.
pub(crate) const PATTERN: &str = "/_taut/{taut_asset}";

/// What tells a supervisor that the process answers.
const HEALTH: &str = "health";

/// What tells a proxy whether to send browsers here: not when the server is about to stop.
const READY: &str = "ready";

/// An asset, compressed once for all.
struct Asset {
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
}

static ASSETS: LazyLock<RwLock<HashMap<Arc<str>, Arc<Asset>>>> = LazyLock::new(RwLock::default);

/// The name of what a page runs before it is shown. It knows the name of the client.
pub(crate) fn start() -> Arc<str> {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| {
        let script = String::from_utf8_lossy(taut_client::START).replace("taut.js", &client());
        add(
            "start",
            "js",
            "text/javascript; charset=utf-8",
            script.as_bytes(),
        )
    });
    Arc::clone(&NAME)
}

/// The name of the client.
pub(crate) fn client() -> Arc<str> {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| {
        add(
            "taut",
            "js",
            "text/javascript; charset=utf-8",
            taut_client::CLIENT,
        )
    });
    Arc::clone(&NAME)
}

/// The name of what the client loads where sockets are blocked.
pub(crate) fn http() -> Arc<str> {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| {
        add(
            "http",
            "js",
            "text/javascript; charset=utf-8",
            taut_client::HTTP,
        )
    });
    Arc::clone(&NAME)
}

/// The name of the default style sheet.
pub(crate) fn stylesheet() -> Arc<str> {
    static NAME: LazyLock<Arc<str>> = LazyLock::new(|| {
        add(
            "taut",
            "css",
            "text/css; charset=utf-8",
            taut_client::STYLESHEET,
        )
    });
    Arc::clone(&NAME)
}

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
    Sha1::digest(content)
        .iter()
        .take(10)
        .fold(String::new(), |mut hash, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hash, "{byte:02x}");
            hash
        })
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

    /// The smallest form that the browser takes; an encoding that failed is empty and passed over.
    fn encoded(&self, accepted: &str) -> (Option<&'static str>, Bytes) {
        let accepts = |name: &str| {
            let mut choices = accepted
                .split(',')
                .map(|choice| choice.split(';').map(str::trim));
            choices.any(|mut choice| choice.next() == Some(name) && !choice.any(is_never))
        };
        if accepts("br") && !self.brotli.is_empty() {
            (Some("br"), self.brotli.clone())
        } else if accepts("gzip") && !self.gzip.is_empty() {
            (Some("gzip"), self.gzip.clone())
        } else {
            (None, self.plain.clone())
        }
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
        READY => HttpResponse::Ok().body("ok"),
        name => answer(&request, name),
    };
    held(response, &request, payload)
}

/// Answers a request for an asset.
pub(crate) fn answer(request: &HttpRequest, name: &str) -> HttpResponse {
    // A page of an earlier process may ask before any page of this one was rendered.
    drop((start(), http(), stylesheet()));
    let asset = ASSETS
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(name)
        .cloned();
    let Some(asset) = asset else {
        return HttpResponse::NotFound().finish();
    };
    let (encoding, content) = asset.encoded(accepted_encodings(request.headers()));
    let mut response = HttpResponse::Ok();
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response
        .insert_header((header::CONTENT_TYPE, asset.content_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(content)
}

/// Whether a parameter says that its choice is not acceptable (RFC 9110, 12.4.2).
fn is_never(parameter: &str) -> bool {
    let quality = parameter
        .split_once('=')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    quality.is_some_and(|(_, value)| value.trim().parse() == Ok(0.0))
}

fn accepted_encodings(headers: &HeaderMap) -> &str {
    headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_if_the_browser_takes_it() {
        let asset = Asset::new(
            "text/plain",
            "a text that can be compressed ".repeat(20).as_bytes(),
        );
        for (accepted, encoding) in [
            ("", None),
            ("gzip, deflate, br", Some("br")),
            ("gzip;q=0.5", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("br ; Q=0.000, gzip;q=0.0", None),
            ("br;q=0.001", Some("br")),
            ("brotli", None),
        ] {
            assert_eq!(asset.encoded(accepted).0, encoding, "{accepted}");
        }
    }
}
