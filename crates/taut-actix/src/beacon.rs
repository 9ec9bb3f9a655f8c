//! Events that a page posts to its own address: next to its stream, or as it is hidden without a connection.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use taut_core::read_delivery;
use taut_runtime::Refusal;

use crate::body::read_text;
use crate::browser::Users;
use crate::site::Site;

/// Passes the events to the page's stream. Without one, takes them and answers when their handlers have finished.
pub(crate) async fn take(
    site: &Site,
    request: HttpRequest,
    payload: &mut web::Payload,
) -> HttpResponse {
    if !site.authorisation.knows_origin(&request) {
        log::warn!("refused events from another origin");
        return HttpResponse::Forbidden().finish();
    }
    let body = match read_text(payload, &site.limits).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let delivery = match read_delivery(&body) {
        Ok(delivery) => delivery,
        Err(error) => return HttpResponse::BadRequest().body(format!("no events: {error}")),
    };
    if delivery
        .events
        .iter()
        .any(|event| event.get().len() > site.limits.max_frame_bytes)
    {
        return HttpResponse::PayloadTooLarge().finish();
    }
    let Ok(owner) = site.admit(&request).await else {
        return HttpResponse::Forbidden().finish();
    };
    let salt = Users::of(&request).map(|users| users.salt);
    if !delivery.has_templates(&site.templates_name(&owner, salt)) {
        return HttpResponse::Gone().body("the page has other templates");
    }
    let registry = Arc::clone(&site.registry);
    // The browser may be gone before a handler has finished.
    match rt::spawn(async move { registry.deliver(delivery, &owner).await }).await {
        Ok(Ok(())) => HttpResponse::NoContent().finish(),
        Ok(Err(why)) => HttpResponse::build(status_of(&why)).body(why.to_string()),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// The status that tells a page what to do with the events that it has posted.
fn status_of(why: &Refusal) -> StatusCode {
    match why {
        Refusal::Protocol(_) => StatusCode::BAD_REQUEST,
        Refusal::Gone => StatusCode::GONE,
        Refusal::Taken => StatusCode::CONFLICT,
        Refusal::Full => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
