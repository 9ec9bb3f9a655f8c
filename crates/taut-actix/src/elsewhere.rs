//! Sends a browser to another address.

use actix_web::http::Method;
use actix_web::http::header::{self, ContentType, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use taut_core::escape_attribute;
use url::Url;

/// Sends a browser to an address of this site or of another one.
pub(crate) fn go(request: &HttpRequest, location: &str) -> HttpResponse {
    if request.method() == Method::POST {
        after_form(location)
    } else {
        redirect(location)
    }
}

/// Sends a browser elsewhere that has sent a form.
///
/// Some browsers follow a redirect that answers a form only where the policy of its page lets forms be sent (`form-action`). A page
/// that leads to another site is no redirect.
pub(crate) fn after_form(location: &str) -> HttpResponse {
    let is_complete = Url::parse(location).is_ok();
    if is_complete {
        lead(location)
    } else {
        see(location)
    }
}

/// Sends a browser to where it sees what has become of a form; loading that again sends nothing again.
pub(crate) fn see(location: &str) -> HttpResponse {
    let mut response = redirect(location);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn redirect(location: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .finish()
}

/// A page that leads to an address at once, with a link for browsers that do not follow it.
fn lead(location: &str) -> HttpResponse {
    let mut page =
        b"<!DOCTYPE html><html><head><title>Continue</title></head><body><a href=\"".to_vec();
    escape_attribute(&mut page, location);
    page.extend_from_slice(b"\">Continue</a></body></html>");
    HttpResponse::Ok()
        .insert_header((header::REFRESH, format!("0;url={location}")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // The token of a session stands in the address of its form.
        .insert_header((header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'"))
        .insert_header(ContentType::html())
        .body(page)
}
