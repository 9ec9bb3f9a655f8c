//! Takes a form that a browser without JavaScript has posted, and renders the page as it is then.

use std::sync::{Arc, Weak};

use sha2::{Digest, Sha256};
use taut_core::{Draft, Event, PageMetadata, Reject, Session, Values};
use tokio::sync::oneshot;

use crate::last_form::{FormDigest, LastForm, Outcome};
use crate::owner::Owner;
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::slot::in_use::InUse;
use crate::token::Token;
use crate::work;

/// The message to a user whose form belongs to a page that is not the last one.
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
    /// The fields of the form.
    pub fields: Vec<(String, String)>,
}

/// A page for a browser that may have no JavaScript.
#[derive(Debug)]
pub struct Rendered {
    /// Its HTML.
    pub html: Vec<u8>,
    /// The facts that a browser must know besides it.
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
        Some(Self {
            html,
            metadata,
            draft,
        })
    }
}

impl Submission {
    /// The event that the form is.
    fn event(&self, number: u32) -> Event<'_> {
        let (address, values) = (
            self.address.iter().copied().collect(),
            Values::Form(&self.fields),
        );
        Event {
            number,
            seen: self.within,
            address,
            values,
        }
    }

    fn digest(&self) -> FormDigest {
        let mut digest = Sha256::new().chain_update(self.seen.to_be_bytes());
        digest.update((self.address.len() as u64).to_be_bytes());
        self.address
            .iter()
            .for_each(|number| digest.update(number.to_be_bytes()));
        for text in self.fields.iter().flat_map(|(name, value)| [name, value]) {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        }
        digest.finalize().into()
    }
}

/// The answer to a form.
#[derive(Debug)]
pub struct Submitted {
    /// The reason if it was refused, or the redirect if the browser is to go elsewhere.
    pub error: Option<Reject>,
    /// The page of the session, where the user sees that error, unless the view panicked.
    pub page: Option<Rendered>,
}

impl Registry {
    /// Handles a form as an event of its session, unless the page has changed since. A form that was handled already is answered as it was then.
    ///
    /// Run this as a task of its own: a handler that was begun must come to its end although the browser is gone.
    ///
    /// # Errors
    /// When another connection has taken the session over, or when it was no event.
    pub async fn submit(
        &self,
        slot: &Arc<Slot>,
        submission: &Submission,
    ) -> Result<Submitted, Refusal> {
        let lease = slot.lease().ok_or(Refusal::Gone)?;
        let begun = begin(lease.ready_session().await?, submission)?;
        // Where the handler takes its time, the next to use the session settles the form: that is done here, or where the lease is by then.
        drop(lease.free_session().await);
        let mut submitted = Submitted {
            error: begun.await.map_err(|_| Refusal::Gone)?,
            page: None,
        };
        if submitted
            .error
            .as_ref()
            .is_some_and(|error| error.location().is_none())
        {
            slot.until_loaded().await;
            submitted.page = Rendered::of(&mut *lease.ready_session().await?, Vec::new());
        }
        drop(lease);
        self.save_before_answer(slot).await?;
        Ok(submitted)
    }

    /// Renders the page of a session; nothing if the view panicked.
    ///
    /// # Errors
    /// When another connection has taken the session over.
    pub async fn render(&self, slot: &Arc<Slot>) -> Result<Option<Rendered>, Refusal> {
        let lease = slot.lease().ok_or(Refusal::Gone)?;
        slot.until_loaded().await;
        let mut session = lease.ready_session().await?;
        // A browser without a connection gets messages with the page.
        session.receive_messages(&mut Vec::new());
        Ok(Rendered::of(&mut *session, Vec::new()))
    }

    /// Returns the session that replaces one that is gone, and which frame its first page was; the first to ask for it makes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn replace<E>(
        &self,
        gone: Token,
        owner: &Owner,
        make: impl Future<Output = Result<Arc<Slot>, E>>,
    ) -> Result<(Arc<Slot>, u32), E> {
        let key = (gone.id, gone.secret, owner.browser);
        let is_there = |(slot, _): &(Weak<Slot>, u32)| slot.strong_count() > 0;
        let lock = self.form_deduplication.of(key, is_there);
        let mut replacement = lock.lock().await;
        if let Some(slot) = replacement.0.upgrade()
            && let Some(slot) = self.claim(slot.token(), owner)
        {
            return Ok((slot, replacement.1));
        }
        let slot = make.await?;
        let frame = slot.position().frame;
        *replacement = (Arc::downgrade(&slot), frame);
        Ok((slot, frame))
    }
}

/// Lets a session handle a form; the reason is sent if it is refused.
fn begin(
    mut session: InUse<'_>,
    submission: &Submission,
) -> Result<oneshot::Receiver<Option<Reject>>, Refusal> {
    session.settle(&mut Vec::new());
    let (sender, settled) = oneshot::channel();
    let (digest, position) = (submission.digest(), session.position());
    let has_changed = position.frame != submission.within;
    if let Some(known) = session
        .slot
        .became_of(&digest)
        .or(has_changed.then(|| Some(CHANGED.into())))
    {
        // The receiver is below.
        let _ = sender.send(known);
        return Ok(settled);
    }
    // A browser that sends the form again while a handler is at work waits for it, and finds this.
    session.slot.note_form(Some(LastForm {
        digest,
        outcome: Outcome::AtWork(sender),
    }));
    let event = submission.event(position.event.wrapping_add(1));
    match work::handle(&mut session, &event, &mut Vec::new()) {
        Ok(_) if session.is_busy() => {}
        Ok(reply) => session.slot.settle_form(reply.error.as_ref()),
        Err(error) => {
            session.slot.note_form(None);
            return Err(Refusal::Protocol(error));
        }
    }
    Ok(settled)
}
