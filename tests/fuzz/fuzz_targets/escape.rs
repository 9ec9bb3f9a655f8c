//! Texts in templates, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../escape.rs"]
mod escape;

libfuzzer_sys::fuzz_target!(|input: &[u8]| escape::check(input));
