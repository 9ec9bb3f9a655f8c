//! Views for the scenarios of `tests/e2e/features`: one for each annotation, and what scenarios ask of a server.

mod after;
mod blocking;
mod cache;
mod client_state;
mod composition;
mod confirm;
mod debounce;
mod draft;
mod every;
mod finder;
mod following;
mod loading;
mod marks;
mod numbers;
mod on;
mod optimistic;
mod pending;
mod predict;
mod throttle;
mod views;

use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use taut::Routes;
use taut::prelude::*;

/// What handlers have heard, also those of pages that are gone: the scenario's own name, and what it was.
static HEARD: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

fn all_heard() -> MutexGuard<'static, Vec<(String, String)>> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers what a handler has heard.
pub(crate) fn hear(run: &str, what: String) {
    all_heard().push((run.to_owned(), what));
}

/// The query of a scenario's address.
#[derive(Default, Deserialize)]
pub(crate) struct Scenario {
    /// The name under which what is heard can be asked for.
    #[serde(default)]
    pub(crate) run: String,
    /// What handlers do.
    #[serde(default)]
    pub(crate) mode: Mode,
    /// Whose page it is.
    #[serde(default)]
    pub(crate) user: String,
    /// What the server knows already.
    #[serde(default)]
    pub(crate) text: String,
}

impl Scenario {
    pub(crate) fn of(request: &Request<'_>) -> Self {
        request.query().unwrap_or_default()
    }
}

/// What a handler does with what it is asked for.
#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// It does it.
    #[default]
    Accept,
    /// It does nothing, and says so.
    Refuse,
    /// It panics.
    Panic,
    /// It does something else.
    Correct,
    /// It does nothing, and says nothing.
    Ignore,
}

impl Mode {
    /// Whether it does what it is asked for, or else something else; nothing to do nothing.
    pub(crate) fn answer(self) -> Result<Option<bool>, Reject> {
        match self {
            Mode::Accept => Ok(Some(true)),
            Mode::Correct => Ok(Some(false)),
            Mode::Ignore => Ok(None),
            Mode::Refuse => Err("The server refused.".into()),
            Mode::Panic => panic!("as the scenario wants it"),
        }
    }
}

async fn heard(query: web::Query<Scenario>) -> HttpResponse {
    let heard: Vec<String> = all_heard()
        .iter()
        .filter(|(run, _)| *run == query.run)
        .map(|(_, what)| what.clone())
        .collect();
    HttpResponse::Ok().json(heard)
}

/// Adds the views.
pub(crate) fn routes<'a>(app: Routes<'a>, policy: &str) -> Routes<'a> {
    let policy = Some(policy);
    app.service(web::resource("/heard").route(web::get().to(heard)))
        .service(taut::live::<blocking::Blocking>("/blocking").content_security_policy(policy))
        .service(taut::live::<cache::Cache>("/cache").content_security_policy(policy))
        .service(
            taut::live::<client_state::ClientState>("/client_state")
                .content_security_policy(policy),
        )
        .service(taut::live::<views::Views>("/client_state/views").content_security_policy(policy))
        .service(taut::live::<predict::Predict>("/predict").content_security_policy(policy))
        .service(taut::live::<numbers::Numbers>("/numbers").content_security_policy(policy))
        .service(
            taut::live::<composition::Composition>("/composition").content_security_policy(policy),
        )
        .service(taut::live::<confirm::Confirm>("/confirm").content_security_policy(policy))
        .service(taut::live::<draft::Draft>("/draft").content_security_policy(policy))
        .service(taut::live::<every::Every>("/every").content_security_policy(policy))
        .service(taut::live::<after::After>("/after").content_security_policy(policy))
        .service(taut::live::<on::On>("/on").content_security_policy(policy))
        .service(web::resource("/publish").route(web::get().to(on::publish)))
        .service(taut::live::<following::Following>("/following").content_security_policy(policy))
        .service(taut::live::<marks::Marks>("/marks").content_security_policy(policy))
        .service(taut::live::<finder::Finder>("/finder").content_security_policy(policy))
        .service(taut::live::<finder::Finders>("/finders").content_security_policy(policy))
        .service(taut::live::<loading::Loading>("/loading").content_security_policy(policy))
        .service(taut::live::<debounce::Debounce>("/debounce").content_security_policy(policy))
        .service(
            taut::live::<optimistic::Optimistic>("/optimistic").content_security_policy(policy),
        )
        .service(
            taut::live::<optimistic::Optimistic>("/optimistic-few")
                .limits(|limits| limits.max_unsent_events = 3)
                .content_security_policy(policy),
        )
        .service(taut::live::<pending::Pending>("/pending").content_security_policy(policy))
        .service(taut::live::<throttle::Throttle>("/throttle").content_security_policy(policy))
}
