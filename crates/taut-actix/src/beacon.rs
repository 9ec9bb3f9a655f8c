//! Events that a page posts to its own address: next to its stream, or as it is hidden without a connection.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use bytes::BytesMut;
use futures_core::Stream as _;
use taut_core::limits::{Limits, POST_BYTES};
use taut_core::read_delivery;
use taut_runtime::Refusal;

use crate::browser::Users;
use crate::live::{Site, templates_name};

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
    let body = match read(payload, &site.limits).await {
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
    if !delivery.has_templates(&templates_name(site, &owner, salt)) {
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

/// Reads a text that is hardly larger than a frame, and does not take longer than a join.
pub(crate) async fn read(
    payload: &mut web::Payload,
    limits: &Limits,
) -> Result<String, HttpResponse> {
    let body = read_bytes(payload, limits).await?;
    String::from_utf8(body.into()).map_err(|_| HttpResponse::BadRequest().body("not UTF-8"))
}

/// Reads a body, within the same bounds.
pub(crate) async fn read_bytes(
    payload: &mut web::Payload,
    limits: &Limits,
) -> Result<BytesMut, HttpResponse> {
    let most = limits.max_frame_bytes + POST_BYTES;
    let reading = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = poll_fn(|cx| Pin::new(&mut *payload).poll_next(cx)).await {
            let chunk = chunk.map_err(|_| HttpResponse::BadRequest().finish())?;
            if body.len() + chunk.len() > most {
                return Err(HttpResponse::PayloadTooLarge().finish());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    match tokio::time::timeout(limits.join_within, reading).await {
        Ok(read) => read,
        Err(_) => Err(HttpResponse::RequestTimeout().finish()),
    }
}
