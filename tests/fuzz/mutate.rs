//! Random changes of an input, as fuzzers make them.

use crate::diff::random::Random;

/// A piece of one of the inputs, changed in a few places.
pub(crate) fn mutated(inputs: &[Vec<u8>], random: &mut Random, most: usize) -> Vec<u8> {
    let mut input = random.pick(inputs).cloned().unwrap_or_default();
    let from = random.below((input.len() + 1).saturating_sub(most));
    input.drain(..from);
    input.truncate(most);
    for _ in 0..=random.below(6) {
        change(&mut input, inputs, random);
    }
    input.truncate(most);
    input
}

/// What parsers and counters stumble over.
const TOKENS: &[&str] = &[
    "\0",
    "\n",
    "\r",
    "\t",
    " ",
    "\"",
    "'",
    "<",
    ">",
    "&",
    "/",
    "\\",
    ":",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "@",
    "~",
    "-",
    "-1",
    "0",
    "1e999",
    "255",
    "256",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "18446744073709551615",
    "null",
    "true",
    "\\u0000",
    "\\ud800",
    "\u{7f}",
    "\u{ff}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "😀",
];

fn change(input: &mut Vec<u8>, inputs: &[Vec<u8>], random: &mut Random) {
    let (at, other) = (random.below(input.len()), random.below(input.len()));
    let (from, to) = (at.min(other), at.max(other));
    match random.below(8) {
        0 if !input.is_empty() => input[at] ^= 1 << random.below(8),
        1 if !input.is_empty() => input[at] = random.below(256) as u8,
        2 => drop(input.drain(from..to)),
        3 => {
            let again = input[from..to].to_vec();
            drop(input.splice(other..other, again));
        }
        4 => {
            let Some(donor) = random.pick(inputs) else {
                return;
            };
            let (one, two) = (random.below(donor.len() + 1), random.below(donor.len() + 1));
            drop(input.splice(from..to, donor[one.min(two)..one.max(two)].iter().copied()));
        }
        _ => {
            let token = random.pick(TOKENS).copied().unwrap_or_default();
            drop(input.splice(at..at, token.bytes()));
        }
    }
}
