//! The stream of a page whose sockets are blocked: frames of the protocol as server-sent events.
//!
//! The browser posts its events; [`crate::beacon`] puts it where the stream finds it. A
//! comment asks it whether it is there and has a frame, and it answers with a post, be it of no events.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_http::ws::CloseReason;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::BytesMut;
use taut_core::limits::Limits;
use taut_runtime::{Inbox, Posted};

use crate::body::read_text;
use crate::connection::{Connection, Wire};
use crate::frames::{Message, Violation};
use crate::site::Site;

/// Answers a join with a stream, for a page of this site.
pub(crate) async fn open(
    site: &Rc<Site>,
    request: HttpRequest,
    payload: &mut web::Payload,
) -> Result<HttpResponse, HttpResponse> {
    if !site.knows_origin(&request, "a stream") {
        return Err(HttpResponse::Forbidden().finish());
    }
    let join = read_text(payload, &site.limits).await?;
    let owner = site.admit(&request).await;
    let inbox = Arc::new(Inbox::default());
    let stream = Stream {
        inbox: Arc::clone(&inbox),
        messages: VecDeque::from([Message::Text(join)]),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store, no-transform"))
        // A proxy that compresses or buffers would keep frames back.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .body(Connection::new(site, request, owner, stream, Some(inbox))))
}

struct Stream {
    inbox: Arc<Inbox>,
    /// The join, which came with the request, and then what has been posted.
    messages: VecDeque<Message>,
}

impl Wire for Stream {
    fn poll_listen(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        self.inbox.poll_take(cx).map(|Posted { events, seen }| {
            let seen = seen.map(Message::Seen);
            let events = events.into_iter().map(|event| Message::Text(event.into()));
            self.messages.extend(seen.into_iter().chain(events));
            true
        })
    }

    fn next(&mut self, _: &Limits) -> Result<Option<Message>, Violation> {
        Ok(self.messages.pop_front())
    }

    /// A frame is JSON without line ends, so it is the data of one event.
    fn write(out: &mut BytesMut, frame: &[u8], _: &Limits) {
        out.extend_from_slice(b"data: ");
        out.extend_from_slice(frame);
        out.extend_from_slice(b"\n\n");
    }

    fn write_ping(out: &mut BytesMut, number: u32) {
        out.extend_from_slice(format!(":{number}\n\n").as_bytes());
    }

    fn write_pong(_: &mut BytesMut, _: &[u8]) {}

    fn write_close(out: &mut BytesMut, reason: CloseReason) {
        let (code, description) = (
            u16::from(reason.code),
            reason.description.unwrap_or_default(),
        );
        out.extend_from_slice(
            format!("event: close\ndata: {{\"code\":{code},\"reason\":{description:?}}}\n\n")
                .as_bytes(),
        );
    }
}
