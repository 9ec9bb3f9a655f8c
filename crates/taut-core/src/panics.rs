//! Catches panics in user code, so that they end only the operation in which they happen.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use crate::counts::{Count, count};
use crate::reject::Reject;

/// Runs user code; a panic becomes a refusal.
///
/// # Errors
/// If the code panics.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, Reject> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        count(Count::Panics);
        let reject = Reject::panicked(&printable(message(&*payload)));
        // The payload may panic when it is dropped.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            std::mem::forget(payload);
        }
        reject
    })
}

/// Polls user code; a panic becomes a refusal.
///
/// # Errors
/// If the code returns an error, or panics.
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
        None => payload
            .downcast_ref::<String>()
            .map_or("no message", String::as_str),
    }
}

/// A message of the program as a part of one line of the log: limited in length, and without control characters.
fn printable(text: &str) -> String {
    const LONGEST: usize = 500;
    let mut printable = String::new();
    for char in text.chars().take(LONGEST) {
        let moves = matches!(char, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if char.is_control() || moves {
            printable.extend(char.escape_default());
        } else {
            printable.push(char);
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use std::panic::panic_any;

    use super::*;

    #[track_caller]
    fn check(work: impl FnOnce(), expected: &str) {
        let reject = guarded(work).err();
        assert_eq!(reject.as_ref().and_then(Reject::panic), Some(expected));
    }

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("and again");
        }
    }

    #[test]
    fn a_panic_goes_no_further_and_is_one_line() {
        check(|| panic!("on purpose"), "on purpose");
        check(
            || panic!("two\nlines \u{1b}[31m {}", "\u{202e}"),
            "two\\nlines \\u{1b}[31m \\u{202e}",
        );
        check(|| panic!("{}", "x".repeat(1000)), &"x".repeat(500));
        check(|| panic_any(7), "no message");
        check(|| panic_any(Bomb), "no message");
    }
}
