//! The names that an expression can use.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::visit::{self, Visit};

use crate::errors::Place;

use super::fields::{Field, Fields};
use super::tree::Tree;

/// Why something is not predicted, and where.
#[derive(Debug, Clone)]
pub(crate) struct Reason {
    pub(crate) place: Place,
    pub(crate) why: String,
}

impl Reason {
    pub(crate) fn at(place: impl Into<Place>, why: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            why: why.into(),
        }
    }
}

pub(crate) type Lowered<T = Tree> = Result<T, Reason>;

/// What a name stands for.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// A value, in so many loops.
    Value(Tree, usize),
    /// A parameter or a variable, by its number.
    Local(usize),
    /// A row of a list of the view.
    Row(RowOf, Vec<Ident>),
    /// Something that a browser does not know.
    Unknown,
}

/// How a row is found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RowOf {
    /// A variable holds it.
    Local(usize),
    /// It is the row of the loop with this number, counted from the outermost one.
    Loop(usize),
}

/// The fields of an impl, and the names in a place of its code.
pub(crate) struct Scope<'f> {
    pub(crate) fields: &'f mut Fields,
    names: Vec<(String, Meaning)>,
    /// How many loops are around.
    pub(crate) loops: usize,
    /// How many variables there are.
    pub(crate) locals: usize,
    /// The parameters whose values may be others than the listener has given.
    pub(crate) changing: Vec<usize>,
    /// The fields that were read.
    pub(crate) reads: Vec<(usize, Place)>,
    /// What was not understood.
    pub(crate) reasons: Vec<Reason>,
}

/// What a field belongs to.
pub(crate) struct FieldOf {
    pub(crate) of: Tree,
    pub(crate) field: Field,
}

impl<'f> Scope<'f> {
    pub(crate) fn new(fields: &'f mut Fields) -> Self {
        Self {
            fields,
            names: Vec::new(),
            loops: 0,
            locals: 0,
            changing: Vec::new(),
            reads: Vec::new(),
            reasons: Vec::new(),
        }
    }

    pub(crate) fn bind(&mut self, name: &Ident, meaning: Meaning) {
        self.names.push((name.unraw().to_string(), meaning));
    }

    /// Makes a variable of a name.
    pub(crate) fn local(&mut self, name: &Ident) -> usize {
        let number = self.new_local();
        self.bind(name, Meaning::Local(number));
        number
    }

    pub(crate) fn new_local(&mut self) -> usize {
        self.locals += 1;
        self.locals - 1
    }

    /// Forgets what the names in a pattern have meant before.
    pub(crate) fn shadow(&mut self, pattern: &syn::Pat) {
        struct Names<'a, 'f>(&'a mut Scope<'f>);
        impl<'ast> Visit<'ast> for Names<'_, '_> {
            fn visit_pat_ident(&mut self, ident: &'ast syn::PatIdent) {
                self.0.bind(&ident.ident, Meaning::Unknown);
                visit::visit_pat_ident(self, ident);
            }
        }
        Names(self).visit_pat(pattern);
    }

    /// How many names are bound.
    pub(crate) fn depth(&self) -> usize {
        self.names.len()
    }

    /// Forgets all names that were bound since.
    pub(crate) fn leave(&mut self, depth: usize) {
        self.names.truncate(depth);
    }

    pub(crate) fn meaning(&self, name: &Ident) -> Option<&Meaning> {
        let name = name.unraw().to_string();
        let mut names = self.names.iter().rev();
        names
            .find(|(other, _)| *other == name)
            .map(|(_, meaning)| meaning)
    }

    /// The numbers of the variables that are bound.
    pub(crate) fn variable(&self, name: &Ident) -> Option<usize> {
        match self.meaning(name)? {
            Meaning::Local(number) | Meaning::Row(RowOf::Local(number), _) => Some(*number),
            _ => None,
        }
    }

    /// The field that an expression names, with what it belongs to.
    pub(crate) fn place(&self, expression: &syn::Expr) -> Option<FieldOf> {
        let mut path = Vec::new();
        let mut expression = plain(expression);
        while let syn::Expr::Field(field) = expression {
            let syn::Member::Named(name) = &field.member else {
                return None;
            };
            path.insert(0, name.clone());
            expression = plain(&field.base);
        }
        let name = ident(expression)?;
        if path.is_empty() {
            return None;
        }
        if name == "self" {
            let (of, field) = (Tree::Number(0), Field::of_view(path));
            return Some(FieldOf { of, field });
        }
        let Meaning::Row(row, list) = self.meaning(name)? else {
            return None;
        };
        let of = match row {
            RowOf::Local(number) => {
                Tree::Of(taut_facts::Operation::Local, vec![Tree::number(*number)])
            }
            RowOf::Loop(number) => Tree::number(self.loops - number + 1),
        };
        let list = Some(list.clone());
        Some(FieldOf {
            of,
            field: Field { list, path },
        })
    }
}

/// The name that an expression is, if it is one.
pub(crate) fn ident(expression: &syn::Expr) -> Option<&Ident> {
    match plain(expression) {
        syn::Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// Without what makes no difference to a value.
pub(crate) fn plain(expression: &syn::Expr) -> &syn::Expr {
    match expression {
        syn::Expr::Paren(inner) => plain(&inner.expr),
        syn::Expr::Group(inner) => plain(&inner.expr),
        syn::Expr::Reference(inner) if inner.mutability.is_none() => plain(&inner.expr),
        syn::Expr::Unary(inner) if matches!(inner.op, syn::UnOp::Deref(_)) => plain(&inner.expr),
        _ => expression,
    }
}

/// What a browser cannot do.
pub(crate) fn not_understood(tokens: &impl ToTokens) -> Reason {
    Reason::at(
        place_of(tokens),
        "a browser can't do this; the guide of `optimistic` lists what it can do",
    )
}

/// Where tokens are written.
pub(super) fn place_of(tokens: &impl ToTokens) -> Place {
    Place::of(&tokens.to_token_stream()).unwrap_or_else(|| Span::call_site().into())
}
