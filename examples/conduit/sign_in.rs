//! The pages for users who are not signed in: signing in, and signing up.

use taut::prelude::*;

use crate::auth::{hashed, is_password, sign_in};
use crate::db::Db;
use crate::page::{Layout, Page, Problem};

#[derive(Form)]
struct Account {
    /// Only of users who sign up.
    #[form(optional, max = 40, check = is_name)]
    username: String,
    #[form(email)]
    email: String,
    #[form(secret, min = 8)]
    password: String,
}

/// Names are parts of addresses.
pub(crate) fn is_name(name: &str) -> Result<(), &'static str> {
    let is_fine = |letter: char| letter.is_alphanumeric() || "-_ ".contains(letter);
    let is_name = name.chars().all(is_fine) && name.trim() == name;
    is_name
        .then_some(())
        .ok_or("Letters, digits, hyphens and spaces, please.")
}

/// Whether a name belongs to a user with another number.
pub(crate) async fn is_taken(db: &Db, name: String, id: i64) -> Result<bool, Reject> {
    let sql = "SELECT id FROM users WHERE name = ? AND id != ?";
    Ok(db.first::<(i64,)>(sql, (name, id)).await?.is_some())
}

#[derive(Default)]
pub(crate) struct SignIn {
    form: FormState<Account>,
    is_new: bool,
    /// Where the user wanted to go.
    to: String,
}

#[live_view]
impl SignIn {
    fn params(&mut self, page: Page) {
        self.is_new = page == Page::Register;
        if let Page::Login { to } = page {
            self.to = to;
        }
    }

    async fn submit(&mut self, input: FormInput<Account>, cx: &mut Context) -> Result<(), Reject> {
        let db = cx.data::<Db>();
        let account = self.form.submit(input);
        let lacks_name = self.is_new && self.form.username.value().is_empty();
        if lacks_name {
            self.form.username.refuse(Invalid::Missing);
        }
        let user = match account.filter(|_| !lacks_name) {
            None => None,
            Some(account) if self.is_new => self.added(&db, account).await?,
            Some(account) => self.known(&db, account).await?,
        };
        match user {
            Some(user) => sign_in(&db, user, self.to.clone()).await,
            None => Ok(()), // why is shown
        }
    }

    async fn known(&mut self, db: &Db, account: Account) -> Result<Option<i64>, Reject> {
        let sql = "SELECT id, password FROM users WHERE email = ?";
        if let Some((id, hash)) = db.first(sql, (account.email,)).await?
            && is_password(account.password, hash).await
        {
            return Ok(Some(id));
        }
        self.form.refuse("The email or the password is wrong.");
        Ok(None)
    }

    async fn added(&mut self, db: &Db, account: Account) -> Result<Option<i64>, Reject> {
        let username = account.username;
        let hash = hashed(account.password).await?;
        let values = (username.clone(), account.email, hash);
        let sql =
            "INSERT OR IGNORE INTO users (name, email, password) VALUES (?, ?, ?) RETURNING id";
        let user = db.first(sql, values).await?.map(|(id,)| id);
        if user.is_none() && is_taken(db, username, 0).await? {
            self.form.username.refuse("This name is taken.");
        } else if user.is_none() {
            self.form.email.refuse("This address is taken.");
        }
        Ok(user)
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        let name = if self.is_new { "Sign up" } else { "Sign in" };
        let here = if self.is_new {
            Page::Register
        } else {
            Page::login("")
        };
        view! {
            <Layout title={name} user={None} here={&here}><div class="container narrow page">
                <h1>{name}</h1>
                <p class="centred">
                    if self.is_new { <a href={Page::login("")}>"Have an account?"</a> } else { <a href={Page::Register}>"Need an account?"</a> }
                </p>
                <ul class="error-messages">
                    <li {..form.error_attributes()}>{form.error()}</li>
                    <Problem of={&form.username} name="Name"/> <Problem of={&form.email} name="Email"/>
                    <Problem of={&form.password} name="Password"/>
                </ul>
                <form novalidate @submit={submit(event.form)}>
                    if self.is_new {
                        <label for={form.username.id()}>"Name"</label> <input autocomplete="username" placeholder="Username" {..form.username.attributes()}>
                    }
                    <label for={form.email.id()}>"Email"</label> <input type="email" autocomplete="email" placeholder="Email" {..form.email.attributes()}>
                    <label for={form.password.id()}>"Password"</label> <input type="password" autocomplete={if self.is_new { "new-password" } else { "current-password" }}
                        placeholder="Password" {..form.password.attributes()}>
                    <button type="submit" class="btn btn-lg btn-primary" @loading>{name}</button>
                </form>
            </div></Layout>
        }
    }
}
