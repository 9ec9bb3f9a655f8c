//! Finds bound arguments that cannot change while their element exists, so that no session remembers them.
//!
//! A row keeps its key for its whole life. An argument that is written exactly like the key, with the
//! same names in scope, is therefore constant too; a call may return another value the next time.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;

use super::Scope;

impl Scope<'_> {
    /// Remembers the key of the rows around, if it only reads.
    pub(super) fn remember_key(&mut self, key: &TokenStream) {
        if only_reads(key) {
            self.keys.push(key.clone());
        }
    }

    /// Remembers the key of the rows of a feed, to which its name is a reference.
    pub(super) fn remember_key_of_feed(&mut self, name: &TokenStream) {
        if only_reads(name) {
            self.keys.extend([
                name.clone(),
                quote!(*#name),
                quote!(#name.clone()),
                quote!(#name.to_owned()),
            ]);
        }
    }

    /// Forgets the keys whose names have another meaning after these tokens.
    pub(super) fn forget_keys_bound_in(&mut self, tokens: &TokenStream) {
        let bound = names(tokens);
        self.keys
            .retain(|key| !names(key).iter().any(|name| bound.contains(name)));
    }

    /// Whether an expression has one value as long as its element is in the page: a literal, a constant
    /// or variant, or the key of a row around it.
    pub(super) fn is_constant(&self, tokens: &TokenStream) -> bool {
        let is_same = |key: &TokenStream| key.to_string() == tokens.to_string();
        self.keys.iter().any(is_same) || is_literal(tokens) || is_constant_path(tokens)
    }
}

/// Whether a condition has patterns.
pub(super) fn binds_names(condition: &TokenStream) -> bool {
    condition.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "let",
        TokenTree::Group(group) => binds_names(&group.stream()),
        _ => false,
    })
}

/// Names and fields, with nothing that runs code: no call, macro, index, operator or block.
fn only_reads(tokens: &TokenStream) -> bool {
    fn is_place(expression: &syn::Expr) -> bool {
        match expression {
            syn::Expr::Path(path) => path.qself.is_none() && path.path.get_ident().is_some(),
            syn::Expr::Field(field) => is_place(&field.base),
            syn::Expr::Reference(reference) => {
                reference.mutability.is_none() && is_place(&reference.expr)
            }
            syn::Expr::Unary(unary) => {
                matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr)
            }
            syn::Expr::Paren(paren) => is_place(&paren.expr),
            syn::Expr::Tuple(tuple) => tuple.elems.iter().all(is_place),
            _ => false,
        }
    }
    syn::parse2::<syn::Expr>(tokens.clone()).is_ok_and(|expression| is_place(&expression))
}

fn names(tokens: &TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => names.push(ident.unraw().to_string()),
            TokenTree::Group(group) => names.extend(self::names(&group.stream())),
            _ => {}
        }
    }
    names
}

/// The JSON of a literal whose type is unambiguous.
pub(super) fn literal_json(tokens: &TokenStream) -> Option<String> {
    match syn::parse2::<syn::Lit>(tokens.clone()).ok()? {
        syn::Lit::Int(int) => int.base10_parse::<u32>().ok().map(|int| int.to_string()),
        syn::Lit::Bool(truth) => Some(truth.value.to_string()),
        syn::Lit::Str(text) => plain_json(&text.value()),
        _ => None,
    }
}

/// A text in quotes, if JSON writes it in the same way.
fn plain_json(text: &str) -> Option<String> {
    let is_plain = |char: char| !char.is_control() && char != '"' && char != '\\';
    text.chars().all(is_plain).then(|| format!("\"{text}\""))
}

fn is_literal(tokens: &TokenStream) -> bool {
    let literal = match syn::parse2::<syn::Expr>(tokens.clone()) {
        Ok(syn::Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Neg(_),
            expr,
            ..
        })) => *expr,
        Ok(other) => other,
        Err(_) => return false,
    };
    matches!(literal, syn::Expr::Lit(_))
}

/// A path of two segments cannot name a local variable.
fn is_constant_path(tokens: &TokenStream) -> bool {
    let Ok(path) = syn::parse2::<syn::Path>(tokens.clone()) else {
        return false;
    };
    path.segments.len() > 1
        && path
            .segments
            .iter()
            .all(|segment| segment.arguments.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::Ancestors;

    /// Whether `argument` is constant in a row with that `key`, after `between` has been bound.
    fn check(key: &str, between: &str, argument: &str, expected: bool) {
        let tokens = |text: &str| text.parse::<TokenStream>().unwrap_or_default();
        let mut scope = Scope {
            handlers: None,
            ancestors: Ancestors::default(),
            keys: Vec::new(),
            parts: 0,
            root_parts: Vec::new(),
            is_page: false,
        };
        scope.remember_key(&tokens(key));
        scope.forget_keys_bound_in(&tokens(between));
        assert_eq!(
            scope.is_constant(&tokens(argument)),
            expected,
            "{key}; {between}; {argument}"
        );
    }

    #[test]
    fn the_key_is_constant_until_its_names_are_bound_anew() {
        check("item.id", "", "item.id", true);
        check("*item", "", "*item", true);
        check("(a.id, b.id)", "", "(a.id, b.id)", true);
        check("item.id", "", "item.name", false);
        check("item.id", "let other = 1;", "item.id", true);
        check("item.id", "let item = other;", "item.id", false);
        check("item.id", "let r#item = other;", "item.id", false);
        check("item.id", "Some((_, Item { item, .. }))", "item.id", false);
        check(
            "item.id",
            "Row { nested: [.., item @ Some(_)] }",
            "item.id",
            false,
        );
    }

    #[test]
    fn what_runs_may_give_another_value() {
        check("next()", "", "next()", false);
        check("item.id()", "", "item.id()", false);
        check("self.counter.get()", "", "self.counter.get()", false);
        check("{ item }", "", "{ item }", false);
        check("id!(item)", "", "id!(item)", false);
        check("items[at]", "", "items[at]", false);
    }

    #[test]
    fn literals_and_paths_are_constant_and_names_are_not() {
        for constant in [
            "1",
            "-1",
            "\"a\"",
            "true",
            "Filter::All",
            "module::LIMIT",
            "Self::LIMIT",
        ] {
            check("item.id", "", constant, true);
        }
        for variable in [
            "_1",
            "N",
            "LIMIT",
            "x",
            "--x",
            "1 + 1",
            "Vec::<u8>::new()",
            "f(1)",
        ] {
            check("item.id", "", variable, false);
        }
    }
}
