//! Options of fields that do not exist, or are not written like that.

use taut::prelude::*;

#[derive(Form)]
struct Options {
    #[form(mim = 2)]
    one: String,
    #[form(required = true)]
    two: bool,
    #[form(min)]
    three: String,
    #[form(min = two)]
    four: String,
    #[form(min = 1, min = 2)]
    five: String,
    #[form(message = Short)]
    six: String,
    #[form = "seven"]
    seven: String,
    #[form(check = "is_right")]
    eight: String,
}

#[derive(Form)]
#[form(chek = is_right)]
struct Struct {
    one: String,
}

fn main() {}
