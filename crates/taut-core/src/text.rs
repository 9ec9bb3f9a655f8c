//! Values that `{…}` can show, and compare with the previous value.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::rc::Rc;
use std::sync::Arc;

pub use crate::digest::Digest;
use crate::known::MAX_SAFE_INTEGER;
use crate::template::Truth;
use crate::{digits, escape};

/// A value that a template shows as text or as the value of an attribute.
///
/// Implemented for integers, floats, `bool`, `char`, strings, `Option`, `Cow`, references, smart
/// pointers and [`fmt::Arguments`]. For a type of your own that implements [`Display`], derive it:
///
/// ```ignore
/// #[derive(taut::Text)]
/// struct Euro(i64);
/// ```
///
/// A type from another crate that implements [`Display`] is shown by [`shown`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown in a template",
    label = "this value is not text",
    note = "for a type of your own: implement `Display` and add `#[derive(taut::Text)]`",
    note = "for any other type that implements `Display`: write `{{taut::shown(value)}}`",
    note = "for a view: a method of the same impl is shown with `{{self.name()}}`, and a function with `#[component]` with `<Name/>`; put an `Option` of views into an `if let`, and a `Vec` into a `for`"
)]
pub trait Text {
    /// The memo of a value, to detect changes.
    type Memo: Default + Send + 'static;

    /// Stores the value in the memo, and returns whether it has changed.
    fn changed(&self, memo: &mut Self::Memo) -> bool;

    /// The value to write.
    fn value(&self) -> Value<'_>;

    /// The value of an attribute that has its own way of writing booleans.
    #[doc(hidden)]
    #[inline]
    fn in_attribute(&self, truth: Truth) -> Value<'_> {
        let _ = truth;
        self.value()
    }
}

/// The value of a [`Text`], ready to be written to HTML or to a frame.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Nothing: no text, no attribute.
    Absent,
    /// A string.
    Str(&'a str),
    /// An integer that a JavaScript number represents exactly.
    Int(i64),
    /// Anything else, through its [`Display`].
    Display(&'a dyn Display),
    /// The address of a page of the application. Where it is the value of an attribute, the prefix that a proxy strips comes before it.
    Address(&'a dyn Display),
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Absent => f.write_str("Absent"),
            Value::Str(text) => write!(f, "{text:?}"),
            Value::Int(int) => write!(f, "{int}"),
            Value::Display(value) | Value::Address(value) => write!(f, "{:?}", value.to_string()),
        }
    }
}

impl Value<'_> {
    /// Calls `write` with the text; with nothing if it is absent.
    pub(crate) fn with_str(self, mut write: impl FnMut(&str)) {
        match self {
            Value::Absent => {}
            Value::Str(text) => write(text),
            Value::Int(int) => write(itoa::Buffer::new().format(int)),
            Value::Display(value) | Value::Address(value) => write(&displayed(value)),
        }
    }

    /// Calls `write` with the text, an empty one if it is absent.
    pub(crate) fn or_empty(self, mut write: impl FnMut(&str)) {
        if matches!(self, Value::Absent) {
            write("")
        } else {
            self.with_str(write)
        }
    }

    /// Appends the text as the content of an element.
    #[inline(always)]
    pub(crate) fn html(self, out: &mut Vec<u8>) {
        match self {
            Value::Absent => {}
            Value::Str(text) => escape::text(out, text),
            Value::Int(int) => digits::write_signed(out, int),
            Value::Display(value) | Value::Address(value) => html_of_display(out, value),
        }
    }

    /// Appends the value as JSON; an absent value becomes `absent`.
    #[inline]
    pub(crate) fn json(self, out: &mut Vec<u8>, absent: &str) {
        match self {
            Value::Absent => out.extend_from_slice(absent.as_bytes()),
            Value::Str(text) => json_text(out, text),
            Value::Int(int) => digits::write_signed(out, int),
            Value::Display(value) | Value::Address(value) => json_text(out, &displayed(value)),
        }
    }
}

#[inline(never)]
fn html_of_display(out: &mut Vec<u8>, value: &dyn Display) {
    escape::text(out, &displayed(value));
}

/// The text that a value displays; if its `Display` fails, the text ends there.
fn displayed(value: &dyn Display) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value}");
    text
}

/// Appends a text as JSON; characters that HTML cannot contain are replaced as there.
pub(crate) fn json_text(out: &mut Vec<u8>, text: &str) {
    if !needs_escape(text) {
        quote(out, text);
    } else if text.contains('\0') {
        json_str(out, &text.replace('\0', "\u{fffd}"));
    } else {
        json_str(out, text);
    }
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    let mut json = Vec::new();
    json_str(&mut json, text);
    String::from_utf8_lossy(&json).into_owned()
}

/// Appends a JSON string.
#[inline]
pub(crate) fn json_str(out: &mut Vec<u8>, text: &str) {
    if needs_escape(text) {
        // Writing a string to a vector cannot fail.
        let _ = serde_json::to_writer(out, text);
    } else {
        quote(out, text);
    }
}

#[inline]
fn quote(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

/// Whether JSON cannot contain the text as it is.
#[inline]
fn needs_escape(text: &str) -> bool {
    escape::any(text, |byte| {
        (byte ^ b'"').min(byte ^ b'\\').min(byte & !0x1f)
    })
}

macro_rules! text_for_integers {
    ($($int:ty)*) => {$(
        impl Text for $int {
            type Memo = $int;
            #[inline]
            fn changed(&self, memo: &mut $int) -> bool {
                std::mem::replace(memo, *self) != *self
            }
            #[inline]
            fn value(&self) -> Value<'_> {
                match i64::try_from(*self) {
                    Ok(int) if int.unsigned_abs() <= MAX_SAFE_INTEGER => Value::Int(int),
                    _ => Value::Display(self),
                }
            }
        }
    )*};
}
text_for_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! text_by_display {
    ($($type:ty => $memo:ty, $of:expr;)*) => {$(
        impl Text for $type {
            type Memo = $memo;
            #[inline]
            fn changed(&self, memo: &mut $memo) -> bool {
                let new = $of(self);
                std::mem::replace(memo, new) != new
            }
            #[inline]
            fn value(&self) -> Value<'_> {
                Value::Display(self)
            }
        }
    )*};
}
text_by_display! {
    f32 => u32, |float: &f32| float.to_bits();
    f64 => u64, |float: &f64| float.to_bits();
    char => char, |char: &char| *char;
    fmt::Arguments<'_> => Digest, Digest::of_display;
}

impl Text for bool {
    type Memo = bool;
    #[inline]
    fn changed(&self, memo: &mut bool) -> bool {
        std::mem::replace(memo, *self) != *self
    }
    #[inline]
    fn value(&self) -> Value<'_> {
        self.in_attribute(Truth::Text)
    }
    #[inline]
    fn in_attribute(&self, truth: Truth) -> Value<'_> {
        let (yes, no) = truth.words();
        if *self {
            Value::Str(yes)
        } else {
            no.map_or(Value::Absent, Value::Str)
        }
    }
}

impl Text for str {
    type Memo = Digest;
    #[inline]
    fn changed(&self, memo: &mut Digest) -> bool {
        memo.replace(Digest::of(self))
    }
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::Str(self)
    }
}

macro_rules! text_by_deref {
    ($([$($generics:tt)*] $type:ty => $target:ty;)*) => {$(
        impl<$($generics)*> Text for $type {
            type Memo = <$target as Text>::Memo;
            #[inline]
            fn changed(&self, memo: &mut Self::Memo) -> bool {
                <$target as Text>::changed(self, memo)
            }
            #[inline]
            fn value(&self) -> Value<'_> {
                <$target as Text>::value(self)
            }
            #[inline]
            fn in_attribute(&self, truth: Truth) -> Value<'_> {
                <$target as Text>::in_attribute(self, truth)
            }
        }
    )*};
}
text_by_deref! {
    [] String => str;
    [T: Text + ?Sized] &T => T;
    [T: Text + ?Sized] &mut T => T;
    [T: Text + ?Sized] Box<T> => T;
    [T: Text + ?Sized] Rc<T> => T;
    [T: Text + ?Sized] Arc<T> => T;
    [T: Text + ToOwned + ?Sized] Cow<'_, T> => T;
}

impl<T: Text> Text for Option<T> {
    type Memo = Option<T::Memo>;
    #[inline]
    fn changed(&self, memo: &mut Self::Memo) -> bool {
        match (self, &mut *memo) {
            (Some(value), Some(memo)) => value.changed(memo),
            (None, None) => false,
            (Some(value), None) => {
                value.changed(memo.insert(T::Memo::default()));
                true
            }
            (None, Some(_)) => {
                *memo = None;
                true
            }
        }
    }
    #[inline]
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, Text::value)
    }
    #[inline]
    fn in_attribute(&self, truth: Truth) -> Value<'_> {
        self.as_ref()
            .map_or(Value::Absent, |value| value.in_attribute(truth))
    }
}

/// A value that is shown through its [`Display`]; made by [`shown`].
#[derive(Debug, Clone, Copy)]
pub struct Shown<T>(T);

/// Shows a value through its [`Display`], for types from other crates.
///
/// ```
/// let address = taut_core::shown(std::net::Ipv4Addr::LOCALHOST);
/// # let _: &dyn taut_core::Text<Memo = taut_core::Digest> = &address;
/// ```
pub fn shown<T: Display>(value: T) -> Shown<T> {
    Shown(value)
}

impl<T: Display> Text for Shown<T> {
    type Memo = Digest;
    fn changed(&self, memo: &mut Digest) -> bool {
        memo.replace(Digest::of_display(&self.0))
    }
    fn value(&self) -> Value<'_> {
        Value::Display(&self.0)
    }
}

/// A text that is compared in full instead of by its digest; made by [`exact`].
#[derive(Debug, Clone, Copy)]
pub struct Exact<T>(T);

/// Compares a text in full, at the cost of a copy in each session.
///
/// Without it, a text is compared by its length and a 64-bit hash with a secret seed, which mistakes
/// two different texts for the same once in 2⁶⁴ changes.
pub fn exact<T: AsRef<str>>(text: T) -> Exact<T> {
    Exact(text)
}

impl<T: AsRef<str>> Text for Exact<T> {
    type Memo = Option<Box<str>>;
    fn changed(&self, memo: &mut Self::Memo) -> bool {
        let text = self.0.as_ref();
        let changed = memo.as_deref() != Some(text);
        if changed {
            *memo = Some(text.into());
        }
        changed
    }
    fn value(&self) -> Value<'_> {
        Value::Str(self.0.as_ref())
    }
}

/// Several texts and values that form one text, for elements that contain a single text node.
#[derive(Debug, Default, Clone)]
pub struct Joined(String);

impl Joined {
    /// No text.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text with more text appended.
    #[must_use]
    pub fn with<T: Text + ?Sized>(mut self, piece: &T) -> Self {
        piece.value().with_str(|text| self.0.push_str(text));
        self
    }
}

impl Text for Joined {
    type Memo = Digest;
    fn changed(&self, memo: &mut Digest) -> bool {
        self.0.changed(memo)
    }
    fn value(&self) -> Value<'_> {
        Value::Str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Text>(first: T, then: T, json: &str) {
        let mut memo = T::Memo::default();
        first.changed(&mut memo);
        assert!(!first.changed(&mut memo), "the same value is no change");
        assert!(then.changed(&mut memo), "another value is a change");
        let mut out = Vec::new();
        then.value().json(&mut out, "null");
        assert_eq!(String::from_utf8_lossy(&out), json);
    }

    #[test]
    fn a_change_is_seen_and_written() {
        check(1, 2, "2");
        check(0_u64, u64::MAX, "\"18446744073709551615\"");
        check(0, -9_007_199_254_740_991_i64, "-9007199254740991");
        check(0, 9_007_199_254_740_992_i64, "\"9007199254740992\"");
        check(0.5, 1e21, "\"1000000000000000000000\"");
        check(1.5, f64::NAN, "\"NaN\"");
        check(true, false, "\"false\"");
        check("", "a\"\n", "\"a\\\"\\n\"");
        check("", "\0", "\"\u{fffd}\"");
        check(Some("a"), None, "null");
        check(None, Some(""), "\"\"");
        check(exact("a"), exact("b"), "\"b\"");
        check(shown("a"), shown("b"), "\"b\"");
        check(Cow::Borrowed("a"), Cow::Owned("b".to_owned()), "\"b\"");
    }

    #[test]
    fn a_value_that_fails_to_display_shows_what_came_before() {
        struct Half;
        impl Display for Half {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("half<")?;
                Err(fmt::Error)
            }
        }
        let mut out = Vec::new();
        shown(Half).value().html(&mut out);
        shown(Half).value().json(&mut out, "");
        assert_eq!(String::from_utf8_lossy(&out), "half&lt;\"half<\"");
    }

    #[test]
    fn an_attribute_has_its_own_way_of_writing_a_truth() {
        let check = |value: &dyn Text<Memo = bool>, truth, expected: &str| {
            assert_eq!(format!("{:?}", value.in_attribute(truth)), expected);
        };
        check(&true, Truth::Text, "\"true\"");
        check(&false, Truth::Text, "\"false\"");
        check(&true, Truth::Flag, "\"\"");
        check(&false, Truth::Flag, "Absent");
        check(&&false, Truth::Flag, "Absent");
        check(&Box::new(false), Truth::Words("yes", "no"), "\"no\"");
        assert_eq!(
            format!("{:?}", Some(true).in_attribute(Truth::Words("yes", "no"))),
            "\"yes\""
        );
        assert_eq!(
            format!("{:?}", None::<bool>.in_attribute(Truth::Text)),
            "Absent"
        );
        assert_eq!(
            format!("{:?}", "until-found".in_attribute(Truth::Flag)),
            "\"until-found\""
        );
    }

    #[test]
    fn an_empty_text_differs_from_no_memo() {
        assert!("".changed(&mut Digest::default()));
    }
}
