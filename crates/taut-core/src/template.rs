//! What is known about a `view!` block at compile time: its static HTML and the holes in it.
//!
//! The macro writes a [`Template`] as a constant. The server streams its statics between the values
//! of the holes; the browser receives the same table once, as an asset, and finds each hole by its path.

use taut_facts::{Flag, HoleKind};

pub use taut_facts::Projection;

use crate::handler::Handler;

/// A `view!` block, an arm of a block, or a row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The vocabulary that the nodes of the template belong to.
    pub namespace: Namespace,
    /// The static HTML around the holes: one piece before each hole, and one after the last.
    pub statics: &'static [&'static str],
    /// The holes in document order.
    pub holes: &'static [Hole],
    /// The way from the node of the last hole to the last node of the template.
    pub tail: Path,
    /// Whether it is a whole document, from its doctype on.
    pub is_document: bool,
    /// Whether an element of its own may be marked while an event is on its way; what it holds is another matter.
    pub has_marks: bool,
    /// Whether there is a view in the template, or in an arm or a row of it.
    pub has_components: bool,
}

/// A vocabulary of elements; a browser must know it to make nodes of a template by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG: the template stands inside an `<svg>`.
    Svg,
    /// MathML: the template stands inside a `<math>`.
    MathMl,
}

/// A place in a template whose content is a Rust expression, and the path that leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// The way from the node of the previous hole, or from the first node of the template.
    pub path: Path,
    /// What stands there.
    pub kind: Kind,
}

/// Steps between two nodes: how many times to the parent, then how many siblings to the right,
/// then for each further number one step to the first child and so many to its right.
pub type Path = &'static [u16];

/// What a hole holds, which decides how a value is escaped, compared and patched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The data of a text node.
    Text,
    /// An attribute with a value; absent when the value is.
    Attribute {
        /// The attribute's name.
        name: &'static str,
        /// How the value is made safe.
        context: Context,
        /// How a truth is written.
        truth: Truth,
    },
    /// An attribute that is present or not.
    Flag {
        /// The attribute's name.
        name: &'static str,
    },
    /// A DOM property that the user can change too, such as `value` or `checked`.
    Property {
        /// The property's name, which is also its attribute's in the first HTML.
        name: &'static str,
        /// How a browser writes it: `live` also while the user edits it, `modal` as one that is above all else; or empty.
        mode: &'static str,
        /// Whether the first HTML carries it as the element's text, as `<textarea>` and editable elements do.
        content: bool,
    },
    /// One class that is there or not.
    Class {
        /// The class.
        name: &'static str,
        /// Whether static HTML has opened the `class` attribute.
        open: bool,
    },
    /// Classes from an expression.
    Classes {
        /// The classes beside it that are static or have a hole of their own.
        beside: &'static str,
        /// Whether static HTML has opened the `class` attribute.
        open: bool,
    },
    /// One style property.
    Style {
        /// The property's name as in CSS.
        name: &'static str,
        /// Whether static HTML has opened the `style` attribute.
        open: bool,
    },
    /// Attributes whose names are known only at run time.
    Spread {
        /// The attributes in which the element holds more than an ordinary URL.
        own: &'static [(&'static str, Context)],
    },
    /// Style properties whose names are known only at run time.
    Styles {
        /// Whether static HTML has opened the `style` attribute.
        open: bool,
    },
    /// The whole content of an element, as HTML that the program vouches for.
    Html {
        /// The elements of the view that it is in, the outermost first and its own last.
        around: &'static [&'static str],
    },
    /// At most one of several templates (`if`, `match`).
    Block {
        /// The templates, by arm.
        arms: &'static [Template],
    },
    /// A view of its own (`<Name/>`), on the wire a block with one arm.
    Component {
        /// The view.
        view: &'static ComponentMetadata,
        /// The elements of the view around it, the outermost first.
        around: &'static [&'static str],
    },
    /// Any number of keyed instances of one template (`for`).
    List {
        /// The template of a row.
        row: &'static Template,
    },
    /// A listener; it has no value on the wire.
    Event(Listener),
    /// A value of the page itself, at the node of the hole before; it has none on the wire.
    Bus(Binding),
}

/// What is known of a component at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComponentMetadata {
    /// Its template.
    pub template: &'static Template,
    /// The handlers that its listeners call.
    pub handlers: &'static [Handler],
}

/// How a truth is written as the value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// As `true` or `false`, as in `aria-busy` or `contenteditable`.
    Text,
    /// The attribute is there without a text, or absent, as `download` or `hidden`.
    Flag,
    /// As one of two words, as `yes` and `no` of `translate`.
    Words(&'static str, &'static str),
}

impl Truth {
    /// What stands for true, and what for false; nothing where the attribute is absent then.
    #[must_use]
    pub(crate) const fn words(self) -> (&'static str, Option<&'static str>) {
        match self {
            Truth::Text => ("true", Some("false")),
            Truth::Flag => ("", None),
            Truth::Words(yes, no) => (yes, Some(no)),
        }
    }
}

/// How the value of an attribute is made safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Any text.
    Plain,
    /// One URL whose scheme must be on the allow-list.
    Url,
    /// One URL of an image, which may be in the URL itself: `data:image/…`.
    Image,
    /// One URL of a sound or video, which may be in the URL itself.
    Media,
    /// A comma-separated list of URLs of images, with descriptors.
    SourceSet,
    /// CSS declarations that must not load anything or leave the attribute.
    Style,
}

/// What a browser does when an event reaches a listener's element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listener {
    /// The DOM event's name.
    pub event: &'static str,
    /// `PREVENT`, `STOP`, … or-ed together.
    pub flags: u8,
    /// For keyboard and mouse events: the keys (`Enter`) and held modifiers (`ctrl`) that must match.
    pub keys: &'static [&'static str],
    /// Which handler of the view it calls.
    pub handler: u16,
    /// Where the value of each parameter of the handler is found in the browser, if that matters there.
    pub sources: Option<&'static [Source]>,
    /// What is read from the event, in the order of the handler's parameters.
    pub projections: &'static [Projection],
}

impl Listener {
    /// Suppresses the browser's own action.
    pub const PREVENT: u8 = Flag::Prevent.bit();
    /// Keeps the event from listeners further out.
    pub const STOP: u8 = Flag::Stop.bit();
    /// Listens on the window, wherever the event happens.
    pub const WINDOW: u8 = Flag::Window.bit();
    /// Listens for events outside the element.
    pub const OUTSIDE: u8 = Flag::Outside.bit();
    /// Ignores events that come from a descendant.
    pub const ITSELF: u8 = Flag::Itself.bit();
    /// Fires once for each element.
    pub const ONCE: u8 = Flag::Once.bit();
    /// Is bound to what may change while its element stays.
    pub const VARIES: u8 = Flag::Varies.bit();
}

/// What the browser shows of a value that is published in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where: `data` of a text, `@attribute`, `?flag`, `.class`, `:style` or a property.
    pub cell: &'static str,
    /// Under which name the value is published.
    pub key: &'static str,
    /// Whether the view has a value of its own for it, which counts once its handlers are done.
    pub is_kept: bool,
    /// Instead of the value itself, whether it is equal to something.
    pub compared: Option<Comparison>,
    /// How a truth is shown, where that is an attribute.
    pub truth: Truth,
}

/// What a published value is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Whether it is shown that they are equal, or that they are not.
    pub equal: bool,
    /// The other value as JSON.
    pub literal: &'static str,
}

/// Where a browser finds the value of a handler's parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In the event, as the listener's projection of that number.
    Event(u16),
    /// In an attribute of the listener's element, as JSON.
    Attribute(&'static str),
    /// Nowhere.
    Server,
}

impl Kind {
    /// What a browser knows of such a hole.
    #[must_use]
    pub const fn facts(&self) -> HoleKind {
        match self {
            Kind::Text => HoleKind::Text,
            Kind::Attribute { .. } => HoleKind::Attribute,
            Kind::Flag { .. } => HoleKind::Flag,
            Kind::Property { .. } => HoleKind::Property,
            Kind::Class { .. } => HoleKind::Class,
            Kind::Classes { .. } => HoleKind::Classes,
            Kind::Style { .. } => HoleKind::Style,
            Kind::Spread { .. } => HoleKind::Spread,
            Kind::Styles { .. } => HoleKind::Styles,
            Kind::Html { .. } => HoleKind::Html,
            Kind::Block { .. } | Kind::Component { .. } => HoleKind::Block,
            Kind::List { .. } => HoleKind::List,
            Kind::Event(_) => HoleKind::Event,
            Kind::Bus(_) => HoleKind::Binding,
        }
    }

    /// What follows the path of a hole with a value in the table of templates: its cell, and what else there is to know.
    pub(crate) fn parts(&self) -> Vec<String> {
        match self {
            Kind::Text => vec!["$data".to_owned()],
            Kind::Attribute { name, .. } => vec![format!("@{name}")],
            Kind::Flag { name } => vec![format!("?{name}")],
            Kind::Property { name, mode: "", .. } => vec![format!("${name}")],
            Kind::Property { name, mode, .. } => vec![format!("${name}"), (*mode).to_owned()],
            Kind::Class { name, .. } => vec![format!(".{name}")],
            Kind::Classes { beside, .. } => vec![(*beside).to_owned()],
            Kind::Style { name, .. } => vec![format!(":{name}")],
            Kind::Html { .. } => vec!["$innerHTML".to_owned()],
            _ => Vec::new(),
        }
    }

    /// Whether static HTML has opened the attribute that the hole is an entry of.
    pub(crate) const fn is_open(&self) -> bool {
        match self {
            Kind::Class { open, .. } | Kind::Classes { open, .. } => *open,
            Kind::Style { open, .. } | Kind::Styles { open } => *open,
            _ => false,
        }
    }

    /// Whether a new instance of the template carries a value for the hole.
    #[must_use]
    pub const fn has_value(&self) -> bool {
        self.facts().has_value()
    }
}

impl Template {
    /// The template that a row or arm of the hole is made of, if an address may lead through it.
    #[must_use]
    pub fn child(&self, hole: usize, arm: u32) -> Option<&'static Template> {
        match self.holes.get(hole)?.kind {
            Kind::Block { arms } => arms.get(usize::try_from(arm).ok()?),
            Kind::Component { view, .. } => (arm == 0).then_some(view.template),
            Kind::List { row } => Some(row),
            _ => None,
        }
    }

    /// Whether anything in the template, or in what it holds, may be marked while an event is on its way.
    #[must_use]
    pub(crate) fn may_be_marked(&self) -> bool {
        let holds = |hole: &Hole| match hole.kind {
            Kind::Block { arms } => arms.iter().any(Template::may_be_marked),
            Kind::List { row } => row.may_be_marked(),
            Kind::Component { view, .. } => view.template.may_be_marked(),
            _ => false,
        };
        self.has_marks || self.holes.iter().any(holds)
    }
}
