//! Lowers the body of a handler. A statement that is not understood makes all that it may write to unknown.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Block, Expr, Stmt, parse_quote};
use taut_facts::Operation;

use super::expression::{is_assignment, operation_of, variable};
use super::find;
use super::scope::{Lowered, Meaning, Reason, RowOf, Scope, ident, not_understood, plain};
use super::tree::Tree;
use super::writes::{self, Writes};

impl Scope<'_> {
    /// A block of statements; `is_result` if its value is the result of the handler.
    pub(super) fn block(&mut self, block: &Block, is_result: bool) -> Lowered {
        let depth = self.depth();
        let mut trees = Vec::new();
        let last = block.stmts.len().saturating_sub(1);
        for (at, statement) in block.stmts.iter().enumerate() {
            let is_tail = at == last && matches!(statement, Stmt::Expr(_, None));
            trees.push(self.statement(statement, is_result && is_tail)?);
        }
        self.leave(depth);
        Ok(Tree::all(trees))
    }

    fn statement(&mut self, statement: &Stmt, is_result: bool) -> Lowered {
        match statement {
            Stmt::Local(local) => self.declare(local),
            Stmt::Expr(expression, _) => self.action(expression, is_result),
            Stmt::Macro(mac) => {
                let expression = syn::ExprMacro {
                    attrs: Vec::new(),
                    mac: mac.mac.clone(),
                };
                self.action(&Expr::Macro(expression), is_result)
            }
            Stmt::Item(_) => Ok(Tree::Nothing),
        }
    }

    fn declare(&mut self, local: &syn::Local) -> Lowered {
        let Some(init) = &local.init else {
            return Err(not_understood(local));
        };
        if let Some(found) = find::row(self, &init.expr)
            && let Some(name) = find::name(&local.pat, init.diverge.is_some())
        {
            return Ok(self.found(name, found));
        }
        if let Some((_, diverge)) = &init.diverge {
            return Err(not_understood(&**diverge));
        }
        match variable(&local.pat) {
            Some((name, kind)) => match self.value(&init.expr) {
                Ok(value) => Ok(self.assign_new(&name, value, kind)),
                Err(reason) => {
                    let after = self.unknown(&init.expr, Some(reason))?;
                    let value = self.assign_new(&name, Tree::unknown(), None);
                    Ok(Tree::all(vec![after, value]))
                }
            },
            None => {
                let mut from = (*init.expr).clone();
                let reason = not_understood(plain(&from));
                if writes::borrows(&local.pat) {
                    from = parse_quote!(&mut #from);
                }
                let after = self.unknown(&from, Some(reason))?;
                self.shadow(&local.pat);
                Ok(after)
            }
        }
    }

    /// Gives a variable the row that was found.
    fn found(&mut self, name: &Ident, (list, tree): (Vec<Ident>, Tree)) -> Tree {
        let number = self.new_local();
        self.bind(name, Meaning::Row(RowOf::Local(number), list));
        Tree::Of(Operation::Let, vec![Tree::number(number), tree])
    }

    /// An expression for what it does, or for the result of the handler.
    fn action(&mut self, expression: &Expr, is_result: bool) -> Lowered {
        match expression {
            Expr::Assign(assign) => {
                self.assign(&assign.left, |scope| scope.value(&assign.right), expression)
            }
            Expr::Binary(binary) if is_assignment(&binary.op) => {
                let operation = operation_of(&binary.op);
                let value = |scope: &mut Self| {
                    let operation = operation.ok_or_else(|| not_understood(binary))?;
                    let parts = vec![scope.value(&binary.left)?, scope.value(&binary.right)?];
                    Ok(Tree::Of(operation, parts))
                };
                self.assign(&binary.left, value, expression)
            }
            Expr::If(choice) => self.branches(choice, is_result),
            Expr::Block(block) if block.label.is_none() => self.block(&block.block, is_result),
            Expr::Paren(inner) => self.action(&inner.expr, is_result),
            Expr::Return(returned) => match returned.expr.as_deref() {
                Some(value) if is_err(value) => Ok(Tree::Of(Operation::Fail, Vec::new())),
                None => Ok(Tree::Of(Operation::Return, Vec::new())),
                Some(value) if is_ok(value) => Ok(Tree::Of(Operation::Return, Vec::new())),
                Some(value) => Err(not_understood(value)),
            },
            value if is_result && is_err(value) => Ok(Tree::Of(Operation::Fail, Vec::new())),
            value if is_ok(value) => Ok(Tree::Nothing),
            value if writes::fails(value) => Ok(Tree::Of(Operation::Fail, Vec::new())),
            Expr::Macro(mac) => self.macro_call(&mac.mac, expression),
            Expr::MethodCall(call) if call.method == "push_str" && call.args.len() == 1 => {
                let value = |scope: &mut Self| {
                    let parts = vec![scope.value(&call.receiver)?, scope.value(&call.args[0])?];
                    Ok(Tree::Of(Operation::Add, parts))
                };
                self.assign(&call.receiver, value, expression)
            }
            other => self.unknown(other, None),
        }
    }

    /// A macro that may end the handler, or any other one.
    fn macro_call(&mut self, mac: &syn::Macro, whole: &Expr) -> Lowered {
        let fail = Tree::Of(Operation::Fail, Vec::new());
        if writes::panics(mac) {
            return Ok(fail);
        }
        match writes::asserts(mac) {
            Some(condition) => {
                let parts = vec![self.value(&condition)?, Tree::Nothing, fail];
                Ok(Tree::Of(Operation::If, parts))
            }
            None => self.unknown(whole, None),
        }
    }

    /// Sets a field or a variable.
    fn assign(
        &mut self,
        target: &Expr,
        value: impl FnOnce(&mut Self) -> Lowered,
        whole: &Expr,
    ) -> Lowered {
        let value = match value(self) {
            Ok(value) => value,
            Err(reason) => return self.unknown(whole, Some(reason)),
        };
        if let Some(place) = self.place(target) {
            let others = Tree::Forget {
                field: place.field.clone(),
                is_set: true,
            };
            let field = Tree::number(self.fields.index(place.field));
            let set = Tree::Of(Operation::Set, vec![place.of, field, value]);
            return Ok(Tree::all(vec![set, others]));
        }
        match ident(target).and_then(|name| self.variable(name)) {
            Some(number) => Ok(Tree::Of(Operation::Let, vec![Tree::number(number), value])),
            None => self.unknown(whole, Some(not_understood(target))),
        }
    }

    fn branches(&mut self, choice: &syn::ExprIf, is_result: bool) -> Lowered {
        if let Expr::Let(condition) = &*choice.cond
            && let Some(found) = find::row(self, &condition.expr)
            && let Some(name) = find::name(&condition.pat, true)
        {
            let depth = self.depth();
            let found = self.found(name, found);
            let then = self.block(&choice.then_branch, is_result)?;
            self.leave(depth);
            return Ok(Tree::all(vec![found, then]));
        }
        let condition = self.value(&choice.cond)?;
        let then = self.block(&choice.then_branch, is_result)?;
        let otherwise = match &choice.else_branch {
            Some((_, otherwise)) => self.action(otherwise, is_result)?,
            None => Tree::Nothing,
        };
        Ok(Tree::Of(Operation::If, vec![condition, then, otherwise]))
    }

    /// Something that is not understood: forgets what it may write to. Where that may be anything, or it may end the handler,
    /// nothing of the handler is predicted.
    fn unknown(&mut self, expression: &Expr, reason: Option<Reason>) -> Lowered {
        let reason = reason.unwrap_or_else(|| not_understood(plain(expression)));
        let Some(Writes { fields, names }) = writes::of(expression) else {
            return Err(reason);
        };
        let is_row = |name| matches!(self.meaning(name), Some(Meaning::Row(..)));
        if names.iter().any(is_row) {
            return Err(reason);
        }
        self.reasons.push(reason);
        let locals = names.iter().filter_map(|name| self.variable(name));
        let forget = |number| {
            let parts = vec![Tree::number(number), Tree::unknown()];
            Tree::Of(Operation::Let, parts)
        };
        let mut trees: Vec<Tree> = locals.map(forget).collect();
        trees.extend(fields.into_iter().map(|field| Tree::Forget {
            field,
            is_set: false,
        }));
        Ok(Tree::all(trees))
    }
}

/// `Err(…)`.
pub(super) fn is_err(expression: &Expr) -> bool {
    called(expression).is_some_and(|name| name == "Err")
}

/// `Ok(())`, or `()`.
fn is_ok(expression: &Expr) -> bool {
    match expression {
        Expr::Call(call) => {
            let is_unit =
                |value: &Expr| matches!(value, Expr::Tuple(tuple) if tuple.elems.is_empty());
            called(expression).is_some_and(|name| name == "Ok") && call.args.iter().all(is_unit)
        }
        Expr::Tuple(tuple) => tuple.elems.is_empty(),
        _ => false,
    }
}

fn called(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Call(call) => ident(&call.func).map(|name| name.unraw().to_string()),
        _ => None,
    }
}
