//! The time for which one session goes on while others on its worker wait.

use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::time::Duration;

use taut_core::limits::TURN_MILLISECONDS;
use tokio::task::yield_now;

/// The time for which events of one session are handled until others have theirs.
pub const TIME_SLICE: Duration = Duration::from_millis(TURN_MILLISECONDS);

/// Lets other tasks run, and the network be looked at, before this task is polled again. A task that only wakes itself is polled some
/// dozen times before that.
pub fn give_way(cx: &mut Context<'_>) {
    let _ = pin!(yield_now()).poll(cx);
}
