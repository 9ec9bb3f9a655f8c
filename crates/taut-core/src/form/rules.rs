//! The rules of a field that HTML knows too, as `#[form(…)]` declares them.

use std::sync::OnceLock;

use regex_lite::Regex;
use url::Url;

use super::invalid::Invalid;
use super::number;

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

/// A format of a text that HTML defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An e-mail address, as in `<input type="email">`.
    Email,
    /// The `http` or `https` address of a page.
    Url,
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
    /// The message in place of those of the rules.
    pub message: Option<&'static str>,
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
    };

    /// Checks a text that is not empty and could be read.
    pub(super) fn check(&self, kind: FieldKind, text: &str) -> Result<(), Invalid> {
        match kind {
            FieldKind::Text => self.check_text(text),
            FieldKind::Number => self.check_number(text),
            FieldKind::Moment => self.check_moment(text),
            FieldKind::Choice | FieldKind::Check | FieldKind::Several => Ok(()),
        }
    }

    fn check_text(&self, text: &str) -> Result<(), Invalid> {
        let length = text.encode_utf16().count();
        match (count(self.min), count(self.max)) {
            (Some(min), _) if length < min => return Err(Invalid::TooShort { min }),
            (_, Some(max)) if length > max => return Err(Invalid::TooLong { max }),
            _ => {}
        }
        match self.format {
            Some(Format::Email) if !is_email(text) => return Err(Invalid::NotEmail),
            Some(Format::Url) if !is_web_address(text) => return Err(Invalid::NotUrl),
            _ => {}
        }
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

    /// Checks the number of values or rows.
    pub(super) fn check_count(&self, found: usize) -> Result<(), Invalid> {
        let least = count(self.min).unwrap_or(usize::from(self.is_required));
        match count(self.max) {
            _ if found == 0 && least == 1 => Err(Invalid::Missing),
            _ if found < least => Err(Invalid::TooFew { min: least }),
            Some(max) if found > max => Err(Invalid::TooMany { max }),
            _ => Ok(()),
        }
    }

    /// The error with the message of the field, if it has one.
    pub(super) fn in_own_words(&self, error: Invalid) -> Invalid {
        match (self.message, error) {
            (Some(message), error) if !matches!(error, Invalid::Because(_)) => message.into(),
            (_, error) => error,
        }
    }
}

/// A regular expression in the syntax that Rust and browsers share, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that the derive has checked.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the whole text matches, as in the attribute `pattern`.
    fn matches(&self, text: &str) -> bool {
        let whole = || Regex::new(&format!(r"\A(?:{})\z", self.source)).ok();
        let compiled = self.compiled.get_or_init(whole);
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// A number of characters, values or rows.
pub(super) fn count(number: Option<&str>) -> Option<usize> {
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

/// Whether a text is an address as `<input type="email">` accepts it.
fn is_email(text: &str) -> bool {
    let is_atom =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && user.bytes().all(is_atom) && host.split('.').all(is_label)
    })
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
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

    #[test]
    fn addresses_are_those_that_browsers_accept() {
        for text in ["a@b", "ada.l+x@example.org", "o'neil@ex-ample.co"] {
            assert!(is_email(text), "{text}");
        }
        let wrong = [
            "", "a", "a@", "@b", "a@b.", "a b@c", "a@b@c", "a@-b", "ä@b", "a@b..c", "a@b\n",
        ];
        for text in wrong {
            assert!(!is_email(text), "{text}");
        }
        assert!(is_web_address("https://example.org/a?b"));
        for text in ["javascript:alert(1)", "//example.org", "example.org", ""] {
            assert!(!is_web_address(text), "{text}");
        }
    }

    #[test]
    fn a_pattern_is_for_the_whole_text() {
        let pattern = Pattern::new("a|bc*");
        for (text, expected) in [
            ("a", true),
            ("bcc", true),
            ("ab", false),
            ("", false),
            ("a\n", false),
        ] {
            assert_eq!(pattern.matches(text), expected, "{text:?}");
        }
    }
}
