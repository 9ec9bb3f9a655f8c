//! A store in one file: an embedded database with transactions.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redb::{Database, ReadableDatabase, TableDefinition};

use super::{Snapshot, Store, StoreError};

/// Milliseconds since 1970 until which it is kept, the user, and the rest.
type Row<'a> = (u64, Option<&'a str>, &'a str);

const SNAPSHOTS: TableDefinition<'_, u64, Row<'_>> = TableDefinition::new("snapshots");

/// Keeps snapshots in a file, over restarts.
///
/// ```
/// # fn main() -> Result<(), taut_runtime::StoreError> {
/// # let folder = std::env::temp_dir().join(format!("taut-redb-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("sessions.redb");
/// let store = taut_runtime::Redb::open(&path)?;
/// # drop(store);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Redb {
    database: Database,
    /// Sessions to be forgotten by the next transaction of any thread: after a restart, many come back at once.
    forgotten: Mutex<Vec<u64>>,
    /// Locked by the thread that makes that transaction.
    forgetting: Mutex<()>,
}

impl Redb {
    /// Opens a file, or makes it. Only its owner should be able to read it.
    ///
    /// # Errors
    /// When it is no such file, or another process has it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let database = Database::create(path)?;
        let transaction = database.begin_write()?;
        transaction.open_table(SNAPSHOTS)?;
        transaction.commit()?;
        Ok(Self {
            database,
            forgotten: Mutex::default(),
            forgetting: Mutex::default(),
        })
    }

    fn forget_all(&self, sessions: &[u64]) -> Result<(), StoreError> {
        if sessions.is_empty() {
            return Ok(());
        }
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(SNAPSHOTS)?;
            for session in sessions {
                table.remove(session)?;
            }
        }
        Ok(transaction.commit()?)
    }

    fn retain(&self, keeps: impl Fn(&Row<'_>) -> bool) -> Result<(), StoreError> {
        let transaction = self.database.begin_write()?;
        transaction
            .open_table(SNAPSHOTS)?
            .retain(|_, row| keeps(&row))?;
        Ok(transaction.commit()?)
    }
}

impl Store for Redb {
    fn keep(&self, snapshots: Vec<Snapshot>) -> Result<(), StoreError> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(SNAPSHOTS)?;
            let now = millis(SystemTime::now());
            table.retain(|_, (until, _, _)| until > now)?;
            for Snapshot {
                session,
                user,
                until,
                content,
                restores: _,
                holder: _,
            } in &snapshots
            {
                table.insert(session, (millis(*until), user.as_deref(), content.as_str()))?;
            }
        }
        Ok(transaction.commit()?)
    }

    fn find(&self, session: u64) -> Result<Option<Snapshot>, StoreError> {
        let table = self.database.begin_read()?.open_table(SNAPSHOTS)?;
        let Some(row) = table.get(session)? else {
            return Ok(None);
        };
        let (until, user, content) = row.value();
        let until = UNIX_EPOCH + Duration::from_millis(until);
        let snapshot = Snapshot {
            session,
            user: user.map(str::to_owned),
            until,
            restores: 0,
            holder: None,
            content: content.to_owned(),
        };
        Ok((until > SystemTime::now()).then_some(snapshot))
    }

    fn forget(&self, session: u64) -> Result<(), StoreError> {
        lock(&self.forgotten).push(session);
        let _forgetting = lock(&self.forgetting);
        let sessions = std::mem::take(&mut *lock(&self.forgotten));
        let forgotten = self.forget_all(&sessions);
        if forgotten.is_err() {
            // The threads that wait try theirs again, and return the error themselves.
            lock(&self.forgotten).extend(sessions.iter().filter(|other| **other != session));
        }
        forgotten
    }

    fn forget_user(&self, user: &str) -> Result<(), StoreError> {
        self.retain(|(_, of, _)| *of != Some(user))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_store() -> Result<(), StoreError> {
        let folder = std::env::temp_dir().join(format!("taut-store-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let path = folder.join("sessions.redb");
        super::super::tests::check(&Redb::open(&path)?)?;
        let kept = Snapshot {
            session: 9,
            user: None,
            until: UNIX_EPOCH + Duration::from_millis(millis(SystemTime::now()) + 100_000),
            restores: 0,
            holder: None,
            content: "kept".into(),
        };
        Redb::open(&path)?.keep(vec![kept.clone()])?;
        assert_eq!(Redb::open(&path)?.find(9)?, Some(kept));
        Ok(std::fs::remove_dir_all(folder)?)
    }
}
