//! A view that several processes serve: it follows a topic, belongs to a user, and is saved.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use taut::prelude::*;

topic!(Wall(run: String) -> String);

/// What is to be said, or who is to be signed out.
#[derive(Deserialize)]
pub(crate) struct Asked {
    run: String,
    #[serde(default)]
    line: String,
}

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Shared {
    run: String,
    lines: Vec<String>,
    missed: u32,
    count: u32,
}

/// The user of a run is named like it.
pub(crate) async fn user(request: HttpRequest) -> Result<Option<String>, Reject> {
    Ok(Some(request.query_string().replace("run=", "")))
}

pub(crate) async fn say(asked: web::Query<Asked>) -> HttpResponse {
    Wall(asked.run.clone()).publish(&asked.line);
    HttpResponse::Ok().finish()
}

pub(crate) async fn sign_out(asked: web::Query<Asked>) -> HttpResponse {
    taut::sign_out(&asked.run);
    HttpResponse::Ok().finish()
}

#[live_view(persist)]
impl Shared {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let Asked { run, .. } = request.query()?;
        Ok(Self {
            run,
            ..Self::default()
        })
    }

    #[on(Wall(self.run.clone()))]
    #[allow(clippy::ptr_arg, reason = "messages are references to their type")]
    fn said(&mut self, line: &String) {
        self.lines.push(line.clone());
    }

    fn missed(&mut self) {
        self.missed += 1;
    }

    fn add(&mut self) {
        self.count += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <h1 id="user">{&self.run}</h1>
            <button id="add" @click={add()}>{self.count}</button>
            <output id="missed">{self.missed}</output>
            <ul id="lines">for (at, line) in self.lines.iter().enumerate(); key = at { <li>{line}</li> }</ul>
        }
    }
}
