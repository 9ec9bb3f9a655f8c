//! Filling in a form by the names of its controls.

use taut_core::LiveView;

use super::{Act, Live};
use crate::dom::{Dom, NodeId};

impl<V: LiveView> Live<V> {
    /// Fills in controls of a form by their names, one after the other, as a user does: types texts, chooses options, and
    /// checks boxes, which `""` unchecks.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::Live;
    /// #[derive(Form)]
    /// struct Account { name: String, age: Option<u8> }
    ///
    /// #[derive(Default)]
    /// struct SignUp { form: FormState<Account>, welcome: String }
    ///
    /// #[live_view]
    /// impl SignUp {
    ///     fn submit(&mut self, input: FormInput<Account>) {
    ///         if let Some(account) = self.form.submit(input) {
    ///             self.welcome = account.name;
    ///         }
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! {
    ///             <form @submit={submit(event.form)}>
    ///                 <input {..self.form.name.attributes()}>
    ///                 <input {..self.form.age.attributes()}>
    ///                 <p {..self.form.age.error_attributes()}>{self.form.age.error()}</p>
    ///             </form>
    ///             <p id="welcome">{&self.welcome}</p>
    ///         }
    ///     }
    /// }
    ///
    /// let mut page = Live::of(SignUp::default());
    /// page.fill("form", &[("name", "Ada"), ("age", "old")]);
    /// page.submit("form");
    /// assert_eq!(page.field_error("age"), "A whole number from 0 to 255, please.");
    /// page.fill("form", &[("age", "36")]);
    /// page.submit("form");
    /// assert_eq!(page.text("#welcome"), "Ada");
    /// ```
    ///
    /// # Panics
    /// If the form has no control with a name, or a control cannot have the value.
    #[track_caller]
    pub fn fill(&mut self, form: &str, values: &[(&str, &str)]) {
        for (name, value) in values {
            let form = self.find(form);
            let controls = controls_of(self.dom(), form, name);
            let Some(first) = controls.first().copied() else {
                panic!(
                    "the form has no control `{name}`:\n{}",
                    self.dom().html(form)
                );
            };
            if self.dom().tag(first) == Some("select") {
                let option = self.option(first, value);
                self.act(|act| act.choose(first, option));
            } else if self.dom().is_choice(first) {
                self.act(|act| act.check_one(&controls, value));
            } else {
                self.act(|act| act.type_into(first, value));
            }
        }
    }

    /// The error that is shown for the control with a name: the text of the element that `aria-describedby` names.
    ///
    /// # Panics
    /// If there is no such control, or nothing describes it.
    #[must_use]
    #[track_caller]
    pub fn field_error(&self, name: &str) -> String {
        let controls = self.find_all(&format!("[name=\"{name}\"]"));
        let described = controls
            .first()
            .and_then(|control| self.dom().attribute(*control, "aria-describedby"));
        let Some(id) = described else {
            panic!(
                "no control `{name}` has `aria-describedby`:\n{}",
                self.html()
            );
        };
        self.text(&format!("#{id}"))
    }
}

impl<V: LiveView> Act<'_, V> {
    /// Checks the control with a value; without a value, none.
    #[track_caller]
    fn check_one(&mut self, controls: &[NodeId], value: &str) {
        let is_it = |control: &&NodeId| self.dom().value(**control) == value;
        let wanted = controls.iter().find(is_it).copied();
        let is_checked = |act: &Self, control| act.dom().is(control, "checked");
        match wanted {
            Some(wanted) if is_checked(self, wanted) => {}
            Some(wanted) => self.click(wanted),
            None if value.is_empty() => {
                for control in controls {
                    if is_checked(self, *control) {
                        self.click(*control);
                    }
                }
            }
            None => panic!("no control has the value `{value}`"),
        }
    }

    /// Replaces the text of a control and leaves it.
    #[track_caller]
    fn type_into(&mut self, control: NodeId, value: &str) {
        self.focus(control);
        self.input(control, value.to_owned());
        self.change(control);
        self.blur(control);
    }
}

/// The controls of a form with a name, in document order.
fn controls_of(dom: &Dom, form: NodeId, name: &str) -> Vec<NodeId> {
    let is_it = |node: &NodeId| {
        dom.attribute(*node, "name") == Some(name) && dom.form_of(*node) == Some(form)
    };
    dom.descendants(Dom::DOCUMENT).filter(is_it).collect()
}
