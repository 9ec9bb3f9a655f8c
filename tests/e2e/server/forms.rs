//! A form with controls of each kind and rows, which outlives its server.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use taut::prelude::*;

#[derive(Form, Debug)]
struct Profile {
    #[form(min = 2, max = 20)]
    name: String,
    age: Option<u8>,
    plan: Plan,
    country: Option<Country>,
    news: bool,
    topics: Vec<Country>,
    #[form(optional)]
    story: String,
    #[form(secret, min = 4)]
    password: String,
    #[form(nested, max = 4)]
    tags: Vec<Tag>,
}

#[derive(Form, Debug)]
struct Tag {
    #[form(pattern = "[a-z]+")]
    text: String,
    is_main: bool,
}

#[derive(Choice, Clone, Copy, Debug)]
enum Plan {
    Free,
    #[form(label = "For teams")]
    Team,
}

#[derive(Choice, Clone, Copy, Debug)]
enum Country {
    Chile,
    Japan,
    Mali,
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Forms {
    form: FormState<Profile>,
    said: String,
    changes: u32,
}

#[live_view(persist)]
#[draft(fields(name, story))]
impl Forms {
    fn change(&mut self, input: FormInput<Profile>) {
        self.changes += 1;
        self.form.change(input);
    }

    async fn save(&mut self, input: FormInput<Profile>) {
        let button = input.value("button").unwrap_or("none").to_owned();
        match (button.as_str(), self.form.submit(input)) {
            ("add", _) => self.add(),
            (_, None) => self.said = format!("{button}: not yet"),
            (_, Some(profile)) => self.said = self.saved(&button, &profile).await,
        }
    }

    fn add(&mut self) {
        self.form.tags.add();
    }

    fn remove(&mut self, key: u32) {
        self.form.tags.remove(key);
    }

    fn shift(&mut self, key: u32, places: isize) {
        self.form.tags.shift(key, places);
    }

    fn reset(&mut self) {
        self.form.reset();
    }

    fn render(&self) -> impl View {
        let form = &self.form;
        view! {
            <form id="form" novalidate @input={change(event.form)} @submit={save(event.form)}>
                <input {..form.name.attributes()}>
                <p {..form.name.error_attributes()}>{form.name.error()}</p>
                <input {..form.age.attributes()}>
                <p {..form.age.error_attributes()}>{form.age.error()}</p>
                for choice in form.plan.choices(); key = choice.value() {
                    <label><input type="radio" {..choice.attributes()}>{choice.label()}</label>
                }
                <p {..form.plan.error_attributes()}>{form.plan.error()}</p>
                <select {..form.country.attributes()}>
                    <option value="">"Anywhere"</option>
                    for choice in form.country.choices(); key = choice.value() {
                        <option {..choice.option()}>{choice.label()}</option>
                    }
                </select>
                <input type="checkbox" {..form.news.attributes()}>
                for choice in form.topics.choices(); key = choice.value() {
                    <input type="checkbox" {..choice.attributes()}>
                }
                <textarea {..form.story.attributes()}></textarea>
                <input type="password" {..form.password.attributes()}>
                <p {..form.password.error_attributes()}>{form.password.error()}</p>
                for row in form.tags.rows(); key = row.key() {
                    <fieldset id={format!("row-{}", row.key())}>
                        <input class="text" {..row.text.attributes()}>
                        <p {..row.text.error_attributes()}>{row.text.error()}</p>
                        <input type="checkbox" {..row.is_main.attributes()}>
                        <button type="button" class="up" @click={shift(row.key(), -1)}>"Up"</button>
                        <button type="button" class="remove" @click={remove(row.key())}>"Remove"</button>
                    </fieldset>
                }
                <button id="save" name="button" value="save">"Save"</button>
                <button id="later" name="button" value="later">"Save later"</button>
                <button id="add" name="button" value="add">"Add a tag"</button>
            </form>
            <p id="error" {..form.error_attributes()}>{form.error()}</p>
            <p id="said">{&self.said}</p>
            <p id="changes">{self.changes}</p>
            <button id="add-now" @click={add()}>"Add"</button>
            <button id="reset" @click={reset()}>"Reset"</button>
        }
    }
}

impl Forms {
    /// What an application does with valid values; it takes a moment.
    async fn saved(&mut self, button: &str, profile: &Profile) -> String {
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
        if profile.name == "Taken" {
            self.form.name.refuse("This name is taken.");
            self.form.refuse("Nothing was saved.");
        }
        let tags: Vec<_> = profile
            .tags
            .iter()
            .map(|tag| (tag.text.as_str(), tag.is_main))
            .collect();
        let Profile {
            name,
            age,
            plan,
            country,
            news,
            topics,
            story,
            ..
        } = profile;
        format!(
            "{button}: {name} {age:?} {plan:?} {country:?} {news} {topics:?} {story:?} {tags:?}"
        )
    }
}
