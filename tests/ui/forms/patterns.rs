//! Patterns that the server or a browser cannot read.

use taut::prelude::*;

#[derive(Form)]
struct Patterns {
    #[form(pattern = "[a-z")]
    one: String,
    #[form(pattern = "(?i)abc")]
    two: String,
    #[form(pattern = "(?=a)b")]
    three: String,
    #[form(pattern = "[[:alpha:]]+")]
    four: String,
    #[form(pattern = /a/)]
    five: String,
}

fn main() {}
