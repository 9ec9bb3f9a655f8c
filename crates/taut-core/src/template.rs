//! What is known about a `view!` block at compile time: its static HTML and the holes in it.
//!
//! The macro writes a [`Template`] as a constant. The server streams its statics between the values
//! of the holes; the browser receives the same table once, as an asset, and finds each hole by its path.

use crate::child::ChildView;

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
    Child {
        /// The view.
        view: &'static ChildView,
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
    pub const PREVENT: u8 = 1;
    /// Keeps the event from listeners further out.
    pub const STOP: u8 = 2;
    /// Listens on the window, wherever the event happens.
    pub const WINDOW: u8 = 4;
    /// Listens for events outside the element.
    pub const OUTSIDE: u8 = 8;
    /// Ignores events that come from a descendant.
    pub const ITSELF: u8 = 16;
    /// Fires once for each element.
    pub const ONCE: u8 = 32;
    /// Is bound to what may change while its element stays.
    pub const VARIES: u8 = 64;
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

/// What the browser reads from an event. The number is what the asset carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Projection {
    /// The control's text.
    Value = 0,
    /// Whether the control is checked.
    Checked = 1,
    /// All fields of the form around the element.
    Form = 2,
    /// The key's name, as `Enter` or `a`.
    Key = 3,
    /// The key's place on the keyboard, as `KeyA`.
    Code = 4,
    /// Whether Control is held.
    Ctrl = 5,
    /// Whether Shift is held.
    Shift = 6,
    /// Whether Alt is held.
    Alt = 7,
    /// Whether Meta is held.
    Meta = 8,
    /// The pointer's distance from the left of the viewport in CSS pixels.
    X = 9,
    /// The pointer's distance from the top of the viewport in CSS pixels.
    Y = 10,
    /// The pointer's distance from the left of the element in CSS pixels.
    OffsetX = 11,
    /// The pointer's distance from the top of the element in CSS pixels.
    OffsetY = 12,
    /// The mouse button's number.
    Button = 13,
    /// The values of all selected options.
    Values = 14,
    /// The `detail` of a custom event, as JSON.
    Detail = 15,
    /// The text of an editable element.
    Text = 16,
    /// How far the element is scrolled from its top in CSS pixels.
    ScrollTop = 17,
    /// Whether a `<details>`, a `<dialog>` or a popover is open.
    Open = 18,
    /// The vertical turn of the wheel.
    DeltaY = 19,
}

impl Projection {
    /// What a browser reads: the form, or the member of the event or else of the element.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Projection::Value => "value",
            Projection::Checked => "checked",
            Projection::Form => "form",
            Projection::Key => "key",
            Projection::Code => "code",
            Projection::Ctrl => "ctrlKey",
            Projection::Shift => "shiftKey",
            Projection::Alt => "altKey",
            Projection::Meta => "metaKey",
            Projection::X => "clientX",
            Projection::Y => "clientY",
            Projection::OffsetX => "x",
            Projection::OffsetY => "y",
            Projection::Button => "button",
            Projection::Values => "selectedOptions",
            Projection::Detail => "detail",
            Projection::Text => "textContent",
            Projection::ScrollTop => "scrollTop",
            Projection::Open => "open",
            Projection::DeltaY => "deltaY",
        }
    }
}

impl Kind {
    /// Whether a new instance of the template carries a value for the hole.
    #[must_use]
    pub const fn has_value(&self) -> bool {
        !matches!(self, Kind::Event(_) | Kind::Bus(_))
    }
}

impl Template {
    /// The template that a row or arm of the hole is made of, if an address may lead through it.
    #[must_use]
    pub fn child(&self, hole: usize, arm: u32) -> Option<&'static Template> {
        match self.holes.get(hole)?.kind {
            Kind::Block { arms } => arms.get(usize::try_from(arm).ok()?),
            Kind::Child { view, .. } => (arm == 0).then_some(view.template),
            Kind::List { row } => Some(row),
            _ => None,
        }
    }

    /// Whether there is a view in the template, or in what it holds.
    #[must_use]
    pub(crate) fn has_children(&self) -> bool {
        self.holes.iter().any(|hole| match hole.kind {
            Kind::Child { .. } => true,
            Kind::Block { arms } => arms.iter().any(Template::has_children),
            Kind::List { row } => row.has_children(),
            _ => false,
        })
    }
}
