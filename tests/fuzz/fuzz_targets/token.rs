//! Tokens and cookies, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../token.rs"]
mod token;

libfuzzer_sys::fuzz_target!(|input: &[u8]| token::check(input));
