//! The types that a field of a form can have.

use super::invalid::Invalid;
use super::number;
use super::rules::FieldKind;

/// A value that one control shows as a text.
///
/// Implemented for `String`, `char`, numbers, [`Date`](crate::Date), [`Time`](crate::Time) and
/// [`DateTime`](crate::DateTime). `#[derive(Choice)]` implements it for an enum, and `#[form(text)]`
/// uses the `FromStr` and `Display` of any other type.
///
/// The text of a value must be read as the same value.
///
/// ```
/// use taut_core::{FieldKind, FormText, Invalid};
///
/// struct Percent(u8);
///
/// impl FormText for Percent {
///     const KIND: FieldKind = FieldKind::Number;
///     const RANGE: [Option<&'static str>; 3] = [Some("0"), Some("100"), None];
///
///     fn of_text(text: &str) -> Result<Self, Invalid> {
///         match text.parse() {
///             Ok(percent @ 0..=100) => Ok(Self(percent)),
///             _ => Err("A percentage, please.".into()),
///         }
///     }
///
///     fn to_text(&self) -> String {
///         self.0.to_string()
///     }
/// }
///
/// assert!(Percent::of_text("101").is_err());
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of a form cannot be a `{Self}`",
    label = "not a type that a form can show",
    note = "fields are texts, numbers, `bool`, `Date`, `Time`, and an `Option` or `Vec` of them",
    note = "for an enum: `#[derive(taut::Choice)]`; for a struct that derives `Form`: `#[form(nested)]`",
    note = "for another type that implements `FromStr` and `Display`: `#[form(text)]`"
)]
pub trait FormText: Sized {
    /// What its text is.
    const KIND: FieldKind;

    /// Reads a text that is not empty, unless empty texts are allowed.
    ///
    /// # Errors
    /// If it is not a value of the type.
    fn of_text(text: &str) -> Result<Self, Invalid>;

    /// The text that a control shows.
    fn to_text(&self) -> String;

    /// The attributes `min`, `max` and `step` of any such value.
    const RANGE: [Option<&'static str>; 3] = [None, None, None];

    /// A value that stands for one that is not valid, so that rules over all fields can be asked about the others.
    fn blank() -> Option<Self> {
        None
    }
}

/// The type of a field: a [`FormText`], an `Option` or a `Vec` of it, or `bool`.
#[diagnostic::on_unimplemented(
    message = "a field of a form cannot be a `{Self}`",
    label = "not a type that a form can show",
    note = "fields are texts, numbers, `bool`, `Date`, `Time`, and an `Option` or `Vec` of them",
    note = "for an enum: `#[derive(taut::Choice)]`; for a struct that derives `Form`: `#[form(nested)]`",
    note = "for another type that implements `FromStr` and `Display`: `#[form(text)]`"
)]
pub trait FormValue: Sized {
    /// What its texts are.
    const KIND: FieldKind;
    /// Whether it may be empty.
    const MAY_BE_EMPTY: bool;

    /// Reads the texts of its controls. Where it must have one text, it gets one.
    ///
    /// # Errors
    /// If they are not a value of the type.
    fn of_texts(texts: &[String]) -> Result<Self, Invalid>;

    /// The texts that its controls show.
    fn to_texts(&self) -> Vec<String>;

    /// See [`FormText::RANGE`].
    const RANGE: [Option<&'static str>; 3] = [None, None, None];

    /// See [`FormText::blank`].
    fn blank() -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FormText> FormValue for T {
    const KIND: FieldKind = T::KIND;
    const RANGE: [Option<&'static str>; 3] = T::RANGE;
    const MAY_BE_EMPTY: bool = false;

    fn of_texts(texts: &[String]) -> Result<Self, Invalid> {
        T::of_text(texts.first().map_or("", String::as_str))
    }

    fn to_texts(&self) -> Vec<String> {
        vec![self.to_text()]
    }

    fn blank() -> Option<Self> {
        T::blank()
    }
}

#[diagnostic::do_not_recommend]
impl<T: FormText> FormValue for Option<T> {
    const KIND: FieldKind = T::KIND;
    const RANGE: [Option<&'static str>; 3] = T::RANGE;
    const MAY_BE_EMPTY: bool = true;

    fn of_texts(texts: &[String]) -> Result<Self, Invalid> {
        match texts.first().map_or("", String::as_str) {
            "" => Ok(None),
            text => T::of_text(text).map(Some),
        }
    }

    fn to_texts(&self) -> Vec<String> {
        self.iter().map(T::to_text).collect()
    }

    fn blank() -> Option<Self> {
        Some(None)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FormText> FormValue for Vec<T> {
    const KIND: FieldKind = FieldKind::Several;
    const MAY_BE_EMPTY: bool = true;

    fn of_texts(texts: &[String]) -> Result<Self, Invalid> {
        texts.iter().map(|text| T::of_text(text)).collect()
    }

    fn to_texts(&self) -> Vec<String> {
        self.iter().map(T::to_text).collect()
    }

    fn blank() -> Option<Self> {
        Some(Vec::new())
    }
}

impl FormValue for bool {
    const KIND: FieldKind = FieldKind::Check;
    const MAY_BE_EMPTY: bool = true;

    fn of_texts(texts: &[String]) -> Result<Self, Invalid> {
        texts
            .iter()
            .try_fold(false, |is_on, text| match text.as_str() {
                "on" | "true" => Ok(true),
                "off" | "false" | "" => Ok(is_on),
                _ => Err(Invalid::Unreadable),
            })
    }

    fn to_texts(&self) -> Vec<String> {
        self.then(|| "on".to_owned()).into_iter().collect()
    }

    fn blank() -> Option<Self> {
        Some(false)
    }
}

impl FormText for String {
    const KIND: FieldKind = FieldKind::Text;

    fn of_text(text: &str) -> Result<Self, Invalid> {
        Ok(text.to_owned())
    }

    fn to_text(&self) -> String {
        self.clone()
    }

    fn blank() -> Option<Self> {
        Some(String::new())
    }
}

impl FormText for char {
    const KIND: FieldKind = FieldKind::Text;

    fn of_text(text: &str) -> Result<Self, Invalid> {
        text.parse().map_err(|_| Invalid::TooLong { max: 1 })
    }

    fn to_text(&self) -> String {
        self.to_string()
    }

    fn blank() -> Option<Self> {
        Some(' ')
    }
}

macro_rules! whole_numbers {
    ($($ty:ty: $min:expr, $max:expr;)*) => {$(
        impl FormText for $ty {
            const KIND: FieldKind = FieldKind::Number;
            const RANGE: [Option<&'static str>; 3] = [$min, $max, None];

            fn of_text(text: &str) -> Result<Self, Invalid> {
                number::whole(text).ok_or_else(|| Invalid::NotWhole {
                    min: Self::MIN.to_string().into(),
                    max: Self::MAX.to_string().into(),
                })
            }

            fn to_text(&self) -> String {
                self.to_string()
            }

            fn blank() -> Option<Self> {
                Some(0)
            }
        }
    )*};
}

// A browser compares doubles, which cannot represent the ends of a larger type.
whole_numbers! {
    i8: Some("-128"), Some("127");
    i16: Some("-32768"), Some("32767");
    i32: Some("-2147483648"), Some("2147483647");
    i64: None, None;
    i128: None, None;
    isize: None, None;
    u8: Some("0"), Some("255");
    u16: Some("0"), Some("65535");
    u32: Some("0"), Some("4294967295");
    u64: Some("0"), None;
    u128: Some("0"), None;
    usize: Some("0"), None;
}

macro_rules! floats {
    ($($ty:ty)*) => {$(
        impl FormText for $ty {
            const KIND: FieldKind = FieldKind::Number;
            const RANGE: [Option<&'static str>; 3] = [None, None, Some("any")];

            fn of_text(text: &str) -> Result<Self, Invalid> {
                number::float(text).ok_or(Invalid::NotNumber)
            }

            fn to_text(&self) -> String {
                self.to_string()
            }

            fn blank() -> Option<Self> {
                Some(0.0)
            }
        }
    )*};
}
floats!(f32 f64);

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: FormText>(ends: [String; 2]) {
        for (end, given) in ends.into_iter().zip(T::RANGE) {
            assert!(given.is_none_or(|given| given == end), "{end}");
        }
    }

    #[test]
    fn a_range_is_that_of_its_type() {
        macro_rules! check {
            ($($ty:ty)*) => { $(check::<$ty>([<$ty>::MIN.to_string(), <$ty>::MAX.to_string()]);)* };
        }
        check!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
        assert_eq!(<Option<u8>>::RANGE[1], Some("255"));
    }
}
