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
) -> Result<HttpResponse, HttpResponse> {
    if !site.knows_origin(&request, "events") {
        return Err(HttpResponse::Forbidden().finish());
    }
    let body = read_text(payload, &site.limits).await?;
    let beacon = read_delivery(&body)
        .map_err(|error| HttpResponse::BadRequest().body(format!("no events: {error}")))?;
    let most = site.limits.max_frame_bytes;
    if beacon.events.iter().any(|event| event.get().len() > most) {
        return Err(HttpResponse::PayloadTooLarge().finish());
    }
    let owner = site.admit(&request).await;
    let owner = owner.map_err(|_| HttpResponse::Forbidden().finish())?;
    let salt = Users::of(&request).map(|users| users.salt);
    if !beacon.has_templates(&site.templates_name(&owner, salt)) {
        return Err(HttpResponse::Gone().body("the page has other templates"));
    }
    let registry = Arc::clone(&site.registry);
    // The browser may be gone before a handler has finished.
    match rt::spawn(async move { registry.take_beacon(beacon, &owner).await }).await {
        Ok(Ok(())) => Ok(HttpResponse::NoContent().finish()),
        Ok(Err(why)) => Err(HttpResponse::build(status_of(&why)).body(why.to_string())),
        Err(_) => Err(HttpResponse::InternalServerError().finish()),
    }
}

/// The status that tells a page what to do with the events that it has posted.
fn status_of(why: &Refusal) -> StatusCode {
    match why {
        Refusal::Protocol(_) => StatusCode::BAD_REQUEST,
        Refusal::Gone => StatusCode::GONE,
        Refusal::Taken => StatusCode::CONFLICT,
        Refusal::Full => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Unsaved => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
