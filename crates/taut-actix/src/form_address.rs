//! The addresses that forms are posted to, and of the pages that answer them: the token of a session, and where its listener is.

use actix_web::HttpRequest;
use taut_core::limits::MAX_ADDRESS_LENGTH;
use taut_runtime::Token;

use crate::address;

/// The parameter of the address that a form is posted to, and of the page that answers. It is the last one.
const PARAMETER: &str = "taut-form=";

/// Ends the address of a form whose listener has bound arguments that may change.
const VARIES: &str = ".~";

/// Whether a query is that of an address which forms are posted to.
pub(crate) fn names_form(query: &str) -> bool {
    split(query).1.is_some()
}

/// The query of an address without what belongs to a form.
pub(crate) fn own_query(query: &str) -> &str {
    split(query).0
}

/// The query of an address, and the value of the parameter that belongs to a form.
fn split(query: &str) -> (&str, Option<&str>) {
    let at = query
        .rfind(PARAMETER)
        .filter(|at| *at == 0 || query.as_bytes().get(at - 1) == Some(&b'&'));
    let Some((own, parameter)) = at.and_then(|at| query.split_at_checked(at)) else {
        return (query, None);
    };
    (
        own.strip_suffix('&').unwrap_or(own),
        parameter.strip_prefix(PARAMETER),
    )
}

/// The address of the page without what belongs to a form.
pub(crate) fn own_address(request: &HttpRequest) -> String {
    let (path, query) = (address::path(request), own_query(request.query_string()));
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// A query longer than that, in bytes, is left out of the addresses of forms: it would be written once more for each form of a page.
/// The session is found by its token; the query counts again only when there is none any more.
const MOST_QUERY: usize = 2048;

/// The address of the page of a session.
pub(crate) fn of_session(request: &HttpRequest, token: &Token) -> String {
    let is_long = own_query(request.query_string()).len() > MOST_QUERY;
    let own = if is_long {
        address::path(request)
    } else {
        own_address(request)
    };
    let and = if own.contains('?') { '&' } else { '?' };
    format!("{own}{and}{PARAMETER}{token}")
}

/// The beginning of the addresses that forms are posted to; where the listener is, follows.
pub(crate) fn action(templates: &str, request: &HttpRequest, token: &Token) -> String {
    format!("{}.{}", of_session(request, token), build(templates))
}

/// Tells the templates of this view from those of another build, in whose places other forms may stand.
pub(crate) fn build(templates: &str) -> &str {
    templates.split('.').nth(1).unwrap_or_default()
}

/// The session whose page an address asks for, or something that is none.
pub(crate) fn wanted(request: &HttpRequest) -> Option<Option<Token>> {
    split(request.query_string()).1.map(Token::parse)
}

/// The target of a form, as its address says.
pub(crate) struct Target {
    pub(crate) token: Token,
    pub(crate) build: String,
    pub(crate) seen: u32,
    pub(crate) address: Vec<u32>,
    /// Whether the listener has bound arguments that may be others in another session.
    pub(crate) varies: bool,
}

impl Target {
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        let (token, place) = split(request.query_string()).1?.split_once('.')?;
        let (build, numbers) = place.split_once('.')?;
        let (numbers, varies) = numbers
            .strip_suffix(VARIES)
            .map_or((numbers, false), |numbers| (numbers, true));
        let mut numbers = numbers.split('.').map(number);
        let (token, build, seen) = (Token::parse(token)?, build.to_owned(), numbers.next()??);
        let address = numbers
            .take(MAX_ADDRESS_LENGTH + 1)
            .collect::<Option<Vec<u32>>>()?;
        (1..=MAX_ADDRESS_LENGTH)
            .contains(&address.len())
            .then_some(Target {
                token,
                build,
                seen,
                address,
                varies,
            })
    }
}

/// A number of digits alone.
fn number(digits: &str) -> Option<u32> {
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn what_belongs_to_a_form_is_not_part_of_the_query() {
        for (query, own, parameter) in [
            ("", "", None),
            ("a=1", "a=1", None),
            ("taut-form=00.0.1", "", Some("00.0.1")),
            ("a=1&b=2&taut-form=00.0.1", "a=1&b=2", Some("00.0.1")),
            ("not-taut-form=1", "not-taut-form=1", None),
            ("q=taut-form=1", "q=taut-form=1", None),
        ] {
            assert_eq!(split(query), (own, parameter));
        }
    }

    #[test]
    fn a_path_never_names_another_host() {
        for (path, own) in [
            ("/", "/"),
            ("/a?b=1&taut-form=0", "/a?b=1"),
            ("//evil.example/a", "/.//evil.example/a"),
            ("/\\evil.example", "/./\\evil.example"),
        ] {
            let request = TestRequest::with_uri(path).to_http_request();
            assert_eq!(own_address(&request), own);
        }
    }
}
