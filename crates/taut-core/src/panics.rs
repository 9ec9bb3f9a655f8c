//! Keeps a panic in the user's code from ending more than what it happened in; memory stays as it was left.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::context::Reject;

/// Runs the user's code; a panic refuses what was asked for.
///
/// # Errors
/// When the code panics.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, Reject> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Reject::panicked(message(&*payload)))
}

/// Runs the user's code as far as it comes, again and again; a panic refuses what was asked for.
///
/// # Errors
/// When the code refuses, or panics.
pub async fn guarded_later<T>(work: impl Future<Output = Result<T, Reject>>) -> Result<T, Reject> {
    let mut work = pin!(work);
    let poll = poll_fn(|cx| match guarded(|| work.as_mut().poll(cx)) {
        Ok(poll) => poll,
        Err(reject) => Poll::Ready(Err(reject)),
    });
    poll.await
}

fn message(payload: &(dyn Any + Send)) -> &str {
    match payload.downcast_ref::<&str>() {
        Some(message) => message,
        None => payload.downcast_ref::<String>().map_or("no message", String::as_str),
    }
}
