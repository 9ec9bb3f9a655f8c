//! The socket of a page: frames of the protocol in frames of a WebSocket.

use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_http::ws::{CloseReason, OpCode, Parser, handshake};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::BytesMut;
use futures_core::Stream;
use taut_core::Reject;
use taut_core::limits::Limits;
use taut_runtime::Owner;

use crate::connection::{Connection, Wire};
use crate::frames::{self, Message, Reader, Violation};
use crate::site::Site;

/// Opens a socket for a page of this site.
pub(crate) fn open(
    site: &Rc<Site>,
    request: HttpRequest,
    payload: web::Payload,
    owner: Result<Owner, Reject>,
) -> HttpResponse {
    if !site.knows_origin(&request, "a socket") {
        return HttpResponse::Forbidden().finish();
    }
    let mut response = match handshake(request.head()) {
        Ok(response) => response,
        Err(error) => return HttpResponse::BadRequest().body(error.to_string()),
    };
    let socket = Socket {
        payload: payload.into_inner(),
        reader: Reader::default(),
    };
    match response.message_body(Connection::new(site, request, owner, socket, None)) {
        Ok(response) => response.map_into_boxed_body().into(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// Answers a request for a socket that has lost the header which says so. No view is mounted for it.
pub(crate) fn ask_again() -> HttpResponse {
    log::warn!(
        "a proxy has dropped the `Upgrade` header of a WebSocket, so pages cannot open one: let it pass upgrades on"
    );
    HttpResponse::build(StatusCode::UPGRADE_REQUIRED)
        .insert_header((header::UPGRADE, "websocket"))
        .insert_header(ContentType::plaintext())
        .body("A proxy has dropped the `Upgrade` header of this request for a WebSocket.")
}

struct Socket {
    payload: Payload,
    reader: Reader,
}

impl Wire for Socket {
    fn poll_listen(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        Pin::new(&mut self.payload)
            .poll_next(cx)
            .map(|bytes| match bytes {
                Some(Ok(bytes)) => {
                    self.reader.feed(bytes);
                    true
                }
                _ => false,
            })
    }

    fn next(&mut self, limits: &Limits) -> Result<Option<Message>, Violation> {
        self.reader.read(limits.max_frame_bytes)
    }

    fn write(out: &mut BytesMut, frame: &[u8], limits: &Limits) {
        frames::write(out, frame, limits.compressed_frame_bytes);
    }

    fn write_ping(out: &mut BytesMut, number: u32) {
        Parser::write_message(out, number.to_be_bytes(), OpCode::Ping, true, false);
    }

    fn write_pong(out: &mut BytesMut, payload: &[u8]) {
        Parser::write_message(out, payload, OpCode::Pong, true, false);
    }

    fn write_close(out: &mut BytesMut, reason: CloseReason) {
        Parser::write_close(out, Some(reason), false);
    }
}
