//! What a browser keeps of a form that was not sent, when the server keeps it too.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// What a user has typed into the fields of a view with `#[draft]`.
///
/// The browser sends one with each event `taut-draft`: `<form @taut-draft={save_draft(event.detail)}>`. A view
/// that keeps it gives it back by `fn load_draft(&self) -> Option<Draft>`, and the browser offers the
/// newer one of its own and the server's.
///
/// ```
/// # use taut_core::Draft;
/// let draft = Draft::new(1_700_000_000_000).with("title", "Tea").with("body", "");
/// assert_eq!(draft.field("title"), Some("Tea"));
/// assert_eq!(draft.field("price"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// When it was typed, in milliseconds since 1970.
    pub at: u64,
    /// The values of each field; checkboxes and lists may have none or several.
    pub fields: BTreeMap<String, Vec<String>>,
    /// What the server showed in each field when the user began to change it, as JSON. A field in which it shows something else
    /// when the draft is offered is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

impl Draft {
    /// A draft without fields, of a moment in milliseconds since 1970.
    #[must_use]
    pub fn new(at: u64) -> Self {
        Self {
            at,
            ..Self::default()
        }
    }

    /// Adds a value of a field.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields
            .entry(field.into())
            .or_default()
            .push(value.into());
        self
    }

    /// The first value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().map(String::as_str)
    }
}

/// What `#[draft(…)]` declares about a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftOptions {
    /// The names of the controls that are kept.
    pub fields: &'static [&'static str],
    /// How many milliseconds nothing must have been typed before they are.
    pub save_every: u32,
    /// For how many milliseconds.
    pub ttl: u32,
    /// Whether they are restored without a question.
    pub restores: bool,
}

/// A part of the name of a draft, written so that it cannot be taken for two.
#[must_use]
pub fn draft_part<T: Display + ?Sized>(part: &T) -> String {
    part.to_string().replace('%', "%25").replace('/', "%2F")
}
