//! The result of lowering: one tree, from which the table of static HTML and holes is written, and the
//! code that fills them.

use proc_macro2::{Ident, TokenStream};
use taut_facts::options::LOADING;
use taut_facts::{Flag, Projection};

use super::Target;
use super::outline::{Outline, Within};
use crate::errors::Place;
use crate::html::{Namespace, Truth};
use crate::predict::formulas::Formula;
use crate::template::ast::{Expr, View};

/// The template of a view.
pub(crate) struct Template {
    pub(crate) body: Body,
    pub(crate) outline: Outline,
}

/// A template, an arm or a row.
pub(crate) struct Body {
    pub(crate) namespace: Namespace,
    /// The steps of its code, in document order, including its holes.
    pub(crate) steps: Vec<Step>,
    /// The static HTML after the last hole.
    pub(crate) last: String,
    /// The steps from the last hole to the last node.
    pub(crate) tail: Vec<u16>,
    /// Whether it is a whole document.
    pub(crate) is_document: bool,
    /// Whether an element of it may be marked while an event is pending.
    pub(crate) has_marks: bool,
    /// The bits of the add-ons of the client that its elements need.
    pub(crate) needs: u8,
}

/// A step of the code of a view.
pub(crate) enum Step {
    Let(TokenStream),
    /// Steps whose `let` ends with them.
    Scope(Vec<Step>),
    /// Steps of several holes with one list of attributes, which is made once, by the name that they have for it.
    Spread(Ident, Expr, Vec<Step>),
    /// An expression with no place in the page, whose variables the compiler checks.
    Mention(Expr),
    Hole(Box<Hole>),
}

pub(crate) struct Hole {
    /// Its index among the holes of the body.
    pub(crate) number: u16,
    /// The static HTML since the previous hole.
    pub(crate) before: String,
    pub(crate) path: Vec<u16>,
    pub(crate) kind: Kind,
    /// Its index among the memos of the body, if it has one.
    pub(crate) memo: Option<usize>,
    /// How its value follows from what the view knows, if that is understood.
    pub(crate) formula: Option<Formula>,
}

pub(crate) enum Kind {
    /// A value, which a method of the pass compares and writes.
    Value {
        target: Target,
        method: &'static str,
        value: Value,
    },
    /// At most one arm; a branch without an arm shows nothing.
    Block {
        arms: Vec<Body>,
        choice: Choice,
    },
    /// A part of the template that is written elsewhere.
    Part {
        /// Its number among the parts of the whole template.
        number: usize,
        around: Vec<String>,
        within: Option<Within>,
        shown: Part,
    },
    List {
        pattern: Expr,
        iterator: Expr,
        keys: Keys,
        row: Body,
    },
    Event(Event),
    Commands(Commands),
    /// A value of the client state in the cell of the previous hole; a comparison has its literal as JSON.
    Bus {
        cell: String,
        key: String,
        is_kept: bool,
        compared: Option<(bool, String)>,
        truth: Truth,
    },
}

/// Where the keys of rows come from.
pub(crate) enum Keys {
    /// The expression after `key =`.
    Written(Expr),
    /// The feed that is looped over; the pattern binds a reference to the key.
    Feed(TokenStream),
}

/// As `taut_core::template::Source`.
pub(crate) enum Origin {
    Event(usize),
    Attribute(String),
    Row(u16, u16),
    Server,
}

pub(crate) enum Value {
    /// Borrowed, so that a field can be named without `&`.
    Borrowed(Expr),
    /// Copied, for `bool`.
    Copied(Expr),
    /// Borrowed as a value of a type, for the argument of a handler.
    Typed(Expr, TokenStream),
    /// As JSON, for the argument of a command.
    Json(Expr),
    /// Several texts and values that form one text.
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

/// A listener: what a browser knows about it, and the call that it makes.
pub(crate) struct Event {
    pub(crate) event: String,
    pub(crate) flags: u8,
    pub(crate) keys: Vec<String>,
    /// The index of the handler.
    pub(crate) index: u16,
    pub(crate) sources: Option<Vec<Origin>>,
    pub(crate) projections: Vec<Projection>,
    pub(crate) handler: Ident,
    pub(crate) arguments: Vec<Argument>,
    /// Whether it is in a form that can be posted without JavaScript.
    pub(crate) posts: bool,
}

/// A listener that runs commands: only a browser knows of it.
pub(crate) struct Commands {
    pub(crate) event: String,
    pub(crate) flags: u8,
    pub(crate) keys: Vec<String>,
    pub(crate) json: String,
}

/// What a part shows.
pub(crate) enum Part {
    /// What a tag names, by the path of its type.
    Tag {
        name: TokenStream,
        /// The position of its name.
        place: Place,
        props: Vec<(Ident, Expr)>,
        listeners: Vec<ComponentListener>,
        /// What is between the tags and in slots, with the props that take it.
        contents: Vec<(Ident, Template)>,
    },
    /// An expression whose value is a view.
    View(View),
}

/// A listener for what a component emits.
pub(crate) struct ComponentListener {
    pub(crate) event: Ident,
    pub(crate) handler: Ident,
    /// The index of the handler.
    pub(crate) index: u16,
    pub(crate) arguments: Vec<Source>,
}

pub(crate) struct Argument {
    pub(crate) source: Source,
    pub(crate) ty: TokenStream,
}

pub(crate) enum Source {
    /// The marker type of the projection, its span, and its index among the values of the event.
    Projection(Ident, usize),
    Bound(Expr),
}

impl Body {
    /// The holes in their order.
    pub(crate) fn holes(&self) -> Vec<&Hole> {
        let mut holes = Vec::new();
        collect(&self.steps, &mut holes);
        holes
    }

    /// The numbers of the parts in the template, including those in its arms and rows.
    pub(crate) fn parts(&self) -> Vec<usize> {
        let of_hole = |hole: &Hole| match &hole.kind {
            Kind::Part { number, .. } => vec![*number],
            Kind::Block { arms, .. } => arms.iter().flat_map(Body::parts).collect(),
            Kind::List { row, .. } => row.parts(),
            Kind::Value { .. } | Kind::Event(_) | Kind::Commands(_) | Kind::Bus { .. } => {
                Vec::new()
            }
        };
        self.holes().into_iter().flat_map(of_hole).collect()
    }
}

fn collect<'b>(steps: &'b [Step], holes: &mut Vec<&'b Hole>) {
    for step in steps {
        match step {
            Step::Hole(hole) => holes.push(hole),
            Step::Scope(steps) | Step::Spread(_, _, steps) => collect(steps, holes),
            Step::Let(_) | Step::Mention(_) => {}
        }
    }
}

impl Kind {
    /// Whether it has a memo: a listener needs one only if it is bound to a value that may change.
    pub(crate) fn has_memo(&self) -> bool {
        match self {
            Kind::Event(event) => event.flags & Flag::Varies.bit() != 0,
            Kind::Bus { .. } | Kind::Commands(_) => false,
            _ => true,
        }
    }

    /// Whether the static HTML before the hole is written with it, and not with the next one.
    pub(crate) fn takes_html(&self) -> bool {
        match self {
            Kind::Event(event) => event.posts,
            Kind::Bus { .. } | Kind::Commands(_) => false,
            _ => true,
        }
    }

    /// Whether the hole may mark its element: the content of a spread or of HTML is known only at run time.
    pub(crate) fn may_be_marked(&self) -> bool {
        match self {
            Kind::Value {
                target: Target::Html { .. } | Target::Spread { .. },
                ..
            } => true,
            Kind::Value {
                target: Target::Attribute { name, .. } | Target::Flag { name },
                ..
            } => name.starts_with(LOADING),
            _ => false,
        }
    }
}
