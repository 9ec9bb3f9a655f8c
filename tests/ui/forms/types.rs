//! Fields of types that no control shows.

use std::collections::HashMap;
use std::time::Duration;

use taut::prelude::*;

#[derive(Form)]
struct Types {
    one: HashMap<String, String>,
    two: Address,
    three: Vec<Address>,
    four: Option<bool>,
    #[form(text)]
    five: Duration,
}

#[derive(Form)]
struct Address {
    street: String,
}

fn main() {}
