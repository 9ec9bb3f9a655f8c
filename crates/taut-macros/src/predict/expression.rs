//! Lowers expressions that have a value and change nothing.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{BinOp, Expr, Lit, UnOp};
use taut_facts::Operation;

use super::format;
use super::scope::{Lowered, Meaning, Reason, Scope, ident, not_understood, place_of, plain};
use super::tree::Tree;

/// The types whose values a browser can compute with.
const KINDS: &[&str] = &[
    "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128", "f32", "f64",
];

/// The methods that are operations of the same name, with the number of their arguments.
const METHODS: &[(&str, usize)] = &[
    ("len", 0),
    ("is_empty", 0),
    ("trim", 0),
    ("to_lowercase", 0),
    ("to_uppercase", 0),
    ("contains", 1),
    ("starts_with", 1),
    ("ends_with", 1),
    ("min", 1),
    ("max", 1),
    ("saturating_add", 1),
    ("saturating_sub", 1),
    ("saturating_mul", 1),
    ("wrapping_add", 1),
    ("wrapping_sub", 1),
    ("wrapping_mul", 1),
];

/// The methods that give an equal value.
const COPIES: &[&str] = &["clone", "to_owned", "as_str"];

impl Scope<'_> {
    pub(crate) fn value(&mut self, expression: &Expr) -> Lowered {
        let expression = plain(expression);
        if let Some(place) = self.place(expression) {
            let field = self.fields.index(place.field);
            self.reads.push((field, place_of(expression)));
            let parts = vec![place.of, Tree::number(field)];
            return Ok(Tree::Of(Operation::Get, parts));
        }
        match expression {
            Expr::Lit(literal) => self::literal(&literal.lit),
            Expr::Path(_) => self.name(expression),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::If(choice) => self.choice(choice),
            Expr::Block(block) if block.label.is_none() => self.block_value(&block.block),
            Expr::Cast(cast) => self.cast(cast),
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Macro(mac) => format::text(self, &mac.mac),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Ok(Tree::Nothing),
            other => Err(not_understood(other)),
        }
    }

    fn name(&self, expression: &Expr) -> Lowered {
        let Some(name) = ident(expression) else {
            return Err(Reason::at(
                place_of(expression),
                "a browser does not know constants",
            ));
        };
        match self.meaning(name) {
            // Rows are counted from the place of a value, which is another one in an inner loop.
            Some(Meaning::Value(value, loops)) if *loops == self.loops || !value.reads_rows() => {
                Ok(value.clone())
            }
            Some(Meaning::Local(number)) => {
                Ok(Tree::Of(Operation::Local, vec![Tree::number(*number)]))
            }
            Some(Meaning::Row(..)) => Err(Reason::at(
                name.span(),
                format!("only fields of the row `{name}` are predicted"),
            )),
            Some(Meaning::Value(..) | Meaning::Unknown) | None => Err(Reason::at(
                name.span(),
                format!("a browser does not know the value of `{name}`"),
            )),
        }
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> Lowered {
        let value = self.value(&unary.expr)?;
        match unary.op {
            UnOp::Not(_) => Ok(Tree::Of(Operation::Not, vec![value])),
            UnOp::Neg(_) => Ok(negative(value)),
            _ => Err(not_understood(unary)),
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) -> Lowered {
        let operation = operation_of(&binary.op)
            .filter(|_| !is_assignment(&binary.op))
            .ok_or_else(|| not_understood(binary))?;
        let parts = vec![self.value(&binary.left)?, self.value(&binary.right)?];
        Ok(Tree::Of(operation, parts))
    }

    fn choice(&mut self, choice: &syn::ExprIf) -> Lowered {
        let condition = self.value(&choice.cond)?;
        let then = self.block_value(&choice.then_branch)?;
        let otherwise = match &choice.else_branch {
            Some((_, otherwise)) => self.value(otherwise)?,
            None => Tree::Nothing,
        };
        Ok(Tree::Of(Operation::If, vec![condition, then, otherwise]))
    }

    /// A block with nothing but variables and a value.
    fn block_value(&mut self, block: &syn::Block) -> Lowered {
        let depth = self.depth();
        let lowered = self.statements_of_value(&block.stmts);
        self.leave(depth);
        lowered
    }

    fn statements_of_value(&mut self, statements: &[syn::Stmt]) -> Lowered {
        let mut trees = Vec::new();
        for (at, statement) in statements.iter().enumerate() {
            match statement {
                syn::Stmt::Expr(value, None) if at + 1 == statements.len() => {
                    trees.push(self.value(value)?);
                }
                syn::Stmt::Local(local) => {
                    let init = local.init.as_ref().filter(|init| init.diverge.is_none());
                    let (Some(init), Some((name, kind))) = (init, variable(&local.pat)) else {
                        return Err(not_understood(local));
                    };
                    let value = self.value(&init.expr)?;
                    trees.push(self.assign_new(&name, value, kind));
                }
                other => return Err(not_understood(other)),
            }
        }
        Ok(Tree::all(trees))
    }

    /// Gives a new variable a value.
    pub(crate) fn assign_new(
        &mut self,
        name: &proc_macro2::Ident,
        value: Tree,
        kind: Option<String>,
    ) -> Tree {
        let number = Tree::number(self.local(name));
        let kind = kind.map(Tree::Text);
        let parts = [number, value].into_iter().chain(kind).collect();
        Tree::Of(Operation::Let, parts)
    }

    fn cast(&mut self, cast: &syn::ExprCast) -> Lowered {
        let kind = kind_of(&cast.ty)
            .filter(|kind| KINDS.contains(&kind.as_str()))
            .ok_or_else(|| not_understood(&cast.ty))?;
        let parts = vec![self.value(&cast.expr)?, Tree::Text(kind)];
        Ok(Tree::Of(Operation::Cast, parts))
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> Lowered {
        let name = call.method.unraw().to_string();
        if name == "to_string" && call.args.is_empty() {
            let value = self.value(&call.receiver)?;
            return Ok(Tree::Of(Operation::Text, vec![value]));
        }
        if COPIES.contains(&name.as_str()) && call.args.is_empty() {
            return self.value(&call.receiver);
        }
        let operation = Operation::named(&name)
            .filter(|_| METHODS.contains(&(name.as_str(), call.args.len())))
            .ok_or_else(|| {
                let why = format!("a browser does not know the method `{name}`");
                Reason::at(call.method.span(), why)
            })?;
        let mut parts = vec![self.value(&call.receiver)?];
        for argument in &call.args {
            parts.push(self.value(argument)?);
        }
        Ok(Tree::Of(operation, parts))
    }

    fn call(&mut self, call: &syn::ExprCall) -> Lowered {
        let name = call.func.to_token_stream().to_string().replace(' ', "");
        match (name.as_str(), call.args.len()) {
            ("String::new", 0) => Ok(Tree::Text(String::new())),
            ("String::from", 1) => self.value(&call.args[0]),
            _ => Err(not_understood(call)),
        }
    }
}

/// The name and the type that a pattern gives a variable.
pub(crate) fn variable(pattern: &syn::Pat) -> Option<(proc_macro2::Ident, Option<String>)> {
    match pattern {
        syn::Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
            Some((ident.ident.clone(), None))
        }
        syn::Pat::Type(typed) => {
            let (name, _) = variable(&typed.pat)?;
            Some((name, kind_of(&typed.ty)))
        }
        _ => None,
    }
}

/// The kind of a type that is written, if a browser can compute with it.
fn kind_of(ty: &syn::Type) -> Option<String> {
    let name = ty.to_token_stream().to_string();
    match name.as_str() {
        "bool" | "f32" | "f64" => Some(name),
        "String" | "& str" => Some("str".to_owned()),
        _ => KINDS.contains(&name.as_str()).then_some(name),
    }
}

fn literal(literal: &Lit) -> Lowered {
    let number = |operation, digits: &str, suffix: &str, span| {
        if !suffix.is_empty() && !KINDS.contains(&suffix) {
            return Err(Reason::at(
                span,
                format!("`{suffix}` depends on the server"),
            ));
        }
        let kind = (!suffix.is_empty()).then(|| Tree::Text(suffix.to_owned()));
        let parts = std::iter::once(Tree::Text(digits.to_owned())).chain(kind);
        Ok(Tree::Of(operation, parts.collect()))
    };
    match literal {
        Lit::Str(text) => Ok(Tree::Text(text.value())),
        Lit::Bool(truth) => Ok(Tree::Truth(truth.value)),
        Lit::Int(int) if int.suffix().starts_with('f') => number(
            Operation::Float,
            int.base10_digits(),
            int.suffix(),
            int.span(),
        ),
        Lit::Int(int) => number(
            Operation::Integer,
            int.base10_digits(),
            int.suffix(),
            int.span(),
        ),
        Lit::Float(float) => number(
            Operation::Float,
            float.base10_digits(),
            float.suffix(),
            float.span(),
        ),
        other => Err(not_understood(other)),
    }
}

/// The negative of a number; that of a literal is a literal, because the least integer has no positive one.
fn negative(value: Tree) -> Tree {
    match value {
        Tree::Of(operation @ (Operation::Integer | Operation::Float), mut parts) => {
            if let Some(Tree::Text(digits)) = parts.first_mut() {
                match digits.strip_prefix('-') {
                    Some(positive) => *digits = positive.to_owned(),
                    None => digits.insert(0, '-'),
                }
            }
            Tree::Of(operation, parts)
        }
        value => Tree::Of(Operation::Negate, vec![value]),
    }
}

/// The operation of an operator, or of the one in a compound assignment.
pub(crate) fn operation_of(operator: &BinOp) -> Option<Operation> {
    let text = operator.to_token_stream().to_string();
    let name = if is_assignment(operator) {
        text.trim_end_matches('=')
    } else {
        &text
    };
    Operation::named(name)
}

pub(crate) fn is_assignment(operator: &BinOp) -> bool {
    let text = operator.to_token_stream().to_string();
    text.ends_with('=') && !["==", "!=", "<=", ">="].contains(&text.as_str())
}
