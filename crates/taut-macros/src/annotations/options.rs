//! Reads the options in the parentheses of an annotation: values, words, `name = value` and `name(…)`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Meta};

use crate::errors::{Errors, Place, did_you_mean};

/// The options of an annotation, from which its file takes those that it knows. They must be consumed
/// by [`Options::end`].
pub(crate) struct Options<'e> {
    name: &'static str,
    how: &'static str,
    known: &'static [&'static str],
    /// The position of the annotation's name.
    place: Place,
    left: Vec<Given>,
    taken: Vec<String>,
    pub(crate) errors: &'e mut Errors,
    before: usize,
}

/// One option.
struct Given {
    name: Option<Ident>,
    form: Form,
    tokens: TokenStream,
    place: Place,
}

/// The syntax of an option.
enum Form {
    /// `300ms`, which has no name.
    Value(TokenStream),
    /// `name`.
    Word,
    /// `name = value`.
    Named(TokenStream),
    /// `name(…)`.
    List(TokenStream),
}

/// A value and its position.
pub(crate) type Placed<T> = (T, Place);

impl<'e> Options<'e> {
    pub(crate) fn of(
        attribute: &Attribute,
        name: &'static str,
        how: &'static str,
        known: &'static [&'static str],
        errors: &'e mut Errors,
    ) -> Self {
        let place = Place::of(&attribute.path().to_token_stream());
        let place = place.unwrap_or_else(|| attribute.pound_token.spans[0].into());
        let before = errors.len();
        let left = match &attribute.meta {
            Meta::Path(_) => Vec::new(),
            Meta::List(list) => pieces(&list.tokens).into_iter().map(Given::of).collect(),
            Meta::NameValue(_) => {
                errors.at(place, format_args!("expected {how}"));
                Vec::new()
            }
        };
        Self {
            name,
            how,
            known,
            place,
            left,
            taken: Vec::new(),
            errors,
            before,
        }
    }

    /// Adds an error that something is missing, or that something else is in its place.
    pub(crate) fn expected(&mut self) {
        if self.left.is_empty() && self.errors.len() == self.before {
            self.errors
                .at(self.place, format_args!("expected {}", self.how));
        }
    }

    /// Takes the first value without a name.
    pub(crate) fn value(&mut self) -> Option<Placed<TokenStream>> {
        let at = self
            .left
            .iter()
            .position(|given| matches!(given.form, Form::Value(_)))?;
        let given = self.left.remove(at);
        if let Form::Value(tokens) = given.form {
            Some((tokens, given.place))
        } else {
            None
        }
    }

    /// Takes the first expression, such as `Room(self.id)`.
    pub(crate) fn expression(&mut self) -> Option<Placed<TokenStream>> {
        let at = self
            .left
            .iter()
            .position(|given| !matches!(given.form, Form::Named(_)))?;
        let given = self.left.remove(at);
        Some((given.tokens, given.place))
    }

    /// Takes the word with a name, and returns its position.
    pub(crate) fn word(&mut self, name: &str) -> Option<Place> {
        self.take(name, |form| matches!(form, Form::Word))
            .map(|given| given.place)
    }

    /// Takes the value of `name = value`.
    pub(crate) fn named(&mut self, name: &str) -> Option<Placed<TokenStream>> {
        let given = self.take(name, |form| matches!(form, Form::Named(_)))?;
        let Form::Named(tokens) = given.form else {
            return None;
        };
        let place = Place::of(&tokens).unwrap_or(given.place);
        Some((tokens, place))
    }

    /// Takes `name = true` or `name = false`.
    pub(crate) fn truth(&mut self, name: &str) -> Option<Placed<bool>> {
        let (tokens, place) = self.named(name)?;
        match syn::parse2::<syn::LitBool>(tokens) {
            Ok(truth) => Some((truth.value, place)),
            Err(_) => {
                self.errors.at(
                    place,
                    format_args!("expected `{name} = true` or `{name} = false`"),
                );
                None
            }
        }
    }

    /// Takes the names in `name(…)`.
    pub(crate) fn list(&mut self, name: &str) -> Option<Placed<Vec<Ident>>> {
        let (pieces, place) = self.pieces(name)?;
        let mut names = Vec::new();
        for piece in pieces {
            match syn::parse2::<Ident>(piece.clone()) {
                Ok(name) => names.push(name),
                Err(_) => self.errors.on(
                    &piece,
                    format_args!("expected names: `{name}(one, another)`"),
                ),
            }
        }
        Some((names, place))
    }

    /// Takes the contents of `name(…)` piece by piece.
    pub(crate) fn pieces(&mut self, name: &str) -> Option<Placed<Vec<TokenStream>>> {
        let given = self.take(name, |form| matches!(form, Form::List(_)))?;
        if let Form::List(tokens) = given.form {
            Some((pieces(&tokens), given.place))
        } else {
            None
        }
    }

    /// Takes all words.
    pub(crate) fn words(&mut self) -> Vec<Ident> {
        let (words, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.left)
            .into_iter()
            .partition(|given| matches!(given.form, Form::Word));
        self.left = left;
        words.into_iter().filter_map(|given| given.name).collect()
    }

    fn take(&mut self, name: &str, is_right: impl Fn(&Form) -> bool) -> Option<Given> {
        let is_it = |given: &Given| {
            given
                .name
                .as_ref()
                .is_some_and(|other| other.unraw() == name)
        };
        let at = self
            .left
            .iter()
            .position(|given| is_it(given) && is_right(&given.form))?;
        self.taken.push(name.to_owned());
        Some(self.left.remove(at))
    }

    /// Adds errors for the remaining options, and returns whether there are no errors.
    pub(crate) fn end(self) -> bool {
        for given in &self.left {
            let option = given.name.as_ref().map(|name| name.unraw().to_string());
            let message = match option {
                Some(option) if self.taken.contains(&option) => {
                    format!("`{option}` is given twice")
                }
                Some(option) if !self.known.contains(&option.as_str()) => {
                    let hint = did_you_mean(&option, self.known.iter().copied());
                    let hint = if hint.is_empty() {
                        format!(": write {}", self.how)
                    } else {
                        hint
                    };
                    format!("`#[{}]` has no option `{option}`{hint}", self.name)
                }
                _ => format!("expected {}", self.how),
            };
            self.errors.at(given.place, message);
        }
        self.errors.len() == self.before
    }
}

impl Given {
    fn of(tokens: TokenStream) -> Self {
        let place = Place::of(&tokens).unwrap_or_else(|| proc_macro2::Span::call_site().into());
        let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let (name, form) = match all.as_slice() {
            [TokenTree::Ident(name)] => (Some(name.clone()), Form::Word),
            [TokenTree::Ident(name), TokenTree::Punct(equals), rest @ ..]
                if equals.as_char() == '=' =>
            {
                (
                    Some(name.clone()),
                    Form::Named(rest.iter().cloned().collect()),
                )
            }
            [TokenTree::Ident(name), TokenTree::Group(group)]
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                (Some(name.clone()), Form::List(group.stream()))
            }
            _ => (None, Form::Value(tokens.clone())),
        };
        Self {
            name,
            form,
            tokens,
            place,
        }
    }
}

/// The parts between commas.
fn pieces(tokens: &TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens
        .split(is_comma)
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.iter().cloned().collect())
        .collect()
}
