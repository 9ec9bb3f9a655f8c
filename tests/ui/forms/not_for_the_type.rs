//! Options that are for other types.

use taut::prelude::*;

#[derive(Form)]
struct NotForTheType {
    #[form(min = 2)]
    one: bool,
    #[form(step = 2)]
    two: String,
    #[form(pattern = "[0-9]")]
    three: u8,
    #[form(email)]
    four: Vec<String>,
    #[form(optional)]
    five: u8,
    #[form(required)]
    six: String,
}

fn main() {}
