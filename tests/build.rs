//! Writes views for browser tests from the tables of the macros, so that each of their entries is tried.

#[path = "../crates/taut-macros/src/html/attributes.rs"]
#[allow(dead_code, reason = "the tests need not all of it")]
mod attributes;
#[path = "generate/attributes.rs"]
mod attributes_view;
#[path = "../crates/taut-macros/src/html/elements.rs"]
#[allow(dead_code, reason = "the tests need not all of it")]
mod elements;
#[path = "../crates/taut-macros/src/html/events.rs"]
#[allow(dead_code, reason = "the tests need not all of it")]
mod events;
#[path = "generate/events.rs"]
mod events_view;
#[path = "../crates/taut-macros/src/html/keys.rs"]
#[allow(dead_code, reason = "the tests need not all of it")]
mod keys;
#[path = "generate/keys.rs"]
mod keys_view;

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    for folder in ["build.rs", "generate", "../crates/taut-macros/src/html"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    write("attributes", &attributes_view::view())?;
    write("events", &events_view::view())?;
    write("keys", &keys_view::view())
}

/// Writes a view that the file of that name in `e2e/server` includes.
fn write(name: &str, view: &str) -> io::Result<()> {
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(folder.join(name).with_extension("rs"), view)
}
