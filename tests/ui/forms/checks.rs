//! Functions that are not rules.

use taut::prelude::*;

#[derive(Form)]
#[form(check = not_there)]
struct Checks {
    #[form(check = says_bool)]
    one: String,
    #[form(check = takes_number)]
    two: String,
    #[form(check = odd_error)]
    three: String,
}

fn says_bool(_: &str) -> bool {
    true
}

fn takes_number(_: &u8) -> Result<(), &'static str> {
    Ok(())
}

fn odd_error(_: &str) -> Result<(), u8> {
    Ok(())
}

fn main() {}
