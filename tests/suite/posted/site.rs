//! A site with forms, and a browser without JavaScript.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_test::TestServer;
use actix_web::http::header;
use actix_web::{App, HttpRequest, web};
use awc::ClientResponse;
use serde::Deserialize;
use taut::prelude::*;

/// What all guests share.
pub(super) struct House {
    pub(super) rooms: Mutex<Vec<u32>>,
    pub(super) mounts: AtomicU32,
    pub(super) handled: AtomicU32,
}

pub(super) struct Guests {
    pub(super) house: web::Data<House>,
    names: Vec<String>,
    notes: Vec<(u32, String)>,
}

#[derive(Deserialize)]
pub(super) struct Guest {
    name: String,
}

#[derive(Deserialize)]
pub(super) struct Query {
    title: Option<String>,
}

#[live_view]
impl Guests {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let names = request.query::<Query>()?.title.into_iter().collect();
        let house = request.data::<House>().ok_or("no house")?;
        house.mounts.fetch_add(1, Ordering::SeqCst);
        Ok(Guests {
            house,
            names,
            notes: Vec::new(),
        })
    }

    fn sign(&mut self, guest: Guest) -> Result<(), Reject> {
        self.house.handled.fetch_add(1, Ordering::SeqCst);
        if guest.name.is_empty() {
            return Err("<Who> are you?".into());
        }
        self.names.push(guest.name);
        Ok(())
    }

    async fn note(&mut self, room: u32, guest: Guest) -> Result<(), Reject> {
        self.house.handled.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(20)).await;
        if guest.name.is_empty() {
            return Err("Whose note is it?".into());
        }
        self.notes.push((room, guest.name));
        Ok(())
    }

    fn count(&mut self, notes: usize, guest: Guest) {
        self.house.handled.fetch_add(1, Ordering::SeqCst);
        self.names.push(format!("{} of {notes}", guest.name));
    }

    fn clear(&mut self) {
        self.names.clear();
    }

    fn render(&self) -> impl View {
        let rooms = self.house.rooms.lock().unwrap().clone();
        view! {
            if self.names.len() < 5 {
                <form class="sign" class:empty={self.names.is_empty()} @submit={sign(event.form)}><input name="name"></form>
            }
            <button @click={clear()}>"Clear"</button>
            <form action="/search" @submit={sign(event.form)}></form>
            <form @submit={sign(event.form)}></form>
            for (at, name) in self.names.iter().enumerate(); key = at { <p>{name}</p> }
            for room in rooms.iter().copied(); key = room {
                <form @submit={note(room, event.form)}><b>{room}</b></form>
            }
            for (at, (room, note)) in self.notes.iter().enumerate(); key = at { <i>{format!("{room}:{note}")}</i> }
            <form @submit={count(self.notes.len(), event.form)}></form>
        }
    }
}

/// Lets in who says who they are.
pub(super) async fn known(request: HttpRequest) -> Result<Option<String>, Reject> {
    let user = request
        .cookie("user")
        .ok_or_else(|| Reject::redirect("/login"))?;
    Ok(Some(user.value().to_owned()))
}

pub(super) struct Site {
    server: TestServer,
    pub(super) house: web::Data<House>,
}

impl Site {
    pub(super) fn start() -> Self {
        let (mounts, handled) = (AtomicU32::new(0), AtomicU32::new(0));
        let house = web::Data::new(House {
            rooms: Mutex::new(vec![7, 8]),
            mounts,
            handled,
        });
        let shared = house.clone();
        let server = actix_test::start(move || {
            App::new()
                .app_data(shared.clone())
                .service(live::<Guests>("/guests"))
                .service(live::<Guests>("/others"))
                .service(live::<Guests>("/known").guard(known))
                .service(live::<Guests>("/any").allow_any_origin())
                .service(
                    live::<Guests>("/brief")
                        .limits(|limits| limits.retained_for = Duration::from_millis(1)),
                )
                .service(live::<Guests>("/friends").allow_origins(["https://friend.example"]))
                .service(live::<Guests>("/{any:.*}"))
        });
        Self { server, house }
    }

    pub(super) fn origin(&self) -> String {
        self.server.url("").trim_end_matches('/').to_owned()
    }

    pub(super) fn counts(&self) -> (u32, u32) {
        (
            self.house.mounts.load(Ordering::SeqCst),
            self.house.handled.load(Ordering::SeqCst),
        )
    }

    pub(super) async fn load(&self, path: &str) -> Page<'_> {
        self.load_with(path, Vec::new()).await
    }

    pub(super) async fn load_with(&self, path: &str, cookies: Vec<String>) -> Page<'_> {
        let mut page = Page {
            site: self,
            html: String::new(),
            cookies,
            location: String::new(),
        };
        page.go(path).await;
        page
    }
}

/// What a browser shows.
pub(super) struct Page<'a> {
    pub(super) site: &'a Site,
    pub(super) html: String,
    pub(super) cookies: Vec<String>,
    pub(super) location: String,
}

/// A form as a browser posts it.
#[derive(Clone)]
pub(super) struct Post<'a> {
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) kind: &'a str,
    pub(super) body: String,
}

impl<'a> Post<'a> {
    pub(super) fn of(origin: &'a str, body: &str) -> Self {
        Self::with(&[("origin", origin)], body)
    }

    pub(super) fn with(headers: &[(&'a str, &'a str)], body: &str) -> Self {
        Self {
            headers: headers.to_vec(),
            kind: "application/x-www-form-urlencoded",
            body: body.to_owned(),
        }
    }
}

impl Page<'_> {
    /// Loads a page, and the one that it leads to.
    pub(super) async fn go(&mut self, path: &str) -> u16 {
        let mut path = path.to_owned();
        loop {
            let mut request = client().get(self.site.server.url(&path));
            for cookie in &self.cookies {
                request = request.append_header(("cookie", cookie.as_str()));
            }
            let status = self.take(request.send().await.unwrap()).await;
            if status != 303 || self.location == "/login" {
                return status;
            }
            path.clone_from(&self.location);
        }
    }

    async fn take<S>(&mut self, mut response: ClientResponse<S>) -> u16
    where
        S: futures_util::Stream<Item = Result<web::Bytes, awc::error::PayloadError>>,
    {
        let cookies = response.headers().get_all(header::SET_COOKIE);
        self.cookies.extend(
            cookies.filter_map(|cookie| Some(cookie.to_str().ok()?.split(';').next()?.to_owned())),
        );
        let location = response.headers().get(header::LOCATION);
        self.location = location.map_or_else(String::new, |to| to.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        if matches!(status, 200 | 303 | 422) {
            assert!(
                response.headers().contains_key(header::CACHE_CONTROL) || self.location == "/login"
            );
        }
        let read = Box::pin(async move { response.body().limit(1 << 20).await });
        self.html = String::from_utf8(read.await.unwrap().to_vec()).unwrap();
        status
    }

    /// The addresses that the forms of the page are posted to.
    pub(super) fn actions(&self) -> Vec<String> {
        let actions = self.html.split(" method=\"post\" action=\"").skip(1);
        actions
            .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
            .collect()
    }

    pub(super) async fn post(&mut self, action: &str, post: &Post<'_>) -> u16 {
        let mut request = client()
            .post(self.site.server.url(action))
            .insert_header((header::CONTENT_TYPE, post.kind));
        let cookies = self
            .cookies
            .iter()
            .map(|cookie| ("cookie", cookie.as_str()));
        for header in cookies.chain(post.headers.iter().copied()) {
            request = request.append_header(header);
        }
        let response = request.send_body(post.body.clone()).await.unwrap();
        self.take(response).await
    }

    /// Sends a form as a browser does, and goes on to the page that answers; tells what the form was answered with.
    pub(super) async fn send(&mut self, form: usize, body: &str) -> u16 {
        let (action, origin) = (self.actions()[form].clone(), self.site.origin());
        let status = self.post(&action, &Post::of(&origin, body)).await;
        if status == 303 {
            let location = self.location.clone();
            assert_eq!(self.go(&location).await, 200);
        }
        status
    }

    pub(super) fn shows(&self, what: &str) {
        assert!(self.html.contains(what), "{what} is not in {}", self.html);
    }

    pub(super) fn shows_no(&self, what: &str) {
        assert!(!self.html.contains(what), "{what} is in {}", self.html);
    }
}

/// A client that does not go elsewhere by itself.
pub(super) fn client() -> awc::Client {
    awc::Client::builder().disable_redirects().finish()
}
