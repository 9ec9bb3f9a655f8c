//! Sessions that go from one process to another, because their browsers do.
//!
//! A session is in the memory of one process, or in the store. The process whose browser asks for one that it does not have
//! asks the others. Who has it saves it, and lets it go, as if it had waited for long enough.

use std::borrow::Cow;
use std::num::NonZero;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::Cluster;
use super::notice::{ProcessId, Wanted, What};
use crate::others::Others as _;
use crate::owner::Owner;
use crate::rate::Rate;
use crate::registry::Registry;
use crate::secret::from_hex;
use crate::slot::Slot;
use crate::snapshot_writer::Task;
use crate::token::Token;

/// How long a process waits for a handler that is at work in a session which another one wants.
const AT_WORK: Duration = Duration::from_secs(5);

/// How long the others have to answer, besides the time after which one that is silent is taken for dead.
const ANSWER: Duration = Duration::from_secs(8);

/// How many sessions a process asks the others for: all of them hear each question, and anyone can make a process ask, by a token
/// that it does not know.
const QUESTIONS_PER_SECOND: u32 = 500;
const QUESTION_BURST: u32 = 2000;

impl Cluster {
    /// Asks the other processes for a session; returns whether one has saved it and let it go. Nothing if they can't be asked now.
    pub(super) async fn ask_for(&self, token: Token, owner: &Owner) -> Option<bool> {
        if !self.is_connected() {
            return None;
        }
        let others = self.peers().all();
        if others.is_empty() {
            return Some(false);
        }
        let rate = Rate::new(QUESTIONS_PER_SECOND, QUESTION_BURST);
        self.asking.take(rate, Instant::now()).ok()?;
        let (question, answered) = self.questions.ask(others);
        let hex = |secret: u128| Cow::Owned(format!("{secret:032x}"));
        let wanted = Wanted {
            session: token.id,
            secret: hex(token.secret),
            route: Cow::Borrowed(&*owner.route),
            browser: owner.browser.map(|secret| hex(secret.get())),
            user: owner.user.as_deref().map(Cow::Borrowed),
        };
        self.outbox.put(What::Want { wanted, question });
        let answer = timeout(ANSWER, answered).await;
        self.questions.forget(question);
        Some(matches!(answer, Ok(Ok(true))))
    }

    /// Lets a session go that another process wants, if it is here, and answers.
    pub(super) fn let_go(self: &Arc<Self>, wanted: &Wanted<'_>, (to, question): (ProcessId, u64)) {
        let cluster = Arc::clone(self);
        let Some(slot) = cluster.registry.persisting(wanted) else {
            return self.outbox.put(What::Have {
                to,
                question,
                released: false,
            });
        };
        tokio::spawn(async move {
            let released = cluster.registry.release(&slot).await;
            cluster.outbox.put(What::Have {
                to,
                question,
                released,
            });
        });
    }
}

impl Registry {
    /// The session that another process wants, if it can be saved and the token and the owner are right.
    fn persisting(&self, wanted: &Wanted<'_>) -> Option<Arc<Slot>> {
        let owner = Owner {
            route: (*wanted.route).into(),
            browser: match &wanted.browser {
                Some(secret) => Some(NonZero::new(from_hex(secret, 32)?)?),
                None => None,
            },
            user: wanted.user.as_deref().map(Into::into),
            since: 0,
        };
        let secret = from_hex(&wanted.secret, 32)?;
        let slot = Arc::clone(self.lock().by_id.get(&wanted.session)?);
        let is_theirs = slot.owner().admits(&owner) && slot.admits(secret);
        (is_theirs && slot.is_saved()).then_some(slot)
    }

    /// Takes a session from its connection, saves it and ends it here; returns whether it is gone.
    async fn release(self: &Arc<Self>, slot: &Arc<Slot>) -> bool {
        if slot.waits_until().is_none()
            && let Some(lease) = slot.lease()
        {
            let is_free = timeout(AT_WORK, async { lease.free_session().await.is_ok() }).await;
            drop(lease);
            if !is_free.unwrap_or(false) {
                return slot.has_ended();
            }
        }
        let (Some(writer), Some(until)) = (self.writer.get(), slot.waits_until()) else {
            return slot.has_ended();
        };
        // Its people join at the other process in a moment: until then, they stay present.
        let (present, grace) = (slot.take_presences(), slot.limits().presence_grace);
        writer.ask(Task::Ended(slot.id(), until));
        self.saved(Task::Flush, AT_WORK).await;
        tokio::spawn(async move {
            tokio::time::sleep(grace).await;
            drop(present);
        });
        slot.has_ended()
    }
}
