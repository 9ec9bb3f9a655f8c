//! URLs in attributes, for cargo-fuzz and `cargo xtask fuzz`.
#![no_main]

#[path = "../escapes.rs"]
mod escapes;
#[path = "../url.rs"]
mod url;

libfuzzer_sys::fuzz_target!(|input: &[u8]| url::check(input));
