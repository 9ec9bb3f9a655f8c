//! What the log says of a session: panics of its view, and events that were refused.

use std::time::Instant;

use taut_core::limits::{REFUSAL_BURST, REFUSALS_PER_SECOND};
use taut_core::{Refused, Session};

use crate::rate::{Rate, SharedBucket};

/// Logs a panic of a view, and an event that was refused, since the last call.
pub(crate) fn note(session: &mut dyn Session) {
    if let Some(panic) = session.take_panic() {
        log::error!("{panic}");
    }
    if let Some(refused) = session.take_refused() {
        note_refused(&refused);
    }
}

/// Logs a panic of background work.
pub(crate) fn note_work(panic: Option<String>) {
    if let Some(panic) = panic {
        log::error!("background work: {panic}");
    }
}

/// Drops a view, and logs whether it panics.
pub fn end(mut session: Box<dyn Session>) {
    session.end();
    note(&mut *session);
}

/// Writes a line on an event that was refused, unless there were too many: a browser must not fill a disk.
fn note_refused(refused: &Refused) {
    static LINES: SharedBucket = SharedBucket::new();
    let rate = Rate::new(REFUSALS_PER_SECOND, REFUSAL_BURST);
    if LINES.take(rate, Instant::now()).is_err() {
        return;
    }
    match refused {
        Refused { by, why: Some(why) } => log::warn!("refused an event of {by}: {why}"),
        Refused { by, why: None } => log::info!("{by} has refused an event"),
    }
}
