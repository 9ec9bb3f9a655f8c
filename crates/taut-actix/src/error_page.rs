//! The application's own page for what is refused: a view that is rendered once, without a session.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse};
use taut_core::{
    Collector, Context, LiveView, Reject, Request, Session, ViewSession, collected, guarded_later,
};
use taut_runtime::end;

use crate::document::document;
use crate::policy::DEFAULT_POLICY;
use crate::request::Source;
use crate::{address, elsewhere};

/// The page that browsers get for what is refused: the guard, `mount` or `params` of a view has refused the page, there is no page
/// at its address, or the view panics.
///
/// The page is a view. Its `mount` learns the reason from [`Request::reject`], and it is rendered once, with the status of the
/// reason. It has no session, so its handlers are never called: it shows something, and has links.
///
/// ```
/// use actix_web::App;
/// use taut::prelude::*;
/// use taut_actix::ErrorPage;
///
/// struct Sorry(String);
///
/// #[live_view]
/// impl Sorry {
///     fn mount(request: &Request) -> Self {
///         Self(request.reject().map(Reject::to_string).unwrap_or_default())
///     }
///
///     fn render(&self) -> impl View {
///         view! { <h1>"Sorry"</h1> <p>{&self.0}</p> <a href="/">"To the start"</a> }
///     }
/// }
///
/// let app = App::new().app_data(ErrorPage::of::<Sorry>());
/// # drop(app);
/// ```
///
/// In [`serve`](crate::serve), `app.error_page::<Sorry>()` sets it, also for addresses at which there is nothing at all. Browsers get it
/// when they ask for a page; whatever else is refused gets the message of the reason as text.
#[derive(Clone)]
pub struct ErrorPage(Rc<Render>);

/// Renders the page.
type Render = dyn Fn(Source) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Reject>>>>;

impl fmt::Debug for ErrorPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorPage")
    }
}

impl ErrorPage {
    /// The page that a view shows.
    #[must_use]
    pub fn of<V: LiveView>() -> Self {
        Self(Rc::new(|source| Box::pin(render::<V>(source))))
    }
}

async fn render<V: LiveView>(source: Source) -> Result<Vec<u8>, Reject> {
    let request = Request::new(&source);
    // Without a session, no browser comes for its effects, and its background work does not run.
    let mut context = Context::with(&request.app_data());
    let mounting = guarded_later(V::mount(&request, &mut context));
    let (view, _) = collected(mounting).await;
    let view = view.inspect_err(|reject| {
        // A message may have what a browser has sent.
        let why = reject.panic().unwrap_or("it refuses");
        log::error!(
            "{} cannot be shown: {why} ({})",
            type_name::<V>(),
            reject.status()
        );
    })?;
    let session = ViewSession::new(view).below(&address::prefix(&source.request));
    let mut session: Box<dyn Session> = Box::new(session);
    let mut html = Vec::new();
    let _ = Collector::around(|| session.write_html(&mut html));
    let is_broken = session.is_in_doubt();
    end(session);
    if is_broken {
        return Err(Reject::new("internal error"));
    }
    Ok(document(html, Vec::new()))
}

/// Answers a request for a page with the reason why there is none.
pub(crate) async fn refuse(request: &HttpRequest, reject: &Reject) -> HttpResponse {
    if let Some(location) = reject.location() {
        return elsewhere::go(request, location);
    }
    let status = StatusCode::from_u16(reject.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let mut response = HttpResponse::build(status);
    if let Some(page) = request
        .app_data::<ErrorPage>()
        .filter(|_| wants_page(request))
    {
        let source = Source::of(request.clone(), None, false).with_reject(reject.clone());
        if let Ok(html) = (page.0)(source).await {
            return response
                .insert_header(ContentType::html())
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .insert_header((header::CONTENT_SECURITY_POLICY, DEFAULT_POLICY))
                .body(html);
        }
    }
    response
        .insert_header(ContentType::plaintext())
        .body(reject.message().to_owned())
}

/// Whether a browser is to show the answer.
fn wants_page(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    accept
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}
