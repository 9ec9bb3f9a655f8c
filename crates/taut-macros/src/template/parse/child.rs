//! Reads views in a template: `<Name/>`, where the name is the path of a type.

use proc_macro2::{Spacing, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Path, Token};

use super::Parser;
use crate::errors::Place;
use crate::template::ast::{Attribute, Child};

impl Parser<'_> {
    /// Reads a view in the template, if the name ahead is that of a type.
    pub(super) fn child(&mut self, input: ParseStream<'_>) -> Option<Child> {
        if !is_type(input) {
            return None;
        }
        let path = input.call(Path::parse_mod_style).ok()?;
        let name = path.segments.last()?.ident.to_string();
        let tokens = path.into_token_stream();
        let place = Place::of(&tokens)?;
        let attributes = self.attributes(input);
        if let Some(attribute) = attributes.iter().find(|attribute| !matches!(attribute, Attribute::Stray(_))) {
            let what = place_of(attribute).unwrap_or(place);
            self.errors.at(
                what,
                format_args!("a view in a template takes no attributes: `<{name}/>` starts as its `Default`, and has its own state"),
            );
        }
        let closes = input.parse::<Option<Token![/]>>().ok().flatten().is_some();
        if input.parse::<Option<Token![>]>>().ok().flatten().is_none() {
            self.errors.at(place, format_args!("the tag of `<{name}>` is not finished: expected `/>`"));
        } else if !closes {
            self.errors.at(place, format_args!("a view in a template holds nothing: write `<{name}/>`"));
            self.open.push(Some(name.clone()));
            self.nodes(input);
            self.open.pop();
            self.closing(input, Some(&name), place);
        }
        Some(Child { tokens, name, place })
    }
}

/// Whether a path follows, or one word as types have it: `Card`, but neither `DIV` nor `My-Card`.
fn is_type(input: ParseStream<'_>) -> bool {
    let Some((name, rest)) = input.cursor().ident() else { return false };
    let joins = rest.punct().filter(|(punct, _)| punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    let is_path = joins.is_some_and(
        |(_, rest)| matches!(rest.token_tree(), Some((TokenTree::Punct(punct), _)) if punct.as_char() == ':'),
    );
    let has_hyphen = rest.punct().is_some_and(|(punct, _)| punct.as_char() == '-');
    let name = name.to_string();
    let is_word = name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase);
    is_path || is_word && !has_hyphen
}

fn place_of(attribute: &Attribute) -> Option<Place> {
    match attribute {
        Attribute::Plain { name, .. } | Attribute::Class { name, .. } | Attribute::Style { name, .. } => {
            Some(name.place)
        }
        Attribute::Event(listener) => Some(listener.event.place),
        Attribute::Spread(value) => Some(value.place),
        _ => None,
    }
}
