//! Values to choose from: the options of a `<select>`, radio buttons, groups of checkboxes.

use super::field::FormField;
use super::field_state::FieldState;
use super::invalid::Invalid;
use super::place::id_of;
use super::rules::FieldKind;
use super::value::FormText;
use crate::spread::Attributes;

/// An enum whose variants are the values to choose from: derive it.
///
/// ```ignore
/// #[derive(Clone, Copy, PartialEq, taut::Choice)]
/// enum Plan {
///     Free,
///     #[form(label = "For teams")]
///     Team,
/// }
/// ```
pub trait Choice: FormText + Copy + 'static {
    /// The variants in their order, each with the value that is sent and the label that is shown.
    const CHOICES: &'static [(Self, &'static str, &'static str)];
}

/// The variant whose value was sent.
///
/// # Errors
/// If there is none.
pub fn chosen<C: Choice>(text: &str) -> Result<C, Invalid> {
    let found = C::CHOICES.iter().find(|(_, value, _)| *value == text);
    found.map(|(choice, ..)| *choice).ok_or(Invalid::NotChoice)
}

/// The type of a field with choices: an enum with [`Choice`], an `Option` or a `Vec` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no list of choices",
    label = "not an enum with `#[derive(Choice)]`",
    note = "choices that are known only at run time: `<option value={{item.id}} selected={{form.item.is(&item.id)}}>`"
)]
pub trait HasChoices {
    /// The enum.
    type Choice: Choice;
}

#[diagnostic::do_not_recommend]
impl<T: Choice> HasChoices for T {
    type Choice = T;
}

#[diagnostic::do_not_recommend]
impl<T: Choice> HasChoices for Option<T> {
    type Choice = T;
}

#[diagnostic::do_not_recommend]
impl<T: Choice> HasChoices for Vec<T> {
    type Choice = T;
}

/// One of the values to choose from, as a template shows it.
#[derive(Debug, Clone, Copy)]
pub struct FormChoice<'a, C> {
    field: &'a FieldState,
    choice: C,
    value: &'static str,
    label: &'static str,
}

impl<T: HasChoices> FormField<T> {
    /// The values to choose from: `for choice in form.plan.choices(); key = choice.value() { … }`.
    pub fn choices(&self) -> impl Iterator<Item = FormChoice<'_, T::Choice>> {
        let of = |(choice, value, label): &(T::Choice, &'static str, &'static str)| FormChoice {
            field: self,
            choice: *choice,
            value,
            label,
        };
        T::Choice::CHOICES.iter().map(of)
    }
}

impl<C: Copy> FormChoice<'_, C> {
    /// The variant.
    #[must_use]
    pub fn choice(&self) -> C {
        self.choice
    }

    /// The value that is sent: the name of the variant, or `#[form(value = "…")]`.
    #[must_use]
    pub fn value(&self) -> &'static str {
        self.value
    }

    /// What the user reads: the name of the variant, or `#[form(label = "…")]`.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// Whether it is chosen.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.field.texts.iter().any(|text| text == self.value)
    }

    /// The id of its radio button or checkbox.
    #[must_use]
    pub fn id(&self) -> String {
        id_of(&format!("{}.{}", self.field.name, self.value))
    }

    /// The attributes of its `<option>`: `value`, and whether it is selected.
    #[must_use]
    pub fn option(&self) -> Attributes {
        let all = Attributes::new().known("value", self.value);
        if self.is_chosen() {
            all.known("selected", "")
        } else {
            all
        }
    }

    /// The attributes of its radio button or checkbox: `name`, `id`, `value`, whether it is checked, `required`
    /// for radio buttons, and those of the error.
    #[must_use]
    pub fn attributes(&self) -> Attributes {
        let field = self.field;
        let mut all = Attributes::new()
            .known("name", field.name.clone())
            .known("id", self.id())
            .known("value", self.value);
        if self.is_chosen() {
            all = all.known("checked", "");
        }
        if field.kind == FieldKind::Choice && field.is_required() {
            all = all.known("required", "");
        }
        field
            .states(all)
            .known("aria-describedby", format!("{}-error", field.id()))
    }
}
