//! Tells browsers that keep drafts of a user whether that user was signed out since, without naming them.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::LazyLock;

use crate::owner::Owner;
use crate::secret::{from_hex, keyed, random_bits};

/// The sign-outs of so many users are remembered, which takes about 6 MB. Drafts of earlier ones stay until another user signs in.
const MOST: usize = 1 << 16;

/// A user, and the auth epoch from which on a sign-out of theirs counts. Only the process that made it can tell whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    user: u128,
    since: u64,
}

impl Mark {
    /// The mark of a page of an owner; nothing if no user is known.
    #[must_use]
    pub fn of(owner: &Owner) -> Option<Self> {
        static KEY: LazyLock<Option<u128>> = LazyLock::new(|| random_bits().ok());
        Some(Self {
            user: keyed(*KEY.as_ref()?, owner.user.as_ref()?.as_bytes()),
            since: owner.since,
        })
    }

    /// Reads what [`Mark`] displays.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (user, since) = text.split_at_checked(32)?;
        Some(Self {
            user: from_hex(user, 32)?,
            since: u64::try_from(from_hex(since, 16)?).ok()?,
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

/// The last sign-outs of the process.
#[derive(Debug, Default)]
pub(crate) struct SignOuts {
    /// By users, when they were signed out last.
    epochs: HashMap<u128, u64>,
    /// All of them, the oldest first, and at most as many that are not the last ones of their users.
    order: VecDeque<(u128, u64)>,
    /// The last epoch of which it is not known any more who was signed out.
    forgotten: u64,
}

impl SignOuts {
    /// Notes that the user of a mark was signed out, in its epoch.
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
                self.forgotten = epoch;
            }
        }
    }

    /// Notes that a user was signed out for whom there is no mark.
    pub(crate) fn note_unknown(&mut self, epoch: u64) {
        self.forgotten = epoch;
    }

    /// Whether the guard was asked before the user was signed out, or may have been.
    pub(crate) fn may_have(&self, owner: &Owner) -> bool {
        let mark = Mark::of(owner);
        let epoch = mark.and_then(|mark| self.epochs.get(&mark.user));
        owner.user.is_some() && owner.since < *epoch.unwrap_or(&self.forgotten)
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
        assert_ne!(mark.user, keyed(0, b"ali"));
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
        assert_eq!((sign_outs.epochs.len(), sign_outs.forgotten), (MOST, 6));
    }
}
