//! What the controls of a field show, and what is wrong with it, whatever its type.

use std::borrow::Cow;
use std::fmt;

use super::invalid::Invalid;
use super::place::{error_attributes, id_of};
use super::rules::{FieldKind, Rules};
use crate::spread::Attributes;

/// What the controls of a field show, and what is wrong with it.
#[derive(Clone)]
pub struct FieldState {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: FieldKind,
    pub(super) rules: &'static Rules,
    pub(super) may_be_empty: bool,
    pub(super) range: &'static [Option<&'static str>; 3],
    pub(super) texts: Vec<String>,
    /// Whether its errors are shown.
    pub(super) is_touched: bool,
    /// Whether it gets the focus on a page that is loaded: it is the first wrong field of a form that was sent.
    pub(super) is_first: bool,
    /// What is wrong by the rules.
    pub(super) invalid: Option<Invalid>,
    /// What the application has said of the text as it is.
    pub(super) refused: Option<Invalid>,
}

impl FieldState {
    /// An empty field, with a text.
    pub(super) fn new(name: Cow<'static, str>, rules: &'static Rules) -> Self {
        Self {
            name,
            kind: FieldKind::Text,
            rules,
            may_be_empty: false,
            range: &[None; 3],
            texts: Vec::new(),
            is_touched: false,
            is_first: false,
            invalid: None,
            refused: None,
        }
    }

    /// The name of its controls.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of its control, for `<label for={…}>`.
    #[must_use]
    pub fn id(&self) -> String {
        id_of(&self.name)
    }

    /// What its control shows; empty if it is a checkbox that is not checked.
    #[must_use]
    pub fn value(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    /// What all its controls show, if they are several.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.texts
    }

    /// What is wrong with it, once the user has changed it or sent the form.
    #[must_use]
    pub fn error(&self) -> Option<&Invalid> {
        self.mistake().filter(|_| self.is_touched)
    }

    /// What is wrong with it, whether it is shown yet or not.
    pub(super) fn mistake(&self) -> Option<&Invalid> {
        self.refused.as_ref().or(self.invalid.as_ref())
    }

    /// Whether the user has changed it or sent the form.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.is_touched
    }

    /// Shows an error at this field until the user changes it, such as "This name is taken."
    pub fn refuse(&mut self, error: impl Into<Invalid>) {
        self.refused = Some(error.into());
        (self.is_touched, self.is_first) = (true, true);
    }

    /// The attributes of its control: `{..form.name.attributes()}`.
    ///
    /// `name`, `id`, what the rules say (`required`, `minlength`, `maxlength`, `min`, `max`, `step`,
    /// `pattern`), `aria-invalid` while an error is shown, and `aria-describedby` with the id of the
    /// element that shows it. In an `<input>` or `<textarea>`, also its value, or whether it is checked.
    #[must_use]
    pub fn attributes(&self) -> Attributes {
        let mut all = Attributes::new()
            .known("name", self.name.clone())
            .known("id", self.id());
        all = match self.kind {
            FieldKind::Check if self.is_empty() => all,
            FieldKind::Check => all.known("checked", ""),
            FieldKind::Several | FieldKind::Choice => all,
            _ if self.rules.is_secret => all,
            _ => all.known("value", self.value().to_owned()),
        };
        let describes = format!("{}-error", self.id());
        self.states(self.constraints(all))
            .known("aria-describedby", describes)
    }

    /// The attributes of the element that shows the error: `<p {..form.name.error_attributes()}>{form.name.error()}</p>`.
    #[must_use]
    pub fn error_attributes(&self) -> Attributes {
        error_attributes(&self.name)
    }

    /// Adds what the rules say.
    fn constraints(&self, mut all: Attributes) -> Attributes {
        if self.is_required() {
            all = all.known("required", "");
        }
        let names = match self.kind {
            FieldKind::Text => ["minlength", "maxlength", "step"],
            FieldKind::Number | FieldKind::Moment => ["min", "max", "step"],
            FieldKind::Choice | FieldKind::Check | FieldKind::Several => return all,
        };
        let limits = self.rules.limits().into_iter().zip(self.rules.hints);
        for (name, (limit, range)) in names.into_iter().zip(limits.zip(self.range)) {
            if let Some(value) = limit.0.or(limit.1).or(*range) {
                all = all.known(name, value);
            }
        }
        match self.rules.pattern() {
            Some(pattern) => all.known("pattern", pattern),
            None => all,
        }
    }

    /// Adds what is the state of the field.
    pub(super) fn states(&self, mut all: Attributes) -> Attributes {
        if self.error().is_some() {
            all = all.known("aria-invalid", "true");
        }
        if self.is_first {
            all = all.known("autofocus", "");
        }
        all
    }

    /// Whether a browser must not send it empty. A group of checkboxes has no attribute for that.
    pub(super) fn is_required(&self) -> bool {
        match self.kind {
            FieldKind::Check => self.rules.is_required,
            FieldKind::Several => false,
            _ => !self.may_be_empty && !self.rules.is_optional,
        }
    }

    /// Takes what a form has sent, if that says something of this field; tells whether it has changed.
    pub(super) fn take(&mut self, sent: Option<Vec<String>>) {
        let sent = match (sent, self.kind) {
            (Some(sent), _) => sent,
            (None, FieldKind::Check | FieldKind::Several) => Vec::new(),
            // A radio button that is not chosen sends nothing, and neither does a control that is not there.
            (None, _) => return,
        };
        let is_same = match self.kind {
            FieldKind::Check | FieldKind::Several => self.texts == sent,
            _ => self.texts == sent || (self.texts.is_empty() && sent == [""]),
        };
        if is_same {
            return;
        }
        self.texts = sent;
        self.is_touched = true;
        self.refused = None;
    }

    /// Shows its errors; what the application has refused may be fine by now.
    pub(super) fn note_sent(&mut self) {
        self.is_touched = true;
        self.refused = None;
    }

    /// Forgets what has happened to it.
    pub(super) fn begin(&mut self) {
        (self.is_touched, self.is_first) = (false, false);
        (self.invalid, self.refused) = (None, None);
    }

    /// Whether nothing was entered.
    pub(super) fn is_empty(&self) -> bool {
        let is_off = |text: &str| self.kind == FieldKind::Check && matches!(text, "off" | "false");
        self.texts
            .iter()
            .all(|text| text.is_empty() || is_off(text))
    }
}

/// The same field, shown in the same way.
impl PartialEq for FieldState {
    fn eq(&self, other: &Self) -> bool {
        let shown = |field: &Self| (field.is_touched, field.is_first);
        self.name == other.name
            && self.texts == other.texts
            && shown(self) == shown(other)
            && self.error() == other.error()
    }
}

impl fmt::Debug for FieldState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("FieldState");
        shown.field("name", &self.name);
        if !self.rules.is_secret {
            shown.field("texts", &self.texts);
        }
        shown.field("error", &self.error()).finish_non_exhaustive()
    }
}
