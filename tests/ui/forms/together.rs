//! Options of fields that exclude each other.

use taut::prelude::*;

#[derive(Form)]
struct Together {
    #[form(email, url)]
    one: String,
    #[form(optional, required)]
    two: String,
    #[form(min = 5, max = 4)]
    three: u8,
    #[form(nested, pattern = "a")]
    four: Address,
    #[form(nested, min = 1)]
    five: Address,
    #[form(nested)]
    six: Option<Address>,
    #[form(text, min = 2)]
    seven: std::net::IpAddr,
}

#[derive(Form)]
struct Address {
    street: String,
}

fn main() {}
