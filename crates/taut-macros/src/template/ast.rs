//! The syntax tree of a template. Rust expressions are the tokens that the user typed.

use proc_macro2::{Ident, Span, TokenStream};

use crate::errors::Place;

/// A piece of a template.
pub(crate) enum Node {
    /// `<!DOCTYPE html>`.
    Doctype(Place),
    /// `"text"`.
    Text(Text),
    /// `{expression}`.
    Hole(Expr),
    /// `{expression}` whose value is a view.
    View(View),
    /// `<name …>…</name>`.
    Element(Element),
    /// `<Name/>`.
    Component(Component),
    /// `<>…</>`.
    Fragment(Vec<Node>),
    /// `if … { … } else { … }`.
    If(If),
    /// `match … { … }`.
    Match(Match),
    /// `for … in …; key = … { … }`.
    For(For),
    /// `let …;`, unchanged.
    Let(Expr),
    /// Tokens that are not a node; the error has been reported.
    Stray(Expr),
}

/// Quoted text.
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) place: Place,
}

/// Tokens of a Rust expression, pattern or statement.
#[derive(Clone)]
pub(crate) struct Expr {
    pub(crate) tokens: TokenStream,
    pub(crate) place: Place,
    /// The braces around them, or their start.
    pub(crate) around: Span,
    /// Whether the compiler can parse them. If not, an error has been reported, and only an editor sees them.
    pub(crate) is_whole: bool,
    /// The client state that replaces them in the browser.
    pub(crate) bus: Option<Box<Bus>>,
}

/// `client.key`, and what it is compared with.
#[derive(Clone)]
pub(crate) struct Bus {
    pub(crate) place: Place,
    pub(crate) key: String,
    /// Whether it must equal a literal, which is JSON.
    pub(crate) compared: Option<(bool, String)>,
    /// Whether the server's value is given.
    pub(crate) has_fallback: bool,
    /// Whether that is the view's own field of the same name.
    pub(crate) is_kept: bool,
}

/// An expression whose value is a view.
pub(crate) struct View {
    pub(crate) value: Expr,
    /// Whether it is a variable that holds the content of a tag.
    pub(crate) is_content: bool,
}

/// A name such as `div`, `data-id` or `xlink:href`.
#[derive(Clone)]
pub(crate) struct Name {
    pub(crate) text: String,
    /// Its words, with their spans.
    pub(crate) words: Vec<Ident>,
    pub(crate) place: Place,
}

/// An element with its content.
pub(crate) struct Element {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
    /// Whether it ends with `/>`.
    pub(crate) self_closing: bool,
}

/// A component.
pub(crate) struct Component {
    /// The path of its type.
    pub(crate) tokens: TokenStream,
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Its props; nothing if there was an error, which has been reported.
    pub(crate) props: Option<Vec<(Ident, Expr)>>,
    /// Who is called with what it emits.
    pub(crate) listeners: Vec<Listener>,
    /// What is between the tags, and in slots.
    pub(crate) contents: Vec<Content>,
}

/// The content of a component's tag, or of one of its slots.
pub(crate) struct Content {
    /// The prop that takes it.
    pub(crate) name: Ident,
    pub(crate) nodes: Vec<Node>,
}

/// A part of a start tag.
pub(crate) enum Attribute {
    /// `name`, `name="text"` or `name={expression}`.
    Plain { name: Name, value: AttributeValue },
    /// `class:name={expression}`.
    Class { name: Name, value: Expr },
    /// `style:name={expression}`.
    Style { name: Name, value: Expr },
    /// `@event.modifier={handler(arguments)}`.
    Event(Listener),
    /// `@loading.modifier={handler}`.
    Loading(Loading),
    /// `@mount={hook("name")}`.
    Mount(Mount),
    /// `{..expression}`.
    Spread(Expr),
    /// An expression without an attribute; the error has been reported.
    Stray(Expr),
}

/// The value of an attribute.
pub(crate) enum AttributeValue {
    Bare,
    Static(Text),
    Dynamic(Expr),
}

/// A listener.
pub(crate) struct Listener {
    pub(crate) event: Name,
    pub(crate) modifiers: Vec<Name>,
    /// What the browser does by itself first.
    pub(crate) commands: Vec<Command>,
    /// Nothing if there are only commands, or if it could not be read; the error has been reported.
    pub(crate) call: Option<Call>,
    /// Tokens in place of a call, or after it.
    pub(crate) stray: Option<Expr>,
}

/// A command: what the browser does by itself.
pub(crate) struct Command {
    pub(crate) of: taut_facts::Command,
    pub(crate) name: Ident,
    pub(crate) arguments: Vec<Expr>,
    pub(crate) goal: Goal,
}

/// The target of a command.
pub(crate) enum Goal {
    /// The element of the listener.
    Itself,
    /// What a selector selects in the page.
    Page(Expr),
    /// The nearest element around that of the listener, or what a selector selects in it.
    Closest(Expr, Option<Expr>),
}

impl Command {
    /// The expressions that are not known at compile time.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Expr> {
        let (first, second) = match &self.goal {
            Goal::Itself => (None, None),
            Goal::Page(selector) => (Some(selector), None),
            Goal::Closest(around, inside) => (Some(around), inside.as_ref()),
        };
        self.arguments.iter().chain(first).chain(second)
    }
}

/// A loading mark.
pub(crate) struct Loading {
    pub(crate) name: Name,
    pub(crate) modifiers: Vec<LoadingModifier>,
    pub(crate) has_handlers: bool,
    pub(crate) handlers: Vec<Ident>,
    /// Tokens in place of handlers.
    pub(crate) stray: Option<Expr>,
}

/// The hooks of an element.
pub(crate) struct Mount {
    pub(crate) name: Name,
    pub(crate) hooks: Vec<Text>,
}

/// `.name` or `.name(argument)`.
pub(crate) struct LoadingModifier {
    pub(crate) name: Name,
    pub(crate) argument: Option<(TokenStream, Place)>,
}

/// `handler(argument, …)`.
pub(crate) struct Call {
    pub(crate) handler: Ident,
    pub(crate) arguments: Vec<Argument>,
    /// The position of the parentheses.
    pub(crate) place: Place,
}

/// An argument of a handler.
pub(crate) enum Argument {
    /// `event.name`: read in the browser.
    Projection(Name),
    /// Any other expression: evaluated on the server.
    Bound(Expr),
}

/// A chain of conditions; the last branch may have none.
pub(crate) struct If {
    pub(crate) branches: Vec<(Option<Expr>, Vec<Node>)>,
}

/// A match over patterns, including their guards.
pub(crate) struct Match {
    pub(crate) scrutinee: Expr,
    pub(crate) arms: Vec<(Expr, Vec<Node>)>,
}

/// A loop whose rows have keys.
pub(crate) struct For {
    pub(crate) place: Place,
    pub(crate) pattern: Expr,
    pub(crate) iterator: Expr,
    /// Nothing if it is missing: the rows are those of a feed, or the error has been reported.
    pub(crate) key: Option<Expr>,
    /// The pattern of the key, if the rows are those of a feed.
    pub(crate) feed: Option<TokenStream>,
    pub(crate) body: Vec<Node>,
}

impl Element {
    /// The element whose attribute of the same name this one has: a popover can be `open` as a `<dialog>` can.
    pub(crate) fn tag_for(&self, attribute: &str) -> &str {
        let is_popover = |attribute: &Attribute| matches!(attribute, Attribute::Plain { name, .. } if name.text == "popover");
        if attribute == "open" && self.attributes.iter().any(is_popover) {
            "dialog"
        } else {
            &self.name.text
        }
    }
}

impl Attribute {
    pub(crate) fn listener(&self) -> Option<&Listener> {
        if let Attribute::Event(listener) = self {
            Some(listener)
        } else {
            None
        }
    }

    pub(crate) fn into_listener(self) -> Option<Listener> {
        if let Attribute::Event(listener) = self {
            Some(listener)
        } else {
            None
        }
    }
}

impl Name {
    /// A name that is a single word.
    pub(crate) fn of(ident: &Ident) -> Self {
        let text = syn::ext::IdentExt::unraw(ident).to_string();
        Self {
            text,
            words: vec![ident.clone()],
            place: ident.span().into(),
        }
    }
}

impl Expr {
    /// Tokens, with a replacement if there are none.
    pub(crate) fn new(tokens: TokenStream, place: impl Into<Place>, is_whole: bool) -> Self {
        let place = Place::of(&tokens).unwrap_or(place.into());
        Self {
            tokens,
            place,
            around: place.start,
            is_whole,
            bus: None,
        }
    }

    /// Tokens that only an editor sees.
    pub(crate) fn broken(tokens: TokenStream, place: impl Into<Place>) -> Self {
        Self::new(tokens, place, false)
    }
}
