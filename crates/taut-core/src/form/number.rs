//! The numbers that a control can hold, as HTML writes them: `-12.5e3`, but neither `+1`, ` 1`, `1.`, `0x1`, `1_000`, `nan` nor `inf`.

use std::str::FromStr;

/// An integer in any notation: `1e3`, `1.0` and `-0` are integers too. Nothing if the type cannot hold it.
pub(super) fn whole<T: FromStr>(text: &str) -> Option<T> {
    Decimal::of(text)?.whole()?.parse().ok()
}

/// A number that is finite in the type.
pub(super) fn float<T: Float>(text: &str) -> Option<T> {
    Decimal::of(text)?;
    text.parse().ok().filter(Float::is_finite)
}

/// `f32` or `f64`.
pub(super) trait Float: FromStr {
    fn is_finite(&self) -> bool;
}

impl Float for f32 {
    fn is_finite(&self) -> bool {
        f32::is_finite(*self)
    }
}

impl Float for f64 {
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

/// A valid floating-point number of HTML, in its parts.
struct Decimal<'a> {
    is_negative: bool,
    /// The digits before the point.
    before: &'a str,
    /// The digits after the point.
    after: &'a str,
    /// By how many places the decimal point moves to the right.
    exponent: i64,
}

/// The maximum number of digits of any integer type.
const MOST_DIGITS: usize = 39;

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, read_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
        let has_digits =
            is_digits(after) && (before.is_empty() && digits.starts_with('.') || is_digits(before));
        has_digits.then_some(Self {
            is_negative: text.len() > unsigned.len(),
            before,
            after,
            exponent,
        })
    }

    /// The number written only in digits, with its sign; nothing if it is not an integer, or too long for any type.
    fn whole(&self) -> Option<String> {
        let digits = [self.before, self.after].concat();
        let digits = digits.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Some("0".to_owned());
        }
        let places = i64::try_from(self.after.len()).ok()?;
        let trimmed = i64::try_from(digits.len() - significant.len()).ok()?;
        let zeros =
            usize::try_from(self.exponent.saturating_sub(places).saturating_add(trimmed)).ok()?;
        let fits = significant.len().saturating_add(zeros) <= MOST_DIGITS;
        let sign = if self.is_negative { "-" } else { "" };
        fits.then(|| format!("{sign}{significant}{}", "0".repeat(zeros)))
    }
}

/// An exponent, limited to a range beyond every number.
fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let size = i64::from(digits.parse().unwrap_or(i32::MAX));
    is_digits(digits).then_some(if text.starts_with('-') { -size } else { size })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
