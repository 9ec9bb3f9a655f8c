//! The expressions in calls of the macros that format and compare, which are known not to read anything else.

use quote::ToTokens;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Macro, Path, Token};

/// The expressions that a macro evaluates; nothing for an unknown macro.
pub(super) fn arguments(call: &Macro) -> Option<Vec<Expr>> {
    let takes_text = match name_of(&call.path)?.as_str() {
        "format" | "format_args" => true,
        "concat" => false,
        _ => return None,
    };
    let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
    let (mut arguments, mut named, mut text) = (Vec::new(), Vec::new(), None);
    for (at, argument) in parse
        .parse2(call.tokens.clone())
        .ok()?
        .into_iter()
        .enumerate()
    {
        match argument {
            Expr::Assign(argument) => {
                named.push(argument.left.to_token_stream().to_string());
                arguments.push(*argument.right);
            }
            Expr::Lit(ExprLit {
                lit: Lit::Str(first),
                ..
            }) if takes_text && at == 0 => text = Some(first),
            other => arguments.push(other),
        }
    }
    if let Some(text) = text {
        let names = captured(&text)?.into_iter();
        let others = names.filter(|name| !named.contains(&name.to_string()));
        arguments.extend(others.map(|name| -> Expr { syn::parse_quote!(#name) }));
    }
    Some(arguments)
}

/// The name of a macro of the standard library.
fn name_of(path: &Path) -> Option<String> {
    let name = path.segments.last()?.ident.to_string();
    let root = path.segments.first()?.ident.to_string();
    let is_known = match path.segments.len() {
        1 => path.leading_colon.is_none(),
        count => count == 2 && matches!(root.as_str(), "std" | "core" | "alloc"),
    };
    is_known.then_some(name)
}

/// The variables that a text captures: `{unit}` or `{price:.2}`. Nothing if a width or a precision may be one, too, or
/// if one needs the form `r#type`.
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
        let mut variable: Ident = syn::parse_str(&name)
            .or_else(|error| match name == "self" {
                true => Ok(Ident::new(&name, span)),
                false => Err(error),
            })
            .ok()?;
        variable.set_span(span);
        variables.push(variable);
    }
    Some(variables)
}
