//! Signs users out: ends their sessions, and remembers it, for guards that were asked before, and for browsers that keep drafts of
//! the user, which ask by a mark that does not name them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use taut_core::at_work;

use crate::owner::Owner;
use crate::registry::{Registry, Sessions};
use crate::slot::Slot;
use crate::token::random_bits;

/// The sign-outs of so many users are remembered, which takes about 6 MB. Drafts of earlier ones stay until another user signs in.
const MOST: usize = 1 << 16;

/// How long it may take from when a guard is asked until a session is made of its answer.
const AUTHORISATION: Duration = Duration::from_secs(60);

/// How long a sign-out waits until the store has forgotten the user's sessions. One that takes longer does it later.
const FORGETTING: Duration = Duration::from_millis(250);

impl Registry {
    /// The number of sign-outs so far: ask for it before you ask a guard who the user is.
    #[must_use]
    pub fn auth_epoch(&self) -> u64 {
        self.auth_epoch.load(Ordering::SeqCst)
    }

    /// Ends all sessions of a user, also those that are saved or just being made. When this returns, no handler of theirs
    /// will start any more; their pages load again, and ask the guard.
    pub fn sign_out(&self, user: &str) {
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
        self.sign_outs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .has(mark)
    }

    /// Notes a sign-out, and takes the user's sessions out of the registry.
    fn take_sessions_of(&self, user: &str) -> Vec<Arc<Slot>> {
        let mut sessions = self.lock();
        let epoch = self.auth_epoch.fetch_add(1, Ordering::SeqCst) + 1;
        sessions.note_sign_out(user, epoch, Instant::now());
        if let Some(mark) = Mark::of(&Owner {
            user: Some(user.into()),
            since: epoch,
            ..Owner::of_route("")
        }) {
            self.sign_outs
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .note(mark);
        }
        if self.writer.get().is_some() {
            *sessions.being_forgotten.entry(user.into()).or_default() += 1;
        }
        sessions.take_all_of(user)
    }
}

impl Sessions {
    /// Whether the guard was asked before the user was signed out.
    pub(crate) fn is_signed_out(&self, owner: &Owner) -> bool {
        let Some(user) = &owner.user else {
            return false;
        };
        let epoch = self
            .signed_out
            .get(user)
            .map_or(self.settled, |(epoch, _)| *epoch);
        owner.since < epoch
    }

    /// Notes when a user was signed out, for as long as a session may be made of what a guard has answered before.
    fn note_sign_out(&mut self, user: &str, epoch: u64, now: Instant) {
        let Self {
            signed_out,
            settled,
            ..
        } = self;
        signed_out.retain(|_, (epoch, when)| {
            let is_recent = now.duration_since(*when) < AUTHORISATION;
            if !is_recent {
                *settled = (*settled).max(*epoch);
            }
            is_recent
        });
        signed_out.insert(user.into(), (epoch, now));
    }

    fn take_all_of(&mut self, user: &str) -> Vec<Arc<Slot>> {
        let is_theirs = |slot: &Slot| slot.owner().user.as_deref() == Some(user);
        let theirs: HashSet<u64> = self
            .by_id
            .iter()
            .filter(|(_, slot)| is_theirs(slot))
            .map(|(id, _)| *id)
            .collect();
        self.waiting.retain(|(_, id), _| !theirs.contains(id));
        self.waiting_bytes = self.waiting.values().sum();
        theirs
            .iter()
            .filter_map(|id| self.by_id.remove(id))
            .collect()
    }

    /// Whether there may be saved sessions of an owner from before a sign-out.
    pub(crate) fn is_being_forgotten(&self, owner: &Owner) -> bool {
        owner
            .user
            .as_ref()
            .is_some_and(|user| self.being_forgotten.contains_key(user))
    }

    /// The store has forgotten a user's sessions, as one sign-out has asked.
    pub(crate) fn was_forgotten(&mut self, user: &str) {
        if let Some(times) = self.being_forgotten.get_mut(user) {
            *times -= 1;
            if *times == 0 {
                self.being_forgotten.remove(user);
            }
        }
    }
}

/// A user, and the auth epoch from which on a sign-out of theirs counts. Only the process that made it can tell whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    user: u128,
    since: u64,
}

impl Mark {
    /// The mark of a page of an owner; nothing if nobody is known.
    #[must_use]
    pub fn of(owner: &Owner) -> Option<Self> {
        static KEY: LazyLock<Option<u128>> = LazyLock::new(|| random_bits().ok());
        Some(Self {
            user: keyed(*KEY.as_ref()?, owner.user.as_ref()?),
            since: owner.since,
        })
    }

    /// Reads what [`Mark`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_mark = text.len() == 48 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (user, since) = text.split_at_checked(32).filter(|_| is_mark)?;
        Some(Self {
            user: u128::from_str_radix(user, 16).ok()?,
            since: u64::from_str_radix(since, 16).ok()?,
        })
    }

    /// Whether two marks are of one user.
    #[must_use]
    pub fn is_of_user_of(&self, other: &Self) -> bool {
        self.user == other.user
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}{:016x}", self.user, self.since)
    }
}

/// Half a SHA-256 of a key and a name: without the key, nobody can try names. The key has a fixed length, and half of the
/// hash tells nothing of a longer name, so nothing more is needed to make it a keyed one.
pub(crate) fn keyed(key: u128, name: &str) -> u128 {
    let hash = Sha256::new()
        .chain_update(key.to_be_bytes())
        .chain_update(name.as_bytes())
        .finalize();
    hash.iter()
        .take(16)
        .fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}

/// The last sign-outs of the process.
#[derive(Debug, Default)]
pub(crate) struct SignOuts {
    /// By users, when they were signed out last.
    epochs: HashMap<u128, u64>,
    /// All of them, the oldest first, and at most as many that are not the last ones of their users.
    order: VecDeque<(u128, u64)>,
}

impl SignOuts {
    pub(crate) fn note(&mut self, mark: Mark) {
        self.epochs.insert(mark.user, mark.since);
        self.order.push_back((mark.user, mark.since));
        if self.order.len() > 2 * MOST {
            let epochs = &self.epochs;
            self.order
                .retain(|(user, epoch)| epochs.get(user) == Some(epoch));
        }
        while self.epochs.len() > MOST {
            let Some((user, epoch)) = self.order.pop_front() else {
                break;
            };
            if self.epochs.get(&user) == Some(&epoch) {
                self.epochs.remove(&user);
            }
        }
    }

    /// Whether the user of a mark was signed out after it was made.
    pub(crate) fn has(&self, mark: Mark) -> bool {
        self.epochs
            .get(&mark.user)
            .is_some_and(|epoch| mark.since < *epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(user: Option<&str>, since: u64) -> Owner {
        Owner {
            user: user.map(Into::into),
            since,
            ..Owner::of_route("page")
        }
    }

    #[test]
    fn a_mark_is_read_as_it_is_written_and_names_nobody() {
        let Some(mark) = Mark::of(&owner(Some("ali"), 7)) else {
            panic!("a user has a mark")
        };
        assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        assert!(
            mark.is_of_user_of(&Mark { since: 9, ..mark })
                && !mark.is_of_user_of(&Mark { user: 1, ..mark })
        );
        assert_ne!(mark.user, keyed(0, "ali"));
        assert_eq!(Mark::of(&owner(None, 7)), None);
        for text in [
            "",
            "7",
            &"+".repeat(48),
            &"0".repeat(47),
            &"0".repeat(49),
            &"é".repeat(24),
        ] {
            assert_eq!(Mark::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_sign_out_counts_for_pages_from_before_it() {
        let mut sign_outs = SignOuts::default();
        sign_outs.note(Mark { user: 1, since: 5 });
        for (user, since, is_out) in [
            (1, 0, true),
            (1, 4, true),
            (1, 5, false),
            (1, 6, false),
            (2, 0, false),
        ] {
            assert_eq!(
                sign_outs.has(Mark { user, since }),
                is_out,
                "{user} since {since}"
            );
        }
    }

    #[test]
    fn one_user_cannot_have_those_of_others_forgotten() {
        let mut sign_outs = SignOuts::default();
        sign_outs.note(Mark { user: 1, since: 1 });
        for epoch in 2..3 * MOST as u64 {
            sign_outs.note(Mark {
                user: 0,
                since: epoch,
            });
        }
        assert!(sign_outs.has(Mark { user: 1, since: 0 }));
        assert_eq!(sign_outs.epochs.len(), 2);
        assert!(sign_outs.order.len() <= 2 * MOST);
    }

    #[test]
    fn the_sign_outs_of_the_last_users_are_remembered() {
        let mut sign_outs = SignOuts::default();
        for (user, since) in (0..MOST as u128).chain([0, MOST as u128]).zip(5..) {
            sign_outs.note(Mark { user, since });
        }
        assert!(
            sign_outs.has(Mark { user: 0, since: 5 }),
            "it was signed out again"
        );
        assert!(
            !sign_outs.has(Mark { user: 1, since: 0 }),
            "the oldest one has gone"
        );
        assert!(sign_outs.has(Mark { user: 2, since: 0 }));
        assert_eq!(sign_outs.epochs.len(), MOST);
    }
}
