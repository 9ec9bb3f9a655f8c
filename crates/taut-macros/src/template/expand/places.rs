//! The variables and fields that an expression reads.
//!
//! An expression without a place in the page, such as an argument of an unknown handler, has no type of
//! its own. Its variables do, so errors in them are reported, and none of them counts as unused.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall};

/// The longest paths of fields in an expression, such as `self.item.name`.
pub(super) fn of(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut places = Places(Vec::new());
    if let Ok(expression) = syn::parse2::<Expr>(tokens.clone()) {
        places.visit_expr(&expression);
    }
    places.0
}

struct Places(Vec<TokenStream>);

impl<'ast> Visit<'ast> for Places {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            _ if is_place(expression) => self.0.push(expression.to_token_stream()),
            // Variables that are bound in these are not visible outside.
            Expr::Closure(_)
            | Expr::Block(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Async(_)
            | Expr::Path(_) => {}
            _ => visit::visit_expr(self, expression),
        }
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        call.args
            .iter()
            .for_each(|argument| self.visit_expr(argument));
    }
}

fn is_place(expression: &Expr) -> bool {
    match expression {
        Expr::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| !starts_high(&name.to_string())),
        Expr::Field(field) => is_place(&field.base),
        _ => false,
    }
}

fn starts_high(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    fn check(expression: &str, expected: &[&str]) {
        let places = super::of(&expression.parse().unwrap_or_default());
        let places: Vec<String> = places
            .iter()
            .map(|place| place.to_string().replace(' ', ""))
            .collect();
        assert_eq!(places, expected, "{expression}");
    }

    #[test]
    fn variables_and_fields_are_found_and_functions_are_not() {
        check("todo.id", &["todo.id"]);
        check("self.items.len() + at", &["self.items", "at"]);
        check("Filter::All", &[]);
        check("name(first, &second.third)", &["first", "second.third"]);
        check("(|item| item.id)(row)", &["row"]);
        check("None", &[]);
    }
}
