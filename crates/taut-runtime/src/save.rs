//! Saves sessions whose views persist: after changes, when they must make room, and before the server stops. Only its thread
//! writes snapshots, one batch after the other, so that none takes the place of a later one.

mod batch;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use self::batch::work;
use crate::home::Home;
use crate::refusal::Refusal;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot_writer::{SnapshotWriter, Task};
use crate::store::Store;

/// The time for which a post waits until its session is saved, while the server stops.
const SAVING: Duration = Duration::from_secs(5);

impl Registry {
    /// Gives the sessions of persisting views a place where they outlive their time in memory, and, if the store does, a restart.
    ///
    /// # Errors
    /// When there is a store already, or no thread can be started for it.
    pub fn set_store(self: &Arc<Self>, store: impl Store) -> std::io::Result<()> {
        let (writer, tasks) = SnapshotWriter::new(store);
        let registry = Arc::downgrade(self);
        std::thread::Builder::new()
            .name("taut-snapshots".to_owned())
            .spawn(move || work(&registry, &tasks))?;
        self.writer
            .set(writer)
            .map_err(|_| std::io::Error::other("there is a store for sessions already"))
    }

    /// Saves the sessions that are to be saved at any time: the store may have lost them.
    #[cfg(feature = "valkey")]
    pub(crate) fn save_always_saved(&self) {
        let slots = self.lock().all();
        let always = slots.iter().filter(|slot| slot.is_always_saved());
        always.for_each(|slot| self.save(slot.id(), false));
    }

    /// Saves all sessions, after those that are being saved.
    pub(crate) async fn save_all(&self, within: Duration) {
        self.saved(Task::All, within).await;
    }

    /// Saves a session whose change must be saved before the browser is answered: all others have been saved already, or it is told
    /// only of what is saved.
    ///
    /// # Errors
    /// When it is told only of what is saved, and the store does not save it: the browser must ask again.
    pub(crate) async fn save_before_answer(&self, slot: &Slot) -> Result<(), Refusal> {
        let progress = slot.progress();
        let is_saved = progress.is_some_and(|progress| progress.saved >= progress.changes);
        if !is_saved && (self.is_draining() || progress.is_some()) {
            self.save(slot.id(), true);
            self.saved(Task::Flush, SAVING).await;
        }
        let changes = progress.map_or(0, |progress| progress.changes);
        match slot.progress() {
            Some(progress) if progress.saved < changes => Err(Refusal::Unsaved),
            _ => Ok(()),
        }
    }

    pub(crate) async fn saved(
        &self,
        task: impl FnOnce(oneshot::Sender<()>) -> Task,
        within: Duration,
    ) {
        let Some(writer) = self.writer.get() else {
            return;
        };
        let (sender, done) = oneshot::channel();
        writer.ask(task(sender));
        if !matches!(tokio::time::timeout(within, done).await, Ok(Ok(()))) {
            log::error!("not all sessions could be saved");
        }
    }
}
