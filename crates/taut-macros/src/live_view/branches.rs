//! Finds templates that are chosen outside of a template, each of which has a type of its own.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprIf, ExprMatch, ItemFn, ItemImpl, Macro, Stmt};

use crate::errors::Errors;

const HOW: &str = "each `view!` has a type of its own: choose inside of one, `view! { if … { … } else { … } }` or `view! { match … { … => { … } } }`";

/// Reports them in an impl.
pub(crate) fn check(item: &ItemImpl, errors: &mut Errors) {
    Branches(errors).visit_item_impl(item);
}

/// Reports them in a function.
pub(crate) fn check_function(item: &ItemFn, errors: &mut Errors) {
    Branches(errors).visit_item_fn(item);
}

struct Branches<'e>(&'e mut Errors);

impl Branches<'_> {
    fn note(&mut self, branches: Vec<Option<Span>>) {
        for second in branches.into_iter().flatten().skip(1) {
            self.0.at(second, HOW);
        }
    }
}

impl<'ast> Visit<'ast> for Branches<'_> {
    fn visit_expr_match(&mut self, choice: &'ast ExprMatch) {
        self.note(choice.arms.iter().map(|arm| last_view(&arm.body)).collect());
        visit::visit_expr_match(self, choice);
    }

    fn visit_expr_if(&mut self, chain: &'ast ExprIf) {
        let mut branches = vec![view_at_end(&chain.then_branch)];
        let mut rest = chain.else_branch.as_ref();
        while let Some((_, other)) = rest {
            let Expr::If(next) = &**other else {
                branches.push(last_view(other));
                break;
            };
            branches.push(view_at_end(&next.then_branch));
            rest = next.else_branch.as_ref();
        }
        self.note(branches);
        // The branches of an `else if` have been seen.
        let mut chain = chain;
        loop {
            self.visit_expr(&chain.cond);
            self.visit_block(&chain.then_branch);
            match chain.else_branch.as_ref().map(|(_, other)| &**other) {
                Some(Expr::If(next)) => chain = next,
                Some(other) => return self.visit_expr(other),
                None => return,
            }
        }
    }
}

/// The `view!` whose value an expression has.
fn last_view(expr: &Expr) -> Option<Span> {
    match expr {
        Expr::Macro(mac) => view(&mac.mac),
        Expr::Block(block) => view_at_end(&block.block),
        _ => None,
    }
}

fn view_at_end(block: &Block) -> Option<Span> {
    match block.stmts.last()? {
        Stmt::Expr(expr, None) => last_view(expr),
        Stmt::Macro(mac) => view(&mac.mac),
        _ => None,
    }
}

fn view(mac: &Macro) -> Option<Span> {
    let name = &mac.path.segments.last()?.ident;
    (name == "view").then(|| name.span())
}

/// The first `view!` in the tokens of a value.
pub(crate) fn view_in(tokens: &TokenStream) -> Option<Span> {
    let tokens: Vec<_> = tokens.clone().into_iter().collect();
    let called = tokens.windows(2).find_map(|pair| match pair {
        [TokenTree::Ident(name), TokenTree::Punct(punct)]
            if name == "view" && punct.as_char() == '!' =>
        {
            Some(name.span())
        }
        _ => None,
    });
    called.or_else(|| {
        tokens.iter().find_map(|token| match token {
            TokenTree::Group(group) => view_in(&group.stream()),
            _ => None,
        })
    })
}
