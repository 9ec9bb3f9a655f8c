//! What the rows of a list read besides themselves.
//!
//! A list that shows a collection with recorded edits renders only the rows that were edited, as long as nothing else
//! that its rows read has changed. So all of that must be found: fields of the view, variables around the list, and
//! constants, which may have interior mutability. Each is a *place*, such as `self.unit`, whose value the code keeps and
//! compares. An expression that compares a place with the key of the row concerns two rows only, and is a *pick*.
//!
//! Functions that are called by a path depend on their arguments; a name without a path may be a closure, which is a
//! place whose value cannot be compared, so such rows are not followed.

mod formats;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser as _;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, Pat};

use crate::template::lower::{
    Argument, Body, Choice, Hole, Keys, Kind, Part, Piece, Source, Step, Value,
};

/// What rows read besides themselves.
pub(super) struct Reads {
    pub(super) places: Vec<TokenStream>,
    pub(super) picks: Vec<TokenStream>,
}

/// What the rows of a list read; nothing if that is not known.
///
/// The rows may change the variables `changing`, so what they read of those at their start does not matter.
pub(super) fn of_rows(
    pattern: &TokenStream,
    keys: &Keys,
    row: &Body,
    changing: Vec<String>,
) -> Option<Reads> {
    let mut walk = Walk {
        changing,
        ..Walk::default()
    };
    walk.bind_tokens(pattern);
    match keys {
        Keys::Written(key) => {
            walk.tokens(&key.tokens);
            walk.keys = key_forms(&key.tokens);
        }
        Keys::Feed(key) => walk.keys = key_forms(key),
    }
    walk.key_names = names_in(&walk.keys);
    walk.body(row);
    walk.is_known.then_some(Reads {
        places: walk.places.into_iter().map(|(_, place)| place).collect(),
        picks: walk.picks.into_iter().map(|(_, place)| place).collect(),
    })
}

/// The ways to write the key of a row.
fn key_forms(key: &TokenStream) -> Vec<String> {
    let text = |tokens: TokenStream| tokens.to_string();
    let mut forms = Vec::new();
    for form in [
        key.clone(),
        quote::quote!(*#key),
        quote::quote!(&#key),
        quote::quote!(#key.clone()),
        quote::quote!(#key.as_str()),
    ] {
        forms.push(text(form.clone()));
        forms.push(text(quote::quote!(Some(#form))));
    }
    forms
}

fn names_in(keys: &[String]) -> Vec<String> {
    let first = keys.first().map(String::as_str).unwrap_or_default();
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    first
        .split(|char| !is_part(char))
        .map(str::to_owned)
        .collect()
}

struct Walk {
    /// The names that are bound in the row, innermost last.
    bound: Vec<String>,
    /// How the key of the row is written, as long as its names mean that.
    keys: Vec<String>,
    key_names: Vec<String>,
    /// Places by how they are written.
    places: Vec<(String, TokenStream)>,
    picks: Vec<(String, TokenStream)>,
    /// The names around the rows that they may change.
    changing: Vec<String>,
    is_known: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            bound: Vec::new(),
            keys: Vec::new(),
            key_names: Vec::new(),
            places: Vec::new(),
            picks: Vec::new(),
            changing: Vec::new(),
            is_known: true,
        }
    }
}

/// The templates of a row.
impl Walk {
    fn body(&mut self, body: &Body) {
        let outer = self.bound.len();
        self.steps(&body.steps);
        self.bound.truncate(outer);
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Let(statement) => self.statement(statement),
                Step::Scope(steps) => {
                    let outer = self.bound.len();
                    self.steps(steps);
                    self.bound.truncate(outer);
                }
                Step::Spread(name, value, steps) => {
                    self.tokens(&value.tokens);
                    self.bind(name);
                    self.steps(steps);
                }
                Step::Mention(_) => {}
                Step::Hole(hole) => self.hole(hole),
            }
        }
    }

    fn hole(&mut self, hole: &Hole) {
        match &hole.kind {
            Kind::Value { value, .. } => self.value(value),
            Kind::Block { arms, choice } => self.block(arms, choice),
            Kind::List {
                pattern,
                iterator,
                keys,
                row,
            } => {
                self.tokens(&iterator.tokens);
                let outer = self.bound.len();
                self.bind_tokens(&pattern.tokens);
                if let Keys::Written(key) = keys {
                    self.tokens(&key.tokens);
                }
                self.body(row);
                self.bound.truncate(outer);
            }
            Kind::Part { shown, .. } => self.part(shown),
            Kind::Event(event) => {
                for Argument { source, .. } in &event.arguments {
                    self.source(source);
                }
            }
            Kind::Bus { .. } | Kind::Commands(_) => {}
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Borrowed(value)
            | Value::Copied(value)
            | Value::Typed(value, _)
            | Value::Json(value) => self.tokens(&value.tokens),
            Value::Joined(pieces) => {
                for piece in pieces {
                    if let Piece::Value(value) = piece {
                        self.tokens(&value.tokens);
                    }
                }
            }
        }
    }

    fn block(&mut self, arms: &[Body], choice: &Choice) {
        let arm = |arm: &Option<usize>| arm.and_then(|arm| arms.get(arm));
        match choice {
            Choice::If(branches) => {
                for (condition, at) in branches {
                    let outer = self.bound.len();
                    if let Some(condition) = condition {
                        self.tokens(&condition.tokens);
                    }
                    arm(at).into_iter().for_each(|arm| self.body(arm));
                    self.bound.truncate(outer);
                }
            }
            Choice::Match(scrutinee, branches) => {
                self.tokens(&scrutinee.tokens);
                for (pattern, at) in branches {
                    let outer = self.bound.len();
                    self.guarded_pattern(&pattern.tokens);
                    arm(at).into_iter().for_each(|arm| self.body(arm));
                    self.bound.truncate(outer);
                }
            }
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::View(view) => self.tokens(&view.value.tokens),
            Part::Tag {
                props,
                listeners,
                contents,
                ..
            } => {
                props
                    .iter()
                    .for_each(|(_, value)| self.tokens(&value.tokens));
                let arguments = listeners.iter().flat_map(|listener| &listener.arguments);
                arguments.for_each(|source| self.source(source));
                contents
                    .iter()
                    .for_each(|(_, content)| self.body(&content.body));
            }
        }
    }

    fn source(&mut self, source: &Source) {
        if let Source::Bound(value) = source {
            self.tokens(&value.tokens);
        }
    }
}

/// The tokens of a row.
impl Walk {
    fn tokens(&mut self, tokens: &TokenStream) {
        // The arms of a `match` are read with their guards, and conditions may have patterns.
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(expression) => self.visit_expr(&expression),
            Err(_) => self.is_known = false,
        }
    }

    fn statement(&mut self, tokens: &TokenStream) {
        match syn::Block::parse_within.parse2(tokens.clone()) {
            Ok(statements) => statements.iter().for_each(|it| self.visit_stmt(it)),
            Err(_) => self.is_known = false,
        }
    }

    fn guarded_pattern(&mut self, tokens: &TokenStream) {
        match syn::parse2::<syn::Arm>(quote::quote!(#tokens => {})) {
            Ok(arm) => self.visit_pat(&arm.pat),
            Err(_) => self.is_known = false,
        }
    }

    fn bind_tokens(&mut self, pattern: &TokenStream) {
        match Pat::parse_multi_with_leading_vert.parse2(pattern.clone()) {
            Ok(pattern) => self.visit_pat(&pattern),
            Err(_) => self.is_known = false,
        }
    }

    fn bind(&mut self, name: &Ident) {
        let name = name.to_string();
        if self.key_names.contains(&name) {
            self.keys.clear();
        }
        self.bound.push(name);
    }

    fn is_bound(&self, name: &str) -> bool {
        self.bound.iter().any(|bound| bound == name)
    }

    fn within(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = self.bound.len();
        visit(self);
        self.bound.truncate(outer);
    }

    /// The root of a place, such as `self` in `self.unit`.
    fn root(expression: &Expr) -> Option<&syn::Path> {
        match expression {
            Expr::Path(path) if path.qself.is_none() => Some(&path.path),
            Expr::Field(field) => Self::root(&field.base),
            Expr::Paren(paren) => Self::root(&paren.expr),
            _ => None,
        }
    }

    fn place(&mut self, expression: &Expr, path: &syn::Path) {
        let is_bound = path
            .get_ident()
            .is_some_and(|name| self.is_bound(&name.to_string()));
        if is_bound || (is_path(expression) && is_constant(path)) {
            return;
        }
        let root = path.get_ident().map(ToString::to_string);
        if root.is_some_and(|root| self.changing.contains(&root)) {
            self.is_known = false;
        }
        note(&mut self.places, expression);
    }

    /// Whether an expression compares a place outside with the key of the row.
    fn pick<'e>(&self, comparison: &'e syn::ExprBinary) -> Option<&'e Expr> {
        if !matches!(comparison.op, BinOp::Eq(_) | BinOp::Ne(_)) {
            return None;
        }
        let is_key = |expression: &Expr| {
            let written = expression.to_token_stream().to_string();
            self.keys.contains(&written)
        };
        let sides = [
            (&*comparison.left, &*comparison.right),
            (&*comparison.right, &*comparison.left),
        ];
        let (_, place) = sides.into_iter().find(|(key, _)| is_key(key))?;
        let place = bare(place);
        let root = Self::root(place)?.get_ident()?;
        let root = root.to_string();
        (!self.is_bound(&root) && !self.changing.contains(&root)).then_some(place)
    }

    fn callee(&mut self, function: &Expr) {
        match function {
            Expr::Path(path) if path.qself.is_some() || path.path.segments.len() > 1 => {}
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                let is_safe = name.is_some_and(|name| self.is_bound(&name) || is_type_like(&name));
                // It may be a closure around the template.
                self.is_known &= is_safe;
            }
            other => self.visit_expr(other),
        }
    }
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let Some(path) = Self::root(expression) {
            return self.place(expression, path);
        }
        match expression {
            Expr::Binary(change) if is_change(&change.op) => self.is_known = false,
            Expr::Reference(reference) if reference.mutability.is_some() => self.is_known = false,
            Expr::Binary(comparison) => match self.pick(comparison) {
                Some(place) => note(&mut self.picks, place),
                None => visit::visit_expr(self, expression),
            },
            Expr::Call(call) => {
                self.callee(&call.func);
                call.args.iter().for_each(|it| self.visit_expr(it));
            }
            Expr::Macro(call) => {
                let arguments = formats::arguments(&call.mac);
                match arguments {
                    Some(arguments) => arguments.iter().for_each(|it| self.visit_expr(it)),
                    None => self.is_known = false,
                }
            }
            Expr::Closure(closure) => self.within(|walk| {
                closure.inputs.iter().for_each(|it| walk.visit_pat(it));
                walk.visit_expr(&closure.body);
            }),
            Expr::If(branch) => {
                self.within(|walk| {
                    walk.visit_expr(&branch.cond);
                    walk.visit_block(&branch.then_branch);
                });
                if let Some((_, other)) = &branch.else_branch {
                    self.visit_expr(other);
                }
            }
            Expr::Let(condition) => {
                self.visit_expr(&condition.expr);
                self.visit_pat(&condition.pat);
            }
            Expr::Assign(_)
            | Expr::Async(_)
            | Expr::Await(_)
            | Expr::ForLoop(_)
            | Expr::While(_)
            | Expr::Loop(_)
            | Expr::Unsafe(_)
            | Expr::Verbatim(_) => self.is_known = false,
            _ => visit::visit_expr(self, expression),
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.within(|walk| visit::visit_block(walk, block));
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.within(|walk| visit::visit_arm(walk, arm));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, other)) = &init.diverge {
                self.visit_expr(other);
            }
        }
        self.visit_pat(&local.pat);
    }

    fn visit_macro(&mut self, _: &'ast syn::Macro) {
        self.is_known = false;
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {
        self.is_known = false;
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.bind(&pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    /// Paths in patterns and types are constants.
    fn visit_path(&mut self, _: &'ast syn::Path) {}
}

/// Collects the names that follow a `mut`: they are bound so that they can change, or something may change them.
pub(super) fn note_changing(tokens: &TokenStream, names: &mut Vec<String>) {
    let mut follows_mut = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(name) if follows_mut => names.push(name.to_string()),
            TokenTree::Group(group) => note_changing(&group.stream(), names),
            TokenTree::Ident(name) => {
                follows_mut = name == "mut";
                continue;
            }
            _ => {}
        }
        follows_mut = false;
    }
}

/// Whether an operator assigns.
fn is_change(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

fn note(places: &mut Vec<(String, TokenStream)>, expression: &Expr) {
    let tokens = expression.to_token_stream();
    let written = tokens.to_string();
    if !places.iter().any(|(other, _)| *other == written) {
        places.push((written, tokens));
    }
}

/// An expression without what leaves its value as it is.
fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Paren(paren) => bare(&paren.expr),
        Expr::Reference(reference) => bare(&reference.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => bare(&unary.expr),
        Expr::MethodCall(call)
            if call.args.is_empty()
                && (call.method == "as_ref"
                    || call.method == "as_deref"
                    || call.method == "as_str") =>
        {
            bare(&call.receiver)
        }
        other => other,
    }
}

fn is_path(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(_))
}

/// Whether a path names a function of a module or a type, a variant, or a type: `Filter::All`, `str::len`. A constant may
/// have interior mutability.
fn is_constant(path: &syn::Path) -> bool {
    let Some(last) = path.segments.last() else {
        return true;
    };
    let name = last.ident.to_string();
    match path.segments.len() {
        1 => is_type_like(&name),
        _ => !is_shouted(&name),
    }
}

/// `Some`, `None` or `Euro`, but not `LIMIT`.
fn is_type_like(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && !is_shouted(name)
}

/// The name of a constant. One letter may be a type as well, which has no fields.
fn is_shouted(name: &str) -> bool {
    !name.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests;
