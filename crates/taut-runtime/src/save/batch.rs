//! Tasks that the snapshot writer does together: they are gathered for a while, and those that fail are tried again.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot::snapshot;
use crate::snapshot_writer::{SnapshotWriter, Task};
use crate::store::Taker;

/// The time for which changes are gathered before they are saved.
const GATHERING: Duration = Duration::from_millis(300);

/// The pauses before a store that fails is asked again: without a task that waits for it, and with one.
const AGAIN: Duration = Duration::from_secs(1);
const AGAIN_SOON: Duration = Duration::from_millis(100);

/// The number of times that a store is asked to save a session.
const TRIES: u8 = 3;

/// The number of sessions that wait for a store that fails for longer. If there are more, each is tried [`TRIES`] times.
const MOST_UNSAVED: usize = 10_000;

/// How many bytes of snapshots a store is given at once.
const AT_ONCE: usize = 1 << 20;

/// Tasks that are done together.
#[derive(Default)]
struct Batch {
    /// Sessions that have changed, and how often it has failed to save them.
    changed: HashMap<u64, u8>,
    /// Sessions that have waited long enough, until when, and how often it has failed to save them.
    ended: Vec<(u64, Instant, u8)>,
    /// Users who were signed out, who waits for it, and how often it has failed to forget their sessions.
    signed_out: Vec<(String, SyncSender<()>, u8)>,
    is_all: bool,
    /// The tasks that wait until all is done.
    done: Vec<oneshot::Sender<()>>,
    /// Whether a task waits, so that nothing more is gathered.
    is_urgent: bool,
}

/// Gathers tasks for a while and does them, as long as there is a registry.
pub(super) fn work(registry: &Weak<Registry>, tasks: &Receiver<Task>) {
    let mut batch = Batch::default();
    loop {
        if batch.gather(tasks).is_err() {
            return;
        }
        let Some(registry) = registry.upgrade() else {
            return;
        };
        let Some(writer) = registry.writer.get() else {
            return;
        };
        batch = batch.run(&registry, writer);
    }
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.changed.is_empty()
            && self.ended.is_empty()
            && self.signed_out.is_empty()
            && self.done.is_empty()
    }

    /// Waits for a task, or until something is to be tried again, and for what follows soon.
    fn gather(&mut self, tasks: &Receiver<Task>) -> Result<(), RecvTimeoutError> {
        let pause = if self.is_empty() {
            self.add(tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)?);
            GATHERING
        } else if self.done.is_empty()
            && self.signed_out.iter().all(|(_, _, tries)| *tries >= TRIES)
        {
            AGAIN
        } else {
            AGAIN_SOON
        };
        let mut until = Instant::now() + pause;
        loop {
            if self.is_urgent {
                until = Instant::now();
            }
            match tasks.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(task) => self.add(task),
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                Err(gone) => return Err(gone),
            }
        }
    }

    fn add(&mut self, task: Task) {
        self.is_urgent |= match task {
            Task::Changed { is_awaited, .. } => is_awaited,
            Task::Ended(..) => false,
            _ => true,
        };
        match task {
            Task::Changed { id, .. } => drop(self.changed.insert(id, 0)),
            Task::Ended(id, until) => self.ended.push((id, until, 0)),
            Task::SignedOut(user, sender) => self.signed_out.push((user, sender, 0)),
            Task::Flush(done) => self.done.push(done),
            Task::All(done) => {
                self.is_all = true;
                self.done.push(done);
            }
        }
    }

    /// Does all of it; gives what is to be tried again.
    fn run(self, registry: &Arc<Registry>, writer: &SnapshotWriter) -> Self {
        let mut again = Self::default();
        for (user, sender, tries) in self.signed_out {
            if writer.try_now(|store| store.forget_user(&user)).is_some() {
                registry.lock().was_forgotten(&user);
                // The sign-out may not wait for it any more.
                let _ = sender.try_send(());
            } else {
                again
                    .signed_out
                    .push((user, sender, tries.saturating_add(1)));
            }
        }
        let sessions = registry.lock();
        let changed = if self.is_all {
            sessions.all()
        } else {
            sessions.named(self.changed.keys().copied())
        };
        let there = |(id, until, tries)| Some((sessions.by_id.get(&id).cloned()?, until, tries));
        let ended: Vec<_> = self.ended.into_iter().filter_map(there).collect();
        drop(sessions);
        let tries_of = |slot: &Slot| self.changed.get(&slot.id()).copied().unwrap_or_default();
        // A session that is saved and goes, as all do before the server stops, is free for other processes.
        let own = registry.own_number().filter(|_| !registry.is_draining());
        let mut slots: Vec<_> = changed
            .iter()
            .map(|slot| (slot, tries_of(slot), own))
            .collect();
        slots.extend(ended.iter().map(|(slot, _, tries)| (slot, *tries, None)));
        let mut unsaved = save(registry, writer, &slots).into_iter();
        for (slot, tries) in changed.iter().zip(unsaved.by_ref()) {
            again.changed.extend(tries.map(|tries| (slot.id(), tries)));
        }
        let mut back = Vec::new();
        for ((slot, until, _), tries) in ended.into_iter().zip(unsaved) {
            match tries {
                Some(tries) => again.ended.push((slot.id(), until, tries)),
                None if registry.part(&slot, until) => {}
                None => back.push(slot),
            }
        }
        // The browser has come back while the session was saved, and has not gone again.
        for slot in back.iter().filter(|slot| !slot.has_ended()) {
            let taken = writer.try_now(|store| store.take(slot.id(), &registry.taker(slot)));
            match taken {
                Some(Some(snapshot)) => slot.note_restored(snapshot.restores),
                // In a cluster, another process may have been quicker.
                Some(None) if own.is_some() => registry.end(slot),
                _ => {}
            }
        }
        if again.is_empty() {
            for done in self.done {
                let _ = done.send(());
            }
        } else {
            again.done = self.done;
        }
        again
    }
}

impl Registry {
    /// The number of this process, if it is one of several.
    pub(crate) fn own_number(&self) -> Option<u64> {
        self.others.get().map(|others| others.own())
    }

    /// This process, as it takes the snapshot of a session that it has.
    fn taker(&self, slot: &Slot) -> Taker {
        Taker {
            process: self.own_number().unwrap_or_default(),
            gone: None,
            holds: slot.is_always_saved(),
        }
    }
}

/// Saves sessions; for each that is to be tried again, how often it has failed. Those of a user whose earlier sessions the store
/// has yet to forget wait for that, since they would be forgotten with them.
fn save(
    registry: &Arc<Registry>,
    writer: &SnapshotWriter,
    slots: &[(&Arc<Slot>, u8, Option<u64>)],
) -> Vec<Option<u8>> {
    let (mut snapshots, mut unsaved, mut saved) = (Vec::new(), Vec::new(), Vec::new());
    for (slot, tries, holder) in slots {
        if registry.lock().is_being_forgotten(slot.owner()) {
            unsaved.push(Some(*tries));
            continue;
        }
        let snapshot = snapshot(slot, *holder);
        unsaved.push(snapshot.as_ref().err().map(|_| *tries));
        if let Ok(Some((snapshot, changes))) = snapshot {
            snapshots.push(snapshot);
            saved.push((slot, changes));
        }
    }
    let mut refused = Vec::new();
    let mut is_kept = true;
    while !snapshots.is_empty() && is_kept {
        let mut bytes = 0;
        let some = snapshots.iter().take_while(|snapshot| {
            let fits = bytes < AT_ONCE;
            bytes += snapshot.content.len();
            fits
        });
        let rest = snapshots.split_off(some.count());
        let some = std::mem::replace(&mut snapshots, rest);
        let kept = writer.try_now(|store| store.keep_own(some));
        is_kept = kept.is_some();
        refused.extend(kept.into_iter().flatten());
    }
    if is_kept {
        for (slot, changes) in saved {
            // Another process has taken this one for dead: the browsers are with it by now.
            match refused.contains(&slot.id()) {
                true => registry.end(slot),
                false => slot.note_saved(changes),
            }
        }
        return unsaved;
    }
    let again: Vec<_> = slots
        .iter()
        .map(|(slot, tries, _)| {
            // A browser that waits is told nothing else; and a cluster's engine that is gone comes back.
            let is_needed = slot.progress().is_some() || registry.own_number().is_some();
            let tries = if is_needed && slots.len() < MOST_UNSAVED {
                0
            } else {
                tries + 1
            };
            Some(tries).filter(|tries| *tries < TRIES)
        })
        .collect();
    let lost = again.iter().filter(|tries| tries.is_none()).count();
    if lost > 0 {
        log::error!("{lost} sessions are not saved");
    }
    again
}
