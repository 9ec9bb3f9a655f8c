//! Lowers the expressions of holes, where they can be understood: their values follow from what handlers set.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use syn::{Expr, Pat};
use taut_facts::{AddOn, Operation};

use super::Program;
use super::fields::{Field, Fields};
use super::find;
use super::scope::{FieldOf, Meaning, RowOf, Scope, plain};
use super::tree::Tree;
use crate::errors::Errors;
use crate::html::Truth;
use crate::template::lower::{
    Body, Choice, Event, Hole, Keys, Kind, Origin, Part, Piece, Source, Step, Target, Template,
    Value,
};

/// How the value of a hole follows from fields of the view.
pub(crate) struct Formula {
    tree: Tree,
    pub(crate) truth: Truth,
    reads: BTreeSet<usize>,
}

impl Formula {
    pub(crate) fn json(&self, fields: &Fields) -> String {
        self.tree.json(fields)
    }
}

/// Finds the formulas of all templates of an impl, as far as they have to do with what its handlers set.
pub(crate) fn attach(templates: &mut [Template], programs: &[&Program], fields: &mut Fields) {
    if programs.is_empty() {
        return;
    }
    for template in templates.iter_mut() {
        let mut scope = Scope::new(fields);
        Finder { keys: Vec::new() }.body(&mut template.body, &mut scope);
    }
    let writes: BTreeSet<usize> = programs.iter().flat_map(|of| &of.writes).copied().collect();
    let mut wanted: BTreeSet<usize> = programs
        .iter()
        .flat_map(|of| of.reads.keys())
        .copied()
        .collect();
    wanted.extend(&writes);
    for template in templates.iter_mut() {
        each_formula(&mut template.body, &mut |formula| {
            if let Some(Formula { reads, .. }) = formula
                && !reads.is_disjoint(&writes)
            {
                wanted.extend(reads.iter());
            }
        });
    }
    let is_useful = |formula: &Formula| match formula.tree.field() {
        Some(field) => wanted.contains(&field),
        None => !formula.reads.is_disjoint(&writes),
    };
    for template in templates.iter_mut() {
        let mut needed = false;
        each_formula(&mut template.body, &mut |formula| {
            *formula = formula.take().filter(&is_useful);
            needed |= formula.is_some();
        });
        if needed {
            template.body.needs |= AddOn::Predict.bit();
        }
    }
}

/// Reports what a handler reads that no hole of the templates shows alone, though all of it must be predicted.
pub(crate) fn report_unknown(
    program: &Program,
    templates: &mut [Template],
    fields: &Fields,
    errors: &mut Errors,
) {
    let mut shown = BTreeSet::new();
    for template in templates {
        each_formula(&mut template.body, &mut |formula| {
            shown.extend(formula.as_ref().and_then(|formula| formula.tree.field()));
        });
    }
    for (field, place) in program
        .reads
        .iter()
        .filter(|(field, _)| !shown.contains(field))
    {
        let name = fields.get(*field).map(Field::written).unwrap_or_default();
        errors.at(
            *place,
            format_args!("this is not predicted: the page does not show `{name}` in a hole of its own, so a browser does not know it"),
        );
    }
}

/// Visits the formulas of all holes in a template.
fn each_formula(body: &mut Body, visit: &mut dyn FnMut(&mut Option<Formula>)) {
    each_hole(&mut body.steps, &mut |hole| {
        visit(&mut hole.formula);
        match &mut hole.kind {
            Kind::Block { arms, .. } => arms.iter_mut().for_each(|arm| each_formula(arm, visit)),
            Kind::List { row, .. } => each_formula(row, visit),
            Kind::Part {
                shown: Part::Tag { contents, .. },
                ..
            } => {
                for (_, content) in contents {
                    each_formula(&mut content.body, visit);
                }
            }
            _ => {}
        }
    });
}

fn each_hole(steps: &mut [Step], visit: &mut dyn FnMut(&mut Hole)) {
    for step in steps {
        match step {
            Step::Hole(hole) => visit(hole),
            Step::Scope(steps) | Step::Spread(_, _, steps) => each_hole(steps, visit),
            Step::Let(_) | Step::Mention(_) => {}
        }
    }
}

/// A walk through a template, with the keys of the loops around.
struct Finder {
    /// The key of each loop, as far as it is a field of the rows.
    keys: Vec<Option<Field>>,
}

impl Finder {
    fn body(&mut self, body: &mut Body, scope: &mut Scope<'_>) {
        let depth = scope.depth();
        self.steps(&mut body.steps, scope);
        scope.leave(depth);
    }

    fn steps(&mut self, steps: &mut [Step], scope: &mut Scope<'_>) {
        let mut last: Option<&mut Hole> = None;
        for step in steps {
            match step {
                Step::Let(statement) => bind(statement, scope),
                Step::Scope(steps) => {
                    let depth = scope.depth();
                    self.steps(steps, scope);
                    scope.leave(depth);
                }
                Step::Spread(..) | Step::Mention(_) => {}
                Step::Hole(hole) => {
                    // Where client state is shown, it is not the server's value that is.
                    if let (Kind::Bus { .. }, Some(last)) = (&hole.kind, &mut last) {
                        last.formula = None;
                    }
                    self.hole(hole, scope);
                    last = Some(hole);
                }
            }
        }
    }

    fn hole(&mut self, hole: &mut Hole, scope: &mut Scope<'_>) {
        let before = scope.reads.len();
        let tree = match &mut hole.kind {
            Kind::Value {
                target,
                method,
                value,
            } => is_plain(target, method)
                .then(|| shown(value, scope))
                .flatten(),
            Kind::Block { arms, choice } => self.block(arms, choice, scope),
            Kind::List {
                pattern,
                iterator,
                keys,
                row,
            } => {
                self.list((&pattern.tokens, &iterator.tokens, keys), row, scope);
                None
            }
            Kind::Event(event) => {
                self.listener(event, scope);
                None
            }
            Kind::Part {
                shown: Part::Tag { contents, .. },
                ..
            } => {
                for (_, content) in contents {
                    // Rows of the component may be around its contents.
                    let mut outside = Scope::new(scope.fields);
                    Finder { keys: Vec::new() }.body(&mut content.body, &mut outside);
                }
                None
            }
            Kind::Part { .. } | Kind::Commands(_) | Kind::Bus { .. } => None,
        };
        let truth = match &hole.kind {
            Kind::Value {
                target: Target::Attribute { truth, .. },
                ..
            } => *truth,
            _ => Truth::Text,
        };
        // The arms of a block have formulas of their own.
        let reads = match &tree {
            Some(tree) => reads_of(tree),
            None => BTreeSet::new(),
        };
        scope.reads.truncate(before);
        hole.formula =
            tree.filter(|_| !reads.is_empty())
                .map(|tree| Formula { tree, truth, reads });
    }

    fn block(
        &mut self,
        arms: &mut [Body],
        choice: &mut Choice,
        scope: &mut Scope<'_>,
    ) -> Option<Tree> {
        match choice {
            Choice::If(branches) => {
                let mut conditions = Vec::new();
                for (condition, arm) in branches.iter() {
                    let condition = condition
                        .as_ref()
                        .map(|condition| syn::parse2::<Expr>(condition.tokens.clone()).ok());
                    let depth = scope.depth();
                    let value = match &condition {
                        None => Some(Tree::Truth(true)),
                        Some(None) => None,
                        Some(Some(condition)) => {
                            shadow_lets(condition, scope);
                            scope.value(condition).ok()
                        }
                    };
                    conditions.push((value, *arm));
                    if let Some(body) = arm.and_then(|arm| arms.get_mut(arm)) {
                        self.body(body, scope);
                    }
                    scope.leave(depth);
                }
                chosen(conditions)
            }
            Choice::Match(_, branches) => {
                for (pattern, arm) in branches {
                    let depth = scope.depth();
                    shadow_names(&pattern.tokens, scope);
                    if let Some(body) = arm.and_then(|arm| arms.get_mut(arm)) {
                        self.body(body, scope);
                    }
                    scope.leave(depth);
                }
                None
            }
        }
    }

    fn list(
        &mut self,
        (pattern, iterator, keys): (&TokenStream, &TokenStream, &Keys),
        row: &mut Body,
        scope: &mut Scope<'_>,
    ) {
        let depth = scope.depth();
        let list = syn::parse2::<Expr>(iterator.clone())
            .ok()
            .and_then(|iterator| list_of(&iterator, scope));
        shadow_names(pattern, scope);
        scope.loops += 1;
        let name = syn::parse2::<Ident>(pattern.clone()).ok();
        let mut key = None;
        if let (Some(list), Some(name), Keys::Written(written)) = (list, name, keys) {
            let number = scope.loops;
            scope.bind(&name, Meaning::Row(RowOf::Loop(number), list.clone()));
            let path = syn::parse2::<Expr>(written.tokens.clone())
                .ok()
                .and_then(|key| find::path_from(&key, &name));
            key = path.map(|path| Field {
                list: Some(list),
                path,
            });
        }
        self.keys.push(key);
        self.body(row, scope);
        self.keys.pop();
        scope.loops -= 1;
        scope.leave(depth);
    }

    /// Notes which parameters are bound to the keys of rows around.
    fn listener(&self, event: &mut Event, scope: &Scope<'_>) {
        let Some(sources) = &mut event.sources else {
            return;
        };
        for (source, argument) in sources.iter_mut().zip(&event.arguments) {
            let (Origin::Server, Source::Bound(value)) = (&*source, &argument.source) else {
                continue;
            };
            let place = syn::parse2::<Expr>(value.tokens.clone())
                .ok()
                .and_then(|value| scope.place(&value));
            let Some(FieldOf { of, field }) = place else {
                continue;
            };
            let keys = self.keys.iter().rev().zip(1_u16..);
            for (key, depth) in keys {
                let is_key = of == Tree::Number(depth.into()) && key.as_ref() == Some(&field);
                if let Some(key) = scope.fields.position(&field).filter(|_| is_key) {
                    *source = Origin::Row(depth, u16::try_from(key).unwrap_or(u16::MAX));
                }
            }
        }
    }
}

/// Whether a browser writes a value as it is: what is made safe in another way is left to the server.
fn is_plain(target: &Target, method: &str) -> bool {
    match target {
        Target::Text | Target::Flag { .. } | Target::Property { .. } | Target::Class { .. } => true,
        Target::Attribute { context, .. } => *context == "Plain" && method == "attribute",
        _ => false,
    }
}

fn shown(value: &Value, scope: &mut Scope<'_>) -> Option<Tree> {
    let mut lower = |tokens: &TokenStream| {
        let expression = syn::parse2::<Expr>(tokens.clone()).ok()?;
        scope.value(&expression).ok()
    };
    match value {
        Value::Borrowed(value) | Value::Copied(value) => lower(&value.tokens),
        Value::Joined(pieces) => {
            let piece = |piece: &Piece| match piece {
                Piece::Static(text) => Some(Tree::Text(text.clone())),
                Piece::Value(value) => lower(&value.tokens),
            };
            let pieces: Option<Vec<Tree>> = pieces.iter().map(piece).collect();
            Some(Tree::Of(Operation::Text, pieces?))
        }
        Value::Typed(..) | Value::Json(_) => None,
    }
}

/// The number of the arm that a chain of conditions chooses; `-1` for none.
fn chosen(conditions: Vec<(Option<Tree>, Option<usize>)>) -> Option<Tree> {
    let number = |arm: Option<usize>| arm.map_or(Tree::Number(-1), Tree::number);
    let mut tree = Tree::Number(-1);
    for (condition, arm) in conditions.into_iter().rev() {
        tree = match condition? {
            Tree::Truth(true) => number(arm),
            condition => Tree::Of(Operation::If, vec![condition, number(arm), tree]),
        };
    }
    Some(tree)
}

fn reads_of(tree: &Tree) -> BTreeSet<usize> {
    match tree {
        Tree::Of(_, parts) => {
            let own = tree.field().into_iter();
            own.chain(parts.iter().flat_map(reads_of)).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The list whose rows an iterator gives.
fn list_of(iterator: &Expr, scope: &Scope<'_>) -> Option<Vec<Ident>> {
    const SAME_ROWS: &[&str] = &["iter", "filter", "rev", "take", "skip"];
    match plain(iterator) {
        Expr::MethodCall(call) if SAME_ROWS.iter().any(|name| call.method == name) => {
            list_of(&call.receiver, scope)
        }
        other => {
            let field = scope.place(other)?.field;
            field.list.is_none().then_some(field.path)
        }
    }
}

/// Gives the name of a `let` in a template its value, if that is understood.
fn bind(statement: &TokenStream, scope: &mut Scope<'_>) {
    let Ok(syn::Stmt::Local(local)) = syn::parse2(statement.clone()) else {
        return shadow_names(statement, scope);
    };
    let value = match (&local.pat, &local.init) {
        (Pat::Ident(name), Some(init)) if init.diverge.is_none() => {
            let value = scope.value(&init.expr).ok();
            value.map(|value| (name.ident.clone(), value))
        }
        _ => None,
    };
    scope.shadow(&local.pat);
    if let Some((name, value)) = value {
        scope.bind(&name, Meaning::Value(value, scope.loops));
    }
}

/// Forgets what the names in patterns of a condition have meant before.
fn shadow_lets(condition: &Expr, scope: &mut Scope<'_>) {
    match condition {
        Expr::Let(condition) => scope.shadow(&condition.pat),
        Expr::Binary(binary) => {
            shadow_lets(&binary.left, scope);
            shadow_lets(&binary.right, scope);
        }
        _ => {}
    }
}

/// Forgets what any name in a pattern has meant before.
fn shadow_names(pattern: &TokenStream, scope: &mut Scope<'_>) {
    for token in pattern.clone() {
        match token {
            proc_macro2::TokenTree::Ident(name) => scope.bind(&name, Meaning::Unknown),
            proc_macro2::TokenTree::Group(group) => shadow_names(&group.stream(), scope),
            _ => {}
        }
    }
}
