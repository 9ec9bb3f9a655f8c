//! The parts of a live view that a request may ask for, as its head says. All others belong to the application's other routes at that path.

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};

use crate::{address, form_address};

/// The content type of what pages post.
pub(crate) const EVENTS: &str = "application/taut+json";

/// The content type that a browser accepts when it asks for a stream.
const EVENT_STREAM: &str = "text/event-stream";

/// The part of a live view that a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// The page, or its head alone.
    Page,
    /// One of the page's assets.
    Asset,
    /// A WebSocket.
    Socket,
    /// A WebSocket, but a proxy has dropped the header that says so.
    BrokenSocket,
    /// A stream, for a page whose sockets are blocked.
    Stream,
    /// To take events.
    Events,
    /// To take a form that a browser sends by itself.
    Form,
}

impl Ask {
    /// Reads what a request asks for, if it is for a live view.
    pub(crate) fn of(head: &RequestHead) -> Option<Self> {
        let query = head.uri.query().unwrap_or_default();
        match head.method {
            Method::GET | Method::HEAD if address::asset_of(query).is_some() => Some(Self::Asset),
            Method::GET => Some(get(head.headers())),
            Method::HEAD => Some(Self::Page),
            Method::POST if is(head.headers(), header::CONTENT_TYPE, EVENTS) => {
                let wants_stream = is(head.headers(), header::ACCEPT, EVENT_STREAM);
                Some(if wants_stream {
                    Self::Stream
                } else {
                    Self::Events
                })
            }
            Method::POST if form_address::names_form(query) => Some(Self::Form),
            _ => None,
        }
    }
}

fn get(headers: &HeaderMap) -> Ask {
    if is(headers, header::UPGRADE, "websocket") {
        Ask::Socket
    } else if headers.contains_key(header::SEC_WEBSOCKET_KEY)
        || is(headers, SEC_FETCH_MODE, "websocket")
    {
        Ask::BrokenSocket
    } else {
        Ask::Page
    }
}

const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Whether a header says this, in any case, and perhaps something about it.
fn is(headers: &HeaderMap, name: HeaderName, text: &str) -> bool {
    let value = headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case(text)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[track_caller]
    fn check(method: Method, uri: &str, headers: &[(&'static str, &str)], expected: Option<Ask>) {
        let request = TestRequest::with_uri(uri).method(method);
        let request = headers
            .iter()
            .fold(request, |request, header| request.insert_header(*header));
        assert_eq!(Ask::of(request.to_http_request().head()), expected);
    }

    #[test]
    fn a_socket_is_known_also_without_its_upgrade() {
        let get = |uri: &str, headers: &[(&'static str, &str)], expected| {
            check(Method::GET, uri, headers, Some(expected));
        };
        let key = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        get("/", &[], Ask::Page);
        check(Method::HEAD, "/", &[], Some(Ask::Page));
        get("/", &[("upgrade", "WebSocket"), key], Ask::Socket);
        get("/?taut-asset=taut.js", &[], Ask::Asset);
        get("/?a=1&taut-asset=taut.js", &[], Ask::Page);
        get("/", &[("upgrade", "h2c")], Ask::Page);
        get("/", &[key], Ask::BrokenSocket);
        get("/", &[("sec-fetch-mode", "websocket")], Ask::BrokenSocket);
        get("/", &[("sec-fetch-mode", "navigate")], Ask::Page);
    }

    #[test]
    fn only_what_pages_post_is_taken() {
        let post = |uri: &str, headers: &[(&'static str, &str)], expected| {
            check(Method::POST, uri, headers, expected);
        };
        let events = ("content-type", "application/taut+json");
        let stream = ("accept", "text/event-stream");
        post("/", &[events], Some(Ask::Events));
        post("/", &[events, ("accept", "*/*")], Some(Ask::Events));
        post("/", &[events, stream], Some(Ask::Stream));
        let form = ("content-type", "application/x-www-form-urlencoded");
        post("/?a=1&taut-form=00.0.1", &[form], Some(Ask::Form));
        post("/?not-taut-form=1", &[form], None);
        for kind in [
            "",
            "application/json",
            "text/plain;charset=UTF-8",
            "multipart/form-data; boundary=x",
            form.1,
        ] {
            post("/?a=1", &[("content-type", kind), stream], None);
        }
        post("/", &[], None);
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
            check(method, "/?taut-form=00.0.1", &[events], None);
        }
    }
}
