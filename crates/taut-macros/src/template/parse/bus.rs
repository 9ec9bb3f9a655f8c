//! Parses `client.key`: a value of the client state, published by `#[client_state]` or by the server.
//!
//! It is alone in braces or compared with a literal; the server's value follows `or`. If a template, or
//! the method around it, has a variable `client`, the name refers to that variable everywhere in it.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::Lit;
use syn::ext::IdentExt;

use super::Parser;
use crate::errors::Place;
use crate::template::ast::{Bus, Expr};

/// `client.key`, and what follows it.
struct Read {
    start: Span,
    key: Ident,
    rest: Vec<TokenTree>,
}

impl Parser<'_> {
    /// The value in braces, if it is client state.
    pub(super) fn bus_value(&mut self, tokens: &TokenStream, end: Place) -> Option<Expr> {
        let Read { start, key, rest } = if self.names.has_bus {
            read(tokens)?
        } else {
            return None;
        };
        let place = Place::from(start).to(key.span());
        let comparison = rest.iter().take_while(|token| !is_or(token)).count();
        let (comparison, fallback) = rest.split_at(comparison);
        let key = key.unraw().to_string();
        let compared = match self.comparison(comparison, &key, place) {
            Ok(compared) => compared,
            Err(tokens) => return Some(Expr::broken(tokens, place)),
        };
        let is_kept = reads_field(fallback, &key);
        let bus = Bus {
            place,
            key,
            has_fallback: !fallback.is_empty(),
            is_kept,
            compared,
        };
        let value = match fallback.split_first() {
            None => {
                let nothing = match &bus.compared {
                    None => quote_spanned!(start=> ""),
                    Some((true, _)) => quote_spanned!(start=> false),
                    Some((false, _)) => quote_spanned!(start=> true),
                };
                Expr::new(nothing, place, true)
            }
            Some((or, [])) => {
                let message =
                    format_args!("expected the server's value: `client.{} or value`", bus.key);
                self.errors.at(or.span(), message);
                Expr::broken(TokenStream::new(), place)
            }
            Some((_, value)) => self.expression(value.iter().cloned().collect(), end),
        };
        Some(Expr {
            bus: Some(Box::new(bus)),
            ..value
        })
    }

    /// `== literal` or `!= literal`: whether it must be equal, and the literal as JSON; or the tokens
    /// that are not a literal.
    fn comparison(
        &mut self,
        tokens: &[TokenTree],
        key: &str,
        place: Place,
    ) -> Result<Option<(bool, String)>, TokenStream> {
        let [first, _, literal @ ..] = tokens else {
            return Ok(None);
        };
        let (equal, literal) = (first.to_string() == "=", literal.iter().cloned().collect());
        if let Some(json) = json(&literal) {
            return Ok(Some((equal, json)));
        }
        let place = Place::of(&literal).unwrap_or(place);
        let message = format_args!(
            "the browser can compare `client.{key}` only with a literal: `client.{key} == \"text\"`"
        );
        self.errors.at(place, message);
        Err(literal)
    }
}

/// Whether code has a variable `client` of its own: the name is used where client state is not allowed.
pub(crate) fn has_variable(tokens: &TokenStream) -> bool {
    mentions_variable(tokens, false)
}

fn mentions_variable(tokens: &TokenStream, in_braces: bool) -> bool {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_variable = |(at, token): (usize, &TokenTree)| match token {
        TokenTree::Group(group) => {
            mentions_variable(&group.stream(), group.delimiter() == Delimiter::Brace)
        }
        TokenTree::Ident(ident) if ident == "client" => {
            let before = at
                .checked_sub(1)
                .and_then(|before| all.get(before))
                .map(ToString::to_string);
            let is_part_of_a_name =
                before.is_some_and(|before| [".", ":", "-", "<", "/", "@"].contains(&&*before));
            !(is_part_of_a_name || in_braces && at == 0 && read(tokens).is_some())
        }
        _ => false,
    };
    all.iter().enumerate().any(is_variable)
}

/// `client.key`, alone or followed by `==`, `!=` or `or`.
fn read(tokens: &TokenStream) -> Option<Read> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [
        TokenTree::Ident(client),
        TokenTree::Punct(dot),
        TokenTree::Ident(key),
        rest @ ..,
    ] = all.as_slice()
    else {
        return None;
    };
    let is_punct = |token: &TokenTree, char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == char);
    let goes_on = match rest {
        [] => true,
        [first, ..] if is_or(first) => true,
        [first, second, ..] => {
            (is_punct(first, '=') || is_punct(first, '!')) && is_punct(second, '=')
        }
        _ => false,
    };
    let is_it = client == "client" && dot.as_char() == '.' && goes_on;
    is_it.then(|| Read {
        start: client.span(),
        key: key.clone(),
        rest: rest.to_vec(),
    })
}

fn is_or(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == "or")
}

/// Whether code reads the view's own field with that name, as in `self.filter`.
fn reads_field(code: &[TokenTree], name: &str) -> bool {
    let is_called = |next: Option<&TokenTree>| matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    let is_field = |(at, tokens): (usize, &[TokenTree])| {
        matches!(tokens, [TokenTree::Ident(owner), TokenTree::Punct(dot), TokenTree::Ident(field)]
            if owner == "self" && dot.as_char() == '.' && field.unraw() == name && !is_called(code.get(at + 3)))
    };
    let is_inside = |token: &TokenTree| matches!(token, TokenTree::Group(group) if reads_field(&group.stream().into_iter().collect::<Vec<_>>(), name));
    code.windows(3).enumerate().any(is_field) || code.iter().any(is_inside)
}

/// A literal as JSON.
fn json(tokens: &TokenStream) -> Option<String> {
    let expression = syn::parse2::<syn::Expr>(tokens.clone()).ok()?;
    let (sign, expression) = match expression {
        syn::Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Neg(_),
            expr,
            ..
        }) => ("-", *expr),
        other => ("", other),
    };
    let syn::Expr::Lit(literal) = expression else {
        return None;
    };
    match literal.lit {
        Lit::Int(int) if int.suffix().is_empty() => {
            Some(exact(&format!("{sign}{}", int.base10_digits())))
        }
        Lit::Float(float) if float.suffix().is_empty() => float
            .base10_parse::<f64>()
            .ok()
            .map(|number| format!("{sign}{number}")),
        _ if !sign.is_empty() => None,
        Lit::Bool(truth) => Some(truth.value.to_string()),
        Lit::Str(text) => Some(json_string(&text.value())),
        Lit::Char(char) => Some(json_string(&char.value().to_string())),
        _ => None,
    }
}

/// An integer that a JavaScript number cannot represent is a text there.
fn exact(int: &str) -> String {
    if int.trim_start_matches('-').len() > 15 {
        json_string(int)
    } else {
        int.to_owned()
    }
}

fn json_string(text: &str) -> String {
    let escaped = text.chars().map(|char| match char {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        char if u32::from(char) < 0x20 => format!("\\u{:04x}", u32::from(char)),
        char => char.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::errors::Errors;

    /// The parts of a value in braces: key, comparison, server's value.
    fn check(template: &str, expected: &str) {
        let mut errors = Errors::default();
        let nodes = super::super::template(template.parse().unwrap_or_default(), &mut errors);
        let written: Vec<String> = nodes
            .iter()
            .filter_map(|node| {
                if let crate::template::ast::Node::Hole(value) = node {
                    Some(value)
                } else {
                    None
                }
            })
            .map(|value| match &value.bus {
                Some(bus) => {
                    let kept = if bus.is_kept { " kept" } else { "" };
                    format!("{} {:?} {}{kept}", bus.key, bus.compared, value.tokens)
                }
                None => value.tokens.to_string(),
            })
            .collect();
        let written = errors
            .first()
            .map_or_else(|| written.join("; "), |first| format!("error: {first}"));
        assert_eq!(written, expected, "{template}");
    }

    #[test]
    fn a_value_of_the_page_is_read() {
        check("{client.filter}", "filter None \"\"");
        check(
            "{client.filter or self.filter}",
            "filter None self . filter kept",
        );
        check("{client.filter or \"self\"}", "filter None \"self\"");
        check("{client.filter or self.shop}", "filter None self . shop");
        check(
            "{client.filter or word(&self.filter)}",
            "filter None word (& self . filter) kept",
        );
        check(
            "{client.filter or self.filter()}",
            "filter None self . filter ()",
        );
        check(
            "{client.n or self.rows.map(|n| n.len())}",
            "n None self . rows . map (| n | n . len ())",
        );
        check(
            "{client.filter == \"a\\\"b\"}",
            "filter Some((true, \"\\\"a\\\\\\\"b\\\"\")) false",
        );
        check(
            "{client.page != -1 or self.page != -1}",
            "page Some((false, \"-1\")) self . page != - 1 kept",
        );
        check("{client.r#type}", "type None \"\"");
        check(
            "{client.filter or}",
            "error: expected the server's value: `client.filter or value`",
        );
        check(
            "{client.filter == self.filter}",
            "error: the browser can compare `client.filter` only with a literal: `client.filter == \"text\"`",
        );
    }

    #[test]
    fn a_variable_of_the_template_is_not_taken_for_it() {
        check("let client = &self.client; {client.name}", "client . name");
        check("{self.client.name}", "self . client . name");
        check(
            "{client.name()} {client.name}",
            "client . name (); client . name",
        );
        check(
            "<b class:client={true}></b> {client.name}",
            "name None \"\"",
        );
    }
}
