//! Runs handlers on random values, and prints what they did, for `predictions.test.mjs`, which runs what is predicted of them.
//!
//! `predictions SEED COUNT` prints a line for each view, its name and its table of templates, and then a line for each call.

#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "the handlers are written as users may write them"
)]

mod arbitrary;
mod handlers;

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arbitrary::{Arbitrary, Random};
use taut::prelude::*;

/// A view whose handlers are run.
pub(crate) trait Subject: Default + Clone + 'static {
    /// The type of the parameter of its handlers.
    type Given: Arbitrary + Display + 'static;
    const NAME: &'static str;
    const CALLS: &'static [(
        &'static str,
        fn(&mut Self, Self::Given) -> Result<(), Reject>,
    )];

    fn shuffle(&mut self, random: &mut Random);
    fn texts(&self) -> Vec<String>;
    fn table() -> Vec<u8>;
}

fn print_table<S: Subject>() {
    let table = String::from_utf8_lossy(&S::table()).into_owned();
    println!("[{:?},{table}]", S::NAME);
}

fn print_calls<S: Subject>(random: &mut Random, count: usize) {
    for at in 0..count {
        let (name, handler) = S::CALLS[at % S::CALLS.len()];
        let mut view = S::default();
        view.shuffle(random);
        let (before, given) = (view.texts(), S::Given::arbitrary(random));
        let text = given.to_string();
        let result = match catch_unwind(AssertUnwindSafe(|| handler(&mut view, given))) {
            Ok(Ok(())) => "ok",
            Ok(Err(_)) => "refused",
            Err(_) => "panicked",
        };
        let line = serde_json::json!([S::NAME, name, before, text, result, view.texts()]);
        println!("{line}");
    }
}

macro_rules! run {
    ($($view:ident)*) => {
        fn run(random: &mut Random, count: usize) {
            let each = count / [$(stringify!($view)),*].len();
            $(print_table::<handlers::$view::State>();)*
            $(print_calls::<handlers::$view::State>(random, each);)*
        }
    };
}
run! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 string }

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|text| text.parse().ok());
    let (seed, count) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1_000));
    run(
        &mut Random(seed),
        usize::try_from(count).unwrap_or_default(),
    );
}
