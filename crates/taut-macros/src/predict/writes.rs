//! What code that is not understood may write to.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, Macro};

use super::fields::Field;

/// The fields of the view that an expression may write to, and the names of variables in it.
pub(super) struct Writes {
    pub(super) fields: Vec<Field>,
    pub(super) names: Vec<Ident>,
}

/// Macros that only read.
const READING: &[&str] = &[
    "format",
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "matches",
    "vec",
];

/// Whether a macro always panics.
pub(super) fn panics(mac: &Macro) -> bool {
    is_one_of(mac, &["panic", "todo", "unimplemented", "unreachable"])
}

fn is_one_of(mac: &Macro, names: &[&str]) -> bool {
    let last = mac.path.segments.last();
    last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// What an expression may write to; nothing if that is all, or if the handler may end with it.
pub(super) fn of(expression: &Expr) -> Option<Writes> {
    let mut finder = Finder {
        writes: Writes {
            fields: Vec::new(),
            names: Vec::new(),
        },
        is_anything: false,
    };
    finder.visit_expr(expression);
    (!finder.is_anything).then_some(finder.writes)
}

struct Finder {
    writes: Writes,
    is_anything: bool,
}

impl Finder {
    /// Notes that something of the view may be written to.
    fn note(&mut self, target: &Expr) {
        match path_of(target) {
            Some(path) if path.is_empty() => self.is_anything = true,
            Some(path) => self.writes.fields.push(Field::of_view(path)),
            None => {}
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(name) if name == "self" || name == "return" => {
                    self.is_anything = true;
                }
                TokenTree::Ident(name) => self.writes.names.push(name),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::MethodCall(call) => {
                self.note(&call.receiver);
                visit::visit_expr_method_call(self, call);
            }
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.note(&reference.expr);
                visit::visit_expr_reference(self, reference);
            }
            Expr::Assign(assign) => {
                self.note(&assign.left);
                visit::visit_expr_assign(self, assign);
            }
            Expr::Binary(binary) => {
                if super::expression::is_assignment(&binary.op) {
                    self.note(&binary.left);
                }
                visit::visit_expr_binary(self, binary);
            }
            // It only reads.
            Expr::Field(_) if path_of(expression).is_some_and(|path| !path.is_empty()) => {}
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) if name == "self" => self.is_anything = true,
                Some(name) => self.writes.names.push(name.clone()),
                None => {}
            },
            Expr::Macro(mac) if is_one_of(&mac.mac, READING) => {}
            Expr::Macro(mac) => self.tokens(mac.mac.tokens.clone()),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Verbatim(_) => {
                self.is_anything = true;
            }
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if !is_one_of(mac, READING) {
            self.tokens(mac.tokens.clone());
        }
    }
}

/// The fields that lead from the view to what an expression names; nothing if it is not of the view.
fn path_of(expression: &Expr) -> Option<Vec<Ident>> {
    match expression {
        Expr::Paren(inner) => path_of(&inner.expr),
        Expr::Group(inner) => path_of(&inner.expr),
        Expr::Reference(inner) => path_of(&inner.expr),
        Expr::Unary(inner) => path_of(&inner.expr),
        Expr::Index(index) => path_of(&index.expr),
        Expr::Field(field) => {
            let mut path = path_of(&field.base)?;
            if let syn::Member::Named(name) = &field.member {
                path.push(name.clone());
            }
            Some(path)
        }
        Expr::Path(path) => path.path.is_ident("self").then(Vec::new),
        _ => None,
    }
}
