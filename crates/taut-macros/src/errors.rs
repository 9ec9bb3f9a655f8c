//! Collects every mistake of one macro call, so that the user sees all of them at once.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

/// Where something stands: from its first token to its last.
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
    /// The place of all tokens, if there are any.
    pub(crate) fn of(tokens: &TokenStream) -> Option<Self> {
        let mut tokens = tokens.clone().into_iter();
        let start = tokens.next()?.span();
        Some(Self {
            start,
            end: tokens.last().map_or(start, |token| token.span()),
        })
    }

    /// The place from here to the end of another.
    pub(crate) fn to(self, end: impl Into<Self>) -> Self {
        Self {
            start: self.start,
            end: end.into().end,
        }
    }
}

/// The mistakes found so far. It must end in [`Errors::into_tokens`].
#[derive(Default)]
pub(crate) struct Errors {
    all: Vec<(Place, String)>,
}

impl Errors {
    /// Notes a mistake at a place.
    pub(crate) fn at(&mut self, place: impl Into<Place>, message: impl std::fmt::Display) {
        self.all.push((place.into(), message.to_string()));
    }

    /// Notes a mistake over a piece of syntax.
    pub(crate) fn on(&mut self, tokens: &impl ToTokens, message: impl std::fmt::Display) {
        let place =
            Place::of(&tokens.to_token_stream()).unwrap_or_else(|| Span::call_site().into());
        self.at(place, message);
    }

    /// Notes what syn found wrong. Where it found the end of a group, that is the place.
    pub(crate) fn push(&mut self, error: &syn::Error, end: impl Into<Place>) {
        let message = error.to_string();
        match message.strip_prefix("unexpected end of input, ") {
            Some(expected) => self.at(end, in_plain_words(expected)),
            None => self.at(error.span(), in_plain_words(&message)),
        }
    }

    /// What the first mistake is.
    #[cfg(test)]
    pub(crate) fn first(&self) -> Option<&str> {
        self.all.first().map(|(_, message)| message.as_str())
    }

    /// How many mistakes there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// One `compile_error!` for each mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.all
            .iter()
            .map(|(place, message)| compile_error(*place, message))
            .collect()
    }
}

/// What syn says in a few cases that a template brings about often.
fn in_plain_words(message: &str) -> &str {
    match message {
        "expected identifier or integer" => "expected a field or a method after `.`",
        "unexpected token" => "expected one expression, which ends before this",
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

/// A question for the name that was probably meant, or nothing when no name is near.
pub(crate) fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wrong, names)
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// The name with the fewest typing mistakes between, if there are few enough to be mistakes.
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

/// How many letters to insert, leave out, change or swap with their neighbour (optimal string alignment).
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
