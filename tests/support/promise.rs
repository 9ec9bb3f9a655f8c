//! Prints what was promised beside what was measured, for `cargo xtask trust`.

use std::fmt::Display;

/// Whether times count: only where nothing else runs beside the test, which `cargo xtask trust` sees to.
pub(crate) fn are_times_measured() -> bool {
    std::env::var_os("TAUT_TRUST").is_some()
}

/// A promise that was kept; the test has checked it.
pub(crate) fn kept(promise: &str, promised: &str, measured: impl Display) {
    println!("promise | {promise} | {promised} | {measured}");
}
