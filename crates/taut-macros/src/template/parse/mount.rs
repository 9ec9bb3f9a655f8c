//! Parses `@mount={hook("name"), …}`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Token};

use super::control::skip;
use super::{Parser, ahead, brace};
use crate::errors::Place;
use crate::template::ast::{Attribute, Mount, Name, Text};

const HOW: &str = "`@mount={hook(\"name\")}`";

impl Parser<'_> {
    /// The part after `@mount`.
    pub(super) fn mount(&mut self, input: ParseStream<'_>, name: Name) -> Attribute {
        if let Ok(Some(dot)) = input.parse::<Option<Token![.]>>() {
            self.errors.at(
                dot.spans[0],
                format_args!("`@mount` has no modifiers: write {HOW}"),
            );
            skip(input);
        }
        let has_value = input.parse::<Option<Token![=]>>().ok().flatten().is_some();
        let hooks = match brace(input).filter(|_| has_value) {
            Some(group) => self.hooks(&group),
            None => {
                self.errors
                    .at(name.place, format_args!("expected a hook in braces: {HOW}"));
                if has_value && !input.peek(Token![>]) {
                    skip(input);
                }
                Vec::new()
            }
        };
        Attribute::Mount(Mount { name, hooks })
    }

    fn hooks(&mut self, group: &Group) -> Vec<Text> {
        let before = self.errors.len();
        let read = |input: ParseStream<'_>| {
            let mut hooks = Vec::new();
            while !input.is_empty() {
                match self.hook(input) {
                    Some(hook) => hooks.push(hook),
                    // The error has been reported.
                    None => drop(input.parse::<TokenStream>()?),
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    let message = format_args!("expected a comma: {HOW}");
                    self.errors.at(input.span(), message);
                    drop(input.parse::<TokenStream>()?);
                }
            }
            Ok((hooks, input.parse::<TokenStream>()?))
        };
        let (hooks, _) = read.parse2(group.stream()).unwrap_or_default();
        if hooks.is_empty() && self.errors.len() == before {
            let place = Place {
                start: group.span_open(),
                end: group.span_close(),
            };
            self.errors
                .at(place, format_args!("expected a hook: {HOW}"));
        }
        hooks
    }

    /// `hook("name")`.
    fn hook(&mut self, input: ParseStream<'_>) -> Option<Text> {
        let (start, word) = (input.span(), ahead::<Ident>(input));
        if word.as_ref().is_none_or(|word| word != "hook") {
            let message = match word.filter(|_| input.peek2(syn::token::Paren)) {
                Some(word) => format!(
                    "`@mount` takes only hooks, found `{word}`: an element that appears calls no handler of the server; write {HOW}"
                ),
                None => format!("expected a hook: {HOW}"),
            };
            self.errors.at(start, message);
            return None;
        }
        skip(input);
        let Some(TokenTree::Group(arguments)) = ahead::<TokenTree>(input) else {
            self.errors
                .at(start, format_args!("expected the name of a hook: {HOW}"));
            return None;
        };
        skip(input);
        let name = syn::parse2::<LitStr>(arguments.stream());
        match name {
            Ok(name) => Some(Text {
                value: name.value(),
                place: name.span().into(),
            }),
            Err(_) => {
                let place = Place::of(&arguments.stream()).unwrap_or(Place {
                    start: arguments.span_open(),
                    end: arguments.span_close(),
                });
                self.errors.at(
                    place,
                    "the name of a hook is a text, under which a script registers it: `hook(\"chart\")`",
                );
                None
            }
        }
    }
}
