//! The effects of a frame: errors, redirects, and what a handler has requested.

use crate::shape::{Count::*, Part, Shape, Shape::*, TRUTH};

table! {
    /// An effect of a handler, or of a refusal.
    Effect of Row {
        /// the error message of the settled event: the client reports it as an event `taut:error` with the `message` as its detail
        Error { name: "error", shape: Text }
        /// the address that the client must load, instead of an error; drafts stay. The server sends it again to a client that has received all values instead of this frame
        Redirect { name: "redirect", shape: Text }
        /// the address of the page that the view shows from this frame on: a new entry in the browser's history
        Go { name: "go", shape: Text }
        /// the same, in the place of the current entry; with a redirect, the address that the client loads in its place
        Replace { name: "replace", shape: Text }
        /// a message for the user that nothing depends on: the client shows it for a while, with a redirect on the page that it loads
        Flash { name: "flash", shape: Text }
        /// the document's new title
        Title { name: "title", shape: Text }
        /// custom events for the document, as `[name, detail]` pairs
        Dispatch { name: "dispatch", shape: List(&Tuple(&[Part("name", Text, One), Part("detail", Any, One)])) }
        /// what the handler has replied to the settled event: the script that has sent it receives the value
        Reply { name: "reply", shape: Any }
        /// new values for keys of the client state, an object
        Publish { name: "publish", shape: Map(&Any) }
        /// cached results to drop: an array of names of handlers, or of `[name, parameter, …]` for one key of a handler; `0` for all
        Invalidate { name: "invalidate", shape: OneOf(&[
            Number(0, 0),
            List(&OneOf(&[Text, Tuple(&[Part("handler", Text, One), Part("parameters", Any, Many)])])),
        ]) }
        /// `0`: remove the draft of the view. `1`, where the server refuses a join: remove the drafts of all users, because the last one was signed out
        Draft { name: "draft", shape: TRUTH }
    }
}

/// The facts about an effect.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it does.
    pub about: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its shape.
    pub shape: Shape,
}

impl Effect {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The effect with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|effect| effect.name() == name)
    }
}
