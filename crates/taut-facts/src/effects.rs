//! What a frame says besides its holes: what has become of an event, and what a handler has asked for.

use crate::shape::{Count::*, Part, Shape, Shape::*, TRUTH};

table! {
    /// An effect of a handler, or of a refusal.
    Effect of Row {
        /// what the user is to be told about the settled event: the client reports it as an event `taut:error` with the `message` as its detail
        Error { name: "error", shape: Text }
        /// where the client is to go, instead of an error; drafts stay. The server says it once more to a client that was told all values instead of this frame
        Redirect { name: "redirect", shape: Text }
        /// the document's new title
        Title { name: "title", shape: Text }
        /// custom events for the document, as `[name, detail]` pairs
        Dispatch { name: "dispatch", shape: List(&Tuple(&[Part("name", Text, One), Part("detail", Any, One)])) }
        /// new values for keys of the client state, an object
        Publish { name: "publish", shape: Map(&Any) }
        /// cached results to forget: an array of names of handlers, or of `[name, parameter, …]` for one key of a handler; `0` for all
        Invalidate { name: "invalidate", shape: OneOf(&[
            Number(0, 0),
            List(&OneOf(&[Text, Tuple(&[Part("handler", Text, One), Part("parameters", Any, Many)])])),
        ]) }
        /// `0`: the draft of the view is to be forgotten. `1`, where the server refuses a join: all drafts of users are, because the last one was signed out
        Draft { name: "draft", shape: TRUTH }
    }
}

/// The facts about an effect.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it says.
    pub about: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its form.
    pub shape: Shape,
}

impl Effect {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The effect of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|effect| effect.name() == name)
    }
}
