//! Rules of garde without their derive.

use taut::prelude::*;

#[derive(Form)]
struct Account {
    #[garde(length(min = 2))]
    name: String,
}

fn main() {}
