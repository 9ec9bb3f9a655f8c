//! A page for those who have signed in, by the sessions of actix-session.

use actix_session::storage::CookieSessionStore;
use actix_session::{Session, SessionExt as _, SessionMiddleware};
use actix_web::cookie::Key;
use actix_web::dev::HttpServiceFactory;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use taut::prelude::*;

/// What a member writes for nobody else.
pub(crate) struct Diary {
    user: String,
    last: String,
    looked_up: Vec<String>,
}

#[live_view]
#[draft(fields(text))]
impl Diary {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let user = request.user().ok_or("Nobody is there.")?.to_owned();
        Ok(Self {
            user,
            last: String::new(),
            looked_up: Vec::new(),
        })
    }

    fn write(&mut self, text: String) {
        self.last = text;
    }

    #[cache(ttl = 5min)]
    fn look_up(&mut self, word: String) {
        self.looked_up = vec![format!("{} on {word}", self.user)];
    }

    fn render(&self) -> impl View {
        view! {
            <h1 id="owner">"The diary of " {&self.user}</h1>
            <p id="last">{&self.last}</p>
            <textarea id="text" name="text" @change={write(event.value)}></textarea>
            <input id="word" @input={look_up(event.value)}>
            <ul id="found">for found in &self.looked_up; key = found { <li>{found}</li> }</ul>
            <form method="post" action="/members/out"><button id="out">"Sign out"</button></form>
        }
    }
}

/// A page for everybody that keeps drafts, too.
#[derive(Default)]
pub(crate) struct Contact;

#[live_view]
#[draft(fields(question))]
impl Contact {
    fn render(&self) -> impl View {
        view! { <h1 id="contact">"Ask us"</h1> <textarea id="question" name="question"></textarea> }
    }
}

/// What encrypts the cookies of all workers.
pub(crate) fn key() -> Key {
    Key::generate()
}

/// The diary, and the ways in and out of it.
pub(crate) fn scope(key: &Key, policy: &'static str) -> impl HttpServiceFactory + use<> {
    let sessions = SessionMiddleware::builder(CookieSessionStore::default(), key.clone())
        .cookie_secure(false)
        .build();
    web::scope("/members")
        .wrap(sessions)
        .route("/in", web::get().to(sign_in_page))
        .route("/in", web::post().to(sign_in))
        .route("/out", web::post().to(sign_out))
        .service(live::<Contact>("/contact").content_security_policy(Some(policy)))
        .service(
            live::<Diary>("/diary")
                .guard(signed_in)
                .content_security_policy(Some(policy)),
        )
}

async fn signed_in(request: HttpRequest) -> Result<Option<String>, Reject> {
    let user = request.get_session().get::<String>("user").ok().flatten();
    user.map(Some)
        .ok_or_else(|| Reject::redirect("/members/in"))
}

async fn sign_in_page() -> HttpResponse {
    let form = r#"<!DOCTYPE html><title>In</title><form method="post"><input name="user" id="user"><button>In</button></form>"#;
    HttpResponse::Ok().content_type("text/html").body(form)
}

async fn sign_in(session: Session, form: web::Form<Vec<(String, String)>>) -> HttpResponse {
    let user = form
        .iter()
        .find(|(name, _)| name == "user")
        .map(|(_, user)| user);
    session.renew();
    match user.map(|user| session.insert("user", user)) {
        Some(Ok(())) => HttpResponse::SeeOther()
            .insert_header((LOCATION, "/members/diary"))
            .finish(),
        _ => HttpResponse::BadRequest().finish(),
    }
}

async fn sign_out(session: Session) -> HttpResponse {
    if let Ok(Some(user)) = session.get::<String>("user") {
        session.purge();
        taut::sign_out(&user);
    }
    HttpResponse::SeeOther()
        .insert_header((LOCATION, "/members/in"))
        .finish()
}
