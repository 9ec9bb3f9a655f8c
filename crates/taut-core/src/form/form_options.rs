//! Which types of fields can have which options of `#[form(…)]`: the derive asks, and the compiler answers at the option.

use super::moment::{Date, DateTime, Time};
use super::value::FormText;

/// A type with `min` and `max`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` has neither `min` nor `max`",
    label = "not for a `{Self}`",
    note = "`min` and `max` are for texts (characters), numbers, dates and times, and a `Vec` (values)"
)]
pub trait HasLimits {}

/// A type with `step`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` has no `step`",
    label = "not for a `{Self}`",
    note = "`step` is for numbers"
)]
pub trait HasSteps {}

/// A type with `pattern`, `email` and `url`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` has no format",
    label = "not for a `{Self}`",
    note = "`pattern`, `email` and `url` are for a `String` or an `Option<String>`"
)]
pub trait HasFormat {}

/// A type with `optional`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be `optional`",
    label = "not for a `{Self}`",
    note = "`optional` allows an empty `String`; for all other types, use an `Option`, which is `None` if nothing was entered"
)]
pub trait MayBeEmpty {}

/// A type with `required`.
#[diagnostic::on_unimplemented(
    message = "`required` is not for a `{Self}`",
    label = "not for a `{Self}`",
    note = "whatever is not an `Option` is required; `required` is for a `bool`, which must be checked, and a `Vec`, which must have values"
)]
pub trait MayBeRequired {}

macro_rules! mark {
    ($($option:ident: $($ty:ty)*;)*) => {$($(
        impl $option for $ty {}
        #[diagnostic::do_not_recommend]
        impl $option for Option<$ty> {}
    )*)*};
}
mark! {
    HasLimits: String Date Time DateTime
        i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64;
    HasSteps: i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64;
    HasFormat: String;
}

#[diagnostic::do_not_recommend]
impl<T: FormText> HasLimits for Vec<T> {}
impl MayBeEmpty for String {}
impl MayBeRequired for bool {}
#[diagnostic::do_not_recommend]
impl<T: FormText> MayBeRequired for Vec<T> {}

/// `min` or `max` is given.
pub const fn has_limits<T: HasLimits>() {}
/// `step` is given.
pub const fn has_steps<T: HasSteps>() {}
/// `pattern`, `email` or `url` is given.
pub const fn has_format<T: HasFormat>() {}
/// `optional` is given.
pub const fn may_be_empty<T: MayBeEmpty>() {}
/// `required` is given.
pub const fn may_be_required<T: MayBeRequired>() {}
