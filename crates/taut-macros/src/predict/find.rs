//! Recognises the search for a row by its key: `self.items.iter_mut().find(|item| item.id == id)`.

use proc_macro2::Ident;
use syn::{BinOp, Expr, Pat};
use taut_facts::Operation;

use super::fields::Field;
use super::scope::{Meaning, Scope, ident, plain};
use super::tree::Tree;

/// The methods that give the row that was found, or end the handler.
const TAKES: &[&str] = &["ok_or", "ok_or_else", "unwrap", "expect"];

/// The list in which an expression searches, and the operation that finds the row: there is no prediction if the row is gone.
pub(super) fn row(scope: &mut Scope<'_>, expression: &Expr) -> Option<(Vec<Ident>, Tree)> {
    let search = match plain(expression) {
        Expr::Try(tried) => match plain(&tried.expr) {
            Expr::MethodCall(call) if TAKES.iter().any(|name| call.method == name) => {
                &call.receiver
            }
            _ => return None,
        },
        Expr::MethodCall(call) if call.method == "unwrap" || call.method == "expect" => {
            &call.receiver
        }
        other => other,
    };
    let Expr::MethodCall(find) = plain(search) else {
        return None;
    };
    let Expr::MethodCall(iterator) = plain(&find.receiver) else {
        return None;
    };
    let is_find = find.method == "find" && find.args.len() == 1;
    if !is_find || !(iterator.method == "iter" || iterator.method == "iter_mut") {
        return None;
    }
    let place = scope.place(&iterator.receiver)?;
    let Expr::Closure(closure) = find.args.first()? else {
        return None;
    };
    let list = place.field.list.is_none().then_some(place.field.path)?;
    let (path, parameter) = comparison(scope, closure)?;
    let key = Field {
        list: Some(list.clone()),
        path,
    };
    let key = scope.fields.index(key);
    let parts = vec![Tree::number(key), Tree::number(parameter)];
    Some((list, Tree::Of(Operation::Find, parts)))
}

/// The field of the row that is compared, and the number of the parameter.
fn comparison(scope: &Scope<'_>, closure: &syn::ExprClosure) -> Option<(Vec<Ident>, usize)> {
    let mut pattern = closure.inputs.first()?;
    while let Pat::Reference(reference) = pattern {
        pattern = &reference.pat;
    }
    let row = name_in(pattern)?;
    let Expr::Binary(binary) = plain(&closure.body) else {
        return None;
    };
    if !matches!(binary.op, BinOp::Eq(_)) {
        return None;
    }
    let sides = [(&binary.left, &binary.right), (&binary.right, &binary.left)];
    sides.into_iter().find_map(|(field, parameter)| {
        let path = path_from(field, row)?;
        match scope.meaning(ident(parameter)?)? {
            Meaning::Local(number) if !scope.changing.contains(number) => Some((path, *number)),
            _ => None,
        }
    })
}

/// The fields that lead from a row to what an expression names.
pub(super) fn path_from(expression: &Expr, row: &Ident) -> Option<Vec<Ident>> {
    match plain(expression) {
        Expr::Field(field) => {
            let syn::Member::Named(name) = &field.member else {
                return None;
            };
            let mut path = path_from(&field.base, row)
                .or_else(|| (ident(&field.base)? == row).then(Vec::new))?;
            path.push(name.clone());
            Some(path)
        }
        _ => None,
    }
}

/// The name that a pattern gives the row: `Some(name)` where it may not be there, or else the name.
pub(super) fn name(pattern: &Pat, is_optional: bool) -> Option<&Ident> {
    match pattern {
        Pat::TupleStruct(some) if is_optional && some.path.is_ident("Some") => {
            name_in(some.elems.first()?)
        }
        pattern if !is_optional => name_in(pattern),
        _ => None,
    }
}

/// The name that a pattern is, if it is one.
fn name_in(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(ident) if ident.subpat.is_none() => Some(&ident.ident),
        _ => None,
    }
}
