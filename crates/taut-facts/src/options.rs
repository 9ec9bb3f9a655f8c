//! What the table of templates says of a whole view, and the attributes by which templates tell the client what to do.

use crate::shape::{Count::*, POSITIVE, Part, SET, Shape, Shape::*, TRUTH};

table! {
    /// A member of a view's options.
    ViewOption of Row {
        /// how many bytes of UTF-8 a frame up may have
        Frame { name: "frame", is_optional: false, shape: POSITIVE }
        /// how deeply arrays and objects of a frame up may be nested, the frame itself included
        Depth { name: "depth", is_optional: false, shape: POSITIVE }
        /// how many events wait in the page while there is no connection; those that follow are lost
        Waiting { name: "waiting", is_optional: false, shape: POSITIVE }
        /// anything in the page may have the attribute `data-loading` (see below); else the client need not look for it
        Loading { name: "loading", is_optional: true, shape: SET }
        /// the browser keeps what was typed and not sent: in the controls that `fields` selects, after so many milliseconds of quiet (`every`), for so many (`ttl`). It is restored without a question if `auto` is `1`; else `ask` is the HTML of the question, with a `$` for the age of what was typed and two buttons, the first of which says yes
        Draft { name: "draft", is_optional: true, shape: Object(&[
            Part("fields", Text, One),
            Part("every", POSITIVE, One),
            Part("ttl", POSITIVE, One),
            Part("auto", TRUTH, One),
            Part("ask", Text, One),
        ]) }
    }
}

/// The facts about an option.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it says.
    pub about: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it may be missing.
    pub is_optional: bool,
    /// Its form.
    pub shape: Shape,
}

impl ViewOption {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The option of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|option| option.name() == name)
    }
}

/// The attribute of an element that is marked while an event is on its way; those of how it is begin so.
pub const LOADING: &str = "data-loading";

/// The attributes by which templates tell the client what to do, each known to it or to its style sheet.
pub const ATTRIBUTES: &[&str] = &[
    LOADING,
    "data-loading-text",
    "data-loading-show",
    "data-loading-hide",
    "data-loading-delay",
    "data-optimistic-target",
    "data-uncached",
];
