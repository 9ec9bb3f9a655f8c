//! A field of a form: what its controls show, and what is wrong with it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::invalid::Invalid;
use super::part::{Part, PartMut, Parts, Place, id_of};
use super::rules::{FieldKind, Rules};
use super::value::FormValue;
use crate::spread::Attributes;

/// A field of type `T` in a [`FormState`](crate::FormState); [`FieldState`] has what a template needs.
pub struct FormField<T> {
    state: FieldState,
    of: PhantomData<fn() -> T>,
}

/// What the controls of a field show, and what is wrong with it.
#[derive(Clone)]
pub struct FieldState {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: FieldKind,
    pub(super) rules: &'static Rules,
    may_be_empty: bool,
    range: [Option<Cow<'static, str>>; 3],
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
            FieldKind::Check if self.texts.is_empty() => all,
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
        let rules = [self.rules.min, self.rules.max, self.rules.step];
        let names = match self.kind {
            FieldKind::Text => ["minlength", "maxlength", "step"],
            FieldKind::Number | FieldKind::Moment => ["min", "max", "step"],
            FieldKind::Choice | FieldKind::Check | FieldKind::Several => return all,
        };
        for ((name, rule), range) in names.into_iter().zip(rules).zip(&self.range) {
            if let Some(value) = rule.map(Cow::from).or_else(|| range.clone()) {
                all = all.known(name, value);
            }
        }
        match self.rules.pattern {
            Some(pattern) => all.known("pattern", pattern.source()),
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
    fn begin(&mut self) {
        (self.is_touched, self.is_first) = (false, false);
        (self.invalid, self.refused) = (None, None);
    }

    /// Whether nothing was entered.
    fn is_empty(&self) -> bool {
        self.texts.iter().all(String::is_empty)
    }

    /// Reads the texts, and checks the rules that HTML knows.
    fn read<T: FormValue>(&self) -> Result<T, Invalid> {
        let has_list = matches!(self.kind, FieldKind::Check | FieldKind::Several);
        if !has_list && self.texts.len() > 1 {
            return Err(Invalid::Repeated);
        }
        if self.is_required() && self.is_empty() {
            return Err(Invalid::Missing);
        }
        let value = T::of_texts(&self.texts)?;
        match self.kind {
            FieldKind::Several => self.rules.check_count(self.texts.len())?,
            FieldKind::Check if self.rules.is_required && self.value() != "on" => {
                return Err(Invalid::Missing);
            }
            _ if self.is_empty() => {}
            kind => self.rules.check(kind, self.value())?,
        }
        Ok(value)
    }
}

impl<T: FormValue> FormField<T> {
    /// An empty field.
    #[must_use]
    pub fn new(place: &Place, name: &'static str, rules: &'static Rules) -> Self {
        Self {
            state: FieldState {
                name: place.name(name),
                kind: T::KIND,
                rules,
                may_be_empty: T::MAY_BE_EMPTY,
                range: T::range(),
                texts: Vec::new(),
                is_touched: false,
                is_first: false,
                invalid: None,
                refused: None,
            },
            of: PhantomData,
        }
    }

    /// Shows a value, as if the form had begun with it: without an error, untouched.
    pub fn set(&mut self, value: &T) {
        self.state.texts = value.to_texts();
        self.state.begin();
    }

    /// Shows a text, as if the form had begun with it.
    pub fn set_text(&mut self, text: String) {
        self.state.texts = vec![text];
        self.state.begin();
    }

    /// Whether the field shows a value: for the options of a `<select>` that are not an enum.
    #[must_use]
    pub fn is(&self, value: &T) -> bool {
        let is_empty = |texts: &[String]| texts.iter().all(String::is_empty);
        let texts = value.to_texts();
        self.state.texts == texts || (is_empty(&self.state.texts) && is_empty(&texts))
    }

    /// The value, if it is valid; what is wrong is kept with the field.
    pub fn checked<E: Into<Invalid>>(
        &mut self,
        rule: impl FnOnce(&T) -> Result<(), E>,
    ) -> Option<T> {
        let read = self.state.read::<T>();
        let read = read.map_err(|error| self.state.rules.in_own_words(error));
        let checked = read.and_then(|value| match rule(&value) {
            Ok(()) => Ok(value),
            Err(error) => Err(error.into()),
        });
        self.state.invalid = checked.as_ref().err().cloned();
        checked.ok()
    }
}

/// The attributes of the element that shows the error of the field with a name.
pub(super) fn error_attributes(name: &str) -> Attributes {
    Attributes::new()
        .known("id", format!("{}-error", id_of(name)))
        .known("aria-live", "polite")
}

impl<T> Parts for FormField<T> {
    fn each(&self, visit: &mut dyn FnMut(Part<'_>)) {
        visit(Part::Field(&self.state));
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(PartMut<'_>)) {
        visit(PartMut::Field(&mut self.state));
    }
}

impl<T> Deref for FormField<T> {
    type Target = FieldState;

    fn deref(&self) -> &FieldState {
        &self.state
    }
}

impl<T> DerefMut for FormField<T> {
    fn deref_mut(&mut self) -> &mut FieldState {
        &mut self.state
    }
}

impl<T> Clone for FormField<T> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            of: PhantomData,
        }
    }
}

impl<T> fmt::Debug for FormField<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
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
