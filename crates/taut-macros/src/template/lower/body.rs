//! What a template is lowered to: a table of static HTML and holes, and the steps that fill them.

use proc_macro2::{Ident, TokenStream};

use crate::html::{Namespace, Truth};
use crate::template::ast::Expr;

/// A template, an arm or a row.
pub(crate) struct Body {
    pub(crate) namespace: Namespace,
    pub(crate) statics: Vec<String>,
    pub(crate) holes: Vec<Hole>,
    /// The steps from the last hole to the last node.
    pub(crate) tail: Vec<u16>,
    pub(crate) steps: Vec<Step>,
    pub(crate) memos: Vec<Memo>,
}

pub(crate) struct Hole {
    pub(crate) path: Vec<u16>,
    pub(crate) kind: Kind,
}

/// As `taut_core::template::Kind`; the templates of arms and rows are with the steps.
pub(crate) enum Kind {
    Text,
    Attribute {
        name: String,
        context: &'static str,
        truth: Truth,
    },
    Flag {
        name: String,
    },
    Property {
        name: String,
        mode: String,
        content: bool,
    },
    Class {
        name: String,
        open: bool,
    },
    Classes {
        beside: String,
        open: bool,
    },
    Style {
        name: String,
        open: bool,
    },
    Spread {
        /// Attributes in which the element holds more than an ordinary URL, with their contexts.
        own: Vec<(&'static str, &'static str)>,
    },
    Html {
        around: Vec<String>,
    },
    Block,
    Child {
        view: TokenStream,
        around: Vec<String>,
    },
    List,
    Event {
        event: String,
        flags: u8,
        keys: Vec<String>,
        handler: u16,
        sources: Option<Vec<Origin>>,
        projections: Vec<&'static str>,
    },
    /// A value of the page itself in the cell of the hole before; a comparison has its literal as JSON.
    Bus {
        cell: String,
        key: String,
        is_kept: bool,
        compared: Option<(bool, String)>,
        truth: Truth,
    },
}

/// As `taut_core::template::Source`.
pub(crate) enum Origin {
    Event(usize),
    Attribute(String),
    Server,
}

/// The shape of a memo; the compiler infers the types of its leaves.
pub(crate) enum Memo {
    Leaf,
    Block(Vec<Vec<Memo>>),
    List(Vec<Memo>),
}

/// What the code of a view does, in document order.
pub(crate) enum Step {
    Let(TokenStream),
    /// Steps whose `let` ends with them.
    Scope(Vec<Step>),
    /// An expression with no place in the page, whose variables the compiler judges.
    Mention(Expr),
    /// A call of a method of the pass with a value and its memo.
    Value {
        method: &'static str,
        hole: u16,
        value: Value,
        memo: usize,
    },
    /// At most one arm; a branch without an arm shows nothing.
    Block {
        hole: u16,
        memo: usize,
        arms: Vec<Body>,
        choice: Choice,
    },
    Rows {
        hole: u16,
        memo: usize,
        pattern: Expr,
        iterator: Expr,
        key: Expr,
        row: Body,
    },
    Event(Event),
    /// A view of its own, by the path of its type.
    Child {
        hole: u16,
        memo: usize,
        view: TokenStream,
    },
}

pub(crate) enum Value {
    /// Borrowed, so that a field can be named without `&`.
    Borrowed(Expr),
    /// Copied, for `bool`.
    Copied(Expr),
    /// Borrowed as a value of a type, for the argument of a handler.
    Typed(Expr, TokenStream),
    /// Several texts and values that make up one text.
    Joined(Vec<Piece>),
}

pub(crate) enum Piece {
    Static(String),
    Value(Expr),
}

/// How an arm is chosen; each branch leads to an arm by its index.
pub(crate) enum Choice {
    If(Vec<(Option<Expr>, Option<usize>)>),
    Match(Expr, Vec<(Expr, Option<usize>)>),
}

pub(crate) struct Event {
    pub(crate) hole: u16,
    pub(crate) handler: Ident,
    pub(crate) arguments: Vec<Argument>,
    /// The memo of the bound arguments, if any of them can change while the element stays.
    pub(crate) memo: Option<usize>,
    /// Whether it stands in a form that can be posted without JavaScript.
    pub(crate) posts: bool,
}

pub(crate) struct Argument {
    pub(crate) source: Source,
    pub(crate) ty: TokenStream,
}

pub(crate) enum Source {
    /// The marker type of the projection, its span, and which of the event's values it is.
    Projection(Ident, usize),
    Bound(Expr),
}
