//! The first HTML waits for work as long as it is asked to, and no longer.

use std::time::{Duration, Instant};

use actix_test::TestServer;
use actix_web::App;
use serde::Deserialize;
use taut::prelude::*;

/// How long work takes, and how long the page waits for it, in milliseconds.
#[derive(Clone, Copy, Default, Deserialize)]
struct Pace {
    takes: u64,
    waits: Option<u64>,
}

impl Pace {
    fn start(self, value: &mut Async<&'static str>) {
        let started = value.start(async move {
            tokio::time::sleep(Duration::from_millis(self.takes)).await;
            Ok::<_, Reject>("here")
        });
        if let Some(waits) = self.waits {
            started.before_first_html(Duration::from_millis(waits));
        }
    }
}

fn text_of(value: &Async<&'static str>) -> &'static str {
    match value.state() {
        AsyncState::Loading(()) => "loading",
        AsyncState::Ok(value) => value,
        AsyncState::Failed(_) => "failed",
    }
}

#[derive(Default)]
struct Page {
    pace: Pace,
    value: Async<&'static str>,
}

#[live_view]
impl Page {
    fn mount(request: &Request<'_>) -> Result<Self, Reject> {
        let mut page = Self {
            pace: request.query()?,
            ..Self::default()
        };
        page.pace.start(&mut page.value);
        Ok(page)
    }

    fn render(&self) -> impl View {
        view! {
            <p>{text_of(&self.value)}</p>
            <Part takes={self.pace.takes} waits={self.pace.waits}/>
        }
    }
}

/// A component, whose work begins when the page is rendered.
#[derive(Default)]
struct Part {
    value: Async<&'static str>,
}

#[live_view]
impl Part {
    fn props(&mut self, takes: u64, waits: Option<u64>) {
        Pace { takes, waits }.start(&mut self.value);
    }

    fn render(&self) -> impl View {
        view! { <b>{text_of(&self.value)}</b> }
    }
}

fn server(html_delay: Option<Duration>) -> TestServer {
    actix_test::start(move || {
        let page = live::<Page>("/").limits(move |limits| {
            if let Some(delay) = html_delay {
                limits.html_delay = delay;
            }
        });
        App::new().service(page)
    })
}

async fn load(server: &TestServer, query: &str) -> (String, Duration) {
    let begun = Instant::now();
    let mut response = server.get(format!("/?{query}")).send().await.unwrap();
    let html = String::from_utf8(response.body().await.unwrap().to_vec()).unwrap();
    (html, begun.elapsed())
}

fn check(html: &str, view: &str, part: &str) {
    let shown =
        html.contains(&format!("<p>{view}</p>")) && html.contains(&format!("<b>{part}</b>"));
    assert!(shown, "{view} and {part} are not in {html}");
}

#[actix_web::test]
async fn the_first_html_has_what_came_in_time_also_in_components() {
    let server = server(None);
    let (html, took) = load(&server, "takes=50&waits=900").await;
    check(&html, "here", "here");
    assert!(
        took >= Duration::from_millis(100),
        "one after the other: {took:?}"
    );
    let (html, _) = load(&server, "takes=0").await;
    check(&html, "loading", "loading");
}

#[actix_web::test]
async fn the_first_html_waits_no_longer_than_it_is_asked_to_or_may() {
    let server = server(Some(Duration::from_millis(100)));
    for waits in [10, 60_000] {
        let (html, took) = load(&server, &format!("takes=60000&waits={waits}")).await;
        check(&html, "loading", "loading");
        assert!(took < Duration::from_secs(10), "{took:?}");
    }
}

#[actix_web::test]
async fn a_request_for_the_head_of_a_page_leaves_nothing_running() {
    let server = server(None);
    let response = server.head("/?takes=0&waits=900").send().await.unwrap();
    assert!(response.status().is_success());
}
