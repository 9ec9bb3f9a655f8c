//! Scripts of edits, events and lost connections: whatever is done, a patched page is the page that a fresh render gives.
//!
//! The views and their judges are those of the random tests (`tests/suite/diff.rs`); here, bytes decide what is done.

#[path = "../suite/diff/board.rs"]
mod board;
#[path = "../suite/diff/decorated.rs"]
mod decorated;
#[path = "../suite/diff/document.rs"]
mod document;
#[path = "../suite/diff/drawing.rs"]
mod drawing;
#[path = "../suite/diff/duel.rs"]
mod duel;
#[path = "../suite/diff/events.rs"]
mod events;
#[path = "../suite/diff/long.rs"]
mod long;
#[path = "../suite/diff/random.rs"]
pub(crate) mod random;
#[path = "../suite/diff/rows.rs"]
mod rows;
#[path = "../suite/diff/texts.rs"]
mod texts;

use duel::{Duel, Subject};
use random::{Random, mixed};

/// More steps of one input are not taken.
const MAX_STEPS: usize = 40;

/// Takes the first byte for a view, the second for its first state, and each two that follow for a step.
pub(crate) fn check(input: &[u8]) {
    let [view, state, script @ ..] = input else {
        return;
    };
    let play = match view % 6 {
        0 => play::<board::Board>,
        1 => play::<texts::Texts>,
        2 => play::<decorated::Decorated>,
        3 => play::<drawing::Drawing>,
        4 => play::<document::Document>,
        _ => play::<long::Long>,
    };
    play(*state, script);
}

fn play<V: Subject>(state: u8, script: &[u8]) {
    let mut duel = Duel::<V>::new(&mut Random::new(state.into()));
    for step in script.as_chunks::<2>().0.iter().take(MAX_STEPS) {
        let mut random = Random::new(mixed(1, u16::from_be_bytes(*step).into()));
        duel.step(&mut random)
            .unwrap_or_else(|why| panic!("{}: {why}", std::any::type_name::<V>()));
    }
}
