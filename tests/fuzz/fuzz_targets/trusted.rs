//! HTML that the program vouches for, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../fragments.rs"]
mod fragments;
#[path = "../trusted.rs"]
mod trusted;

libfuzzer_sys::fuzz_target!(|input: &[u8]| trusted::check(input));
