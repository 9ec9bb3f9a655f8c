//! Parses `@event.modifier={handler(argument, …)}`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Lit, Token};

use super::control::skip;
use super::tag::name;
use super::{Parser, ahead, brace};
use crate::errors::Place;
use crate::template::ast::{Argument, Attribute, Call, Expr, Listener, Name};

impl Parser<'_> {
    pub(super) fn listener(&mut self, input: ParseStream<'_>) -> Option<Attribute> {
        let at = input.parse::<Token![@]>().ok()?;
        let Ok(event) = name(input) else {
            self.errors
                .at(at.span, "expected an event: `@click={handler(…)}`");
            return None;
        };
        if event.text.starts_with("loading") {
            return self.loading(input, event);
        }
        if event.text == "mount" {
            return Some(self.mount(input, event));
        }
        Some(Attribute::Event(self.listener_of(input, event)))
    }

    fn listener_of(&mut self, input: ParseStream<'_>, event: Name) -> Listener {
        let mut modifiers = Vec::new();
        while let Ok(Some(dot)) = input.parse::<Option<Token![.]>>() {
            match modifier(input) {
                Some(modifier) => modifiers.push(modifier),
                None => self.errors.at(
                    dot.spans[0],
                    "expected a modifier, such as `.prevent` or `.enter`",
                ),
            }
        }
        let has_value = input.parse::<Option<Token![=]>>().ok().flatten().is_some();
        let group = if has_value { brace(input) } else { None };
        let Some(group) = group else {
            self.errors.at(
                event.place,
                format_args!("expected a handler: `@{}={{handler(…)}}`", event.text),
            );
            if has_value && !input.peek(Token![>]) {
                skip(input);
            }
            return Listener {
                event,
                modifiers,
                commands: Vec::new(),
                call: None,
                stray: None,
            };
        };
        let read = |input: ParseStream<'_>| {
            let calls = self.calls(input, &group);
            Ok((calls, input.parse::<TokenStream>()?))
        };
        let (calls, rest) = read.parse2(group.stream()).unwrap_or_default();
        let (commands, call) = self.divided(calls);
        let stray = (!rest.is_empty()).then(|| Expr::broken(rest, group.span()));
        Listener {
            event,
            modifiers,
            commands,
            call,
            stray,
        }
    }

    /// Parses calls with commas between; other tokens are not consumed.
    fn calls(&mut self, input: ParseStream<'_>, group: &Group) -> Vec<Call> {
        let before = self.errors.len();
        let mut calls = Vec::new();
        while let Some(call) = self.call(input, group) {
            calls.push(call);
            if input.parse::<Token![,]>().is_err() || input.is_empty() {
                break;
            }
        }
        if !calls.is_empty() && !input.is_empty() && self.errors.len() == before {
            self.errors.at(
                input.span(),
                "expected a comma, or nothing: a listener has commands, and then calls a single handler",
            );
        }
        calls
    }

    /// Parses a call; other tokens are not consumed.
    fn call(&mut self, input: ParseStream<'_>, group: &Group) -> Option<Call> {
        let whole = Place {
            start: group.span_open(),
            end: group.span_close(),
        };
        let (start, next) = (input.span(), ahead::<TokenTree>(input));
        let problem = match next.as_ref().map(ToString::to_string).as_deref() {
            None => Some((
                whole,
                "expected a call of a handler: `handler(argument, …)`".to_owned(),
            )),
            Some("self" | "Self") => Some((
                start.into(),
                "expected only the name of a handler: `handler(argument, …)`".to_owned(),
            )),
            Some("|" | "move") => {
                let message =
                    "a listener calls a handler of the impl, not a closure: `handler(argument, …)`";
                Some((start.into(), message.to_owned()))
            }
            Some(_) => None,
        };
        if let Some((place, message)) = problem {
            self.errors.at(place, message);
            return None;
        }
        let Some(handler) = ahead::<Ident>(input) else {
            self.errors.at(
                start,
                "expected a call of a handler: `handler(argument, …)`",
            );
            return None;
        };
        if !input.peek2(syn::token::Paren) {
            self.errors.at(
                handler.span(),
                format_args!("expected a call: `{handler}()`"),
            );
            return None;
        }
        skip(input);
        let Some(TokenTree::Group(arguments)) = ahead::<TokenTree>(input) else {
            return None;
        };
        skip(input);
        let call = Call {
            handler,
            place: Place {
                start: arguments.span_open(),
                end: arguments.span_close(),
            },
            arguments: self.arguments(&arguments),
        };
        Some(call)
    }

    /// The arguments of a call; while one is half typed, the tokens between commas.
    fn arguments(&mut self, group: &Group) -> Vec<Argument> {
        let expressions = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
        let arguments: Vec<TokenStream> = match expressions.parse2(group.stream()) {
            Ok(parsed) => parsed.iter().map(ToTokens::to_token_stream).collect(),
            Err(_) => between_commas(group.stream()),
        };
        arguments
            .into_iter()
            .map(|tokens| self.argument(tokens, group))
            .collect()
    }

    fn argument(&mut self, tokens: TokenStream, group: &Group) -> Argument {
        let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let is_event = matches!(all.first(), Some(TokenTree::Ident(ident)) if ident == "event");
        match all.as_slice() {
            [_, TokenTree::Punct(dot), TokenTree::Ident(name)]
                if is_event && dot.as_char() == '.' =>
            {
                Argument::Projection(Name::of(name))
            }
            [first, rest @ ..] if is_event && is_projection_of_an_event(rest) => {
                let place = Place::of(&tokens).unwrap_or(first.span().into());
                self.errors.at(
                    place,
                    "expected a projection: `event.value`, `event.checked`, `event.key`, `event.form`, …",
                );
                Argument::Bound(Expr::broken(tokens, place))
            }
            _ => Argument::Bound(self.expression(tokens, group.span_close())),
        }
    }
}

/// `event`, `event.`, `event.target.value` or `event.value()`, but not `event + 1` or `event::NAME`.
fn is_projection_of_an_event(rest: &[TokenTree]) -> bool {
    match rest.first() {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == '.',
        Some(_) => false,
    }
}

fn between_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let pieces = tokens.split(is_comma).filter(|tokens| !tokens.is_empty());
    pieces
        .map(|piece| piece.iter().cloned().collect())
        .collect()
}

/// A key may be a digit, or a character in quotes that is not a name: `."?"`.
fn modifier(input: ParseStream<'_>) -> Option<Name> {
    let text = match ahead::<Lit>(input) {
        Some(Lit::Int(digit)) => digit.base10_digits().to_owned(),
        Some(Lit::Str(text)) => text.value(),
        _ => return name(input).ok(),
    };
    let place = input.span().into();
    skip(input);
    Some(Name {
        text,
        words: Vec::new(),
        place,
    })
}
