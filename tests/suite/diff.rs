//! Random edits of rich views: whatever changes, a patched page is the page that a fresh render gives.
//!
//! Each step changes the state, sends an event, or breaks the connection, and then the page in memory is
//! compared with a fresh render, node by node. Rows that stayed must be the same nodes, rows that did not
//! change must not have been touched, and no more rows may have moved than must. A failure is told with
//! the fewest steps that still fail.
//!
//! `TAUT_DIFF_STEPS` sets how many steps are taken over all views (100,000 otherwise), `TAUT_DIFF_SEED` the
//! first seed (1 otherwise).

#[path = "diff/board.rs"]
mod board;
#[path = "diff/decorated.rs"]
mod decorated;
#[path = "diff/document.rs"]
mod document;
#[path = "diff/drawing.rs"]
mod drawing;
#[path = "diff/duel.rs"]
mod duel;
#[path = "diff/events.rs"]
mod events;
#[path = "diff/long.rs"]
mod long;
#[path = "diff/random.rs"]
pub(crate) mod random;
#[path = "diff/rows.rs"]
mod rows;
#[path = "diff/texts.rs"]
mod texts;
#[path = "diff/tracked.rs"]
mod tracked;

use std::panic::{AssertUnwindSafe, catch_unwind};

use duel::{Duel, Subject};
use random::{Random, mixed};

/// How many views there are to share the steps.
const VIEWS: usize = 6;

/// After so many steps a new page is opened.
const STEPS_OF_A_PAGE: usize = 50;

#[test]
fn lists_in_lists_with_blocks() {
    check::<board::Board>();
}

#[test]
fn texts_at_all_edges() {
    check::<texts::Texts>();
}

#[test]
fn all_that_a_start_tag_can_hold() {
    check::<decorated::Decorated>();
}

#[test]
fn foreign_elements_tables_and_options() {
    check::<drawing::Drawing>();
}

#[test]
fn whole_documents() {
    check::<document::Document>();
}

#[test]
fn long_lists_in_any_order() {
    check::<long::Long>();
}

#[test]
fn lists_that_record_their_edits() {
    check_in::<tracked::Tracked>(1);
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn check<V: Subject>() {
    check_in::<V>(VIEWS);
}

/// Checks a view in its share of the steps.
fn check_in<V: Subject>(share: usize) {
    let steps = usize::try_from(number("TAUT_DIFF_STEPS", 100_000)).unwrap_or(usize::MAX) / share;
    let first = number("TAUT_DIFF_SEED", 1);
    for page in 0..steps.div_ceil(STEPS_OF_A_PAGE) {
        let seed = mixed(first, page as u64);
        let script: Vec<u64> = (0..STEPS_OF_A_PAGE as u64)
            .map(|at| mixed(seed, at))
            .collect();
        if attempt::<V>(seed, &script).is_err() {
            let script = shortest::<V>(seed, script);
            let why = attempt::<V>(seed, &script).err().unwrap_or_default();
            panic!(
                "{} with seed {seed}, in {} steps of script {script:?}:\n{why}",
                std::any::type_name::<V>(),
                script.len()
            );
        }
    }
}

/// Plays a script; gives what went wrong.
fn attempt<V: Subject>(seed: u64, script: &[u64]) -> Result<(), String> {
    let play = || {
        let mut duel = Duel::<V>::new(&mut Random::new(seed));
        script
            .iter()
            .try_for_each(|step| duel.step(&mut Random::new(*step)))
    };
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().map(String::as_str);
        Err(message
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("a panic")
            .to_owned())
    })
}

/// Leaves out whatever is not needed to fail.
fn shortest<V: Subject>(seed: u64, mut script: Vec<u64>) -> Vec<u64> {
    let mut size = script.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < script.len() {
            let mut shorter = script.clone();
            shorter.drain(from..(from + size).min(script.len()));
            if attempt::<V>(seed, &shorter).is_err() {
                script = shorter;
            } else {
                from += size;
            }
        }
        size /= 2;
    }
    script
}
