//! The options of a whole view in the table of templates, and the attributes by which templates control the client.

use crate::add_ons::{HOOK, IGNORE};
use crate::shape::{Count::*, POSITIVE, Part, SET, Shape, Shape::*, TRUTH};

table! {
    /// An option of a view.
    ViewOption of Row {
        /// the maximum size of a frame from the client, in bytes of UTF-8
        Frame { name: "frame", is_optional: false, shape: POSITIVE }
        /// how deeply arrays and objects of a frame from the client may be nested, counting the frame itself
        Depth { name: "depth", is_optional: false, shape: POSITIVE }
        /// how many events wait in the page while there is no connection; further events are lost
        Waiting { name: "waiting", is_optional: false, shape: POSITIVE }
        /// elements in the page may have the attribute `data-loading` (see below); otherwise, the client need not look for it
        Loading { name: "loading", is_optional: true, shape: SET }
        /// the add-ons of the client that the page needs: features in files of their own, which are loaded before the client takes over the page
        Needs { name: "needs", is_optional: true, shape: List(&Text) }
        /// the paths of the pages of the view, with parameters as `{name}`: a link to one of them is an event (see below)
        Pages { name: "pages", is_optional: true, shape: List(&Text) }
        /// the paths of pages of other views of the same application
        Others { name: "others", is_optional: true, shape: List(&Text) }
        /// the browser saves what was typed and not sent: in the controls that `fields` selects, after a pause of `every` milliseconds, for `ttl` milliseconds. It is restored without a question if `auto` is `1`; otherwise `ask` is the HTML of the question, with a `$` for the age of the draft and two buttons, the first of which accepts
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
    /// What it means.
    pub about: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Whether it may be missing.
    pub is_optional: bool,
    /// Its shape.
    pub shape: Shape,
}

impl ViewOption {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The option with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|option| option.name() == name)
    }
}

/// The attribute of an element that is marked while an event is pending; the attributes for details start with it.
pub const LOADING: &str = "data-loading";

/// The attributes by which templates control the client; each is known to the client or to its style sheet.
pub const ATTRIBUTES: &[&str] = &[
    LOADING,
    "data-loading-text",
    "data-loading-show",
    "data-loading-hide",
    "data-loading-delay",
    "data-optimistic-target",
    "data-uncached",
    HOOK,
    IGNORE,
];
