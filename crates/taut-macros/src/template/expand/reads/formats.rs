//! The expressions in calls of the macros that format and compare, which are known not to read anything else.

use quote::ToTokens;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Macro, Token};

/// The expressions that a macro evaluates; nothing for an unknown macro.
pub(super) fn arguments(call: &Macro) -> Option<Vec<Expr>> {
    let name = call.path.segments.last()?.ident.to_string();
    if !matches!(name.as_str(), "format" | "format_args" | "concat") {
        return None;
    }
    let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
    let (mut arguments, mut named, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for argument in parse.parse2(call.tokens.clone()).ok()? {
        match argument {
            Expr::Assign(argument) => {
                named.push(argument.left.to_token_stream().to_string());
                arguments.push(*argument.right);
            }
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => texts.push(text),
            other => arguments.push(other),
        }
    }
    for text in texts {
        let names = captured(&text)?.into_iter();
        let others = names.filter(|name| !named.contains(&name.to_string()));
        arguments.extend(others.map(|name| -> Expr { syn::parse_quote!(#name) }));
    }
    Some(arguments)
}

/// The variables that a text captures: `{unit}` or `{price:.2}`. Nothing if a width or a precision may be one, too.
fn captured(text: &LitStr) -> Option<Vec<Ident>> {
    let (text, span) = (text.value(), text.span());
    if text.contains('$') {
        return None;
    }
    let mut variables = Vec::new();
    for piece in text.replace("{{", "").split('{').skip(1) {
        let name: String = piece
            .chars()
            .take_while(|char| char.is_alphanumeric() || *char == '_')
            .collect();
        if name.is_empty() || name.starts_with(|char: char| char.is_ascii_digit()) {
            continue;
        }
        variables.push(Ident::new(&name, span));
    }
    Some(variables)
}
