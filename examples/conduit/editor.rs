//! Writes an article, or changes one. What is typed survives a closed tab, a lost connection and a restart of the server.

use serde::{Deserialize, Serialize};
use taut::prelude::*;
use tokio_rusqlite::rusqlite::{OptionalExtension, Row};

use crate::auth::{known, user_of};
use crate::db::{Db, PREVIEW, Preview, User};
use crate::page::{Layout, Page, Problem};

#[derive(Form)]
struct Draft {
    #[form(max = 200)]
    title: String,
    #[form(max = 500)]
    description: String,
    #[form(max = 100_000)]
    body: String,
    /// A tag that is being typed; without JavaScript, all of them.
    #[form(optional, max = 200)]
    tag: String,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Editor {
    user: User,
    slug: Option<String>,
    form: FormState<Draft>,
    tags: Vec<String>,
}

const CHANGE: &str =
    "UPDATE articles SET title = ?, description = ?, body = ? WHERE author = ? AND slug = ?
    RETURNING id, slug";
const ADD: &str =
    "INSERT INTO articles (title, description, body, author, slug) VALUES (?, ?, ?, ?, ?)
    RETURNING id, slug";

/// The words of a title as a part of an address, with a number that makes them unique.
fn slug_of(title: &str) -> Result<String, Reject> {
    let title = title.to_lowercase();
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(12).collect();
    let number = getrandom::u32().map_err(|_| "There are no random numbers.")?;
    Ok(format!("{}-{number:08x}", words.join("-")))
}

#[live_view(persist = always)]
#[draft(key = self.slug.as_deref().unwrap_or("new"), fields(title, description, body, tag))]
impl Editor {
    async fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let page = Page::of(request)?;
        let user = known(&user_of(request).await?, &page)?.clone();
        let (mut form, mut tags) = (FormState::<Draft>::new(), Vec::new());
        let mut slug = None;
        if let Page::Edit { slug: wanted } = page {
            let db = request.data::<Db>().ok_or("There is no database.")?;
            let sql = format!("{PREVIEW} WHERE u.id = ?1 AND slug = ?2");
            let found: Option<Preview> = db.first(&sql, (user.id, wanted.clone())).await?;
            let found = found.ok_or(Reject::not_found("You have no such article."))?;
            let sql = "SELECT body FROM articles WHERE id = ?";
            let body: Option<(String,)> = db.first(sql, (found.id,)).await?;
            form.title.set(&found.title);
            form.description.set(&found.description);
            form.body.set(&body.unwrap_or_default().0);
            tags.extend(found.tags().map(str::to_owned));
            slug = Some(wanted);
        }
        Ok(Self {
            user,
            slug,
            form,
            tags,
        })
    }

    #[debounce(300ms)]
    fn change(&mut self, input: FormInput<Draft>) {
        self.form.change(input);
    }

    fn add(&mut self, tag: String) {
        self.add_all(&tag);
        self.form.tag.set(&String::new());
    }

    fn remove(&mut self, tag: String) {
        self.tags.retain(|other| *other != tag);
    }

    async fn publish(&mut self, input: FormInput<Draft>, cx: &mut Context) -> Result<(), Reject> {
        if let Some(tag) = input.value("remove").map(str::to_owned) {
            self.form.change(input); // without JavaScript, a tag is removed by a form
            self.remove(tag);
            return Ok(());
        }
        let Some(draft) = self.form.submit(input) else {
            return Ok(());
        };
        self.add(draft.tag);
        let sql = if self.slug.is_some() { CHANGE } else { ADD };
        let slug = self.slug.clone().unwrap_or(slug_of(&draft.title)?);
        let values = (
            draft.title,
            draft.description,
            draft.body,
            self.user.id,
            slug,
        );
        let (db, tags) = (cx.data::<Db>(), self.tags.clone());
        let slug = db.call(move |db| {
            let db = db.transaction()?;
            let read = |row: &Row<'_>| <(i64, String)>::try_from(row);
            let Some((id, slug)) = db.query_row(sql, values, read).optional()? else {
                return Ok(None);
            };
            db.execute("DELETE FROM tags WHERE article = ?", [id])?;
            for tag in tags {
                db.execute("INSERT INTO tags (article, tag) VALUES (?, ?)", (id, tag))?;
            }
            db.commit()?;
            Ok(Some(slug))
        });
        let slug = slug.await?;
        let slug = slug.ok_or("Only its author can change an article.")?;
        cx.clear_draft();
        cx.flash("Your article is published.");
        cx.go(Page::article(&slug));
        Ok(())
    }

    fn add_all(&mut self, tags: &str) {
        let tags = tags.split([' ', ',']);
        for tag in tags.filter(|tag| !matches!(*tag, "" | "." | "..") && tag.len() <= 50) {
            if !self.tags.iter().any(|other| other == tag) && self.tags.len() < 20 {
                self.tags.push(tag.to_owned());
            }
        }
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        let here = self
            .slug
            .clone()
            .map_or(Page::New, |slug| Page::Edit { slug });
        let name = if self.slug.is_some() {
            "Edit Article"
        } else {
            "New Article"
        };
        view! {
            <Layout title={name} user={Some(&self.user)} here={&here}><div class="container page editor-page">
                <h1>{name}</h1>
                <ul class="error-messages">
                    <Problem of={&form.title} name="Title"/> <Problem of={&form.description} name="Summary"/>
                    <Problem of={&form.body} name="Article"/> <Problem of={&form.tag} name="Tags"/>
                </ul>
                <form novalidate @input={change(event.form)} @submit={publish(event.form)}>
                    // Enter in a field publishes, and does not press the first button, which would remove a tag.
                    <button class="default" tabindex="-1" aria-hidden="true"></button>
                    <label for={form.title.id()}>"Title"</label> <input class="title" placeholder="Article Title" {..form.title.attributes()}>
                    <label for={form.description.id()}>"Summary"</label> <input placeholder="What's this article about?" {..form.description.attributes()}>
                    <label for={form.body.id()}>"Article"</label> <textarea rows="12" placeholder="Write your article (in markdown)" {..form.body.attributes()}></textarea>
                    <label for={form.tag.id()}>"Tags"</label> <input placeholder="Enter tags" {..form.tag.attributes()} @keydown.enter.prevent={add(event.value)}>
                    <div class="tag-list">
                        for tag in &self.tags; key = tag {
                            <button class="tag-default tag-pill" name="remove" value={tag} aria-label={format!("Remove the tag {tag}")} @click.prevent={remove(tag.clone())}>
                                <i class="ion-close-round" aria-hidden="true"></i> {tag}
                            </button>
                        }
                    </div>
                    <button type="submit" class="btn btn-lg btn-primary" @loading>"Publish Article"</button>
                </form>
            </div></Layout>
        }
    }
}
