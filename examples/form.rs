//! A sign-up form that is validated while the user types.

use taut::prelude::*;

/// The fields of the form, and their rules.
#[derive(Form)]
struct Account {
    #[form(min = 2, message = "At least two letters, please.")]
    name: String,
    #[form(email, message = "An e-mail address looks like ada@example.org.")]
    email: String,
    #[form(secret, min = 8, message = "At least eight characters, please.")]
    #[form(pattern = ".*[0-9].*", message = "At least one digit, please.")]
    #[form(
        pattern = ".*[A-Z].*",
        message = "At least one capital letter, please."
    )]
    password: String,
}

#[derive(Default)]
struct SignUp {
    form: FormState<Account>,
    done: Option<Account>,
}

#[live_view]
impl SignUp {
    fn change(&mut self, input: FormInput<Account>) {
        self.form.change(input);
    }

    fn submit(&mut self, input: FormInput<Account>) {
        self.done = self.form.submit(input);
    }

    fn start_again(&mut self) {
        *self = SignUp::default();
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width">
                    <title>"Sign up"</title>
                    <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                    <main>
                        <h1>"Sign up"</h1>
                        if let Some(account) = &self.done {
                            <p id="welcome" class="success" role="status">
                                "Welcome, " {account.name.trim()} "! We have written to " {&account.email} "."
                            </p>
                            <p><button id="again" @click={start_again()}>"Sign up someone else"</button></p>
                        } else {
                            <form novalidate @input={change(event.form)} @submit={submit(event.form)}>
                                <label for={form.name.id()}>"Name"</label>
                                <input autocomplete="name" {..form.name.attributes()}>
                                <FieldError of={&form.name}/>

                                <label for={form.email.id()}>"E-mail"</label>
                                <input type="email" autocomplete="email" {..form.email.attributes()}>
                                <FieldError of={&form.email}/>

                                <label for={form.password.id()}>"Password"</label>
                                <input type="password" autocomplete="new-password" {..form.password.attributes()}>
                                <FieldError of={&form.password}/>

                                <button>"Create account"</button>
                            </form>
                        }
                    </main>
                </body>
            </html>
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    taut::serve("127.0.0.1:8080", |app| {
        app.stylesheet("/style.css", include_str!("style.css"))
            .live::<SignUp>("/")
    })
    .await
}
