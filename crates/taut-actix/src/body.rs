//! Reads what a page posts, which may be hardly larger than a frame, and not take longer than a join.

use std::future::poll_fn;
use std::pin::Pin;

use actix_web::{HttpResponse, web};
use bytes::BytesMut;
use futures_core::Stream as _;
use taut_core::limits::{Limits, POST_BYTES};

/// Reads a text.
pub(crate) async fn read_text(
    payload: &mut web::Payload,
    limits: &Limits,
) -> Result<String, HttpResponse> {
    let body = read(payload, limits).await?;
    String::from_utf8(body.into()).map_err(|_| HttpResponse::BadRequest().body("not UTF-8"))
}

/// Reads a body.
pub(crate) async fn read(
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
