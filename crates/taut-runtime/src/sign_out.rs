//! Signs users out: ends their sessions, and remembers it, for guards that were asked before, and for browsers that keep drafts of
//! the user, which ask by a mark that does not name them.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use taut_core::at_work;

use crate::mark::Mark;
use crate::owner::Owner;
use crate::registry::Registry;
use crate::slot::Slot;

/// The time for which a sign-out waits until the store has forgotten the user's sessions. One that takes longer does it later.
const FORGETTING: Duration = Duration::from_millis(250);

impl Registry {
    /// The number of sign-outs so far: ask for it before you ask a guard who the user is.
    #[must_use]
    pub fn auth_epoch(&self) -> u64 {
        self.auth_epoch.load(Ordering::SeqCst)
    }

    /// Ends all sessions of a user, also those that are saved or just being made. When this returns, no handler of theirs
    /// will start any more; their pages load again, and ask the guard. Other processes of a cluster do the same, a moment later.
    pub fn sign_out(&self, user: &str) {
        let others = self.others.get();
        others.into_iter().for_each(|others| others.sign_out(user));
        self.sign_out_here(user);
    }

    /// Signs a user out in this process only.
    pub(crate) fn sign_out_here(&self, user: &str) {
        let theirs = self.take_sessions_of(user);
        theirs.iter().for_each(|slot| slot.end());
        // Two handlers that sign each other out would wait for each other.
        let waits = !at_work::is_at_work();
        if waits {
            theirs.iter().for_each(|slot| slot.until_given_back());
        }
        if let Some(writer) = self.writer.get() {
            let forgotten = writer.forget(user);
            if waits && forgotten.recv_timeout(FORGETTING).is_err() {
                log::error!(
                    "the store has not forgotten the sessions of a user who was signed out; it is asked again"
                );
            }
        }
    }

    /// Whether the user of a mark was signed out after it was made, as far as that is remembered.
    #[must_use]
    pub fn was_signed_out(&self, mark: Mark) -> bool {
        self.lock().sign_outs.has(mark)
    }

    /// Notes a sign-out, and takes the user's sessions out of the registry.
    fn take_sessions_of(&self, user: &str) -> Vec<Arc<Slot>> {
        let mut sessions = self.lock();
        let epoch = self.auth_epoch.fetch_add(1, Ordering::SeqCst) + 1;
        let owner = Owner {
            user: Some(user.into()),
            since: epoch,
            ..Owner::of_route("")
        };
        match Mark::of(&owner) {
            Some(mark) => sessions.sign_outs.note(mark),
            None => sessions.sign_outs.note_unknown(epoch),
        }
        if self.writer.get().is_some() {
            *sessions.being_forgotten.entry(user.into()).or_default() += 1;
        }
        let is_theirs = |slot: &Slot| slot.owner().user.as_deref() == Some(user);
        let theirs = sessions.by_id.extract_if(|_, slot| is_theirs(slot));
        theirs.map(|(_, slot)| slot).collect()
    }
}
