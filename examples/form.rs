//! A sign-up form that is validated while the user types.

use serde::Deserialize;
use taut::prelude::*;

/// The fields of the form, by the names of its controls.
#[derive(Default, Deserialize)]
struct Account {
    name: String,
    email: String,
    password: String,
}

impl Account {
    fn name_error(&self) -> Option<&'static str> {
        (self.name.trim().chars().count() < 2).then_some("At least two letters, please.")
    }

    fn email_error(&self) -> Option<&'static str> {
        let is_address = self.email.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && host.contains('.') && !host.ends_with('.')
        });
        (!is_address || self.email.contains(' '))
            .then_some("An e-mail address looks like ada@example.org.")
    }

    fn password_error(&self) -> Option<&'static str> {
        match self.password.as_str() {
            short if short.chars().count() < 8 => Some("At least eight characters, please."),
            weak if !weak.contains(|char: char| char.is_ascii_digit()) => {
                Some("At least one digit, please.")
            }
            weak if !weak.contains(char::is_uppercase) => {
                Some("At least one capital letter, please.")
            }
            _ => None,
        }
    }
}

#[derive(Default)]
struct SignUp {
    account: Account,
    /// Whether the user has tried to send the form, so that empty fields are errors too.
    tried: bool,
    done: bool,
}

#[live_view]
impl SignUp {
    fn change(&mut self, account: Account) {
        self.account = account;
    }

    fn submit(&mut self, account: Account) {
        let errors = [
            account.name_error(),
            account.email_error(),
            account.password_error(),
        ];
        self.account = account;
        self.tried = true;
        self.done = errors.iter().all(Option::is_none);
    }

    fn start_again(&mut self) {
        *self = SignUp::default();
    }

    /// The error of a field, unless the user has not reached it yet.
    fn shown(&self, field: &str, error: Option<&'static str>) -> Option<&'static str> {
        error.filter(|_| self.tried || !field.is_empty())
    }

    fn render(&self) -> impl View {
        let account = &self.account;
        let name_error = self.shown(&account.name, account.name_error());
        let email_error = self.shown(&account.email, account.email_error());
        let password_error = self.shown(&account.password, account.password_error());
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
                        if self.done {
                            <p id="welcome" class="success" role="status">
                                "Welcome, " {account.name.trim()} "! We have written to " {&account.email} "."
                            </p>
                            <p><button id="again" @click={start_again()}>"Sign up someone else"</button></p>
                        } else {
                            // The controls keep what is typed; the server only sends the errors.
                            <form novalidate @input={change(event.form)} @submit={submit(event.form)}>
                                <label for="name">"Name"</label>
                                <input id="name" name="name" autocomplete="name"
                                    aria-invalid={name_error.map(|_| "true")} aria-describedby="name-error">
                                <p id="name-error" class="error" aria-live="polite">{name_error}</p>

                                <label for="email">"E-mail"</label>
                                <input id="email" name="email" type="email" autocomplete="email"
                                    aria-invalid={email_error.map(|_| "true")} aria-describedby="email-error">
                                <p id="email-error" class="error" aria-live="polite">{email_error}</p>

                                <label for="password">"Password"</label>
                                <input id="password" name="password" type="password" autocomplete="new-password"
                                    aria-invalid={password_error.map(|_| "true")} aria-describedby="password-error">
                                <p id="password-error" class="error" aria-live="polite">{password_error}</p>

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
