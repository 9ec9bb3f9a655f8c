//! The reasons why a field of a form is not valid.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::text::{Text, Value};

/// Why a field is not valid. Shown as an English sentence; match on it for another language.
///
/// ```
/// use taut_core::Invalid;
///
/// fn auf_deutsch(error: &Invalid) -> String {
///     match error {
///         Invalid::Missing => "Bitte ausfüllen.".to_owned(),
///         Invalid::TooShort { min } => format!("Mindestens {min} Zeichen."),
///         other => other.to_string(),
///     }
/// }
///
/// assert_eq!(auf_deutsch(&Invalid::TooShort { min: 2 }), "Mindestens 2 Zeichen.");
/// assert_eq!(Invalid::TooShort { min: 2 }.to_string(), "At least 2 characters, please.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Invalid {
    /// It is required and empty, or a box that must be checked is not.
    Missing,
    /// It was sent more than once, and is not a list.
    Repeated,
    /// The text is shorter than `min`.
    TooShort {
        /// The least length, counted as HTML does, in UTF-16 code units.
        min: usize,
    },
    /// The text is longer than `max`.
    TooLong {
        /// The greatest length, counted as HTML does, in UTF-16 code units.
        max: usize,
    },
    /// The list has fewer than `min` values or rows.
    TooFew {
        /// The least number.
        min: usize,
    },
    /// The list has more than `max` values or rows.
    TooMany {
        /// The greatest number.
        max: usize,
    },
    /// The number or date is below `min`.
    TooSmall {
        /// The least value, as it was written in `#[form(min = …)]`.
        min: Cow<'static, str>,
    },
    /// The number or date is above `max`.
    TooLarge {
        /// The greatest value, as it was written in `#[form(max = …)]`.
        max: Cow<'static, str>,
    },
    /// It is not a whole number in the range of its type.
    NotWhole {
        /// The least value of the type.
        min: Cow<'static, str>,
        /// The greatest value of the type.
        max: Cow<'static, str>,
    },
    /// It is not a number.
    NotNumber,
    /// The number is not a multiple of `step`, counted from `min`.
    WrongStep {
        /// The step.
        step: Cow<'static, str>,
    },
    /// It is not a date of the calendar.
    NotDate,
    /// It is not a time of day.
    NotTime,
    /// It is not a date with a time of day.
    NotDateTime,
    /// It is not an e-mail address.
    NotEmail,
    /// It is not the address of a web page.
    NotUrl,
    /// It is none of the values to choose from.
    NotChoice,
    /// It does not match the pattern.
    WrongPattern,
    /// It cannot be read as a value of its type.
    Unreadable,
    /// A message of the application: from a rule, or from `refuse`.
    Because(Cow<'static, str>),
}

impl Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: &usize| if *count == 1 { "" } else { "s" };
        match self {
            Invalid::Missing => f.write_str("This is required."),
            Invalid::Repeated => f.write_str("There is more than one value."),
            Invalid::TooShort { min } => {
                write!(f, "At least {min} character{}, please.", plural(min))
            }
            Invalid::TooLong { max } => {
                write!(f, "At most {max} character{}, please.", plural(max))
            }
            Invalid::TooFew { min } => write!(f, "At least {min}, please."),
            Invalid::TooMany { max } => write!(f, "At most {max}, please."),
            Invalid::TooSmall { min } => write!(f, "{min} or more, please."),
            Invalid::TooLarge { max } => write!(f, "{max} or less, please."),
            Invalid::NotWhole { min, max } => {
                write!(f, "A whole number from {min} to {max}, please.")
            }
            Invalid::NotNumber => f.write_str("A number, please."),
            Invalid::WrongStep { step } => write!(f, "In steps of {step}, please."),
            Invalid::NotDate => f.write_str("A date, please."),
            Invalid::NotTime => f.write_str("A time of day, please."),
            Invalid::NotDateTime => f.write_str("A date and a time, please."),
            Invalid::NotEmail => f.write_str("An e-mail address, please."),
            Invalid::NotUrl => f.write_str("The address of a web page, please."),
            Invalid::NotChoice => f.write_str("One of the choices, please."),
            Invalid::WrongPattern => f.write_str("This does not have the right format."),
            Invalid::Unreadable => f.write_str("This can't be read."),
            Invalid::Because(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Invalid {}

impl From<&'static str> for Invalid {
    fn from(message: &'static str) -> Self {
        Self::Because(message.into())
    }
}

impl From<String> for Invalid {
    fn from(message: String) -> Self {
        Self::Because(message.into())
    }
}

impl From<Cow<'static, str>> for Invalid {
    fn from(message: Cow<'static, str>) -> Self {
        Self::Because(message)
    }
}

impl Text for Invalid {
    type Memo = Digest;

    fn changed(&self, memo: &mut Digest) -> bool {
        memo.replace(Digest::of_display(self))
    }

    fn value(&self) -> Value<'_> {
        Value::Display(self)
    }
}
