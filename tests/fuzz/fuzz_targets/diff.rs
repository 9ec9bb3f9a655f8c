//! Scripts of edits, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../diff.rs"]
mod diff;

libfuzzer_sys::fuzz_target!(|input: &[u8]| diff::check(input));
