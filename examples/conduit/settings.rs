//! What users can change about themselves.

use taut::prelude::*;

use crate::auth::{hashed, known, sign_in, user_of};
use crate::db::{Db, User};
use crate::page::{Layout, Page, Problem};
use crate::sign_in::{is_name, is_taken};

#[derive(Form)]
struct About {
    #[form(optional, url)]
    image: String,
    #[form(max = 40, check = is_name)]
    username: String,
    #[form(optional, max = 1000)]
    bio: String,
    #[form(email)]
    email: String,
    #[form(optional, secret, min = 8)]
    password: String,
}

pub(crate) struct Settings {
    user: User,
    form: FormState<About>,
}

#[live_view]
impl Settings {
    async fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let user = known(&user_of(request).await?, &Page::Settings)?.clone();
        let mut form = FormState::<About>::new();
        form.image.set(&user.image);
        form.username.set(&user.name);
        form.bio.set(&user.bio);
        form.email.set(&user.email);
        Ok(Self { user, form })
    }

    async fn save(&mut self, input: FormInput<About>, cx: &mut Context) -> Result<(), Reject> {
        let Some(new) = self.form.submit(input) else {
            return Ok(());
        };
        let hash = match new.password {
            unchanged if unchanged.is_empty() => None,
            password => Some(hashed(password).await?),
        };
        let (db, id, name) = (cx.data::<Db>(), self.user.id, new.username);
        let is_changed = hash.is_some();
        let sql = "UPDATE OR IGNORE users SET name = ?2, email = ?3, bio = ?4, image = ?5,
            password = coalesce(?6, password) WHERE id = ?1";
        let values = (id, name.clone(), new.email, new.bio, new.image, hash);
        if db.change(sql, values).await? > 0 {
            cx.flash("Your settings are saved.");
            if is_changed {
                // Browsers that signed in with the old password are signed out.
                let sql = "DELETE FROM sign_ins WHERE user = ?";
                db.change(sql, (id,)).await?;
                return sign_in(&db, id, Page::profile(&name).address()).await;
            }
            cx.go(Page::profile(&name));
        } else if is_taken(&db, name, id).await? {
            self.form.username.refuse("This name is taken.");
        } else {
            self.form.email.refuse("This address is taken.");
        }
        Ok(())
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <Layout title="Settings" user={Some(&self.user)} here={&Page::Settings}><div class="container narrow page">
                <h1>"Your Settings"</h1>
                <ul class="error-messages">
                    <Problem of={&form.image} name="Picture"/> <Problem of={&form.username} name="Name"/>
                    <Problem of={&form.bio} name="About you"/> <Problem of={&form.email} name="Email"/>
                    <Problem of={&form.password} name="Password"/>
                </ul>
                <form novalidate @submit={save(event.form)}>
                    <label for={form.image.id()}>"Picture"</label> <input type="url" placeholder="URL of profile picture" {..form.image.attributes()}>
                    <label for={form.username.id()}>"Name"</label> <input autocomplete="username" placeholder="Your Name" {..form.username.attributes()}>
                    <label for={form.bio.id()}>"About you"</label> <textarea rows="6" placeholder="Short bio about you" {..form.bio.attributes()}></textarea>
                    <label for={form.email.id()}>"Email"</label> <input type="email" autocomplete="email" placeholder="Email" {..form.email.attributes()}>
                    <label for={form.password.id()}>"New password, if you want another"</label> <input type="password" autocomplete="new-password" placeholder="New Password" {..form.password.attributes()}>
                    <button type="submit" class="btn btn-lg btn-primary" @loading>"Update Settings"</button>
                </form>
                <hr>
                <form method="post" action="/logout"><button class="btn btn-outline-danger">"Or click here to logout."</button></form>
            </div></Layout>
        }
    }
}
