//! Snapshots of sessions, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../snapshot.rs"]
mod snapshot;

libfuzzer_sys::fuzz_target!(|input: &[u8]| snapshot::check(input));
