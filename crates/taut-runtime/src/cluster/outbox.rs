//! What this process tells the others, until the engine has it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::notice::{Notice, ProcessId, What};

/// How many bytes may wait for the engine. What does not fit is lost for the other processes, which learn that something is missing.
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// The notices of this process for the others. Adding one never waits.
pub(crate) struct Outbox {
    own: ProcessId,
    state: Mutex<State>,
    /// Tells the task that sends that there is something.
    pub(crate) filled: Notify,
    /// Tells who waits for it that the engine has taken what there was.
    pub(crate) sent: Notify,
}

#[derive(Default)]
struct State {
    /// The number of the last notice.
    number: u64,
    waiting: Vec<String>,
    bytes: usize,
    /// Whether the engine takes anything.
    is_open: bool,
    /// Whether the process has said goodbye.
    is_over: bool,
}

impl Outbox {
    pub(crate) fn new(own: ProcessId) -> Self {
        Self {
            own,
            state: Mutex::default(),
            filled: Notify::new(),
            sent: Notify::new(),
        }
    }

    /// Tells the others something. If it cannot be sent, they notice by the number of the next notice.
    pub(crate) fn put(&self, what: What<'_>) {
        let mut state = self.lock();
        if state.is_over {
            return;
        }
        state.is_over = matches!(what, What::Bye);
        let counts = !matches!(what, What::Alive | What::Bye);
        state.number += u64::from(counts);
        let is_sign_out = matches!(what, What::SignOut { .. });
        let notice = Notice {
            from: self.own,
            number: state.number,
            what,
        };
        if state.is_open
            // A sign-out is not repeated.
            && (state.bytes < MAX_BYTES || is_sign_out)
            && let Ok(text) = serde_json::to_string(&notice)
        {
            state.bytes += text.len();
            state.waiting.push(text);
            drop(state);
            self.filled.notify_one();
        }
    }

    /// Takes what is to be sent, in its order.
    pub(crate) fn take(&self) -> Vec<String> {
        let mut state = self.lock();
        state.bytes = 0;
        std::mem::take(&mut state.waiting)
    }

    /// Lets notices wait for the engine, or drops them while it is gone.
    pub(crate) fn set_open(&self, is_open: bool) {
        let mut state = self.lock();
        state.is_open = is_open;
        state.bytes = 0;
        state.waiting.clear();
    }

    pub(crate) fn is_open(&self) -> bool {
        self.lock().is_open
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
