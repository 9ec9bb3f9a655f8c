//! Where snapshots of sessions are kept: in memory, or in a file that outlives the process.

pub(crate) mod memory;
#[cfg(feature = "redb")]
pub(crate) mod redb;
#[cfg(feature = "valkey")]
pub(crate) mod valkey;

use std::time::SystemTime;

/// The reason why a store cannot do what it is asked for.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps snapshots of sessions. Its methods are called on threads that may wait.
///
/// A snapshot holds the state of a view and what proves the right to it: who can read a store can take over its sessions.
pub trait Store: Send + Sync + 'static {
    /// Keeps snapshots, each in the place of an earlier one of the same session.
    ///
    /// # Errors
    /// When they are not kept.
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError>;

    /// The snapshot of a session, if there is one and its time has not passed.
    ///
    /// # Errors
    /// When it cannot be read.
    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError>;

    /// Takes the snapshot of a session for a process, in one step, so that of several processes one gets it. It is forgotten, or held
    /// by that process from now on. Nothing is taken if another process holds it.
    ///
    /// A store that only one process uses need not define it.
    ///
    /// # Errors
    /// When it cannot be read, or not be forgotten.
    fn take(&self, session: u64, taker: &Taker) -> Result<Option<Snapshot>, StoreError> {
        let found = self.find(session)?;
        if found.is_some() && !taker.holds {
            self.forget(session)?;
        }
        Ok(found)
    }

    /// Keeps snapshots as [`Store::keep`] does, except those of sessions that another process has restored since; returns these.
    ///
    /// A store that only one process uses need not define it.
    ///
    /// # Errors
    /// When they are not kept.
    fn keep_own(&self, snapshots: Vec<Snapshot>) -> Result<Vec<u64>, StoreError> {
        self.keep(snapshots).map(|()| Vec::new())
    }

    /// Forgets the snapshot of a session.
    ///
    /// # Errors
    /// When it is not forgotten.
    fn forget(&self, session: u64) -> Result<(), StoreError>;

    /// Forgets the snapshots of all sessions of a user.
    ///
    /// # Errors
    /// When they are not forgotten.
    fn forget_user(&self, user: &str) -> Result<(), StoreError>;
}

/// The process that takes a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taker {
    /// The number of the process.
    pub process: u64,
    /// A process that is gone, whose snapshots others may take.
    pub gone: Option<u64>,
    /// Whether the snapshot stays, and is held by the process, instead of being forgotten.
    pub holds: bool,
}

/// A session as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The number of the session.
    pub session: u64,
    /// The user whose it is, if its view has a guard.
    pub user: Option<String>,
    /// The time until which it is to be kept.
    pub until: SystemTime,
    /// How often the session was restored before: of two snapshots, that with the higher number is newer. Of one that was taken, that
    /// counts as well, even if none who took it has kept a snapshot since. A store for one process need not keep it.
    pub restores: u32,
    /// The process that has the session in memory, if others share the store. A store for one process need not keep it.
    pub holder: Option<u64>,
    /// The rest, as JSON. It contains secrets.
    pub content: String,
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    pub(super) fn snapshot(session: u64, user: Option<&str>, seconds: u64) -> Snapshot {
        // Not every store keeps more than milliseconds.
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let until = UNIX_EPOCH + Duration::from_secs(now + seconds);
        Snapshot {
            session,
            user: user.map(str::to_owned),
            until,
            restores: 0,
            holder: None,
            content: "x".repeat(10),
        }
    }

    /// Checks what every store must do.
    pub(super) fn check(store: &dyn Store) -> Result<(), StoreError> {
        let (one, two, past) = (
            snapshot(1, Some("ada"), 100),
            snapshot(2, None, 100),
            snapshot(3, None, 0),
        );
        store.keep(vec![one.clone(), two.clone(), past])?;
        assert_eq!(
            (store.find(1)?, store.find(3)?, store.find(4)?),
            (Some(one), None, None)
        );
        let later = Snapshot {
            content: "later".to_owned(),
            ..two
        };
        store.keep(vec![later.clone()])?;
        assert_eq!(store.find(2)?, Some(later.clone()));
        store.forget_user("ada")?;
        store.forget_user("bob")?;
        assert_eq!((store.find(1)?, store.find(2)?.is_some()), (None, true));
        let taker = Taker {
            process: 1,
            gone: None,
            holds: false,
        };
        let holding = Taker {
            holds: true,
            ..taker
        };
        assert!(store.take(2, &holding)?.is_some() && store.take(2, &taker)?.is_some());
        assert_eq!((store.take(2, &taker)?, store.find(2)?), (None, None));
        store.keep(vec![later])?;
        store.forget(2)?;
        store.forget(7)?;
        assert_eq!(store.find(2)?, None);
        Ok(())
    }
}
