//! The rules of a field that HTML knows too, as `#[form(…)]` declares them.

use super::format::Format;
use super::invalid::Invalid;
use super::number;
use super::pattern::Pattern;

/// The kind of a field: how its controls send it, and what its rules mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A text; `min` and `max` are lengths.
    Text,
    /// A number; `min` and `max` are numbers.
    Number,
    /// A date or time, written as HTML does, so that texts compare as values do.
    Moment,
    /// One of the values to choose from.
    Choice,
    /// A checkbox, which sends nothing unless it is checked.
    Check,
    /// Several values, which may be none; `min` and `max` are numbers of values.
    Several,
}

/// The rules of a field, as constants that the derive writes.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Whether an empty text is a value.
    pub is_optional: bool,
    /// Whether a box must be checked, or something be chosen.
    pub is_required: bool,
    /// Whether the text is never sent back to the browser, nor saved.
    pub is_secret: bool,
    /// The least length, number, value or count.
    pub min: Option<&'static str>,
    /// The greatest length, number, value or count.
    pub max: Option<&'static str>,
    /// The step of a number.
    pub step: Option<&'static str>,
    /// The pattern that the whole text must match.
    pub pattern: Option<&'static Pattern>,
    /// The format of the text.
    pub format: Option<Format>,
    /// The message in place of those of these rules.
    pub message: Option<&'static str>,
    /// What other rules, which are not checked here, say of the least and the greatest value.
    pub hints: [Option<&'static str>; 3],
    /// Rules with messages of their own.
    pub more: &'static [Rules],
}

impl Rules {
    /// No rules.
    pub const NONE: Self = Self {
        is_optional: false,
        is_required: false,
        is_secret: false,
        min: None,
        max: None,
        step: None,
        pattern: None,
        format: None,
        message: None,
        hints: [None; 3],
        more: &[],
    };

    /// These rules, and those with messages of their own.
    fn all(&self) -> impl Iterator<Item = &Rules> {
        [self].into_iter().chain(self.more)
    }

    /// The least and the greatest value, and the step.
    pub(super) fn limits(&self) -> [Option<&'static str>; 3] {
        [
            self.all().find_map(|rules| rules.min),
            self.all().find_map(|rules| rules.max),
            self.all().find_map(|rules| rules.step),
        ]
    }

    /// The greatest number of values or rows.
    pub(super) fn most(&self) -> Option<usize> {
        let [_, max, _] = self.limits();
        count(max)
    }

    /// The first pattern; a control has only one.
    pub(super) fn pattern(&self) -> Option<&'static str> {
        let pattern = self.all().find_map(|rules| rules.pattern);
        pattern.map(Pattern::source)
    }

    /// Checks a text that is not empty and could be read.
    pub(super) fn check(&self, kind: FieldKind, text: &str) -> Result<(), Invalid> {
        self.each(|rules| match kind {
            FieldKind::Text => rules.check_text(text),
            FieldKind::Number => rules.check_number(text),
            FieldKind::Moment => rules.check_moment(text),
            FieldKind::Choice | FieldKind::Check | FieldKind::Several => Ok(()),
        })
    }

    /// Checks the number of values or rows.
    pub(super) fn check_count(&self, found: usize) -> Result<(), Invalid> {
        self.each(|rules| {
            let least = count(rules.min).unwrap_or(usize::from(rules.is_required));
            match count(rules.max) {
                _ if found == 0 && least == 1 => Err(Invalid::Missing),
                _ if found < least => Err(Invalid::TooFew { min: least }),
                Some(max) if found > max => Err(Invalid::TooMany { max }),
                _ => Ok(()),
            }
        })
    }

    /// The first error, with the message of its rules.
    fn each(&self, check: impl Fn(&Rules) -> Result<(), Invalid>) -> Result<(), Invalid> {
        self.all().try_for_each(|rules| {
            check(rules).map_err(|error| rules.message.map_or(error, Invalid::from))
        })
    }

    /// An error that no rule has found, with the first message that there is.
    pub(super) fn in_own_words(&self, error: Invalid) -> Invalid {
        let message = self.all().find_map(|rules| rules.message);
        message.map_or(error, Invalid::from)
    }

    fn check_text(&self, text: &str) -> Result<(), Invalid> {
        let length = text.encode_utf16().count();
        match (count(self.min), count(self.max)) {
            (Some(min), _) if length < min => return Err(Invalid::TooShort { min }),
            (_, Some(max)) if length > max => return Err(Invalid::TooLong { max }),
            _ => {}
        }
        self.format.map_or(Ok(()), |format| format.check(text))?;
        match self.pattern {
            Some(pattern) if !pattern.matches(text) => Err(Invalid::WrongPattern),
            _ => Ok(()),
        }
    }

    fn check_number(&self, text: &str) -> Result<(), Invalid> {
        let is_below = |one: &str, other: &str| match (whole(one), whole(other)) {
            (Some(one), Some(other)) => one < other,
            _ => float(one) < float(other),
        };
        match (self.min, self.max) {
            (Some(min), _) if is_below(text, min) => {
                return Err(Invalid::TooSmall { min: min.into() });
            }
            (_, Some(max)) if is_below(max, text) => {
                return Err(Invalid::TooLarge { max: max.into() });
            }
            _ => {}
        }
        match self.step {
            Some(step) if !is_step(text, self.min.unwrap_or("0"), step) => {
                Err(Invalid::WrongStep { step: step.into() })
            }
            _ => Ok(()),
        }
    }

    fn check_moment(&self, text: &str) -> Result<(), Invalid> {
        match (self.min, self.max) {
            (Some(min), _) if text < min => Err(Invalid::TooSmall { min: min.into() }),
            (_, Some(max)) if text > max => Err(Invalid::TooLarge { max: max.into() }),
            _ => Ok(()),
        }
    }
}

/// A number of characters, values or rows.
fn count(number: Option<&str>) -> Option<usize> {
    number?.parse().ok()
}

fn whole(text: &str) -> Option<i128> {
    number::whole(text)
}

fn float(text: &str) -> f64 {
    text.parse().unwrap_or_default()
}

/// Whether a number is a whole number of steps away from a base.
fn is_step(text: &str, base: &str, step: &str) -> bool {
    if let (Some(text), Some(base), Some(step)) = (whole(text), whole(base), whole(step)) {
        return step == 0 || text.wrapping_sub(base) % step == 0;
    }
    let steps = (float(text) - float(base)) / float(step);
    // Decimal fractions are not exact: 0.3 is 2.9999999999999996 steps of 0.1.
    (steps - steps.round()).abs() <= 1e-9 * steps.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: FieldKind, rules: Rules, text: &str, expected: Result<(), Invalid>) {
        assert_eq!(rules.check(kind, text), expected, "{text} {rules:?}");
    }

    #[test]
    fn lengths_are_counted_as_browsers_count_them() {
        let rules = Rules {
            min: Some("2"),
            max: Some("3"),
            ..Rules::NONE
        };
        check(
            FieldKind::Text,
            rules,
            "a",
            Err(Invalid::TooShort { min: 2 }),
        );
        check(FieldKind::Text, rules, "🦀", Ok(()));
        check(
            FieldKind::Text,
            rules,
            "🦀🦀",
            Err(Invalid::TooLong { max: 3 }),
        );
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let rules = Rules {
            min: Some("-9"),
            max: Some("10"),
            step: Some("0.1"),
            ..Rules::NONE
        };
        for text in ["9", "10", "1e1", "-8.9", "0.3", "-0"] {
            check(FieldKind::Number, rules, text, Ok(()));
        }
        let too_large = || Err(Invalid::TooLarge { max: "10".into() });
        check(FieldKind::Number, rules, "11", too_large());
        check(FieldKind::Number, rules, "10.05", too_large());
        let step = Err(Invalid::WrongStep { step: "0.1".into() });
        check(FieldKind::Number, rules, "0.35", step);
        let most = i64::MAX.to_string();
        let large = Rules {
            max: Some("9223372036854775806"),
            ..Rules::NONE
        };
        assert!(large.check(FieldKind::Number, &most).is_err(), "exactly");
    }
}
