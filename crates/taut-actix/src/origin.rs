//! Whether a connection was opened by a page of this site. Any page on the web can try to open one.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use url::Url;

/// Whether the request names an origin, and it is the host that the request is for.
pub(crate) fn is_own(request: &HttpRequest) -> bool {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok());
    only(request, header::ORIGIN)
        .zip(host)
        .is_some_and(|(origin, host)| same_host(origin, host))
}

/// Whether the request names one of these origins.
pub(crate) fn is_among(request: &HttpRequest, others: &[String]) -> bool {
    only(request, header::ORIGIN).is_some_and(|origin| others.iter().any(|other| other == origin))
}

/// Whether the browser says that a page of this site has sent a form. Where pages keep their address to themselves, it names no origin,
/// or `null`; but no page can make it say that it is of the same origin.
pub(crate) fn is_said_to_be_own(request: &HttpRequest) -> bool {
    let is_null = only(request, header::ORIGIN) == Some("null");
    let names_none = is_null || !request.headers().contains_key(header::ORIGIN);
    names_none && only(request, SEC_FETCH_SITE) == Some("same-origin")
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The value of a header that is there once.
fn only(request: &HttpRequest, name: HeaderName) -> Option<&str> {
    let mut values = request.headers().get_all(name);
    values
        .next()
        .filter(|_| values.next().is_none())?
        .to_str()
        .ok()
}

/// Compares host and port; behind a proxy, the scheme may differ and says nothing.
fn same_host(origin: &str, host: &str) -> bool {
    let Ok(parsed) = Url::parse(origin) else {
        return false;
    };
    if !matches!(parsed.scheme(), "http" | "https")
        || parsed.origin().ascii_serialization() != origin
    {
        return false;
    }
    let Ok(own) = Url::parse(&format!("{}://{host}/", parsed.scheme())) else {
        return false;
    };
    own.username().is_empty()
        && own.password().is_none()
        && own.path() == "/"
        && own.origin() == parsed.origin()
}

#[cfg(test)]
mod tests {
    use super::same_host;

    #[test]
    fn only_the_own_host_is_own() {
        for origin in ["http://example.org", "https://example.org"] {
            assert!(same_host(origin, "example.org"), "{origin}");
        }
        assert!(same_host("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(same_host("http://[::1]:8080", "[::1]:8080"));
        for origin in [
            "",
            "null",
            "example.org",
            "https://example.org/",
            "https://example.org:8443",
            "https://evil.org",
            "https://example.org.evil.org",
            "https://evilexample.org",
            "https://sub.example.org",
            "https://example.org@evil.org",
            "https://evil.org#example.org",
            "https://example.org.",
            "https://xn--exmple-cua.org",
            "file://example.org",
            "chrome-extension://example.org",
            "https://EXAMPLE.org",
        ] {
            assert!(!same_host(origin, "example.org"), "{origin}");
        }
    }
}
