//! Drafts: what a browser saves of a form that was not sent, for views that store it on the server too.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// The text that a user has typed into the fields of a view with `#[draft]`.
///
/// The browser sends one with each event `taut-draft`: `<form @taut-draft={save_draft(event.detail)}>`.
/// A view that stores it returns it from `fn load_draft(&self) -> Option<Draft>`, and the browser
/// offers the newer one of its own and the server's.
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
    /// The server's value of each field when the user began to change it, as JSON. A field with a
    /// different value when the draft is offered is omitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

impl Draft {
    /// Creates a draft without fields, typed at `at`, in milliseconds since 1970.
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

/// The options of `#[draft(…)]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftOptions {
    /// The names of the controls that are saved.
    pub fields: &'static [&'static str],
    /// How long the user must pause before a draft is saved, in milliseconds.
    pub save_every: u32,
    /// How long a draft is valid, in milliseconds.
    pub ttl: u32,
    /// Whether drafts are restored without a question.
    pub restores: bool,
}

/// A part of the name of a draft, written so that it cannot be confused with two parts.
#[must_use]
pub fn draft_part<T: Display + ?Sized>(part: &T) -> String {
    part.to_string().replace('%', "%25").replace('/', "%2F")
}
