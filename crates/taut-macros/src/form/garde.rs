//! What the rules of garde tell a browser: those that HTML counts in the same way, or less strictly.

use syn::{Attribute, LitFloat, LitInt};

use crate::annotations::options::Options;
use crate::errors::Errors;

/// The attributes `min` and `max`, or `minlength` and `maxlength`, of a field.
#[derive(Default)]
pub(super) struct Hints {
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
}

/// How `length(…)` can count a text.
const MODES: [&str; 5] = ["simple", "bytes", "chars", "graphemes", "utf16"];

impl Hints {
    pub(super) fn of(attributes: &[Attribute]) -> Self {
        let mut all = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("garde") {
                all.read(attribute);
            }
        }
        all
    }

    fn read(&mut self, attribute: &Attribute) {
        // What is wrong in it, garde reports.
        let mut errors = Errors::default();
        let mut given = Options::of(attribute, "garde", "", &[], &mut errors);
        if let Some((range, _)) = given.pieces("range") {
            let range: Vec<_> = range.iter().map(ToString::to_string).collect();
            self.add(&range, true, true);
        }
        if let Some((length, _)) = given.pieces("length") {
            let length: Vec<_> = length.iter().map(ToString::to_string).collect();
            let is = |mode: &str| length.iter().any(|piece| piece == mode);
            // A browser counts UTF-16 code units, of which a text has at least as many as characters.
            let has_more = is("chars") || is("graphemes") || is("utf16");
            self.add(&length, has_more, is("utf16"));
        }
    }

    /// Adds the limits in `min = 2`, `max = 40` and `equal = 3`.
    fn add(&mut self, pieces: &[String], has_min: bool, has_max: bool) {
        for piece in pieces
            .iter()
            .filter(|piece| !MODES.contains(&piece.as_str()))
        {
            let Some((name, value)) = piece.split_once('=') else {
                continue;
            };
            let value = number(value);
            let name = name.trim();
            if has_min && matches!(name, "min" | "equal") {
                self.min.clone_from(&value);
            }
            if has_max && matches!(name, "max" | "equal") {
                self.max = value;
            }
        }
    }
}

/// A literal number, as an attribute has it.
fn number(written: &str) -> Option<String> {
    let written = written.replace(' ', "");
    let unsigned = written.strip_prefix('-').unwrap_or(&written);
    let sign = written.strip_suffix(unsigned)?;
    let digits = syn::parse_str::<LitInt>(unsigned)
        .map(|number| number.base10_digits().to_owned())
        .or_else(|_| {
            syn::parse_str::<LitFloat>(unsigned).map(|number| number.base10_digits().to_owned())
        });
    Some(format!("{sign}{}", digits.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(attribute: &Attribute, min: Option<&str>, max: Option<&str>) {
        let hints = Hints::of(std::slice::from_ref(attribute));
        assert_eq!((hints.min.as_deref(), hints.max.as_deref()), (min, max));
    }

    #[test]
    fn a_browser_is_never_stricter_than_garde() {
        check(
            &syn::parse_quote!(#[garde(length(chars, min = 2, max = 40))]),
            Some("2"),
            None,
        );
        check(
            &syn::parse_quote!(#[garde(length(utf16, min = 2, max = 40))]),
            Some("2"),
            Some("40"),
        );
        check(
            &syn::parse_quote!(#[garde(length(min = 2, max = 40))]),
            None,
            None,
        );
        check(
            &syn::parse_quote!(#[garde(range(min = -1, max = 1.5))]),
            Some("-1"),
            Some("1.5"),
        );
        check(
            &syn::parse_quote!(#[garde(length(chars, equal = 3))]),
            Some("3"),
            None,
        );
        check(
            &syn::parse_quote!(#[garde(range(min = LEAST), email)]),
            None,
            None,
        );
        check(&syn::parse_quote!(#[garde(skip)]), None, None);
    }
}
