//! Limits that a type cannot have.

use taut::prelude::*;
use taut::{Date, Time};

#[derive(Form)]
struct Limits {
    #[form(min = 1.5)]
    one: String,
    #[form(max = -1)]
    two: Vec<String>,
    #[form(min = "3")]
    three: u8,
    #[form(min = 2024)]
    four: Date,
    #[form(max = "31.12.2024")]
    five: Option<Date>,
    #[form(max = "2024-12-31")]
    six: Time,
}

fn main() {}
