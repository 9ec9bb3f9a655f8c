//! Prints what was promised beside what was measured, for `cargo xtask trust`.

use std::fmt::Display;

/// A promise that was kept; the test has checked it.
pub(crate) fn kept(promise: &str, promised: &str, measured: impl Display) {
    println!("promise | {promise} | {promised} | {measured}");
}
