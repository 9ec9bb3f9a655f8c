//! Types that can't be derived as a choice.

use taut::prelude::*;

#[derive(Choice)]
struct Plan {
    name: String,
}

#[derive(Choice, Clone, Copy)]
enum Nothing {}

#[derive(Choice, Clone, Copy)]
enum Fields {
    One(u8),
}

#[derive(Choice, Clone, Copy)]
enum Options {
    #[form(lable = "One")]
    One,
    #[form(value = "One")]
    Two,
    #[form(value = "")]
    Three,
    #[form(label = 4)]
    Four,
}

#[derive(Choice)]
enum NotCopy {
    One,
}

fn main() {}
