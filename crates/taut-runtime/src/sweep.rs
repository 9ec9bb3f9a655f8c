//! Ends sessions that have waited too long, and of too many those that would end the soonest. Ends the grace of presences.

use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use taut_core::limits::Limits;
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::home::Home;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot_writer::Task;
use crate::waiting::Room;

/// The pause between two looks for sessions that have waited too long.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

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

    /// Ends the sessions that have waited too long, and lets those leave their presences whose grace is over.
    pub fn sweep(&self, now: Instant) {
        self.end_graces(now);
        self.end_waiting(
            now,
            Room {
                sessions: usize::MAX,
                bytes: usize::MAX,
            },
        );
    }

    /// Ends the waiting sessions for which there is no room. One that is to be saved can be had until that is done.
    fn end_waiting(&self, now: Instant, room: Room) {
        while let Some((until, id)) = self.take_due(now, room) {
            let Some(slot) = self.lock().by_id.get(&id).map(Arc::clone) else {
                continue;
            };
            match self.writer.get().filter(|_| slot.outlives(until)) {
                Some(writer) => writer.ask(Task::Ended(id, until)),
                None => drop(self.part(&slot, until)),
            }
        }
    }

    fn end_graces(&self, now: Instant) {
        while let Some((until, id)) = self.take_leaving(now) {
            let slot = self.lock().by_id.get(&id).map(Arc::clone);
            slot.into_iter().for_each(|slot| slot.end_grace(until));
        }
    }

    fn take_leaving(&self, now: Instant) -> Option<(Instant, u64)> {
        self.waiting().take_leaving(now)
    }

    fn take_due(&self, now: Instant, room: Room) -> Option<(Instant, u64)> {
        self.waiting().take_due(now, room)
    }

    /// Ends a session that another process has.
    pub(crate) fn end(&self, slot: &Arc<Slot>) {
        slot.end();
        self.forget(slot, true);
    }

    /// Lets a session go that still waits until then; returns whether it is gone.
    pub(crate) fn part(&self, slot: &Arc<Slot>, until: Instant) -> bool {
        let is_gone = slot.retire(until);
        self.forget(slot, is_gone)
    }

    fn forget(&self, slot: &Arc<Slot>, is_gone: bool) -> bool {
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

impl Home for Registry {
    fn waits(&self, id: u64, until: Instant, bytes: usize) {
        if self.waiting().add(id, until, bytes) {
            self.due_sooner.notify_one();
        }
    }

    fn waits_no_more(&self, id: u64, until: Instant) {
        self.waiting().remove(id, until);
    }

    fn leaves(&self, id: u64, until: Instant) {
        if self.waiting().leaves(id, until) {
            self.due_sooner.notify_one();
        }
    }

    fn leaves_no_more(&self, id: u64, until: Instant) {
        self.waiting().leaves_no_more(id, until);
    }

    fn make_room_for_another(self: Arc<Self>, limits: &Limits) {
        self.keep_sweeping();
        let room = Room {
            sessions: limits.max_waiting_sessions,
            bytes: limits.max_waiting_bytes,
        };
        self.end_waiting(Instant::now(), room);
    }

    fn save(&self, id: u64, is_awaited: bool) {
        if let Some(writer) = self.writer.get() {
            writer.ask(Task::Changed { id, is_awaited });
        }
    }
}

async fn sweep(sweeping: Sweeping) {
    let registry = &sweeping.0;
    loop {
        let next = registry.waiting().next();
        let pause = next.map(|until| until.saturating_duration_since(Instant::now()));
        let pause = pause.map(|pause| pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE));
        let sooner = registry.due_sooner.notified();
        drop(timeout(pause.unwrap_or(Duration::MAX), sooner).await);
        registry.sweep(Instant::now());
    }
}
