//! How long one session goes on while others on its worker wait.

use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::time::Duration;

use taut_core::limits::TURN_MILLISECONDS;
use tokio::task::yield_now;

/// How long events of one session are handled until others have their turn.
pub const TURN: Duration = Duration::from_millis(TURN_MILLISECONDS);

/// Lets others have their turn, sockets among them, before this task is polled again. Whoever only wakes himself is polled some
/// dozen times before the network is looked at.
pub fn give_way(cx: &mut Context<'_>) {
    let _ = pin!(yield_now()).poll(cx);
}
