//! What code that is not understood may write to.

use proc_macro2::Ident;
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Expr, Macro, parse_quote};

use super::fields::Field;

/// The fields of the view that an expression may write to, and the names of variables in it.
pub(super) struct Writes {
    pub(super) fields: Vec<Field>,
    pub(super) names: Vec<Ident>,
}

/// Macros that only read.
const READING: &[&str] = &[
    "format", "print", "println", "eprint", "eprintln", "dbg", "trace", "debug", "info", "warn",
    "error", "matches", "vec",
];

/// Whether a macro always panics.
pub(super) fn panics(mac: &Macro) -> bool {
    is_one_of(mac, &["panic", "todo", "unimplemented", "unreachable"])
}

fn is_one_of(mac: &Macro, names: &[&str]) -> bool {
    let last = mac.path.segments.last();
    last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// The condition under which a macro goes on, as that of `assert!` and `assert_eq!`.
pub(super) fn asserts(mac: &Macro) -> Option<Expr> {
    let name = mac.path.get_ident()?.to_string();
    let arguments = arguments(mac)?;
    let mut arguments = arguments.iter();
    let (first, second) = (arguments.next()?, arguments.next());
    match name.strip_prefix("debug_").unwrap_or(&name) {
        "assert" => Some(first.clone()),
        "assert_eq" => second.map(|second| parse_quote!(#first == #second)),
        "assert_ne" => second.map(|second| parse_quote!(#first != #second)),
        _ => None,
    }
}

/// The arguments of a macro, if they are expressions: `[a, b]`, or `[a; 3]` as in `vec!`.
fn arguments(mac: &Macro) -> Option<Vec<Expr>> {
    let tokens = &mac.tokens;
    match syn::parse2(quote!([#tokens])).ok()? {
        Expr::Array(array) => Some(array.elems.into_iter().collect()),
        Expr::Repeat(repeat) => Some(vec![*repeat.expr, *repeat.len]),
        _ => None,
    }
}

/// Whether an expression is `Err(…)?`.
pub(super) fn fails(expression: &Expr) -> bool {
    matches!(expression, Expr::Try(tried) if super::body::is_err(&tried.expr))
}

/// Whether a pattern borrows what it matches in order to change it.
pub(super) fn borrows(pattern: &syn::Pat) -> bool {
    struct Borrows(bool);
    impl<'ast> Visit<'ast> for Borrows {
        fn visit_pat_ident(&mut self, ident: &'ast syn::PatIdent) {
            self.0 |= ident.by_ref.is_some() && ident.mutability.is_some();
            visit::visit_pat_ident(self, ident);
        }
    }
    let mut found = Borrows(false);
    found.visit_pat(pattern);
    found.0
}

/// What an expression may write to; `None` if it may write to anything, or if the handler may end with it.
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

    /// Notes all places that the left side of an assignment names.
    fn assigned(&mut self, target: &Expr) {
        match target {
            Expr::Paren(inner) => self.assigned(&inner.expr),
            Expr::Group(inner) => self.assigned(&inner.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.assigned(part)),
            Expr::Array(array) => array.elems.iter().for_each(|part| self.assigned(part)),
            Expr::Call(call) => call.args.iter().for_each(|part| self.assigned(part)),
            Expr::Struct(of) => of.fields.iter().for_each(|part| self.assigned(&part.expr)),
            place => {
                self.note(place);
                self.visit_expr(place);
            }
        }
    }

    /// Visits the indices on the way to a field; what it leads to is only read.
    fn indices(&mut self, place: &Expr) {
        match place {
            Expr::Field(field) => self.indices(&field.base),
            Expr::Paren(inner) => self.indices(&inner.expr),
            Expr::Group(inner) => self.indices(&inner.expr),
            Expr::Reference(inner) => self.indices(&inner.expr),
            Expr::Unary(inner) => self.indices(&inner.expr),
            Expr::Index(index) => {
                self.indices(&index.expr);
                self.visit_expr(&index.index);
            }
            _ => {}
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
                self.assigned(&assign.left);
                self.visit_expr(&assign.right);
            }
            Expr::Binary(binary) => {
                if super::expression::is_assignment(&binary.op) {
                    self.note(&binary.left);
                }
                visit::visit_expr_binary(self, binary);
            }
            Expr::Match(choice) => {
                if choice.arms.iter().any(|arm| borrows(&arm.pat)) {
                    self.assigned(&choice.expr);
                }
                visit::visit_expr_match(self, choice);
            }
            Expr::Let(condition) => {
                if borrows(&condition.pat) {
                    self.assigned(&condition.expr);
                }
                visit::visit_expr_let(self, condition);
            }
            Expr::Field(_) if path_of(expression).is_some_and(|path| !path.is_empty()) => {
                self.indices(expression);
            }
            Expr::Path(path) => match path.path.get_ident() {
                Some(name) if name == "self" => self.is_anything = true,
                Some(name) => self.writes.names.push(name.clone()),
                None => {}
            },
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Verbatim(_) => {
                self.is_anything = true;
            }
            ends if fails(ends) => self.is_anything = true,
            other => visit::visit_expr(self, other),
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = local.init.as_ref().filter(|_| borrows(&local.pat)) {
            self.assigned(&init.expr);
        }
        visit::visit_local(self, local);
    }

    /// Any other macro may do anything, and also return.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        match arguments(mac).filter(|_| is_one_of(mac, READING)) {
            Some(arguments) => arguments.iter().for_each(|part| self.visit_expr(part)),
            None => self.is_anything = true,
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
