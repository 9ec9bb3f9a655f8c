//! What `#[derive(Form)]` implements, and how its rules over several fields are asked.

use std::fmt::Debug;

use super::invalid::Invalid;
use super::part::{Part, PartMut, Parts};
use super::place::Place;

/// A struct whose fields a form shows and sends: derive it.
///
/// ```ignore
/// #[derive(taut::Form)]
/// struct Account {
///     #[form(min = 2, max = 40)]
///     name: String,
///     age: Option<u8>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a form",
    label = "this struct does not derive `Form`",
    note = "add `#[derive(taut::Form)]` to the struct"
)]
pub trait Form: Sized {
    /// Its fields as a form has them: for each field of the struct one of the same name.
    type Fields: FormFields<Form = Self>;
}

/// The fields of a [`Form`], which the derive defines.
pub trait FormFields: Parts + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The struct that they become.
    type Form;

    /// Empty fields.
    fn new(place: &Place) -> Self;

    /// Shows the values of a struct, as if the form had begun with them.
    fn set(&mut self, form: &Self::Form);

    /// The struct, if all fields are valid; what is wrong is kept with the fields.
    fn checked(&mut self) -> Option<Self::Form>;
}

/// What a rule of the application has found.
///
/// # Errors
/// If the value is not valid.
pub fn ruled<E: Into<Invalid>>(found: Result<(), E>) -> Result<(), Invalid> {
    found.map_err(E::into)
}

/// Asks a rule over several fields; what it refuses is an error until the rule is asked again.
pub fn by_rule<F: FormFields>(
    form: F::Form,
    fields: &mut F,
    rule: impl FnOnce(&F::Form, &mut F),
) -> Option<F::Form> {
    let mut before = Vec::new();
    fields.each_mut(&mut |part| before.push(refusal_of(part)));
    rule(&form, fields);
    let mut before = before.into_iter();
    fields.each_mut(&mut |part| keep_as_invalid(part, before.next().unwrap_or_default()));
    is_valid(fields).then_some(form)
}

/// Shows an error that is about all of some fields at the first one.
pub fn refuse_first(fields: &mut dyn Parts, error: Invalid) {
    let mut error = Some(error);
    fields.each_mut(&mut |part| {
        if let PartMut::Field(field) = part
            && let Some(error) = error.take()
        {
            field.refuse(error);
        }
    });
}

/// What the application has refused at a part, and whether errors are shown there.
type Refusal = (Option<Invalid>, bool, bool);

/// Takes a refusal away, for as long as a rule writes its own.
fn refusal_of(part: PartMut<'_>) -> Refusal {
    match part {
        PartMut::Field(field) => (field.refused.take(), field.is_touched, field.is_first),
        PartMut::Rows(rows) => {
            let state = rows.state();
            (state.refused.take(), state.is_touched, false)
        }
    }
}

/// Makes what a rule has refused an error of the rules, and restores the refusal.
fn keep_as_invalid(part: PartMut<'_>, (refused, is_touched, is_first): Refusal) {
    match part {
        PartMut::Field(field) => {
            let found = std::mem::replace(&mut field.refused, refused);
            field.invalid = field.invalid.take().or(found);
            (field.is_touched, field.is_first) = (is_touched, is_first);
        }
        PartMut::Rows(rows) => {
            let state = rows.state();
            let found = std::mem::replace(&mut state.refused, refused);
            state.invalid = state.invalid.take().or(found);
            state.is_touched = is_touched;
        }
    }
}

/// Whether all fields are valid by the rules.
fn is_valid(fields: &dyn Parts) -> bool {
    let mut is_valid = true;
    fields.each(&mut |part| {
        is_valid &= match part {
            Part::Field(field) => field.invalid.is_none(),
            Part::Rows(rows) => rows.invalid.is_none(),
        };
    });
    is_valid
}
