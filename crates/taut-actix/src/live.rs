//! `live::<View>("/path")`: a page, its socket and the assets of both as a service of any application.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use taut_core::limits::Limits;
use taut_core::{LiveView, Reject, templates_json};
use taut_runtime::{Owner, Registry};

use crate::admission::{Admission, Origins};
use crate::unread::held;
use crate::visitors::{self, AddressOf};
use crate::{assets, delivery, page, posted, socket, stream};

/// Serves a live view at a path, as a service of an `App` or a scope.
///
/// Path parameters are written as in actix: `live::<Article>("/articles/{id}")`.
#[must_use]
pub fn live<V: LiveView>(path: &str) -> Live<V> {
    let policy = Some(DEFAULT_POLICY.to_owned());
    Live {
        path: path.to_owned(),
        policy,
        stylesheet: Stylesheet::Default,
        limits: Limits::default(),
        address_of: Arc::new(visitors::peer),
        admission: Admission::default(),
        view: PhantomData,
    }
}

/// Scripts come from the site alone, and text cannot become script.
const DEFAULT_POLICY: &str =
    "script-src 'self'; object-src 'none'; base-uri 'self'; require-trusted-types-for 'script'";

/// A live view at a path; made by [`live`].
pub struct Live<V> {
    path: String,
    policy: Option<String>,
    stylesheet: Stylesheet,
    limits: Limits,
    address_of: AddressOf,
    admission: Admission,
    view: PhantomData<fn() -> V>,
}

impl<V> fmt::Debug for Live<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").field("path", &self.path).finish_non_exhaustive()
    }
}

impl<V: LiveView> Live<V> {
    /// Replaces the page's `Content-Security-Policy`, or leaves it out.
    ///
    /// The default lets scripts come from the site alone and asks for Trusted Types; the client needs no
    /// more than `script-src 'self'; connect-src 'self'`, and, where `trusted-types` is limited, the
    /// policy `taut`.
    #[must_use]
    pub fn content_security_policy(mut self, policy: Option<&str>) -> Self {
        self.policy = policy.map(str::to_owned);
        self
    }

    /// Replaces the default style sheet by the one at an address, or leaves it out.
    ///
    /// It says how the classes and the questions of the client look: `optimistic-pending`,
    /// `optimistic-error`, `loading`, `taut-draft`, and a page that has lost its connection. Its rules
    /// weigh nothing, so the page's own may overrule each of them without replacing it.
    ///
    /// ```
    /// # use taut_core::{Context, Finished, Handled, Later, LiveView, Reject, Request, View};
    /// # struct Counter;
    /// # impl LiveView for Counter {
    /// #     type Call = ();
    /// #     const HANDLERS: &'static [taut_core::Handler] = &[];
    /// #     async fn mount(_: &Request<'_>) -> Result<Self, Reject> { Ok(Counter) }
    /// #     fn render(&self) -> impl View { taut_core::nothing() }
    /// #     fn handle(&mut self, _: (), _: &mut Context) -> Handled<()> { Handled::Done(Ok(())) }
    /// #     fn handle_later(self: Box<Self>, _: (), context: Context) -> Later<Self> {
    /// #         Box::pin(async { Finished { view: self, context, result: Ok(()) } })
    /// #     }
    /// # }
    /// use taut_actix::live;
    ///
    /// live::<Counter>("/").stylesheet(Some("/looks.css"));
    /// live::<Counter>("/bare").stylesheet(None);
    /// ```
    #[must_use]
    pub fn stylesheet(mut self, address: Option<&str>) -> Self {
        self.stylesheet = address.map_or(Stylesheet::None, |address| Stylesheet::At(address.to_owned()));
        self
    }

    /// Changes what browsers may do to the view; see [`Limits`] for each limit and its default.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taut_core::{Context, Finished, Handled, Later, LiveView, Reject, Request, View};
    /// # struct Counter;
    /// # impl LiveView for Counter {
    /// #     type Call = ();
    /// #     const HANDLERS: &'static [taut_core::Handler] = &[];
    /// #     async fn mount(_: &Request<'_>) -> Result<Self, Reject> { Ok(Counter) }
    /// #     fn render(&self) -> impl View { taut_core::nothing() }
    /// #     fn handle(&mut self, _: (), _: &mut Context) -> Handled<()> { Handled::Done(Ok(())) }
    /// #     fn handle_later(self: Box<Self>, _: (), context: Context) -> Later<Self> {
    /// #         Box::pin(async { Finished { view: self, context, result: Ok(()) } })
    /// #     }
    /// # }
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
            panic!("the limits of the view at `{}` make no sense: {why}", self.path);
        }
        self
    }

    /// Tells the address by which visits are counted, see [`Limits::mounts_per_second`]; without one they are not.
    ///
    /// It is the peer's otherwise. Behind a proxy of your own that is the proxy's; then trust the header that it
    /// writes, and only what *it* has written there.
    ///
    /// ```
    /// # use taut_core::{Context, Finished, Handled, Later, LiveView, Reject, Request, View};
    /// # struct Counter;
    /// # impl LiveView for Counter {
    /// #     type Call = ();
    /// #     const HANDLERS: &'static [taut_core::Handler] = &[];
    /// #     async fn mount(_: &Request<'_>) -> Result<Self, Reject> { Ok(Counter) }
    /// #     fn render(&self) -> impl View { taut_core::nothing() }
    /// #     fn handle(&mut self, _: (), _: &mut Context) -> Handled<()> { Handled::Done(Ok(())) }
    /// #     fn handle_later(self: Box<Self>, _: (), context: Context) -> Later<Self> {
    /// #         Box::pin(async { Finished { view: self, context, result: Ok(()) } })
    /// #     }
    /// # }
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

    /// Lets in only whom a guard lets in: it is asked for the page, for each connection of the page, and for whatever the page
    /// posts. It says who is there, or refuses; `Ok(None)` lets somebody in whom it does not know.
    ///
    /// A session belongs to the user that the guard has named when its page was made: nobody else can claim it. After
    /// [`sign_out`](crate::sign_out) nothing runs in it any more. `mount` learns the name from
    /// [`Request::user`](taut_core::Request::user).
    ///
    /// ```
    /// # use taut_core::{Context, Finished, Handled, Later, LiveView, Reject, Request, View};
    /// # struct Counter;
    /// # impl LiveView for Counter {
    /// #     type Call = ();
    /// #     const HANDLERS: &'static [taut_core::Handler] = &[];
    /// #     async fn mount(_: &Request<'_>) -> Result<Self, Reject> { Ok(Counter) }
    /// #     fn render(&self) -> impl View { taut_core::nothing() }
    /// #     fn handle(&mut self, _: (), _: &mut Context) -> Handled<()> { Handled::Done(Ok(())) }
    /// #     fn handle_later(self: Box<Self>, _: (), context: Context) -> Later<Self> {
    /// #         Box::pin(async { Finished { view: self, context, result: Ok(()) } })
    /// #     }
    /// # }
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
        self.admission.guard = Some(Rc::new(move |request| Box::pin(guard(request))));
        self
    }

    /// Lets pages of other origins open sockets too, such as `https://app.example.org`; only the own host otherwise.
    #[must_use]
    pub fn allow_origins<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.admission.origins = Origins::These(origins.into_iter().map(Into::into).collect());
        self
    }

    /// Lets pages of any origin open sockets. Then only the token and the cookie of its browser protect a session.
    #[must_use]
    pub fn allow_any_origin(mut self) -> Self {
        self.admission.origins = Origins::Any;
        self
    }

    /// Lets whoever has its token claim a session, also without the cookie of the browser that has loaded its page: for pages in
    /// frames of other sites, where browsers send no cookies. After a form that was sent without JavaScript the token stands in the page's
    /// address, and whoever knows that address has the session: do not combine the two where it matters whose page it is.
    #[must_use]
    pub fn allow_any_browser(mut self) -> Self {
        self.admission.binds = false;
        self
    }
}

/// Where the looks of the client's marks and questions come from.
pub(crate) enum Stylesheet {
    /// From the asset that Taut brings along.
    Default,
    /// From an address that the application serves.
    At(String),
    /// From nowhere but the page's own style sheets.
    None,
}

/// What a page and its socket know of the view.
pub(crate) struct Site {
    pub(crate) templates: Arc<str>,
    pub(crate) policy: Option<String>,
    pub(crate) stylesheet: Stylesheet,
    pub(crate) registry: Arc<Registry>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) address_of: AddressOf,
    pub(crate) admission: Admission,
    /// How long the last page was, in bytes: the next one gets as much room.
    pub(crate) page_size: Cell<usize>,
}

impl<V: LiveView> HttpServiceFactory for Live<V> {
    fn register(self, config: &mut AppService) {
        taut_runtime::watch(self.limits.slow_after);
        assert!(
            self.admission.is_safe(),
            "the view at `{}` would let any page of the web in, with any token: keep the check of origins or that of browsers",
            self.path
        );
        let site = Rc::new(Site {
            templates: assets::add_templates(&templates_json::<V>()),
            policy: self.policy,
            stylesheet: self.stylesheet,
            registry: Arc::clone(Registry::global()),
            limits: Arc::new(self.limits),
            address_of: self.address_of,
            admission: self.admission,
            page_size: Cell::new(0),
        });
        // A page that was open before the server was started may ask for it first.
        drop(assets::http());
        let shown = Rc::clone(&site);
        let answer = move |request: HttpRequest, payload: web::Payload| {
            let site = Rc::clone(&shown);
            async move { answer::<V>(site, request, payload).await }
        };
        let take = move |request: HttpRequest, payload: web::Payload| {
            let site = Rc::clone(&site);
            async move { take::<V>(&site, request, payload).await }
        };
        let page = web::resource(self.path).route(web::get().to(answer)).route(web::post().to(take));
        page.register(config);
        let assets = web::resource(assets::PATTERN).name(assets::ROUTE);
        assets.route(web::get().to(assets::serve)).route(web::head().to(assets::serve)).register(config);
    }
}

/// One address serves the page and its socket, so that whatever guards the one guards the other.
async fn answer<V: LiveView>(site: Rc<Site>, request: HttpRequest, payload: web::Payload) -> HttpResponse {
    let upgrades =
        request.headers().get(header::UPGRADE).is_some_and(|to| to.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let owner = site.admit::<V>(&request).await;
    if upgrades && request.headers().contains_key(header::TRANSFER_ENCODING) {
        held(HttpResponse::BadRequest().finish(), &request, payload)
    } else if upgrades {
        socket::open::<V>(&site, request, payload, owner)
    } else {
        held(page::show::<V>(&site, request.clone(), owner).await, &request, payload)
    }
}

impl Site {
    /// To whom a session would belong that this request asks for, or why there is none for it.
    pub(crate) async fn admit<V>(&self, request: &HttpRequest) -> Result<Owner, Reject> {
        self.admission.admit(&self.registry, request, std::any::type_name::<V>()).await
    }
}

/// What a page posts to its own address: a join that a stream answers, events, or a form.
async fn take<V: LiveView>(site: &Site, request: HttpRequest, mut payload: web::Payload) -> HttpResponse {
    let (asked, body) = (request.clone(), &mut payload);
    let response = if stream::is_wanted(&request) {
        stream::open::<V>(site, asked, body).await
    } else if posted::is_posted(&request) {
        posted::take::<V>(site, asked, body).await
    } else {
        delivery::take::<V>(site, asked, body).await
    };
    held(response, &request, payload)
}

/// The address of the templates of an owner's page. Its fragment tells whose page it is: what was made for one user is
/// loaded anew for another.
pub(crate) fn templates_address(site: &Site, request: &HttpRequest, owner: &Owner) -> String {
    let (address, tag) = (asset_address(request, &site.templates), owner.tag());
    if tag.is_empty() { address } else { format!("{address}#{tag}") }
}

/// The address of an asset, seen from a request.
pub(crate) fn asset_address(request: &HttpRequest, name: &str) -> String {
    match request.url_for(assets::ROUTE, [name]) {
        Ok(url) => url.path().to_owned(),
        Err(_) => format!("/_taut/{name}"),
    }
}
