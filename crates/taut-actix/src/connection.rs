//! A connection to a browser as the body of a response, polled as the browser takes it, over any transport.
//!
//! Nothing is spawned and nothing is queued: while the browser does not read, the body is not polled, so
//! its events are not handled and no patch is made.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_http::ws::{CloseCode, CloseReason};
use actix_web::HttpRequest;
use actix_web::body::{BodySize, MessageBody};
use bytes::{Bytes, BytesMut};
use taut_core::limits::Limits;
use taut_core::{Reject, write_refusal};
use taut_runtime::{Driver, Inbox, Owner, Page, Refusal, TIME_SLICE, give_way};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::address::Assets;
use crate::browser::Users;
use crate::frames::{Message, Violation};
use crate::mount_limiter;
use crate::next_page::elsewhere;
use crate::request::Source;
use crate::site::Site;

/// The frame that tells only that the server is there.
const NOTHING: &[u8] = b"0";

/// A transport that moves messages. It knows nothing of what is in them.
pub(crate) trait Wire: Unpin + 'static {
    /// Takes in what has come; tells whether the connection still stands.
    fn poll_listen(&mut self, cx: &mut Context<'_>) -> Poll<bool>;

    /// The next message of what has come in.
    fn next(&mut self, limits: &Limits) -> Result<Option<Message>, Violation>;

    /// Appends a frame of the protocol.
    fn write(out: &mut BytesMut, frame: &[u8], limits: &Limits);

    /// Appends the question whether the browser is there and has a frame. The answer is a pong.
    fn write_ping(out: &mut BytesMut, number: u32);

    /// Appends the answer to such a question of the browser.
    fn write_pong(out: &mut BytesMut, payload: &[u8]);

    /// Appends the end of the connection.
    fn write_close(out: &mut BytesMut, reason: CloseReason);
}

/// The time after which a browser that was sent elsewhere may come back, if it is still there.
const REDIRECTED: Duration = Duration::from_secs(30);

/// The number of bytes of answers after which no further event is handled until they are sent.
const ROOM: usize = 16 * 1024;

/// The connection of a driver to the browser at the other end of a wire.
pub(crate) struct Connection<W> {
    driver: Driver,
    limits: Arc<Limits>,
    wire: W,
    /// Whether the browser may have drafts of a user who was signed out, and not of the one who asks.
    is_signed_out: bool,
    timer: Pin<Box<Sleep>>,
    /// Ends when a browser that was too fast may go on, or a handler is to tick.
    pause: Option<Pin<Box<Sleep>>>,
    now: Instant,
    /// When something was last received from the browser.
    last_received: Instant,
    /// Since when this has gone on without a pause for others, if it has.
    slice_began: Option<Instant>,
    ended: bool,
}

impl<W: Wire> Connection<W> {
    /// A connection for a page of this site; what is posted for it comes in through its inbox, if it has one.
    pub(crate) fn new(
        site: &Rc<Site>,
        request: HttpRequest,
        owner: Result<Owner, Reject>,
        wire: W,
        inbox: Option<Arc<Inbox>>,
    ) -> Self {
        let is_signed_out = site.is_signed_out(&request, owner.as_ref().ok());
        let page = page_of(site, request, owner);
        let mut driver = Driver::new(Arc::clone(&site.registry), page);
        if let Some(inbox) = inbox {
            driver = driver.with_inbox(&inbox);
        }
        let now = Instant::now();
        Self {
            driver,
            limits: Arc::clone(&site.limits),
            wire,
            is_signed_out,
            timer: Box::pin(sleep_until(now + site.limits.join_within)),
            pause: None,
            now,
            last_received: now,
            slice_began: None,
            ended: false,
        }
    }

    /// Handles all that has come, until there is nothing more to do or something to send.
    fn run(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) {
        while !self.ended && out.is_empty() {
            if let Err(refusal) = self.drive(cx, out) {
                return self.refuse(&refusal, out);
            }
            if self.is_time(cx) {
                continue;
            }
            if !self.driver.is_ready() {
                return;
            }
            if !self.receive(out) {
                if !self.listen(cx) {
                    return;
                }
                self.receive(out);
            }
        }
    }

    /// Whether the time has come at which the driver is to go on by itself.
    fn is_time(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(until) = self.driver.wakes_at().map(Instant::from_std) else {
            return false;
        };
        let pause = self
            .pause
            .get_or_insert_with(|| Box::pin(sleep_until(until)));
        if pause.deadline() != until {
            pause.as_mut().reset(until);
        }
        if pause.as_mut().poll(cx).is_pending() {
            return false;
        }
        self.now = Instant::now();
        true
    }

    /// Asks the browser whether it has what it was sent, so that it need not be kept.
    fn ping(&self, out: &mut BytesMut) {
        if let Some(frame) = self.driver.last_frame() {
            W::write_ping(out, frame);
        }
    }

    fn drive(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) -> Result<(), Refusal> {
        self.driver.poll(cx, self.now.into_std(), &mut |frame| {
            W::write(out, frame, &self.limits)
        })
    }

    /// Takes what has come from the network; tells whether there was anything.
    fn listen(&mut self, cx: &mut Context<'_>) -> bool {
        match self.wire.poll_listen(cx) {
            Poll::Pending => false,
            Poll::Ready(true) => {
                self.last_received = self.now;
                true
            }
            Poll::Ready(false) => {
                self.ended = true;
                false
            }
        }
    }

    /// Handles the messages that are here, as long as there is room for answers, and for a while; tells whether there were any.
    fn receive(&mut self, out: &mut BytesMut) -> bool {
        let mut any = false;
        while !self.ended
            && self.driver.is_ready()
            && out.len() < ROOM
            && !(any && self.now.elapsed() > TIME_SLICE)
        {
            match self.wire.next(&self.limits) {
                Ok(None) => return any,
                Ok(Some(Message::Text(text))) => {
                    let mut send = |frame: &[u8]| W::write(out, frame, &self.limits);
                    if let Err(refusal) = self.driver.receive(&text, self.now.into_std(), &mut send)
                    {
                        self.refuse(&refusal, out);
                    }
                }
                Ok(Some(Message::Ping(payload))) => W::write_pong(out, &payload),
                Ok(Some(Message::Pong(payload))) => {
                    // It answers a ping of ours with the number of the frame that was in it; or it answers none.
                    if let Ok(frame) = payload[..].try_into() {
                        self.driver.confirm(u32::from_be_bytes(frame));
                    }
                }
                Ok(Some(Message::Seen(frame))) => self.driver.confirm(frame),
                Ok(Some(Message::Close)) => self.close(CloseCode::Normal, None, out),
                Err(violation) => {
                    log::warn!("closed a socket: {}", violation.why);
                    self.close(violation.code, None, out);
                }
            }
            any = true;
        }
        any
    }

    fn refuse(&mut self, refusal: &Refusal, out: &mut BytesMut) {
        if let Refusal::Draining(wait) = refusal {
            return self.close(CloseCode::Restart, Some(*wait), out);
        }
        let redirect = refusal.redirect();
        if redirect.is_none() {
            log::warn!("refused a browser: {}", refusal.kind());
        }
        let mut frame = Vec::new();
        let is_signed_out = self.is_signed_out && matches!(refusal, Refusal::Mount(_));
        write_refusal(&mut frame, &refusal.to_string(), redirect, is_signed_out);
        W::write(out, &frame, &self.limits);
        // A page that goes elsewhere has no use for another connection meanwhile.
        self.close(CloseCode::Policy, redirect.map(|_| REDIRECTED), out);
    }

    /// Closes the connection; the browser may come back after `wait`, if there is one.
    fn close(&mut self, code: CloseCode, wait: Option<Duration>, out: &mut BytesMut) {
        let description = wait.map(|wait| wait.as_millis().to_string());
        W::write_close(out, CloseReason { code, description });
        self.ended = true;
    }

    /// Tells the browser that the server is there, asks one that is silent the same, and gives up on one that stays silent.
    fn keep_alive(&mut self, cx: &mut Context<'_>, out: &mut BytesMut) {
        while !self.ended && self.timer.as_mut().poll(cx).is_ready() {
            if !self.driver.is_ready() {
                // Nothing is received from it meanwhile.
                self.last_received = self.now;
            }
            let silence = self.now.duration_since(self.last_received);
            if !self.driver.has_received_join() || silence >= self.limits.silent_for {
                return self.close(CloseCode::Policy, None, out);
            }
            if silence >= self.limits.ping_after {
                self.ping(out);
            }
            W::write(out, NOTHING, &self.limits);
            let next = self.now + self.limits.ping_after;
            self.timer
                .as_mut()
                .reset(next.min(self.last_received + self.limits.silent_for));
        }
    }
}

impl<W: Wire> MessageBody for Connection<W> {
    type Error = actix_web::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        let mut out = BytesMut::new();
        this.now = Instant::now();
        if this
            .now
            .duration_since(*this.slice_began.get_or_insert(this.now))
            > TIME_SLICE
        {
            // As long as there is something to send, what polls this does nothing else.
            this.slice_began = None;
            give_way(cx);
            return Poll::Pending;
        }
        this.run(cx, &mut out);
        if out.len() >= this.limits.confirmed_bytes {
            this.ping(&mut out);
        }
        this.keep_alive(cx, &mut out);
        if !out.is_empty() {
            return Poll::Ready(Some(Ok(out.freeze())));
        }
        this.slice_began = None;
        if this.ended {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }
}

/// Describes the page that a request comes from to its driver.
fn page_of(site: &Rc<Site>, request: HttpRequest, owner: Result<Owner, Reject>) -> Page {
    let (registry, limits, mount) = (
        Arc::clone(&site.registry),
        Arc::clone(&site.limits),
        site.view.mount,
    );
    let address = (site.address_of)(&request);
    let neighbours = site.neighbours.as_ref().map(Rc::clone);
    let elsewhere = neighbours
        .zip(owner.as_ref().ok())
        .map(|(neighbours, owner)| {
            elsewhere(neighbours, Rc::clone(site), request.clone(), owner.clone())
        });
    let keeps_to_path = site.keeps_to_path();
    let user = owner.as_ref().ok().and_then(|owner| owner.user.clone());
    let restore = owner
        .as_ref()
        .ok()
        .and_then(|owner| site.restore(&request, owner));
    let assets = Assets::of(&request, &site.pattern);
    let salt = Users::of(&request).map(|users| users.salt);
    let templates = owner
        .as_ref()
        .map(|owner| assets.address(&site.templates_name(owner, salt)))
        .unwrap_or_default();
    Page {
        owner,
        templates: templates.into(),
        limits: Arc::clone(&limits),
        restore,
        elsewhere,
        mount: Box::new(move || {
            Box::pin(async move {
                let admitted = mount_limiter::admitted(&registry, &limits, address).await;
                admitted
                    .map_err(|after| Reject::new(mount_limiter::refusal(after)).with_status(429))?;
                mount(Source::of(request, user, keeps_to_path)).await
            })
        }),
    }
}
