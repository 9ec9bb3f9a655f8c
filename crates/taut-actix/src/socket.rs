//! The socket of a page: the response's body is the conversation, polled as the browser takes it.
//!
//! Nothing is spawned and nothing is queued: while the browser does not read, the body is not polled, so
//! its events are not handled and no patch is made.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_http::ws::{CloseCode, handshake};
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Payload;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use taut_core::limits::Limits;
use taut_core::{LiveView, Request, Session, ViewSession, guarded_later, write_refusal};
use taut_runtime::{Driver, Mounting, Page, Refusal};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::frames::{self, Message, Reader};
use crate::live::{Site, asset_address, route_of};
use crate::origin;
use crate::request::Source;

/// Opens a socket for a page of this site.
pub(crate) fn open<V: LiveView>(site: &Site, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    if !origin::is_own(&request) {
        log::warn!("refused a socket from another origin");
        return HttpResponse::Forbidden().finish();
    }
    let mut response = match handshake(request.head()) {
        Ok(response) => response,
        Err(error) => return HttpResponse::BadRequest().body(error.to_string()),
    };
    let page = Page {
        route: route_of::<V>(&request),
        templates: asset_address(&request, &site.templates).into(),
        limits: Arc::clone(&site.limits),
        mount: Box::new(move || mount::<V>(request)),
    };
    let driver = Driver::new(Arc::clone(&site.registry), page);
    match response.message_body(Conversation::new(driver, payload.into_inner(), Arc::clone(&site.limits))) {
        Ok(response) => response.map_into_boxed_body().into(),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

fn mount<V: LiveView>(request: HttpRequest) -> Mounting {
    let source = Source(request);
    Box::pin(async move {
        let view = guarded_later(V::mount(&Request::new(&source))).await;
        let view = view.inspect_err(|reject| {
            if let Some(panic) = reject.panic() {
                log::error!("{} panicked while mounting: {panic}", std::any::type_name::<V>());
            }
        })?;
        Ok(Box::new(ViewSession::new(view)) as Box<dyn Session>)
    })
}

struct Conversation {
    driver: Driver,
    limits: Arc<Limits>,
    payload: Payload,
    reader: Reader,
    timer: Pin<Box<Sleep>>,
    /// When the browser was last heard.
    heard: Instant,
    ended: bool,
}

impl Conversation {
    fn new(driver: Driver, payload: Payload, limits: Arc<Limits>) -> Self {
        let heard = Instant::now();
        let timer = Box::pin(sleep_until(heard + limits.join_within));
        let reader = Reader::new(limits.max_frame_bytes);
        Self { driver, limits, payload, reader, timer, heard, ended: false }
    }

    /// Handles all that has come, until there is nothing more to do or something to say.
    fn converse(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) {
        while !self.ended && out.is_empty() {
            let progress = self.drive(cx, out);
            if let Err(refusal) = progress {
                return self.refuse(&refusal, out);
            }
            if !self.driver.is_ready() || !self.listen(cx, out) {
                return;
            }
        }
    }

    /// Asks the browser whether it has what it was sent, so that it need not be kept.
    fn ping(&self, out: &mut BytesMut) {
        if let Some(frame) = self.driver.last_frame() {
            frames::write_ping(out, frame);
        }
    }

    fn drive(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) -> Result<(), Refusal> {
        let compressed_bytes = self.limits.compressed_frame_bytes;
        self.driver.poll(cx, &mut |frame| frames::write(out, frame, compressed_bytes))
    }

    /// Takes the next messages; tells whether there were any.
    fn listen(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) -> bool {
        match Pin::new(&mut self.payload).poll_next(cx) {
            Poll::Pending => false,
            Poll::Ready(Some(Ok(bytes))) => {
                self.heard = Instant::now();
                self.reader.feed(bytes);
                self.hear(out);
                true
            }
            Poll::Ready(_) => {
                self.ended = true;
                false
            }
        }
    }

    fn hear(&mut self, out: &mut BytesMut) {
        let compressed_bytes = self.limits.compressed_frame_bytes;
        while !self.ended {
            match self.reader.next() {
                Ok(None) => return,
                Ok(Some(Message::Text(text))) => {
                    let mut send = |frame: &[u8]| frames::write(out, frame, compressed_bytes);
                    if let Err(refusal) = self.driver.receive(&text, &mut send) {
                        self.refuse(&refusal, out);
                    }
                }
                Ok(Some(Message::Ping(payload))) => frames::write_pong(out, &payload),
                Ok(Some(Message::Pong(payload))) => {
                    frames::pinged(&payload).into_iter().for_each(|frame| self.driver.confirm(frame))
                }
                Ok(Some(Message::Close)) => self.end(CloseCode::Normal, out),
                Err(violation) => {
                    log::warn!("closed a socket: {}", violation.why);
                    self.end(violation.code, out);
                }
            }
        }
    }

    fn refuse(&mut self, refusal: &Refusal, out: &mut BytesMut) {
        log::warn!("refused a browser: {refusal}");
        let mut frame = Vec::new();
        write_refusal(&mut frame, &refusal.to_string());
        frames::write(out, &frame, self.limits.compressed_frame_bytes);
        self.end(CloseCode::Policy, out);
    }

    fn end(&mut self, code: CloseCode, out: &mut BytesMut) {
        frames::write_close(out, code);
        self.ended = true;
    }

    /// Asks a silent browser whether it is there, and gives up on one that stays silent.
    fn keep_alive(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) {
        while !self.ended && self.timer.as_mut().poll(cx).is_ready() {
            let silence = self.heard.elapsed();
            if !self.driver.has_joined() || silence >= self.limits.silent_for {
                return self.end(CloseCode::Policy, out);
            }
            if silence >= self.limits.ping_after {
                self.ping(out);
            }
            self.timer.as_mut().reset(Instant::now() + self.limits.ping_after);
        }
    }
}

impl MessageBody for Conversation {
    type Error = actix_web::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        let mut out = BytesMut::new();
        this.converse(cx, &mut out);
        if out.len() >= this.limits.confirmed_bytes {
            this.ping(&mut out);
        }
        this.keep_alive(cx, &mut out);
        if !out.is_empty() {
            return Poll::Ready(Some(Ok(out.freeze())));
        }
        if this.ended { Poll::Ready(None) } else { Poll::Pending }
    }
}
