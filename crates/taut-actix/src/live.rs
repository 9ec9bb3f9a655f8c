//! `live::<View>("/path")`: a page, its socket and the assets of both as a service of any application.

use std::any::TypeId;
use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, guard, web};
use taut_core::limits::Limits;
use taut_core::{LiveView, Reject, RouteViews, RouteVisitor};
use taut_runtime::Registry;

use crate::ask::Ask;
use crate::authorisation::{Authorisation, Origins};
use crate::mount_limiter::{self, AddressOf};
use crate::neighbours::Neighbours;
use crate::policy::Policy;
use crate::route::ViewType;
use crate::site::{Site, Stylesheet};
use crate::unread::held;
use crate::{address, assets, beacon, form_post, show, socket, stream};

/// Serves a live view at a path, as a service of an `App` or a scope.
///
/// Path parameters are written as in actix: `live::<Article>("/articles/{id}")`.
#[must_use]
pub fn live<V: LiveView>(path: &str) -> Live {
    Live {
        view: ViewType::of::<V>(),
        exists: |_, _| true,
        neighbours: None,
        path: path.to_owned(),
        policy: Policy::Default,
        stylesheet: Stylesheet::Default,
        limits: Limits::default(),
        address_of: Arc::new(mount_limiter::peer),
        authorisation: Authorisation::default(),
    }
}

/// Serves the views of a route, each at the path of its page, as services of an `App`.
///
/// ```
/// # use taut::prelude::*;
/// # #[derive(Default)]
/// # struct Inbox;
/// # #[live_view]
/// # impl Inbox { fn render(&self) -> impl View { view! { <p></p> } } }
/// use actix_web::App;
///
/// #[derive(Route)]
/// enum Page {
///     #[at("/", view = Inbox)]
///     Inbox,
/// }
///
/// let app = App::new().service(taut_actix::routes::<Page>());
/// # drop(app);
/// ```
#[must_use]
pub fn routes<P: RouteViews>() -> Vec<Live> {
    let mut pages = Pages {
        all: Vec::new(),
        exists: |path, query| P::parse(path, query).is_some(),
        neighbours: Rc::default(),
    };
    P::visit(&mut pages);
    pages.all
}

/// The views of a route.
struct Pages {
    all: Vec<Live>,
    /// Whether a path and a query are an address of it.
    exists: fn(&str, &str) -> bool,
    neighbours: Rc<Neighbours<Site>>,
}

impl RouteVisitor for Pages {
    fn page<V: LiveView>(&mut self, path: &'static str) {
        let mut live = live::<V>(path);
        live.exists = self.exists;
        live.neighbours = Some(Rc::clone(&self.neighbours));
        self.all.push(live);
    }
}

/// A live view at a path; made by [`live`].
pub struct Live {
    view: ViewType,
    /// Whether there is a page at a path with a query.
    exists: fn(&str, &str) -> bool,
    /// The views of the same route.
    neighbours: Option<Rc<Neighbours<Site>>>,
    path: String,
    policy: Policy,
    stylesheet: Stylesheet,
    limits: Limits,
    address_of: AddressOf,
    authorisation: Authorisation,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Live {
    /// The path at which the view is served, such as `/articles/{id}`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Replaces the page's `Content-Security-Policy`, or leaves it out.
    ///
    /// The default lets scripts come from the site alone and asks for Trusted Types, sends forms to the site alone
    /// (`form-action 'self'`), and lets no other site show the page in a frame (`frame-ancestors 'self'`, unless
    /// [`Live::allow_any_browser`] is there for that). The client needs no more than `script-src 'self'; connect-src 'self'`, and,
    /// where `trusted-types` is limited, the policy `taut`.
    #[must_use]
    pub fn content_security_policy(mut self, policy: Option<&str>) -> Self {
        self.policy = Policy::Own(policy.map(str::to_owned));
        self
    }

    /// Replaces the default style sheet by the one at an address, or leaves it out. A path is one of the application, also behind
    /// a [`Prefix`](crate::Prefix).
    ///
    /// It says how the classes and the questions of the client look: `optimistic-pending`,
    /// `optimistic-error`, `loading`, `taut-draft`, and a page that has lost its connection. Its rules
    /// weigh nothing, so the page's own may overrule each of them without replacing it.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Counter;
    /// # #[live_view]
    /// # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
    /// use taut_actix::live;
    ///
    /// live::<Counter>("/").stylesheet(Some("/looks.css"));
    /// live::<Counter>("/bare").stylesheet(None);
    /// ```
    #[must_use]
    pub fn stylesheet(mut self, address: Option<&str>) -> Self {
        self.stylesheet = address.map_or(Stylesheet::None, |address| {
            Stylesheet::At(address.to_owned())
        });
        self
    }

    /// Changes what browsers may do to the view; see [`Limits`] for each limit and its default.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Counter;
    /// # #[live_view]
    /// # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
    /// use taut_actix::live;
    ///
    /// live::<Counter>("/").limits(|limits| {
    ///     limits.max_frame_bytes = 4096;
    ///     limits.retained_for = Duration::from_secs(600);
    /// });
    /// ```
    ///
    /// # Panics
    /// When the limits make no sense.
    #[must_use]
    #[track_caller]
    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        if let Err(why) = self.limits.check() {
            panic!(
                "the limits of the view at `{}` make no sense: {why}",
                self.path
            );
        }
        self
    }

    /// Tells the address by which visits are counted, see [`Limits::mounts_per_second`]; without one they are not.
    ///
    /// It is the peer's otherwise. Behind a proxy of your own that is the proxy's; then trust the header that it
    /// writes, and only what *it* has written there.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Counter;
    /// # #[live_view]
    /// # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
    /// use taut_actix::live;
    ///
    /// live::<Counter>("/").address_of_visitor(|request| {
    ///     request.headers().get("x-real-ip")?.to_str().ok()?.parse().ok()
    /// });
    /// ```
    #[must_use]
    pub fn address_of_visitor(
        mut self,
        address_of: impl Fn(&HttpRequest) -> Option<IpAddr> + Send + Sync + 'static,
    ) -> Self {
        self.address_of = Arc::new(address_of);
        self
    }

    /// Asks a guard who may have the view: it is asked for the page, for each connection of the page, and for whatever the page
    /// posts. It names the user, or refuses; `Ok(None)` lets in a user whom it does not know.
    ///
    /// A guard decides by the user and the path. A page of a [`Route`](taut_core::Route) may change its query without a request, so
    /// `params` decides whether the user may see what a query names.
    ///
    /// A session belongs to the user that the guard has named when its page was made: no other user can claim it. After
    /// [`sign_out`](crate::sign_out) nothing runs in it any more. `mount` learns the name from
    /// [`Request::user`](taut_core::Request::user).
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Counter;
    /// # #[live_view]
    /// # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
    /// use actix_web::HttpRequest;
    /// use taut_actix::live;
    ///
    /// live::<Counter>("/admin").guard(|request: HttpRequest| async move {
    ///     let key = request.headers().get("x-key").and_then(|key| key.to_str().ok());
    ///     match key {
    ///         Some("open sesame") => Ok(Some("ali".to_owned())),
    ///         _ => Err(Reject::redirect("/login")),
    ///     }
    /// });
    /// ```
    #[must_use]
    pub fn guard<F, R>(mut self, guard: F) -> Self
    where
        F: Fn(HttpRequest) -> R + 'static,
        R: Future<Output = Result<Option<String>, Reject>> + 'static,
    {
        self.authorisation.guard = Some(Rc::new(move |request| Box::pin(guard(request))));
        self.authorisation.for_all_paths = None;
        self
    }

    /// Asks a guard who the user is, whatever the page. It is asked for the page and for each connection, as with
    /// [`guard`](Self::guard), but not again when the user goes on to a page of a view that has the same one: that page is shown over
    /// the same connection, to the same user. So it must not look at the path; what a user may see is decided in `mount` and `params`,
    /// by [`Request::user`](taut_core::Request::user). Call [`sign_out`](crate::sign_out) when a user signs out, because a
    /// connection that is open asks nothing more.
    ///
    /// The function can't capture values; it finds those of the application in the request. That it does is an error of the compiler.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Inbox;
    /// # #[live_view]
    /// # impl Inbox { fn render(&self) -> impl View { view! { <p></p> } } }
    /// # #[derive(Route)] enum Page { #[at("/", view = Inbox)] Inbox }
    /// use actix_web::HttpRequest;
    ///
    /// async fn user(request: HttpRequest) -> Result<Option<String>, Reject> {
    ///     let cookie = request.cookie("user");
    ///     Ok(cookie.map(|cookie| cookie.value().to_owned())) // of course, yours proves it
    /// }
    ///
    /// # let _ = async {
    /// taut::serve("127.0.0.1:8080", |app| app.routes_with::<Page>(|live| live.user(user))).await
    /// # };
    /// ```
    #[must_use]
    pub fn user<F, R>(mut self, user: F) -> Self
    where
        F: Fn(HttpRequest) -> R + 'static,
        R: Future<Output = Result<Option<String>, Reject>> + 'static,
    {
        const {
            assert!(
                size_of::<F>() == 0,
                "`user` takes a function that captures no values"
            )
        };
        self = self.guard(user);
        self.authorisation.for_all_paths = Some(TypeId::of::<F>());
        self
    }

    /// Lets pages of other origins open sockets too, such as `https://app.example.org`; only the own host otherwise.
    #[must_use]
    pub fn allow_origins<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.authorisation.origins = Origins::These(origins.into_iter().map(Into::into).collect());
        self
    }

    /// Lets pages of any origin open sockets. Then only the token and the cookie of its browser protect a session.
    #[must_use]
    pub fn allow_any_origin(mut self) -> Self {
        self.authorisation.origins = Origins::Any;
        self
    }

    /// Lets anyone who has its token claim a session, also without the cookie of the browser that has loaded its page: for pages in
    /// frames of other sites, where browsers send no cookies. After a form that was sent without JavaScript the token stands in the page's
    /// address, and who knows that address has the session: do not combine the two where it matters whose page it is.
    #[must_use]
    pub fn allow_any_browser(mut self) -> Self {
        self.authorisation.binds = false;
        self
    }
}

impl HttpServiceFactory for Live {
    fn register(self, config: &mut AppService) {
        taut_runtime::watch(self.limits.slow_after);
        assert!(
            self.authorisation.is_safe(),
            "the view at `{}` would let any page of the web in, with any token: keep the check of origins or that of browsers",
            self.path
        );
        // As actix writes it: a path that does not begin with a slash gets one, unless it is that of its scope.
        let is_bare = self.path.starts_with('/') || self.path.is_empty() && !config.is_root();
        let pattern = if is_bare {
            self.path.clone()
        } else {
            format!("/{}", self.path)
        };
        let site = Rc::new(Site {
            pattern,
            view: self.view,
            exists: self.exists,
            neighbours: self.neighbours,
            templates: assets::add_templates(&(self.view.templates)(&self.limits)),
            policy: self.policy.text(!self.authorisation.binds),
            stylesheet: self.stylesheet,
            registry: Arc::clone(Registry::global()),
            limits: Arc::new(self.limits),
            address_of: self.address_of,
            authorisation: self.authorisation,
            page_size: Cell::new(0),
        });
        let neighbours = site.neighbours.as_ref();
        neighbours
            .into_iter()
            .for_each(|all| all.add(&site.pattern, &site));
        // A page that was open before the server was started may ask for it first.
        LazyLock::force(&assets::SHARED);
        let answer = move |request: HttpRequest, payload: web::Payload| {
            let site = Rc::clone(&site);
            async move { answer(&site, request, payload).await }
        };
        let is_asked = guard::fn_guard(|request| Ask::of(request.head()).is_some());
        assets::register(config);
        web::resource(self.path)
            .guard(is_asked)
            .to(answer)
            .register(config);
    }
}

/// One address serves the page, its socket, and what the page posts, so that whatever guards the one guards the others.
async fn answer(site: &Rc<Site>, request: HttpRequest, mut payload: web::Payload) -> HttpResponse {
    let (asked, body) = (request.clone(), &mut payload);
    let answer = match Ask::of(request.head()) {
        Some(Ask::Socket) if !request.headers().contains_key(header::TRANSFER_ENCODING) => {
            let owner = site.admit(&request).await;
            return socket::open(site, request, payload, owner);
        }
        Some(Ask::Socket) => Err(HttpResponse::BadRequest().finish()),
        Some(Ask::BrokenSocket) => Err(socket::ask_again()),
        Some(Ask::Stream) => stream::open(site, asked, body).await,
        Some(Ask::Events) => beacon::take(site, asked, body).await,
        Some(Ask::Form) => form_post::take(site, asked, body).await,
        Some(Ask::Asset) => {
            let name = address::asset_of(request.query_string()).unwrap_or_default();
            Ok(assets::answer(&request, name))
        }
        Some(Ask::Page) | None => show::show(site, asked).await,
    };
    let response = answer.unwrap_or_else(|refusal| refusal);
    held(response, &request, payload)
}
