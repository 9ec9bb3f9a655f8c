//! Takes a form that a browser without JavaScript has posted, and gives the page as it is then.

use std::time::Instant;

use sha2::{Digest, Sha256};
use taut_core::{Draft, PageMetadata, Session, Settled};

use crate::delivery::{Undelivered, until_free};
use crate::registry::Registry;
use crate::seat::Seat;
use crate::work;

/// What the user is told whose form belongs to a page that is not the last one.
const CHANGED: &str = "The page has changed. Nothing was sent.";

/// A form that was posted: which listener it is for, and what is in it.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The frame that the page was.
    pub seen: u32,
    /// The frame in which the listener stands: that one, or the page of a session that has taken the place of its own.
    pub within: u32,
    /// The address of the listener, as in an event.
    pub address: Vec<u32>,
    /// The values of the event, as JSON.
    pub values: String,
}

/// Tells forms apart, without keeping what was typed.
pub(crate) type FormDigest = [u8; 32];

/// The last form that a session has handled: the same one, sent twice, counts once.
#[derive(Debug)]
pub(crate) struct LastForm {
    pub(crate) digest: FormDigest,
    /// What has become of it.
    pub(crate) settled: Settled,
}

/// A page for a browser that may have no JavaScript.
#[derive(Debug)]
pub struct Rendered {
    /// Its HTML.
    pub html: Vec<u8>,
    /// What a browser must know beside it.
    pub metadata: PageMetadata,
    /// The key of the view's draft, and what the view has kept of it itself.
    pub draft: Option<(String, Option<Draft>)>,
}

impl Rendered {
    /// The page of a session as it is; nothing if the view panicked. A draft that panics is none.
    pub fn of(session: &mut dyn Session, mut html: Vec<u8>) -> Option<Self> {
        let metadata = session.write_page(&mut html);
        if session.is_in_doubt() {
            return None;
        }
        let draft = session.draft_key().map(|key| (key, session.saved_draft()));
        Some(Self { html, metadata, draft })
    }
}

impl Submission {
    /// The event that a client would send, on the same way as any other.
    fn event(&self, number: u32) -> String {
        self.event_of(number, self.within)
    }

    fn event_of(&self, number: u32, frame: u32) -> String {
        let address = self.address.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        format!("[{number},{frame},[{address}],{}]", self.values)
    }

    fn digest(&self) -> FormDigest {
        Sha256::digest(self.event_of(0, self.seen)).into()
    }
}

/// What a form is answered with.
#[derive(Debug)]
pub enum Submitted {
    /// The page of the session.
    Done,
    /// The page, unless the view panicked, and what the user is to be told.
    Told(String, Option<Rendered>),
    /// Another address.
    Elsewhere(String),
}

impl Registry {
    /// Handles a form as an event of its session, unless the page has changed since. A form that was handled already is answered as it was then.
    ///
    /// Run this as a task of its own: a handler that was begun must come to its end although the browser is gone.
    ///
    /// # Errors
    /// When another connection has taken the session over, or when it was no event.
    pub async fn submit(&self, seat: &Seat, submission: &Submission) -> Result<Submitted, Undelivered> {
        let holder = self.take(seat).ok_or(Undelivered::Gone)?;
        let submitted = match submit(seat, holder, submission).await {
            Ok(Settled { redirect: Some(location), .. }) => Ok(Submitted::Elsewhere(location)),
            Ok(Settled { error: Some(told), .. }) => render(seat, holder).await.map(|page| Submitted::Told(told, page)),
            Ok(_) => Ok(Submitted::Done),
            Err(why) => Err(why),
        };
        self.wait(seat, holder);
        self.save_if_draining(seat).await;
        submitted
    }

    /// Renders the page of a session anew; nothing if the view panicked.
    ///
    /// # Errors
    /// When another connection has taken the session over.
    pub async fn render(&self, seat: &Seat) -> Result<Option<Rendered>, Undelivered> {
        let holder = self.take(seat).ok_or(Undelivered::Gone)?;
        let rendered = render(seat, holder).await;
        self.wait(seat, holder);
        rendered
    }
}

/// Waits until the session has nothing else to do, and may do something.
async fn until_admitted(seat: &Seat, holder: u64) -> Result<(), Undelivered> {
    until_free(seat, holder).await?;
    while let Err(until) = seat.admit(Instant::now()) {
        tokio::time::sleep_until(until.into()).await;
    }
    Ok(())
}

async fn render(seat: &Seat, holder: u64) -> Result<Option<Rendered>, Undelivered> {
    until_admitted(seat, holder).await?;
    seat.with(holder, |session| Rendered::of(session, Vec::new())).ok_or(Undelivered::Taken)
}

async fn submit(seat: &Seat, holder: u64, submission: &Submission) -> Result<Settled, Undelivered> {
    until_admitted(seat, holder).await?;
    let digest = submission.digest();
    if let Some(settled) = seat.became_of(&digest) {
        return Ok(settled);
    }
    let position = seat.look(|session| session.position());
    if position.frame != submission.within {
        return Ok(Settled { error: Some(CHANGED.to_owned()), redirect: None });
    }
    let event = submission.event(position.event.wrapping_add(1));
    let mut answer = Vec::new();
    let taken = seat.with_form(holder, |session| {
        let taken = session.receive(&event, &mut answer);
        // Whoever sends the form again while a handler is at work waits for it, and finds this.
        let form = taken.is_ok().then(|| LastForm { digest, settled: Settled::by(&answer) });
        (taken, form)
    });
    if let Some(work) = taken.ok_or(Undelivered::Taken)?.map_err(Undelivered::Protocol)? {
        let done = work::begin(work).await;
        seat.finish_form(|session| {
            session.finish(done, &mut answer);
            LastForm { digest, settled: Settled::by(&answer) }
        });
    }
    Ok(Settled::by(&answer))
}
