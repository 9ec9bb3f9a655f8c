//! What proves the right to a session, and the cookie of a browser: only what was given out is taken, letter by letter.

use std::num::NonZero;
use std::sync::Arc;

use actix_web::http::header::{COOKIE, HeaderValue};
use actix_web::test::TestRequest;
use taut::prelude::*;
use taut_actix::browser;
use taut_core::ViewSession;
use taut_core::limits::Limits;
use taut_runtime::{Owner, Registry, Token};

/// Takes each line for a token and for a cookie. In it, `$` stands for the token of one session, `%` for that of another, and
/// `^` and a character for the next of the first in which that character replaces one of its own.
pub(crate) fn check(input: &[u8]) {
    let (registry, limits) = (Arc::new(Registry::default()), Arc::new(Limits::default()));
    let owners = [1, 2].map(|browser| Owner {
        browser: NonZero::new(browser),
        ..Owner::of_route("/")
    });
    let tokens = owners.clone().map(|owner| {
        let session = Box::new(ViewSession::new(Empty));
        registry.add(session, owner, &limits).unwrap().0.to_string()
    });
    for (at, line) in String::from_utf8_lossy(input).lines().take(32).enumerate() {
        let line = line.replace('$', &tokens[0]).replace('%', &tokens[1]);
        check_token(&registry, &owners, &tokens, &altered(&line, &tokens[0], at));
        check_cookie(&line);
    }
    for (token, owner) in tokens.iter().zip(&owners) {
        assert!(
            Token::parse(token).is_some_and(|token| registry.claim(token, owner).is_some()),
            "the owner may come back"
        );
    }
}

/// The token with another character at a place, if that is what a line asks for.
fn altered(line: &str, token: &str, at: usize) -> String {
    let Some(char) = line.strip_prefix('^').and_then(|rest| rest.chars().next()) else {
        return line.to_owned();
    };
    token
        .chars()
        .enumerate()
        .map(|(place, own)| if place == at { char } else { own })
        .collect()
}

fn check_token(registry: &Registry, owners: &[Owner; 2], tokens: &[String; 2], text: &str) {
    let token = Token::parse(text);
    let is_spelled = text.len() == 48 && text.chars().all(|char| char.is_ascii_hexdigit());
    assert_eq!(token.is_some(), is_spelled, "{text:?}");
    let Some(token) = token else { return };
    assert!(token.to_string().eq_ignore_ascii_case(text), "{text:?}");
    for (owner, own) in owners.iter().zip(tokens) {
        assert_eq!(
            registry.claim(token, owner).is_some(),
            text.eq_ignore_ascii_case(own),
            "{text:?}"
        );
    }
    let strangers = [
        Owner::of_route("/"),
        Owner {
            browser: NonZero::new(1),
            ..Owner::of_route("/other")
        },
    ];
    let user = Owner {
        user: Some("eve".into()),
        ..owners[0].clone()
    };
    assert!(
        strangers
            .iter()
            .chain([&user])
            .all(|stranger| registry.claim(token, stranger).is_none()),
        "{text:?}"
    );
}

fn check_cookie(text: &str) {
    let Ok(header) = HeaderValue::from_str(&format!("other=1; taut={text}")) else {
        return;
    };
    let secret = browser::secret(
        &TestRequest::default()
            .insert_header((COOKIE, header))
            .to_http_request(),
    );
    // What follows a semicolon is another cookie, and white space and quotes around a value are not its own.
    let value = text
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches('"');
    if let Some(secret) = secret {
        let is_another = text.contains(';');
        assert!(
            is_another || format!("{secret:032x}").eq_ignore_ascii_case(value),
            "{text:?} became {secret:x}"
        );
    } else {
        // No browser has the secret 0.
        let is_zero = value.bytes().all(|byte| byte == b'0');
        let is_spelled = value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_ours = is_spelled && !is_zero;
        assert!(!is_ours || text.contains([';', '"']), "{text:?}");
    }
}

/// A view that shows nothing.
#[derive(Default)]
struct Empty;

#[live_view]
impl Empty {
    fn render(&self) -> impl View {
        view! { <p></p> }
    }
}
