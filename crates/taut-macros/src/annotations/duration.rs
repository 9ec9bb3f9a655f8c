//! Durations, written as literals with a unit: `300ms`, `1.5s`, `5min`, `1h`, `7days`.

use proc_macro2::TokenStream;
use syn::Lit;

use super::options::Placed;
use crate::errors::{Errors, did_you_mean};

/// The units in milliseconds.
const UNITS: &[(&str, f64)] = &[
    ("ms", 1.0),
    ("s", 1_000.0),
    ("min", MINUTE),
    ("h", HOUR),
    ("day", DAY),
    ("days", DAY),
];

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

const EXAMPLES: &str = "`300ms`, `2s`, `5min`, `1h` or `7days`";

/// The purpose of a duration, and its range.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    /// Such as `a wait must be between `1ms` and `1h``.
    pub(crate) message: &'static str,
    /// In milliseconds.
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) may_be_zero: bool,
}

/// How long an event can be delayed.
pub(crate) const GATE: Range = Range {
    message: "a wait must be between `1ms` and `1h`",
    least: 1,
    most: 3_600_000,
    may_be_zero: false,
};

/// How long an element can be marked.
pub(crate) const MARK: Range = Range {
    message: "a mark must last at most `1h`, or `0` for none",
    least: 1,
    most: 3_600_000,
    may_be_zero: true,
};

/// How long the browser can store something.
pub(crate) const KEPT: Range = Range {
    message: "a time to live must be between `1ms` and `30days`, or `0` to store nothing",
    least: 1,
    most: 2_592_000_000,
    may_be_zero: true,
};

/// How long the browser can keep a draft.
pub(crate) const DRAFT: Range = Range {
    message: "a time for drafts must be between `1ms` and `30days`",
    least: 1,
    most: 2_592_000_000,
    may_be_zero: false,
};

/// The interval of a handler that the server calls by itself.
pub(crate) const EVERY: Range = Range {
    message: "an interval must be between `100ms` and `1day`",
    least: 100,
    most: 86_400_000,
    may_be_zero: false,
};

/// Reads a duration in milliseconds, or adds an error.
pub(crate) fn read(
    (tokens, place): Placed<TokenStream>,
    range: Range,
    errors: &mut Errors,
) -> Option<u32> {
    match milliseconds(&tokens) {
        Ok(milliseconds) if is_in(milliseconds, range) => {
            return Some(milliseconds.round() as u32);
        }
        Ok(_) => errors.at(place, range.message),
        Err(message) => errors.at(place, message),
    }
    None
}

fn is_in(milliseconds: f64, range: Range) -> bool {
    (f64::from(range.least)..=f64::from(range.most)).contains(&milliseconds)
        || range.may_be_zero && milliseconds == 0.0
}

fn milliseconds(tokens: &TokenStream) -> Result<f64, String> {
    let literal = syn::parse2::<Lit>(tokens.clone());
    let (digits, unit) = match &literal {
        Ok(Lit::Int(int)) => (int.base10_digits(), int.suffix()),
        Ok(Lit::Float(float)) => (float.base10_digits(), float.suffix()),
        _ => return Err(format!("expected a duration: {EXAMPLES}")),
    };
    let number: f64 = digits
        .parse()
        .map_err(|_| format!("expected a duration: {EXAMPLES}"))?;
    if unit.is_empty() {
        return if number == 0.0 {
            Ok(0.0)
        } else {
            Err(format!("a duration needs a unit: {EXAMPLES}"))
        };
    }
    match UNITS.iter().find(|(name, _)| *name == unit) {
        Some((_, milliseconds)) => Ok(number * milliseconds),
        None => {
            let hint = did_you_mean(unit, UNITS.iter().map(|(name, _)| *name));
            let hint = if hint.is_empty() {
                format!(": write {EXAMPLES}")
            } else {
                hint
            };
            Err(format!("there is no unit `{unit}`{hint}"))
        }
    }
}
