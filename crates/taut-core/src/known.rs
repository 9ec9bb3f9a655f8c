//! Bound arguments whose values a browser must know, as JSON.

use serde::Serialize;

/// The type of a bound argument that `key(…)` of `#[cache]` or `#[client_state(…)]` names, or of the detail of an event that a command
/// dispatches: its value is sent to the browser.
#[diagnostic::on_unimplemented(
    message = "the browser cannot be told a value of type `{Self}`",
    label = "the browser needs this value, for `#[cache]` or `#[client_state]` of the handler, or for a command",
    note = "add `#[derive(serde::Serialize)]` to the type, or name other parameters: `#[cache(…, key(…))]`"
)]
pub trait Known {
    /// The value as JSON; an integer that a JavaScript number cannot represent exactly is a string.
    fn json(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Known for T {
    fn json(&self) -> String {
        exact(serde_json::to_string(self).unwrap_or_else(|_| "null".to_owned()))
    }
}

/// Converts an integer that a JavaScript number cannot represent exactly to a string.
pub(crate) fn exact(json: String) -> String {
    if is_inexact(&json) {
        format!("\"{json}\"")
    } else {
        json
    }
}

fn is_inexact(json: &str) -> bool {
    let digits = json.strip_prefix('-').unwrap_or(json);
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits
            .parse()
            .is_ok_and(|number: u128| number > MAX_SAFE_INTEGER.into())
}

/// The largest integer up to which a JavaScript number represents every integer exactly (2⁵³ − 1).
pub(crate) const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// A bound argument whose value is sent to the browser.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a, T> {
    pub(crate) value: &'a T,
    pub(crate) json: fn(&T) -> String,
}

/// Marks a value to be sent to the browser.
pub const fn known_in_the_browser<T: Known>(value: &T) -> Told<'_, T> {
    Told {
        value,
        json: T::json,
    }
}

/// The JSON of a value for a command, which the browser finds in an attribute.
pub fn json_for_the_browser<T: Known + ?Sized>(value: &T) -> String {
    value.json()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Context;

    #[test]
    fn a_value_is_told_as_json_that_loses_nothing() {
        assert_eq!(7_u8.json(), "7");
        assert_eq!((-1.5_f64).json(), "-1.5");
        assert_eq!("a\"b".json(), "\"a\\\"b\"");
        assert_eq!(Some(true).json(), "true");
        assert_eq!(9_007_199_254_740_991_u64.json(), "9007199254740991");
        assert_eq!(9_007_199_254_740_993_u64.json(), "\"9007199254740993\"");
        assert_eq!(u128::MAX.json(), format!("\"{}\"", u128::MAX));
        assert_eq!(1_000_000_000_000_000_u64.json(), "1000000000000000");
        let mut context = Context::default();
        context.publish("most", &9_007_199_254_740_991_u64);
        context.publish("more", &9_007_199_254_740_992_u64);
        let published: Vec<_> = context
            .published
            .iter()
            .map(|(_, json)| json.as_str())
            .collect();
        assert_eq!(published, ["9007199254740991", "\"9007199254740992\""]);
        assert_eq!((-9_007_199_254_740_993_i64).json(), "\"-9007199254740993\"");
    }
}
