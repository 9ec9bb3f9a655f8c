//! Tells browsers apart: a cookie that scripts cannot read binds each session to the browser that has loaded its page.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

/// The name of the cookie.
const NAME: &str = "taut";

/// What only the browser's cookie says, if it has one.
pub fn secret(request: &HttpRequest) -> Option<u128> {
    let cookie = request.cookie(NAME)?;
    let is_ours = cookie.value().len() == 32 && cookie.value().bytes().all(|byte| byte.is_ascii_hexdigit());
    is_ours.then(|| u128::from_str_radix(cookie.value(), 16).ok()).flatten()
}

/// A cookie with a new secret.
pub(crate) fn cookie(request: &HttpRequest, secret: u128) -> Cookie<'static> {
    Cookie::build(NAME, format!("{secret:032x}"))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(request.connection_info().scheme() == "https")
        .finish()
}
