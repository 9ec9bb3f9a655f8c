//! What is known about a `view!` block at compile time: its static HTML and the holes in it.
//!
//! A template may contain *pieces*: templates that are part of it, as if they were written in their place. In a browser there are
//! none: its table has them with their HTML and holes in the one around (see `flat.rs`). So a hole has two numbers: its
//! index in its own template, and that of the browser, which also counts the holes of the pieces before it.
//!
//! The macro writes a [`Template`] as a constant. The server writes its statics between the values of
//! the holes; the browser receives the same table once, as an asset, and finds each hole by its path.

use std::slice;

use taut_facts::{Flag, HoleKind};

pub use taut_facts::Projection;

use crate::handler::Handler;

/// A `view!` block, an arm of a block, or a row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The namespace of the template's nodes.
    pub namespace: Namespace,
    /// The static HTML around the holes: one piece before each hole, and one after the last.
    pub statics: &'static [&'static str],
    /// The holes in document order.
    pub holes: &'static [Hole],
    /// The browser's number of each hole, and at the end how many the browser knows; empty without parts, if they are the indices.
    pub numbers: &'static [u16],
    /// The path from the node of the last hole to the last node of the template.
    pub tail: Path,
    /// Whether it is a whole document, from its doctype on.
    pub is_document: bool,
    /// Whether an element of its own may be marked while an event is pending; the templates in it are not included.
    pub has_marks: bool,
    /// The bits of the add-ons of the client that its own elements need; the templates in it are not included.
    pub needs: u8,
    /// Whether there is a component in the template, or in an arm or a row of it.
    pub has_components: bool,
}

/// The namespace of elements; a browser must know it to create nodes of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG: the template is inside an `<svg>`.
    Svg,
    /// MathML: the template is inside a `<math>`.
    MathMl,
}

/// A place in a template whose content is a Rust expression, and the path that leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// The path from the node of the previous hole, or from the first node of the template.
    pub path: Path,
    /// The kind of the hole.
    pub kind: Kind,
    /// How its value follows from what the view knows, if a browser may predict it.
    pub formula: Option<Formula>,
}

/// How the value of a hole follows from what the view knows, for predictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formula {
    /// The operations, as JSON.
    pub tree: &'static str,
    /// How a boolean is written, if that is an attribute.
    pub truth: Truth,
}

/// Steps between two nodes: how many times to the parent, then how many siblings to the right, then for
/// each further number one step to the first child and that many siblings to the right.
pub type Path = &'static [u16];

/// The kind of a hole, which determines how a value is escaped, compared and patched.
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
        /// How a boolean is written.
        truth: Truth,
    },
    /// An attribute that is present or absent.
    Flag {
        /// The attribute's name.
        name: &'static str,
    },
    /// A DOM property that the user can change too, such as `value` or `checked`.
    Property {
        /// The property's name, which is also its attribute's in the first HTML.
        name: &'static str,
        /// How a browser writes it: `live` also while the user edits it, `modal` as a modal dialog; or empty.
        mode: &'static str,
        /// Whether the first HTML has it as the element's text, as for `<textarea>` and editable elements.
        content: bool,
    },
    /// A single class.
    Class {
        /// The class.
        name: &'static str,
        /// Whether static HTML has opened the `class` attribute.
        open: bool,
    },
    /// Classes from an expression.
    Classes {
        /// The classes next to it that are static or have a hole of their own.
        beside: &'static str,
        /// Whether static HTML has opened the `class` attribute.
        open: bool,
    },
    /// A single style property.
    Style {
        /// The property's name as in CSS.
        name: &'static str,
        /// Whether static HTML has opened the `style` attribute.
        open: bool,
    },
    /// Attributes whose names are known only at run time.
    Spread {
        /// The attributes of the element that hold more than an ordinary URL.
        own: &'static [(&'static str, Context)],
        /// The attributes that it leaves alone: the tag has them itself, or they begin what the user changes.
        omits: &'static [&'static str],
    },
    /// Style properties whose names are known only at run time.
    Styles {
        /// Whether static HTML has opened the `style` attribute.
        open: bool,
    },
    /// The whole content of an element, as HTML that the program vouches for.
    Html {
        /// The elements of the view around it, outermost first and its own last.
        around: &'static [&'static str],
    },
    /// At most one of several templates (`if`, `match`).
    Block {
        /// The templates, by arm.
        arms: &'static [Template],
    },
    /// A template that is part of this one. The path leads to its first node, and the path of the next hole starts at its last.
    Piece {
        /// The template.
        template: &'static Template,
        /// The elements of the template around it, outermost first.
        around: &'static [&'static str],
    },
    /// A component (`<Name/>`), on the wire a block with one arm.
    Component {
        /// The facts about the component.
        view: &'static ComponentMetadata,
        /// The elements of the view around it, outermost first.
        around: &'static [&'static str],
        /// The templates of its contents, which belong to the view around it.
        contents: &'static [&'static Template],
    },
    /// A place in a component that shows one of its contents, on the wire a block with one arm.
    Slot {
        /// The number of the content.
        number: u16,
        /// The elements of the component around it, outermost first.
        around: &'static [&'static str],
    },
    /// Any number of keyed instances of one template (`for`).
    List {
        /// The template of a row.
        row: &'static Template,
    },
    /// A listener; it has no value on the wire.
    Event(Listener),
    /// A value of the client state, at the node of the previous hole; it has no value on the wire.
    Bus(Binding),
}

/// The comment after a component or a content, so that the template around it knows a node at its end.
pub(crate) const COMPONENT_END: &str = "<!>";

/// What is known about a component at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComponentMetadata {
    /// Its template.
    pub template: &'static Template,
    /// The handlers that its listeners call.
    pub handlers: &'static [Handler],
}

/// How a boolean is written as the value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// As `true` or `false`, such as `aria-busy` or `contenteditable`.
    Text,
    /// The attribute is present without a text, or absent, such as `download` or `hidden`.
    Flag,
    /// As one of two words, such as `yes` and `no` of `translate`.
    Words(&'static str, &'static str),
}

impl Truth {
    /// The texts for true and false; nothing if the attribute is then absent.
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
    /// A URL whose scheme must be on the allow-list.
    Url,
    /// The URL of an image, which may be a `data:image/…` URL.
    Image,
    /// The URL of a sound or video, which may be a `data:` URL.
    Media,
    /// A comma-separated list of URLs of images, with descriptors.
    SourceSet,
    /// CSS declarations, which must not load anything or end the attribute.
    Style,
}

/// A listener as the browser knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listener {
    /// The DOM event's name.
    pub event: &'static str,
    /// The flags, combined.
    pub flags: u8,
    /// For keyboard and mouse events: the keys (`Enter`) and modifier keys (`ctrl`) that must match.
    pub keys: &'static [&'static str],
    /// The index of the view's handler that it calls, if it calls one.
    pub handler: u16,
    /// The commands that a browser runs instead, as JSON; empty for a listener that calls a handler.
    pub commands: &'static str,
    /// Where the value of each parameter of the handler is found in the browser, if the browser needs it.
    pub sources: Option<&'static [Source]>,
    /// The projections, in the order of the handler's parameters.
    pub projections: &'static [Projection],
}

impl Listener {
    /// Prevents the browser's default action.
    pub const PREVENT: u8 = Flag::Prevent.bit();
    /// Does not pass the event on to outer listeners.
    pub const STOP: u8 = Flag::Stop.bit();
    /// Listens on the window, wherever the event happens.
    pub const WINDOW: u8 = Flag::Window.bit();
    /// Listens for events outside the element.
    pub const OUTSIDE: u8 = Flag::Outside.bit();
    /// Ignores events that come from a descendant.
    pub const ITSELF: u8 = Flag::Itself.bit();
    /// Fires once for each element.
    pub const ONCE: u8 = Flag::Once.bit();
    /// Is bound to a value that may change while its element exists.
    pub const VARIES: u8 = Flag::Varies.bit();
}

/// How the browser shows a value of the client state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The cell: `data` of a text, `@attribute`, `?flag`, `.class`, `:style` or a property.
    pub cell: &'static str,
    /// The key of the value.
    pub key: &'static str,
    /// Whether the view has a field of its own for it, which wins once its handlers have finished.
    pub is_kept: bool,
    /// Shows whether the value is equal to a literal, instead of the value itself.
    pub compared: Option<Comparison>,
    /// How a boolean is shown, if that is an attribute.
    pub truth: Truth,
}

/// A comparison of client state with a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// Whether it shows that they are equal, or that they are not.
    pub equal: bool,
    /// The literal as JSON.
    pub literal: &'static str,
}

/// Where a browser finds the value of a handler's parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In the event, as the listener's projection with that index.
    Event(u16),
    /// In an attribute of the listener's element, as JSON.
    Attribute(&'static str),
    /// The parameter is bound to the key of a row around the listener: how many loops further out it is, and the index of the key
    /// among the fields of the handler's prediction.
    Row {
        /// `1` for the nearest row.
        depth: u16,
        /// The index.
        key: u16,
    },
    /// Nowhere.
    Server,
}

impl Kind {
    /// The browser's facts about such a hole; nothing for a piece, whose holes it knows as those of the template around.
    pub(crate) const fn facts(&self) -> Option<HoleKind> {
        Some(match self {
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
            Kind::Block { .. } | Kind::Component { .. } | Kind::Slot { .. } => HoleKind::Block,
            Kind::List { .. } => HoleKind::List,
            Kind::Event(_) => HoleKind::Event,
            Kind::Bus(_) => HoleKind::Binding,
            Kind::Piece { .. } => return None,
        })
    }

    /// The template of a row or an arm.
    pub(crate) fn child(&self, arm: u32) -> Option<&'static Template> {
        match self {
            Kind::Block { arms } => arms.get(usize::try_from(arm).ok()?),
            Kind::Component { view, .. } => (arm == 0).then_some(view.template),
            Kind::List { row } => Some(row),
            _ => None,
        }
    }

    /// The parts after the path of a hole with a value in the table of templates: its cell, and further ones.
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
}

/// Numbers holes as a browser does: from how many numbers each takes, to the first number of each. The last entry is 0, and becomes
/// how many there are.
#[must_use]
pub const fn numbers<const N: usize>(mut widths: [u16; N]) -> [u16; N] {
    let (mut at, mut next) = (0, 0);
    while at < N {
        let width = widths[at];
        widths[at] = next;
        next += width;
        at += 1;
    }
    widths
}

/// Whether one of several templates asks.
const fn any_asks_around(templates: &[Template]) -> bool {
    match templates {
        [] => false,
        [first, rest @ ..] => first.asks_around() || any_asks_around(rest),
    }
}

impl Template {
    /// How many holes a browser knows of the template.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "holes have 16-bit numbers")]
    pub const fn width(&self) -> u16 {
        match self.numbers {
            [.., width] => *width,
            [] => self.holes.len() as u16,
        }
    }

    /// The browser's number of the hole with an index.
    #[inline]
    pub(crate) fn number(&self, hole: u16) -> u16 {
        self.numbers.get(usize::from(hole)).copied().unwrap_or(hole)
    }

    /// Whether it matters for something in the template which elements are around it: for HTML, which may be in a component, too.
    pub(crate) const fn asks_around(&self) -> bool {
        let mut at = 0;
        while at < self.holes.len() {
            let asks = match self.holes[at].kind {
                Kind::Html { .. } | Kind::Component { .. } | Kind::Slot { .. } => true,
                Kind::Piece { template, .. } => template.asks_around(),
                Kind::List { row } => row.asks_around(),
                Kind::Block { arms } => any_asks_around(arms),
                _ => false,
            };
            if asks {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The kind of the hole to which an address leads, by the browser's number.
    pub(crate) fn addressed(&self, number: u32) -> Option<&'static Kind> {
        let number = u16::try_from(number).ok()?;
        if self.numbers.is_empty() {
            return Some(&self.holes.get(usize::from(number))?.kind);
        }
        // A piece without holes has the number of what follows.
        let at = self
            .numbers
            .partition_point(|first| *first <= number)
            .checked_sub(1)?;
        match &self.holes.get(at)?.kind {
            Kind::Piece { template, .. } => {
                template.addressed(u32::from(number - self.numbers.get(at)?))
            }
            kind => Some(kind),
        }
    }

    /// Whether anything in the template, including the templates in it, may be marked while an event is pending.
    #[must_use]
    pub(crate) fn may_be_marked(&self) -> bool {
        self.has_marks || self.inner().any(Template::may_be_marked)
    }

    /// The bits of the add-ons of the client that anything in the template needs, including the templates in it.
    #[must_use]
    pub(crate) fn all_needs(&self) -> u8 {
        self.inner()
            .fold(self.needs, |needs, inner| needs | inner.all_needs())
    }

    /// The templates in its holes.
    fn inner(&self) -> impl Iterator<Item = &'static Template> {
        self.holes.iter().flat_map(|hole| {
            let (own, contents): (&'static [Template], &'static [&'static Template]) =
                match hole.kind {
                    Kind::Block { arms } => (arms, &[]),
                    Kind::List { row } => (slice::from_ref(row), &[]),
                    Kind::Component { view, contents, .. } => {
                        (slice::from_ref(view.template), contents)
                    }
                    Kind::Piece { template, .. } => (slice::from_ref(template), &[]),
                    _ => (&[], &[]),
                };
            own.iter().chain(contents.iter().copied())
        })
    }
}
