//! Sessions that go from one process to another, because their browsers do.
//!
//! A session is in the memory of one process, or in the store. The process whose browser asks for one that it does not have
//! asks the others. Who has it saves it, and lets it go, as if it had waited for long enough.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use super::Cluster;
use super::notice::{ProcessId, What};
use crate::others::Others as _;
use crate::registry::Registry;
use crate::secret::from_hex;
use crate::slot::Slot;
use crate::snapshot_writer::Task;
use crate::token::Token;

/// How long a process waits for a handler that is at work in a session which another one wants.
const AT_WORK: Duration = Duration::from_secs(5);

/// How long the others have to answer, besides the time after which one that is silent is taken for dead.
const ANSWER: Duration = Duration::from_secs(8);

impl Cluster {
    /// Asks the other processes for a session; returns whether one has saved it and let it go.
    pub(super) async fn ask_for(&self, token: Token) -> bool {
        let others = self.peers().all();
        if others.is_empty() || !self.is_connected() {
            return false;
        }
        let (question, answered) = self.questions.ask(others);
        self.outbox.put(What::Want {
            session: token.id,
            secret: Cow::Owned(format!("{:032x}", token.secret)),
            question,
        });
        let answer = timeout(ANSWER, answered).await;
        self.questions.forget(question);
        matches!(answer, Ok(Ok(true)))
    }

    /// Lets a session go that another process wants, if it is here, and answers.
    pub(super) fn let_go(
        self: &Arc<Self>,
        session: u64,
        secret: &str,
        (to, question): (ProcessId, u64),
    ) {
        let secret = from_hex(secret, 32);
        let token = secret.map(|secret| Token {
            id: session,
            secret,
        });
        let cluster = Arc::clone(self);
        let slot = token.and_then(|token| cluster.registry.persisting(token));
        let Some(slot) = slot else {
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
    /// The session with a token, if it can be saved.
    fn persisting(&self, token: Token) -> Option<Arc<Slot>> {
        let slot = Arc::clone(self.lock().by_id.get(&token.id)?);
        (slot.is_saved() && slot.admits(token.secret)).then_some(slot)
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
        // Its people come to the other process in a moment: to others, nobody has gone.
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
