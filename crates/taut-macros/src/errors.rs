//! Collects all errors of a macro call, so that the user sees them together.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// A position in the source: from a first token to a last one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: Span,
    pub(crate) end: Span,
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self {
            start: span,
            end: span,
        }
    }
}

impl Place {
    /// The position of all tokens, if there are any.
    pub(crate) fn of(tokens: &TokenStream) -> Option<Self> {
        let mut tokens = tokens.clone().into_iter();
        let start = tokens.next()?.span();
        Some(Self {
            start,
            end: tokens.last().map_or(start, |token| token.span()),
        })
    }

    /// The position from here to the end of another.
    pub(crate) fn to(self, end: impl Into<Self>) -> Self {
        Self {
            start: self.start,
            end: end.into().end,
        }
    }
}

/// The errors so far. They must be consumed by [`Errors::into_tokens`].
#[derive(Default)]
pub(crate) struct Errors {
    all: Vec<(Place, String)>,
}

impl Errors {
    /// Adds an error at a position.
    pub(crate) fn at(&mut self, place: impl Into<Place>, message: impl std::fmt::Display) {
        self.all.push((place.into(), message.to_string()));
    }

    /// Adds an error over a piece of syntax.
    pub(crate) fn on(&mut self, tokens: &impl ToTokens, message: impl std::fmt::Display) {
        let place =
            Place::of(&tokens.to_token_stream()).unwrap_or_else(|| Span::call_site().into());
        self.at(place, message);
    }

    /// Adds an error of syn. If it is at the end of a group, it is moved there.
    pub(crate) fn push(&mut self, error: &syn::Error, end: impl Into<Place>) {
        let message = error.to_string();
        match message.strip_prefix("unexpected end of input, ") {
            Some(expected) => self.at(end, in_plain_words(expected)),
            None => self.at(error.span(), in_plain_words(&message)),
        }
    }

    /// The message of the first error.
    #[cfg(test)]
    pub(crate) fn first(&self) -> Option<&str> {
        self.all.first().map(|(_, message)| message.as_str())
    }

    /// The number of errors.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// One `compile_error!` per error.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.all
            .iter()
            .map(|(place, message)| compile_error(*place, message))
            .collect()
    }
}

/// A plainer message for a few errors of syn that templates often cause.
fn in_plain_words(message: &str) -> &str {
    match message {
        "expected identifier or integer" => "expected a field or a method after `.`",
        "unexpected token" => "expected a single expression, which ends before this",
        other => other,
    }
}

/// The compiler underlines from the first token of the call to its last.
fn compile_error(place: Place, message: &str) -> TokenStream {
    let mut literal = Literal::string(message);
    literal.set_span(place.end);
    let mut group = Group::new(Delimiter::Brace, TokenTree::from(literal).into());
    group.set_span(place.end);
    let call = quote_spanned!(place.start=> ::core::compile_error!);
    quote!(#call #group)
}

/// Suggests the name that was probably meant; empty if no name is similar.
pub(crate) fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, names)
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// The most similar name, if it is similar enough to be a typing error.
pub(crate) fn nearest<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = wrong.chars().count().div_ceil(3).min(3);
    let (wrong, mut best) = (wrong.to_lowercase(), None);
    for name in names {
        let distance = distance(&wrong, &name.to_lowercase());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The number of letters to insert, delete, replace or swap with a neighbour (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=to.len()).collect();
    for i in 1..=from.len() {
        for j in 1..=to.len() {
            let changed = usize::from(from[i - 1] != to[j - 1]);
            let mut least = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + changed);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let names = ["toggle", "remove", "rename"];
        assert_eq!(nearest("togle", names), Some("toggle"));
        assert_eq!(nearest("tgogle", names), Some("toggle"));
        assert_eq!(nearest("rename_all", names), None);
        assert_eq!(nearest("x", names), None);
    }
}
