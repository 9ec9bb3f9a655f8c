//! Mistakes in a template with a form.

use taut::prelude::*;

#[derive(Form)]
struct Account {
    name: String,
}

#[derive(Default)]
struct SignUp {
    form: FormState<Account>,
}

#[derive(Form)]
struct Other {
    name: String,
}

#[live_view]
impl SignUp {
    fn change(&mut self, input: FormInput<Other>) {
        self.form.change(input);
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <form @input={change(event.form)}>
                <label for={form.nam.id()}>"Name"</label>
                <input {..form.name}>
                <input {..form.name.attribute()}>
                for choice in form.name.choices(); key = choice.value() {
                    <input type="radio" {..choice.attributes()}>
                }
            </form>
        }
    }
}

fn main() {}
