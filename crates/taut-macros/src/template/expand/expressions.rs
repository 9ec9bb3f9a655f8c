//! The user's expressions in the code of a template, with their own spans.

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser as _;

use crate::template::ast::Expr;

/// A reference to a value, with the value's own span.
pub(super) fn borrowed(value: &Expr) -> TokenStream {
    let tokens = &value.tokens;
    let and = Punct::new('&', Spacing::Alone);
    let mut and = TokenTree::from(and);
    and.set_span(value.place.start);
    if binds_tightly(tokens) {
        quote!(#and #tokens)
    } else {
        quote!(#and (#tokens))
    }
}

/// A boolean, checked like a condition, so that errors have the same message.
pub(super) fn condition(value: &Expr) -> TokenStream {
    let tokens = &value.tokens;
    let parse = syn::Expr::parse_without_eager_brace;
    match parse.parse2(tokens.clone()) {
        Ok(_) => quote!(if #tokens { true } else { false }),
        Err(_) => quote!(if (#tokens) { true } else { false }),
    }
}

/// Whether a prefix in front of an expression applies to all of it.
fn binds_tightly(tokens: &TokenStream) -> bool {
    use syn::Expr as Rust;
    !matches!(
        syn::parse2(tokens.clone()),
        Err(_)
            | Ok(Rust::Assign(_)
                | Rust::Binary(_)
                | Rust::Cast(_)
                | Rust::Closure(_)
                | Rust::Let(_)
                | Rust::Range(_)
                | Rust::Verbatim(_))
    )
}
