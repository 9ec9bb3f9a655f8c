//! Where snapshots of sessions are kept: in memory, or in a file that outlives the process.

#[cfg(feature = "redb")]
mod redb;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

#[cfg(feature = "redb")]
pub use self::redb::Redb;

/// Why a store cannot do what it is asked for.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;

/// Keeps snapshots of sessions. Its methods are called on threads that may wait.
///
/// A snapshot holds the state of a view and what proves the right to it: whoever reads a store can take over its sessions.
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

/// A session as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The number of the session.
    pub session: u64,
    /// Whose it is, if its view has a guard.
    pub user: Option<String>,
    /// Until when it is to be kept.
    pub until: SystemTime,
    /// All else, as JSON. It contains secrets.
    pub content: String,
}

/// Keeps snapshots in memory, up to a number of bytes: a page whose session had to make room comes back with its
/// persisted fields, but not after a restart.
///
/// ```
/// use taut_runtime::Memory;
///
/// let store = Memory::new(64 << 20);
/// # let _ = store;
/// ```
#[derive(Debug)]
pub struct Memory {
    most: usize,
    snapshots: Mutex<HashMap<u64, Snapshot>>,
}

impl Memory {
    /// A store for so many bytes. Of too many, the snapshots go whose time is nearest.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            most,
            snapshots: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Snapshot>> {
        self.snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for Memory {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        let now = SystemTime::now();
        let mut kept = self.lock();
        kept.extend(
            snapshots
                .into_iter()
                .map(|snapshot| (snapshot.session, snapshot)),
        );
        kept.retain(|_, snapshot| snapshot.until > now);
        let mut bytes: usize = kept.values().map(|snapshot| snapshot.content.len()).sum();
        if bytes > self.most {
            let mut oldest: Vec<_> = kept
                .values()
                .map(|snapshot| (snapshot.until, snapshot.session))
                .collect();
            oldest.sort_unstable();
            for (_, session) in oldest {
                if bytes <= self.most {
                    break;
                }
                bytes -= kept
                    .remove(&session)
                    .map_or(0, |snapshot| snapshot.content.len());
            }
        }
        Ok(())
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        let now = SystemTime::now();
        Ok(self
            .lock()
            .get(&session)
            .filter(|snapshot| snapshot.until > now)
            .cloned())
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        self.lock().remove(&session);
        Ok(())
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.lock()
            .retain(|_, snapshot| snapshot.user.as_deref() != Some(user));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn snapshot(session: u64, user: Option<&str>, seconds: u64) -> Snapshot {
        // Not every store keeps more than milliseconds.
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let until = UNIX_EPOCH + Duration::from_secs(now + seconds);
        Snapshot {
            session,
            user: user.map(str::to_owned),
            until,
            content: "x".repeat(10),
        }
    }

    /// What every store must do.
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
        assert_eq!(store.find(2)?, Some(later));
        store.forget_user("ada")?;
        store.forget_user("bob")?;
        assert_eq!((store.find(1)?, store.find(2)?.is_some()), (None, true));
        store.forget(2)?;
        store.forget(7)?;
        assert_eq!(store.find(2)?, None);
        Ok(())
    }

    #[test]
    fn memory_is_a_store() -> Result<(), StoreError> {
        check(&Memory::new(1000))
    }

    #[test]
    fn memory_is_bounded() -> Result<(), StoreError> {
        let store = Memory::new(25);
        store.keep(
            (1..=4)
                .map(|session| snapshot(session, None, 100 * session))
                .collect(),
        )?;
        let kept =
            [1, 2, 3, 4].map(|session| store.find(session).is_ok_and(|found| found.is_some()));
        assert_eq!(kept, [false, false, true, true]);
        Ok(())
    }
}
