//! A nested struct that is no form.

use taut::prelude::*;

#[derive(Form)]
struct Account {
    #[form(nested)]
    address: Address,
}

struct Address {
    street: String,
}

fn main() {}
