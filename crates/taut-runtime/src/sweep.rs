//! Ends sessions that have waited too long, and of too many those that would end the soonest.

use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use tokio::runtime::Handle;

use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot_writer::Task;

/// The pause between two looks for sessions that have waited too long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How many sessions may wait, and how much they may weigh.
#[derive(Clone, Copy)]
struct Room {
    sessions: usize,
    bytes: usize,
}

/// Ends with the task that sweeps, also when its worker ends; then another one may.
struct Sweeping(Arc<Registry>);

impl Drop for Sweeping {
    fn drop(&mut self) {
        self.0.sweeps.store(false, Ordering::Relaxed);
    }
}

impl Registry {
    /// Sweeps from now on whenever a session has waited too long. One task does it, on the runtime of the first call that has one.
    pub fn keep_sweeping(self: &Arc<Self>) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if !self.sweeps.swap(true, Ordering::Relaxed) {
            runtime.spawn(sweep(Sweeping(Arc::clone(self))));
        }
    }

    /// Ends the sessions that have waited too long.
    pub fn sweep(&self, now: Instant) {
        self.end_waiting(
            now,
            Room {
                sessions: usize::MAX,
                bytes: usize::MAX,
            },
        );
    }

    /// Ends the sessions that have waited too long, and as many as there are too many.
    pub(crate) fn make_room(&self, now: Instant, limits: &Limits) {
        self.end_waiting(
            now,
            Room {
                sessions: limits.max_waiting_sessions,
                bytes: limits.max_waiting_bytes,
            },
        );
    }

    /// One that is to be saved can be had until that is done.
    fn end_waiting(&self, now: Instant, room: Room) {
        while let Some((until, slot)) = self.due(now, room) {
            match self.writer.get().filter(|_| slot.outlives(until)) {
                Some(writer) => writer.ask(Task::Ended(slot, until)),
                None => drop(self.part(&slot, until)),
            }
        }
    }

    /// The next session that is to go, and until when it waits.
    fn due(&self, now: Instant, room: Room) -> Option<(Instant, Arc<Slot>)> {
        let mut sessions = self.lock();
        loop {
            let (until, id) = *sessions.waiting.first_key_value()?.0;
            if until > now
                && sessions.waiting.len() <= room.sessions
                && sessions.waiting_bytes <= room.bytes
            {
                return None;
            }
            sessions.leave(until, id);
            if let Some(slot) = sessions.by_id.get(&id) {
                return Some((until, Arc::clone(slot)));
            }
        }
    }

    /// Lets a session go that still waits until then; tells whether it is gone.
    pub(crate) fn part(&self, slot: &Arc<Slot>, until: Instant) -> bool {
        let is_gone = slot.retire(until);
        let mut sessions = self.lock();
        if is_gone
            && let Entry::Occupied(there) = sessions.by_id.entry(slot.id())
            && Arc::ptr_eq(there.get(), slot)
        {
            there.remove();
        }
        is_gone
    }
}

async fn sweep(sweeping: Sweeping) {
    let registry = &sweeping.0;
    loop {
        let first = registry
            .lock()
            .waiting
            .first_key_value()
            .map(|((until, _), _)| *until);
        match first.map(|until| until.saturating_duration_since(Instant::now())) {
            Some(pause) => tokio::time::sleep(pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)).await,
            None => registry.some_wait.notified().await,
        }
        registry.sweep(Instant::now());
    }
}
