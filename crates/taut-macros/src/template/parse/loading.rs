//! Parses `@loading.modifier={handler, …}` and `@loading-text="…"`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Token;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;

use super::control::skip;
use super::tag::name;
use super::{Parser, ahead, brace};
use crate::errors::Place;
use crate::template::ast::{Attribute, AttributeValue, Expr, Loading, LoadingModifier, Name};

const HOW: &str = "`@loading`, `@loading={handler}` or `@loading.view`";

impl Parser<'_> {
    /// An attribute that starts with `@loading`.
    pub(super) fn loading(&mut self, input: ParseStream<'_>, name: Name) -> Option<Attribute> {
        match name.text.as_str() {
            "loading" => Some(Attribute::Loading(self.loading_marks(input, name))),
            "loading-text" => Some(self.loading_text(input, name)),
            _ => {
                let message = format_args!(
                    "there is no `@{}`: write {HOW}, `@loading.delay(200ms)` or `@loading-text=\"…\"`",
                    name.text
                );
                self.errors.at(name.place, message);
                let has_value = input.parse::<Option<Token![=]>>().ok().flatten().is_some();
                let value = if has_value {
                    stray_value(input)
                } else {
                    TokenStream::new()
                };
                Some(Attribute::Stray(Expr::broken(value, name.place)))
            }
        }
    }

    fn loading_text(&mut self, input: ParseStream<'_>, name: Name) -> Attribute {
        let name = Name {
            text: "data-loading-text".to_owned(),
            ..name
        };
        if !input.peek(Token![=]) {
            self.errors
                .at(name.place, "expected a text: `@loading-text=\"Saving…\"`");
            return Attribute::Plain {
                name,
                value: AttributeValue::Bare,
            };
        }
        self.named(input, name)
    }

    fn loading_marks(&mut self, input: ParseStream<'_>, name: Name) -> Loading {
        let mut modifiers = Vec::new();
        while let Ok(Some(dot)) = input.parse::<Option<Token![.]>>() {
            match loading_modifier(input) {
                Some(modifier) => modifiers.push(modifier),
                None => self.errors.at(
                    dot.spans[0],
                    "expected `.view`, `.show`, `.hide` or `.delay(200ms)`",
                ),
            }
        }
        let (mut handlers, mut stray) = (Vec::new(), None);
        let has_handlers = input.parse::<Option<Token![=]>>().ok().flatten().is_some();
        if has_handlers {
            match brace(input) {
                Some(group) => {
                    let place = Place {
                        start: group.span_open(),
                        end: group.span_close(),
                    };
                    handlers = self.loading_handlers(group.stream(), place);
                    stray = handlers
                        .is_empty()
                        .then(|| Expr::broken(group.stream(), place));
                }
                None => {
                    self.errors.at(
                        name.place,
                        format_args!("expected handlers in braces: {HOW}"),
                    );
                    stray = Some(Expr::broken(stray_value(input), name.place));
                }
            }
        }
        Loading {
            name,
            modifiers,
            has_handlers,
            handlers,
            stray,
        }
    }

    fn loading_handlers(&mut self, tokens: TokenStream, place: Place) -> Vec<Ident> {
        let names = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(tokens.clone());
        match names {
            Ok(names) if !names.is_empty() => names.into_iter().collect(),
            _ => {
                let place = Place::of(&tokens).unwrap_or(place);
                self.errors.at(
                    place,
                    "expected the names of handlers, without arguments: `@loading={save, remove}`",
                );
                Vec::new()
            }
        }
    }
}

/// Tokens in place of a value.
fn stray_value(input: ParseStream<'_>) -> TokenStream {
    if let Some(group) = brace(input) {
        return group.stream();
    }
    if input.is_empty() || input.peek(Token![>]) || input.peek(Token![/]) {
        return TokenStream::new();
    }
    input
        .parse::<TokenTree>()
        .map(TokenStream::from)
        .unwrap_or_default()
}

fn loading_modifier(input: ParseStream<'_>) -> Option<LoadingModifier> {
    let name = name(input).ok()?;
    let argument = match ahead::<TokenTree>(input) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            skip(input);
            Some((
                group.stream(),
                Place {
                    start: group.span_open(),
                    end: group.span_close(),
                },
            ))
        }
        _ => None,
    };
    Some(LoadingModifier { name, argument })
}
