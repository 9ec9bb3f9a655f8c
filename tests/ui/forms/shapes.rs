//! Types that are not forms.

use taut::prelude::*;

#[derive(Form)]
enum Plan {
    Free,
}

#[derive(Form)]
struct Pair(String, u8);

#[derive(Form)]
struct Generic<T> {
    one: T,
}

fn main() {}
