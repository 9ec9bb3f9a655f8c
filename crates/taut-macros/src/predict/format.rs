//! Lowers `format!`: a text with values in it, each as `Display` gives it.

use proc_macro2::Ident;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Macro, Token};
use taut_facts::Operation;

use super::scope::{Lowered, Scope, not_understood};
use super::tree::Tree;

pub(super) fn text(scope: &mut Scope<'_>, mac: &Macro) -> Lowered {
    let all = Punctuated::<Expr, Token![,]>::parse_terminated;
    let is_format = mac.path.is_ident("format");
    let Some(arguments) = all.parse2(mac.tokens.clone()).ok().filter(|_| is_format) else {
        return Err(not_understood(&mac.path));
    };
    let mut arguments = arguments.iter();
    let Some(Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(format),
        ..
    })) = arguments.next()
    else {
        return Err(not_understood(&mac.path));
    };
    let mut parts = Vec::new();
    for piece in pieces(&format.value()).ok_or_else(|| not_understood(format))? {
        parts.push(match piece {
            Piece::Text(text) => Tree::Text(text),
            Piece::Next => {
                let value = arguments.next().ok_or_else(|| not_understood(format))?;
                scope.value(value)?
            }
            Piece::Named(name) => {
                let name = Ident::new(&name, format.span());
                scope.value(&syn::parse_quote!(#name))?
            }
        });
    }
    match arguments.next() {
        Some(named) => Err(not_understood(named)),
        None => Ok(Tree::Of(Operation::Text, parts)),
    }
}

enum Piece {
    Text(String),
    /// `{}`.
    Next,
    /// `{name}`.
    Named(String),
}

/// The pieces of a format; nothing if it has a width, a precision, or anything else.
fn pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut chars = format.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '{' | '}' if chars.next_if_eq(&char).is_some() => text.push(char),
            '{' => {
                let mut name = String::new();
                loop {
                    match chars.next()? {
                        '}' => break,
                        char => name.push(char),
                    }
                }
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                match name.as_str() {
                    "" => pieces.push(Piece::Next),
                    _ if syn::parse_str::<Ident>(&name).is_ok() => pieces.push(Piece::Named(name)),
                    _ => return None,
                }
            }
            '}' => return None,
            char => text.push(char),
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Some(pieces)
}
