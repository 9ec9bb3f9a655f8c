//! Bytes of a socket, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../frame.rs"]
mod frame;

libfuzzer_sys::fuzz_target!(|input: &[u8]| frame::check(input));
