//! Parses the contents of a start tag after its name.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser as _};
use syn::{Lit, LitStr, Token};

use super::control::skip;
use super::tag::{name, name_part};
use super::{Parser, ahead, brace, written};
use crate::errors::Place;
use crate::template::ast::{Attribute, AttributeValue, Expr, Name, Text};

impl Parser<'_> {
    pub(super) fn attributes(&mut self, input: ParseStream<'_>) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while !(input.is_empty()
            || input.peek(Token![>])
            || input.peek(Token![/])
            || input.peek(Token![<]))
        {
            attributes.extend(self.attribute(input));
        }
        attributes
    }

    /// Parses one attribute, or reports an error and skips at least one token.
    fn attribute(&mut self, input: ParseStream<'_>) -> Option<Attribute> {
        if let Some(group) = brace(input) {
            return Some(self.spread(&group));
        }
        if input.peek(Token![@]) {
            return self.listener(input);
        }
        if !input.peek(Ident::peek_any) {
            return self.unexpected_attribute(input);
        }
        let mut name = name(input).ok()?;
        if input.peek(Token![:]) && !input.peek(Token![::]) {
            let colon = input.parse::<Token![:]>().ok()?;
            match name.text.as_str() {
                "class" => return Some(self.class(input)),
                "style" => return Some(self.style(input)),
                _ => name_part(input, &mut name, ':', colon.spans[0]),
            }
        }
        Some(self.named(input, name))
    }

    /// `name`, `name="text"` or `name={expression}`.
    pub(super) fn named(&mut self, input: ParseStream<'_>, name: Name) -> Attribute {
        let Ok(Some(equals)) = input.parse::<Option<Token![=]>>() else {
            return Attribute::Plain {
                name,
                value: AttributeValue::Bare,
            };
        };
        if let Some(group) = brace(input) {
            let value = self.value_of(&group, group.stream(), &format!("{}={{value}}", name.text));
            return Attribute::Plain {
                name,
                value: AttributeValue::Dynamic(value),
            };
        }
        if let Some(text) = text(input) {
            return Attribute::Plain {
                name,
                value: AttributeValue::Static(text),
            };
        }
        let place: Place = equals.spans[0].into();
        match Some(chain(input)).filter(|value| !value.is_empty()) {
            None => {
                let message = format_args!(
                    "expected a value: `{0}=\"text\"` or `{0}={{value}}`",
                    name.text
                );
                self.errors.at(name.place.to(place), message);
                Attribute::Plain {
                    name,
                    value: AttributeValue::Bare,
                }
            }
            Some(value) => {
                let place = Place::of(&value).unwrap_or(place);
                let written = written(&value);
                let is_text =
                    written.starts_with('\'') || syn::parse2::<syn::Expr>(value.clone()).is_err();
                let message = match is_text {
                    true => {
                        format!(
                            "text is written in double quotes: `{}={:?}`",
                            name.text,
                            written.trim_matches('\'')
                        )
                    }
                    false => format!(
                        "a value is written in braces: `{}={{{written}}}`",
                        name.text
                    ),
                };
                self.errors.at(place, message);
                Attribute::Stray(Expr::broken(value, place))
            }
        }
    }

    fn spread(&mut self, group: &Group) -> Attribute {
        let is_spread = |input: ParseStream<'_>| {
            let dots = input.parse::<Option<Token![..]>>()?;
            Ok((dots.is_some(), input.parse::<TokenStream>()?))
        };
        match is_spread.parse2(group.stream()) {
            Ok((true, tokens)) => Attribute::Spread(self.value_of(group, tokens, "{..attributes}")),
            _ => {
                let place = Place {
                    start: group.span_open(),
                    end: group.span_close(),
                };
                let message = "a value needs a name: `name={…}`; for several attributes, write `{..attributes}`";
                self.errors.at(place, message);
                Attribute::Stray(Expr::broken(group.stream(), place))
            }
        }
    }

    /// The part after `class:`.
    fn class(&mut self, input: ParseStream<'_>) -> Attribute {
        let name = self.entry_name(input, "class:name={condition}");
        let how = format!("class:{}={{condition}}", name.text);
        let value = self.entry_value(input, &name, &how, "a class is present or absent");
        Attribute::Class { name, value }
    }

    /// The part after `style:`.
    fn style(&mut self, input: ParseStream<'_>) -> Attribute {
        let name = self.entry_name(input, "style:name={value}");
        let how = format!("style:{}={{value}}", name.text);
        let value = self.entry_value(
            input,
            &name,
            &how,
            "a static style belongs in `style=\"…\"`",
        );
        Attribute::Style { name, value }
    }

    /// The name of a class or style, which may be quoted or start with hyphens.
    fn entry_name(&mut self, input: ParseStream<'_>, how: &str) -> Name {
        let place: Place = input.span().into();
        if let Some(text) = ahead::<LitStr>(input) {
            skip(input);
            if text.value().trim().is_empty() {
                self.errors
                    .at(place, format_args!("expected a name: `{how}`"));
            }
            return Name {
                text: text.value(),
                words: Vec::new(),
                place,
            };
        }
        let mut hyphens = String::new();
        while let Ok(Some(_)) = input.parse::<Option<Token![-]>>() {
            hyphens.push('-');
        }
        match name(input) {
            Ok(mut name) => {
                name.text.insert_str(0, &hyphens);
                name.place = place.to(name.place);
                name
            }
            Err(_) => {
                self.errors
                    .at(place, format_args!("expected a name: `{how}`"));
                Name {
                    text: String::new(),
                    words: Vec::new(),
                    place,
                }
            }
        }
    }

    fn entry_value(&mut self, input: ParseStream<'_>, name: &Name, how: &str, why: &str) -> Expr {
        let has_value = input.parse::<Option<Token![=]>>().ok().flatten().is_some();
        let value = match brace(input) {
            Some(group) if has_value => return self.value_of(&group, group.stream(), how),
            Some(group) => group.stream(),
            None if has_value => chain(input),
            None => TokenStream::new(),
        };
        let place = Place::of(&value).unwrap_or(name.place);
        if !name.text.is_empty() {
            self.errors.at(
                place,
                format_args!("expected a value in braces: `{how}`; {why}"),
            );
        }
        Expr::broken(value, place)
    }

    /// Shows how to write an attribute of other frameworks.
    fn unexpected_attribute(&mut self, input: ParseStream<'_>) -> Option<Attribute> {
        let token = input.parse::<TokenTree>().ok()?;
        let message = match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                "a listener is written `@event={handler(…)}`"
            }
            TokenTree::Punct(punct) if ":#*".contains(punct.as_char()) => {
                "an attribute has a plain name, `name={…}`, and a listener is `@event={handler(…)}`"
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                "attributes are not separated by commas"
            }
            TokenTree::Literal(_) => "text in a tag needs a name: `name=\"text\"`",
            _ => "expected an attribute, `@event={handler(…)}` or `{..attributes}`",
        };
        self.errors.at(token.span(), message);
        let is_name_expected =
            matches!(&token, TokenTree::Punct(punct) if ":#*".contains(punct.as_char()));
        let name = if is_name_expected {
            name(input).ok()
        } else {
            None
        };
        let has_value = !matches!(token, TokenTree::Literal(_))
            && input.parse::<Option<Token![=]>>().ok()?.is_some();
        let value = match name {
            _ if has_value => chain(input),
            Some(name) => name.words.into_iter().map(TokenTree::from).collect(),
            None => TokenStream::new(),
        };
        Some(Attribute::Stray(Expr::broken(value, token.span())))
    }
}

/// Text in quotes, or a number.
fn text(input: ParseStream<'_>) -> Option<Text> {
    let value = match ahead::<Lit>(input)? {
        Lit::Str(text) => text.value(),
        Lit::Int(int) => int.base10_digits().to_owned(),
        Lit::Float(float) => float.base10_digits().to_owned(),
        _ => return None,
    };
    let place = input.span().into();
    skip(input);
    Some(Text { value, place })
}

/// Takes tokens that were meant as one value: a token, and what is attached to it by dots, colons and parentheses.
fn chain(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let ends =
        |input: ParseStream<'_>| input.is_empty() || input.peek(Token![>]) || input.peek(Token![/]);
    while !ends(input) {
        let Ok(token) = input.parse::<TokenTree>() else {
            break;
        };
        let is_joint =
            matches!(&token, TokenTree::Punct(punct) if ".:&*!-".contains(punct.as_char()));
        tokens.extend([token]);
        let goes_on = input.peek(Token![.])
            || input.peek(Token![:])
            || input.peek(Token![!])
            || input.peek(syn::token::Paren)
            || input.peek(syn::token::Bracket);
        if !is_joint && !goes_on {
            break;
        }
    }
    tokens
}
