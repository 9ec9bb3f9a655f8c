//! A store in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{Snapshot, Store, StoreError};

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
    use super::super::tests::{check, snapshot};
    use super::*;

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
