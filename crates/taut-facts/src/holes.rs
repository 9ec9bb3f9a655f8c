//! The kinds of holes in a template, and what a template is.

use crate::commands::COMMAND;
use crate::operations::TREE;
use crate::shape::{Count::*, NATURAL, POSITIVE, Part, Shape, Shape::*, TRUTH};

table! {
    /// The kind of a hole.
    HoleKind of Row {
        /// the data of a text node
        Text { number: 0, constant: "TEXT", content: Content::Value, keeps_empty: true,
            parts: &[Part("cell", Cell("$data"), One)], value: SHOWN }
        /// an attribute
        Attribute { number: 1, constant: "ATTRIBUTE", content: Content::Value, keeps_empty: true,
            parts: &[Part("cell", Cell("@"), One)], value: SHOWN_OR_ABSENT }
        /// an attribute that is present or absent
        Flag { number: 2, constant: "FLAG", content: Content::Value, keeps_empty: false,
            parts: &[Part("cell", Cell("?"), One)], value: TRUTH }
        /// a property that the user can change too: `value`, `checked`, `open`, `textContent` of an editable element, …; with a mode, `live` or `modal`, if it is written in a special way
        Property { number: 3, constant: "PROPERTY", content: Content::Value, keeps_empty: false,
            parts: &[Part("cell", Cell("$"), One), Part("mode", Shape::Text, Optional)], value: SHOWN }
        /// a single class
        Class { number: 4, constant: "CLASS", content: Content::Value, keeps_empty: false,
            parts: &[Part("cell", Cell("."), One)], value: TRUTH }
        /// classes; `beside` lists the classes next to them, which are static or have holes of their own
        Classes { number: 5, constant: "CLASSES", content: Content::Values, keeps_empty: false,
            parts: &[Part("beside", Shape::Text, One)], value: Shape::Text }
        /// a single style property
        Style { number: 6, constant: "STYLE", content: Content::Value, keeps_empty: false,
            parts: &[Part("cell", Cell(":"), One)], value: Shape::Text }
        /// attributes whose names are known only at run time
        Spread { number: 7, constant: "SPREAD", content: Content::Values, keeps_empty: false,
            parts: &[], value: List(&SHOWN_OR_ABSENT) }
        /// style properties whose names are known only at run time
        Styles { number: 13, constant: "STYLES", content: Content::Values, keeps_empty: false,
            parts: &[], value: List(&SHOWN_OR_ABSENT) }
        /// the content of an element, as HTML
        Html { number: 8, constant: "HTML", content: Content::Value, keeps_empty: false,
            parts: &[Part("cell", Cell("$innerHTML"), One)], value: Shape::Text }
        /// a block, or a component, which is a block that always shows its only arm
        Block { number: 9, constant: "BLOCK", content: Content::Place, keeps_empty: false,
            parts: &[Part("arms", Template, Many)], value: OneOf(&[Number(0, 0), List(&Any)]) }
        /// a list
        List { number: 10, constant: "LIST", content: Content::Place, keeps_empty: false,
            parts: &[Part("row", Template, One)], value: Shape::List(&Any) }
        /// a listener; in the place of its handler, it may have commands, which the browser runs by itself
        Event { number: 11, constant: "EVENT", content: Content::Nothing, keeps_empty: false,
            parts: &[
                Part("event", Shape::Text, One),
                Part("flags", Number(0, 255), One),
                Part("keys", Shape::List(&Shape::Text), One),
                Part("handler", OneOf(&[NATURAL, Shape::List(&COMMAND)]), One),
                Part("sources", OneOf(&[Number(0, 0), Shape::List(&OneOf(&[NATURAL, Shape::Text, Null, AROUND]))]), One),
                Part("projections", Shape::Text, Many),
            ], value: Null }
        /// a value of the client state, at the node of the previous hole
        Binding { number: 12, constant: "BINDING", content: Content::Nothing, keeps_empty: false,
            parts: &[
                Part("cell", Shape::Text, One),
                Part("key", Shape::Text, One),
                Part("kept", TRUTH, Optional),
                Part("comparison", OneOf(&[TRUTH, Null]), Optional),
                Part("literal", Any, Optional),
                Part("yes", Shape::Text, Optional),
                Part("no", OneOf(&[Shape::Text, Null]), Optional),
            ], value: Null }
        /// how the value of another hole of the template follows from what the view knows, for predictions: those of handlers, as operations. The texts are those of a boolean that is the value of an attribute. Such holes come after all others
        Formula { number: 14, constant: "FORMULA", content: Content::Nothing, keeps_empty: false,
            parts: &[
                Part("hole", NATURAL, One),
                Part("tree", TREE, One),
                Part("yes", Shape::Text, Optional),
                Part("no", OneOf(&[Shape::Text, Null]), Optional),
            ], value: Null }
    }
}

/// The row around a listener, by its key: how many loops further out, and the index of the key among the fields of the handler.
const AROUND: Shape = Tuple(&[Part("depth", POSITIVE, One), Part("key", NATURAL, One)]);

/// A text, or an integer that is shown as text.
const SHOWN: Shape = OneOf(&[Shape::Text, Number(i64::MIN, i64::MAX)]);

/// A text, or nothing.
const SHOWN_OR_ABSENT: Shape = OneOf(&[Shape::Text, Number(i64::MIN, i64::MAX), Null]);

/// The facts about a kind of hole.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What such a hole holds.
    pub about: &'static str,
    /// Its number in the table of templates.
    pub number: u8,
    /// The name of its constant in the client.
    pub constant: &'static str,
    /// What frames contain for it.
    pub content: Content,
    /// Whether an empty text is written into a new instance, because a clone has another text there, or nothing.
    pub keeps_empty: bool,
    /// The parts after the kind and the path in the table of templates.
    pub parts: &'static [Part],
    /// Its value in a frame, if it has one.
    pub value: Shape,
}

/// What frames contain for a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A value that sets one thing of a node.
    Value,
    /// A value that sets several things of a node.
    Values,
    /// A value that inserts templates into the page.
    Place,
    /// Nothing.
    Nothing,
}

impl HoleKind {
    /// Its number in the table of templates.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.row().number
    }

    /// The kind with a number.
    #[must_use]
    pub fn of_number(number: i64) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| i64::from(kind.number()) == number)
    }

    /// Whether a new instance of the template has a value for the hole.
    #[must_use]
    pub const fn has_value(self) -> bool {
        !matches!(self.row().content, Content::Nothing)
    }

    /// Whether its value inserts templates into the page.
    #[must_use]
    pub const fn is_place(self) -> bool {
        matches!(self.row().content, Content::Place)
    }
}

table! {
    /// A fact about a template, as a bit of the number after its HTML.
    TemplateFlag of TemplateRow {
        /// part of SVG or MathML: the HTML has an `<svg>` or `<math>` around it, and the template is the content of that element
        Foreign { constant: "FOREIGN", bit: 1 }
        /// the template of a component, which is always HTML
        Component { constant: "VIEW", bit: 2 }
        /// a whole document, from its doctype on
        Document { constant: "DOCUMENT", bit: 4 }
        /// a content of a component, which belongs to the view around it
        Content { constant: "CONTENT", bit: 8 }
    }
}

/// The facts about a flag of a template.
#[derive(Debug, Clone, Copy)]
pub struct TemplateRow {
    /// What it means.
    pub about: &'static str,
    /// The name of its constant in the client.
    pub constant: &'static str,
    /// The bit.
    pub bit: u8,
}

impl TemplateFlag {
    /// The flag as a number.
    #[must_use]
    pub const fn bit(self) -> u8 {
        self.row().bit
    }
}
