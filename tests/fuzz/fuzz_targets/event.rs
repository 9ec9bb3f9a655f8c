//! Frames of a browser, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../event.rs"]
mod event;

libfuzzer_sys::fuzz_target!(|input: &[u8]| event::check(input));
