//! Addresses as browsers see them: below the prefix that a proxy strips, and those of the assets.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::dev::ResourceDef;

use crate::assets;

/// The prefix of paths that a proxy strips before it passes requests on.
///
/// An application at `https://example.org/shop/` whose proxy passes `/shop/orders` on as `/orders` must know of the prefix: browsers
/// ask for assets, send forms and return cookies below `/shop`. Set it once, as application data:
///
/// ```
/// use actix_web::App;
/// use taut_actix::Prefix;
///
/// let app = App::new().app_data(Prefix::new("/shop"));
/// # drop(app);
/// ```
///
/// Paths that the program gives to Taut are those of the application, without the prefix: where [`Reject::redirect`](taut_core::Reject::redirect)
/// leads, the address of a style sheet. Links in templates are written with it:
/// [`RequestExt::prefix`](crate::RequestExt::prefix) returns it in `mount`.
///
/// In [`serve`](crate::serve), `app.prefix(Prefix::new("/shop"))` sets it.
#[derive(Clone)]
pub struct Prefix(Kind);

#[derive(Clone)]
enum Kind {
    Fixed(String),
    Forwarded,
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Fixed(prefix) => f.debug_tuple("Prefix").field(prefix).finish(),
            Kind::Forwarded => f.write_str("Prefix(X-Forwarded-Prefix)"),
        }
    }
}

/// The header in which proxies name the prefix.
const FORWARDED_PREFIX: &str = "x-forwarded-prefix";

impl Prefix {
    /// Creates a prefix for all requests, such as `/shop`; a slash at its end is ignored.
    ///
    /// # Panics
    /// When it is not a path: a path begins with a slash, and characters that are not allowed in one are percent-encoded.
    #[must_use]
    #[track_caller]
    pub fn new(path: &str) -> Self {
        match prefix_path(path) {
            Some(prefix) => Self(Kind::Fixed(prefix.to_owned())),
            None => panic!("`{path}` is no prefix of paths: expected something like `/shop`"),
        }
    }

    /// Reads the prefix of each request from its `X-Forwarded-Prefix` header. Use it only behind a proxy that always sets the header or
    /// removes it, because a client could send its own. A value that is not a path is ignored. Several proxies append
    /// theirs after a comma, the outermost first.
    #[must_use]
    pub fn forwarded() -> Self {
        Self(Kind::Forwarded)
    }

    fn of(&self, request: &HttpRequest) -> String {
        match &self.0 {
            Kind::Fixed(prefix) => prefix.clone(),
            Kind::Forwarded => forwarded(request).unwrap_or_default(),
        }
    }
}

/// The prefixes of all proxies, the outermost first.
fn forwarded(request: &HttpRequest) -> Option<String> {
    let values = request
        .headers()
        .get_all(FORWARDED_PREFIX)
        .map(|values| values.to_str().ok());
    let values: Vec<&str> = values.collect::<Option<_>>()?;
    values
        .iter()
        .flat_map(|values| values.split(','))
        .map(|part| prefix_path(part.trim()))
        .collect()
}

/// A prefix without the slash at its end, if it is one. No browser takes its beginning for the name of another host, and it can be the
/// path of a cookie, which a semicolon would end.
fn prefix_path(path: &str) -> Option<&str> {
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,=:@%".contains(&byte);
    let prefix = path.trim_end_matches('/');
    let begins = prefix.is_empty() || prefix.starts_with('/') && !prefix.starts_with("//");
    (begins && prefix.bytes().all(is_path)).then_some(prefix)
}

/// The prefix that a proxy strips from the paths of the application; empty if there is none.
pub(crate) fn prefix(request: &HttpRequest) -> String {
    request
        .app_data::<Prefix>()
        .map_or_else(String::new, |prefix| prefix.of(request))
}

/// The path of the page that a request is for.
pub(crate) fn path(request: &HttpRequest) -> String {
    let (prefix, path) = (prefix(request), request.uri().path());
    // No browser is to take the beginning of it for the name of another host.
    let is_host = prefix.is_empty() && (path.starts_with("//") || path.starts_with("/\\"));
    if is_host {
        format!("/.{path}")
    } else {
        prefix + path
    }
}

/// The parameter of a page's address that asks for an asset instead of the page.
const PARAMETER: &str = "taut-asset=";

/// The asset that a query asks for instead of a page.
pub(crate) fn asset_of(query: &str) -> Option<&str> {
    query.strip_prefix(PARAMETER)
}

/// The place where a page finds its assets: at the home that all pages share, below the scope of the page, or at its own address.
///
/// A user who may have a page may have its assets, whatever scopes, guards and middleware stand around it. The top of the application
/// has no guard that the page does not have, and the page's own scope has the same ones: assets are served in both places, if a view
/// stands there and registers them. Another service may come first for these paths, though. Where it does, the page itself serves its
/// assets, at its own address with a parameter; then caches keep them once per page.
pub(crate) struct Assets {
    before: String,
}

impl Assets {
    /// The assets of the page that a request is for, whose route has a pattern in its scope.
    pub(crate) fn of(request: &HttpRequest, pattern: &str) -> Self {
        let home = shared_home(request).or_else(|| home_of_scope(request, pattern));
        let before = match home {
            Some(scope) => format!("{}{scope}{}", prefix(request), assets::FOLDER),
            None => format!("{}?{PARAMETER}", path(request)),
        };
        Self { before }
    }

    /// The address of one.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("{}{name}", self.before)
    }
}

/// Stands for an asset where it only matters which route leads there.
const SOME_ASSET: &str = "taut.js";

/// The top of the application, if assets are had there.
fn shared_home(request: &HttpRequest) -> Option<&str> {
    let route = request
        .resource_map()
        .match_name(&format!("{}{SOME_ASSET}", assets::FOLDER));
    (route == Some(assets::ROUTE)).then_some("")
}

/// The path of the scope that a page stands in, if assets are had there.
fn home_of_scope<'a>(request: &'a HttpRequest, pattern: &str) -> Option<&'a str> {
    let full = request.match_pattern()?;
    let scope = full.strip_suffix(pattern)?;
    let scope_path = request
        .path()
        .get(..ResourceDef::prefix(scope).find_match(request.path())?)?;
    let route = request
        .resource_map()
        .match_pattern(&format!("{scope_path}{}{SOME_ASSET}", assets::FOLDER))?;
    (route == format!("{scope}{}", assets::PATTERN)).then_some(scope_path)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[track_caller]
    fn check(values: &[&'static str], expected: &str) {
        let request = TestRequest::with_uri("/a").app_data(Prefix::forwarded());
        let request = values.iter().fold(request, |request, values| {
            request.append_header((FORWARDED_PREFIX, *values))
        });
        assert_eq!(prefix(&request.to_http_request()), expected, "{values:?}");
    }

    #[test]
    fn a_prefix_is_a_path_of_this_host() {
        check(&[], "");
        check(&["/shop"], "/shop");
        check(&["/shop/"], "/shop");
        check(&["/"], "");
        check(&["/outer, /inner/"], "/outer/inner");
        check(&["/outer", "/in%20ner"], "/outer/in%20ner");
        for values in [
            "shop",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/a\"b",
            "/a?b",
            "/a#b",
            "/ü",
            "/a;b",
        ] {
            check(&[values], "");
            check(&["/shop", values], "");
        }
    }

    #[test]
    fn a_header_that_is_not_trusted_says_nothing() {
        let request = TestRequest::with_uri("/a").insert_header((FORWARDED_PREFIX, "/shop"));
        assert_eq!(path(&request.to_http_request()), "/a");
        let request = TestRequest::with_uri("/a").insert_header((FORWARDED_PREFIX, "/other"));
        assert_eq!(
            path(&request.app_data(Prefix::new("/shop/")).to_http_request()),
            "/shop/a"
        );
    }

    #[test]
    #[should_panic(expected = "`shop` is no prefix of paths")]
    fn a_prefix_that_is_none_is_found_at_the_start() {
        let _ = Prefix::new("shop");
    }
}
