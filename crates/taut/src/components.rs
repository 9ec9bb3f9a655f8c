//! Components that come with Taut.

use crate::{FieldState, component};

/// The error of a field of a [form](crate::forms), at the place that the field's control names: `<FieldError of={&form.name}/>`.
///
/// It is a `<p class="taut-error">` that screen readers read when it changes, and empty without an error. For another element, write it
/// with [`error_attributes`](FieldState::error_attributes).
///
/// ```
/// use taut::prelude::*;
///
/// #[derive(Form)]
/// struct Account {
///     #[form(min = 2)]
///     name: String,
/// }
///
/// #[derive(Default)]
/// struct SignUp {
///     form: FormState<Account>,
/// }
///
/// #[live_view]
/// impl SignUp {
///     fn change(&mut self, input: FormInput<Account>) {
///         self.form.change(input);
///     }
///
///     fn render(&self) -> impl View {
///         let form = &self.form;
///         view! {
///             <form @input={change(event.form)}>
///                 <label for={form.name.id()}>"Name"</label>
///                 <input {..form.name.attributes()}>
///                 <FieldError of={&form.name}/>
///             </form>
///         }
///     }
/// }
/// ```
#[component]
pub fn FieldError(of: &FieldState) -> impl View {
    view! { <p class="taut-error" {..of.error_attributes()}>{of.error()}</p> }
}
