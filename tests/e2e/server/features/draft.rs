//! Every control that a draft keeps, those that it never keeps, and a server that keeps drafts itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use taut::prelude::*;

use super::Scenario;

/// Drafts that the server keeps, by user.
static KEPT: Mutex<Vec<(String, taut::Draft)>> = Mutex::new(Vec::new());

/// Names that all objects of JavaScript have.
const MEMBERS: [&str; 3] = ["constructor", "toString", "__proto__"];

#[derive(Default)]
pub(crate) struct Draft {
    user: String,
    key: String,
    text: String,
    area: String,
    sent: u32,
    heard: String,
    /// What a control shows that is there after a click, and is gone in a new session.
    detail: Option<String>,
}

#[live_view]
#[draft(
    key = &self.key,
    scope = &self.user,
    fields(text, area, check, colour, size, sizes, date, body, phrase, token, card, code, file, "constructor", "toString", "__proto__", detail),
    save_every = 500ms,
    ttl = 7days
)]
impl Draft {
    fn mount(request: &Request<'_>) -> Self {
        let Scenario {
            user, text, run, ..
        } = Scenario::of(request);
        Draft {
            user,
            text,
            key: run,
            ..Draft::default()
        }
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

    fn open_detail(&mut self) {
        self.detail = Some(String::new());
    }

    fn change_detail(&mut self, detail: String) {
        self.detail = Some(detail);
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
        kept.iter()
            .find(|(user, _)| *user == self.user)
            .map(|(_, draft)| draft.clone())
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
                        for name in MEMBERS; key = name { <input class="member" name={name}> }
                        if let Some(detail) = &self.detail {
                            <input id="detail" name="detail" value={detail} @input={change_detail(event.value)}>
                        }
                        <button id="send">"Send"</button>
                    </form>
                    <form id="search" @submit={search()}><input id="query" name="query"><button id="find">"Find"</button></form>
                    <button id="more" @click={open_detail()}>"More"</button>
                    <button id="logout" @click={logout()}>"Log out"</button>
                    <p id="said">{&self.text} "|" {&self.area} "|" {self.sent} "|" {&self.heard}</p>
                    <p id="shown">{self.detail.as_deref().unwrap_or("nothing")}</p>
                </body>
            </html>
        }
    }
}
