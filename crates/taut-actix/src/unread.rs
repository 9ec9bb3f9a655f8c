//! Answers to requests whose bodies were not read to their ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;

/// Lets actix end the connection after the answer if the request's body is in chunks and does not end: were the rest of it
/// given up before, actix would wait for it, for ever.
pub(crate) fn held(
    response: HttpResponse,
    request: &HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    if !request.headers().contains_key(header::TRANSFER_ENCODING) {
        return response;
    }
    response
        .map_body(|_, body| Held {
            body,
            _payload: payload,
        })
        .map_into_boxed_body()
}

/// The body of an answer, and that of its request.
struct Held {
    body: BoxBody,
    _payload: web::Payload,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_next(cx)
    }
}
