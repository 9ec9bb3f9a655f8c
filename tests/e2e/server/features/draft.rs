//! Every control that a draft keeps, those that it never keeps, and a server that keeps drafts itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use taut::prelude::*;

use super::Scenario;

/// Drafts that the server keeps, by user.
static KEPT: Mutex<Vec<(String, taut::Draft)>> = Mutex::new(Vec::new());

#[derive(Default)]
pub(crate) struct Draft {
    user: String,
    key: String,
    text: String,
    area: String,
    sent: u32,
    heard: String,
}

#[live_view]
#[draft(
    key = &self.key,
    scope = &self.user,
    fields(text, area, check, colour, size, sizes, date, body, phrase, token, card, code, file),
    save_every = 500ms,
    ttl = 7days
)]
impl Draft {
    fn mount(request: &Request<'_>) -> Self {
        let Scenario { user, text, run, .. } = Scenario::of(request);
        Draft { user, text, key: run, ..Draft::default() }
    }

    fn change(&mut self, text: String) {
        self.text = text;
    }

    fn change_area(&mut self, area: String) {
        self.area = area;
    }

    fn check(&mut self, on: bool) {
        self.heard = format!("{} check {on}", self.heard);
    }

    fn submit(&mut self, mut fields: BTreeMap<String, String>) -> Result<(), Reject> {
        let text = fields.remove("text").unwrap_or_default();
        if text.contains("bad") {
            return Err("The server refused.".into());
        }
        (self.text, self.area) = (text, fields.remove("area").unwrap_or_default());
        self.sent += 1;
        Ok(())
    }

    fn search(&mut self) {
        self.sent += 1;
    }

    fn logout(&mut self, cx: &mut Context) {
        cx.clear_draft();
    }

    fn save_draft(&mut self, draft: taut::Draft) {
        if self.user.starts_with("kept") {
            let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
            kept.retain(|(user, _)| *user != self.user);
            kept.push((self.user.clone(), draft));
        }
    }

    fn load_draft(&self) -> Option<taut::Draft> {
        let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(user, _)| *user == self.user).map(|(_, draft)| draft.clone())
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Draft"</title></head>
                <body>
                    <form id="form" @submit={submit(event.form)} @taut-draft={save_draft(event.detail)}>
                        <input id="text" name="text" value={&self.text} @input={change(event.value)}>
                        <textarea id="area" name="area" value={&self.area} @input={change_area(event.value)}></textarea>
                        <input id="check" name="check" type="checkbox" value="yes" @change={check(event.checked)}>
                        <input id="red" name="colour" type="radio" value="red">
                        <input id="blue" name="colour" type="radio" value="blue">
                        <select id="size" name="size"><option>"small"</option><option>"large"</option></select>
                        <select id="sizes" name="sizes" multiple><option>"1"</option><option>"2"</option><option>"3"</option></select>
                        <input id="date" name="date" type="date">
                        <div id="body" contenteditable="true" {..Attributes::new().with("name", "body")}></div>
                        <input id="phrase" name="phrase" type="password">
                        <input id="token" name="token" type="hidden" value="token">
                        <input id="card" name="card" autocomplete="cc-number">
                        <input id="code" name="code" autocomplete="one-time-code">
                        <input id="file" name="file" type="file">
                        <input id="other" name="other">
                        <button id="send">"Send"</button>
                    </form>
                    <form id="search" @submit={search()}><input id="query" name="query"><button id="find">"Find"</button></form>
                    <button id="logout" @click={logout()}>"Log out"</button>
                    <p id="said">{&self.text} "|" {&self.area} "|" {self.sent} "|" {&self.heard}</p>
                </body>
            </html>
        }
    }
}
