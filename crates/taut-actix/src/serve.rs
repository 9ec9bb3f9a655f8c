//! A server in five lines, for applications that need no more.

use std::fmt;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse, Transform};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, rt};
use taut_core::limits::{DRAIN_SECONDS, Limits};
use taut_core::{AppData, LiveView, Reject, RouteViews};
use taut_runtime::{Registry, Store};

use crate::address::Prefix;
use crate::connect::on_connect;
use crate::error_page::{ErrorPage, refuse};
use crate::live::{Live, live, routes};
use crate::mount_limiter::{self, AddressOf};
use crate::wrapped::{Inner, Layers};

/// The services of an application; [`serve`] passes one for each worker.
pub struct Routes<'a> {
    config: &'a mut ServiceConfig,
    limits: Limits,
    address_of: AddressOf,
    layers: Layers,
    data: AppData,
}

impl fmt::Debug for Routes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").finish_non_exhaustive()
    }
}

impl<'a> Routes<'a> {
    fn new(config: &'a mut ServiceConfig) -> Self {
        Self {
            config,
            limits: Limits::default(),
            address_of: Arc::new(mount_limiter::peer),
            layers: Layers::default(),
            data: AppData::default(),
        }
    }

    /// Adds a live view at a path.
    #[track_caller]
    pub fn live<V: LiveView>(self, path: &str) -> Self {
        self.add(live::<V>(path))
    }

    /// Adds the views of a route, each at the path of its page. An address that fits no page, or has a parameter that does not
    /// fit, gets status 404.
    ///
    /// ```no_run
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Inbox;
    /// # #[live_view]
    /// # impl Inbox { fn render(&self) -> impl View { view! { <p></p> } } }
    /// #[derive(Route)]
    /// enum Page {
    ///     #[at("/", view = Inbox)]
    ///     Inbox,
    /// }
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| app.routes::<Page>()).await
    /// # }
    /// ```
    #[track_caller]
    pub fn routes<P: RouteViews>(self) -> Self {
        self.routes_with::<P>(|live| live)
    }

    /// Adds the views of a route, each as it is changed: with a guard, with limits.
    ///
    /// ```no_run
    /// # use taut::prelude::*;
    /// # #[derive(Default)]
    /// # struct Orders;
    /// # #[live_view]
    /// # impl Orders { fn render(&self) -> impl View { view! { <p></p> } } }
    /// # #[derive(Route)]
    /// # enum Page { #[at("/admin/orders", view = Orders)] Orders }
    /// # async fn who(request: actix_web::HttpRequest) -> Result<Option<String>, Reject> { Ok(None) }
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| {
    ///     app.routes_with::<Page>(|live| match live.path() {
    ///         path if path.starts_with("/admin") => live.guard(who),
    ///         _ => live,
    ///     })
    /// })
    /// .await
    /// # }
    /// ```
    #[track_caller]
    pub fn routes_with<P: RouteViews>(self, change: impl Fn(Live) -> Live) -> Self {
        routes::<P>()
            .into_iter()
            .fold(self, |app, live| app.add_changed(live, &change))
    }

    #[track_caller]
    fn add(self, live: Live) -> Self {
        self.add_changed(live, |live| live)
    }

    #[track_caller]
    fn add_changed(self, live: Live, change: impl Fn(Live) -> Live) -> Self {
        let (limits, address_of) = (self.limits.clone(), Arc::clone(&self.address_of));
        let live = live.limits(|own| *own = limits);
        let live = live.address_of_visitor(move |request| address_of(request));
        self.service(change(live))
    }

    /// Changes what browsers may do to the views that are added after it.
    ///
    /// ```no_run
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| app.limits(|limits| limits.max_frame_bytes = 4096)).await
    /// # }
    /// ```
    ///
    /// # Panics
    /// When the limits make no sense.
    #[track_caller]
    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        if let Err(why) = self.limits.check() {
            panic!("the limits make no sense: {why}");
        }
        self
    }

    /// Tells the address by which visits of the views that are added after it are counted; see
    /// [`Live::address_of_visitor`](crate::Live::address_of_visitor).
    pub fn address_of_visitor(
        mut self,
        address_of: impl Fn(&HttpRequest) -> Option<IpAddr> + Send + Sync + 'static,
    ) -> Self {
        self.address_of = Arc::new(address_of);
        self
    }

    /// Sets the prefix of paths that a proxy strips; see [`Prefix`].
    ///
    /// ```no_run
    /// use taut_actix::Prefix;
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| app.prefix(Prefix::new("/shop"))).await
    /// # }
    /// ```
    pub fn prefix(self, prefix: Prefix) -> Self {
        self.config.app_data(prefix);
        self
    }

    /// Gives the application a value, such as a pool of connections: handlers get it from
    /// [`Context::data`](taut_core::Context::data), `mount` from [`RequestExt::data`](crate::RequestExt::data), and other services of
    /// actix as `web::Data<T>`.
    ///
    /// It is an `Arc`, because all workers share it: make it before the closure.
    ///
    /// ```no_run
    /// # struct Pool;
    /// use std::sync::Arc;
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// let pool = Arc::new(Pool);
    /// taut_actix::serve("127.0.0.1:8080", move |app| app.data(Arc::clone(&pool))).await
    /// # }
    /// ```
    pub fn data<T: Send + Sync + 'static>(mut self, value: Arc<T>) -> Self {
        self.config.app_data(web::Data::from(Arc::clone(&value)));
        self.data = self.data.with(value);
        self
    }

    /// Shows a view where a page is refused, and at addresses at which there is nothing; see [`ErrorPage`].
    ///
    /// ```no_run
    /// # use taut::prelude::*;
    /// struct Sorry(u16);
    ///
    /// #[live_view]
    /// impl Sorry {
    ///     fn mount(request: &Request) -> Self {
    ///         Self(request.reject().map_or(404, Reject::status))
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <h1>{if self.0 == 404 { "There is no such page." } else { "Something is wrong." }}</h1> }
    ///     }
    /// }
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| app.error_page::<Sorry>()).await
    /// # }
    /// ```
    pub fn error_page<V: LiveView>(self) -> Self {
        let not_found = async |request: HttpRequest| {
            let reject = Reject::not_found("This page does not exist.");
            refuse(&request, &reject).await
        };
        self.config
            .app_data(ErrorPage::of::<V>())
            .default_service(web::to(not_found));
        self
    }

    /// Adds what the whole application shares; returns its middleware.
    fn end(self) -> Layers {
        self.config.app_data(self.data);
        self.layers
    }

    /// Adds a style sheet at a path.
    pub fn stylesheet(self, path: &str, css: &'static str) -> Self {
        self.file(path, "text/css; charset=utf-8", css)
    }

    /// Adds a script at a path, such as a module that registers hooks.
    ///
    /// ```no_run
    /// # async fn run() -> std::io::Result<()> {
    /// taut_actix::serve("127.0.0.1:8080", |app| {
    ///     app.script("/chart.js", "taut.hook(\"chart\", { mounted() { this.el.textContent = 1 } })")
    /// })
    /// .await
    /// # }
    /// ```
    pub fn script(self, path: &str, javascript: &'static str) -> Self {
        self.file(path, "text/javascript; charset=utf-8", javascript)
    }

    fn file(self, path: &str, content_type: &'static str, content: &'static str) -> Self {
        let answer =
            move || async move { HttpResponse::Ok().content_type(content_type).body(content) };
        self.service(web::resource(path).route(web::get().to(answer)))
    }

    /// Wraps the whole application in a middleware of actix: its views, their assets and sockets, and all other services. As in an
    /// `App`, the middleware that is added last sees a request first.
    ///
    /// ```no_run
    /// use actix_web::middleware::DefaultHeaders;
    ///
    /// # async fn run() -> std::io::Result<()> {
    /// let headers = || DefaultHeaders::new().add(("x-content-type-options", "nosniff"));
    /// taut_actix::serve("127.0.0.1:8080", move |app| app.wrap(headers())).await
    /// # }
    /// ```
    pub fn wrap<M, B>(mut self, middleware: M) -> Self
    where
        M: Transform<
                Inner,
                ServiceRequest,
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        B: MessageBody + 'static,
    {
        self.layers.add(middleware);
        self
    }

    /// Adds any service of actix.
    pub fn service(self, service: impl HttpServiceFactory + 'static) -> Self {
        self.config.service(service);
        self
    }

    /// Changes actix's configuration: data, default service, and so on.
    pub fn configure(self, configure: impl FnOnce(&mut ServiceConfig)) -> Self {
        configure(self.config);
        self
    }
}

/// Serves an application until a signal stops it, and prints its address when it is ready.
///
/// The environment variable `PORT`, where it is set, replaces the port of the address.
///
/// ```no_run
/// # use taut::prelude::*;
/// # #[derive(Default)]
/// # struct Counter;
/// # #[live_view]
/// # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
/// #[actix_web::main]
/// async fn main() -> std::io::Result<()> {
///     taut_actix::serve("127.0.0.1:8080", |app| app.live::<Counter>("/")).await
/// }
/// ```
///
/// # Errors
/// When the address is not one, or cannot be listened to.
pub async fn serve<F>(address: &str, routes: F) -> std::io::Result<()>
where
    F: for<'a> Fn(Routes<'a>) -> Routes<'a> + Clone + Send + 'static,
{
    let address = listening_address(address)?;
    let stopped = stop_signal();
    let unread_for = on_connect(&limits_of(&routes));
    let server = HttpServer::new(move || {
        // A browser asks for an icon by itself, and would complain of its absence.
        let no_icon = web::resource("/favicon.ico").to(HttpResponse::NoContent);
        let mut layers = Layers::default();
        let app = App::new().configure(|config| layers = routes(Routes::new(config)).end());
        app.service(no_icon).wrap(layers)
    });
    let server = server
        .on_connect(unread_for)
        .client_request_timeout(REQUEST_TIMEOUT)
        .bind(address)?;
    for address in server.addrs() {
        println!("listening on http://{address}");
    }
    let server = server
        .disable_signals()
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .run();
    let handle = server.handle();
    rt::spawn(async move {
        stopped.await;
        drain().await;
        handle.stop(true).await;
    });
    server.await
}

/// The time that a browser may take for the head of a request. It may open a connection before it has anything to ask, and closes that by
/// itself sooner than this (Chromium after 10 s); one that is answered before it has asked shows an error in the place of the page.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The seconds that requests may take that are being answered when the server stops.
const SHUTDOWN_SECONDS: u64 = 5;

/// Waits for SIGTERM, or for Ctrl-C. It hears SIGTERM from the call on: the first may come before the server has started.
fn stop_signal() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = rt::signal::unix::signal(rt::signal::unix::SignalKind::terminate());
    async move {
        #[cfg(unix)]
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = terminate.recv() => {}
                () = interrupted() => {}
            }
            return;
        }
        interrupted().await;
    }
}

/// Waits for Ctrl-C.
async fn interrupted() {
    // Without a signal to wait for, the server stops as any process does.
    if rt::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Sends all browsers away before the server stops: tells each when to come back, and saves the sessions whose views persist.
///
/// [`serve`] does it when a signal stops it. If you run an `HttpServer` of your own, do it before you stop that, with
/// signals disabled:
///
/// ```no_run
/// # async fn stop(server: actix_web::dev::ServerHandle) {
/// taut_actix::drain().await;
/// server.stop(true).await;
/// # }
/// ```
pub async fn drain() {
    Registry::global()
        .drain(Duration::from_secs(DRAIN_SECONDS))
        .await;
}

/// Ends all sessions of a user, in all browsers. When this returns, no handler of theirs will start any more; their pages load again,
/// and ask the guard. Call it when a user signs out, or may no longer do what they could.
///
/// Handlers that are at work meanwhile come to their end before this returns (those that are `async` or `#[blocking]`, later). A
/// handler may call it too, also for its own user; then it waits for no other.
///
/// ```
/// taut_actix::sign_out("ali");
/// ```
pub fn sign_out(user: &str) {
    Registry::global().sign_out(user);
}

/// Gives the sessions of views with `#[live_view(persist)]` a place where they outlive their time in memory, and a restart if the
/// store does. Call it once, before the server starts.
///
/// ```
/// taut_actix::set_store(taut_actix::Memory::new(64 << 20))?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// When there is a store already, or no thread can be started for it.
pub fn set_store(store: impl Store) -> std::io::Result<()> {
    Registry::global().set_store(store)
}

/// Lets this process be one of several that serve the same pages, with a server of Valkey or Redis between them: what is published in
/// one reaches the sessions of all, and a user who is signed out in one is signed out in all. Call it once, before the server starts.
///
/// ```no_run
/// # use taut_actix::Valkey;
/// # async fn start() -> std::io::Result<()> {
/// taut_actix::cluster(Valkey::connect("redis://127.0.0.1:6379").await?).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When it is one already, or the server does not answer within three seconds.
#[cfg(feature = "valkey")]
pub async fn cluster(valkey: taut_runtime::Valkey) -> std::io::Result<()> {
    Registry::global().join_cluster(valkey).await
}

/// The limits that an application ends with. What is wrong with it is found here, and not by each worker.
fn limits_of(routes: &impl for<'a> Fn(Routes<'a>) -> Routes<'a>) -> Limits {
    let mut limits = Limits::default();
    App::new().configure(|config| limits = routes(Routes::new(config)).limits);
    limits
}

fn listening_address(address: &str) -> std::io::Result<SocketAddr> {
    let invalid = |why: String| std::io::Error::new(std::io::ErrorKind::InvalidInput, why);
    let mut found = address
        .to_socket_addrs()?
        .next()
        .ok_or_else(|| invalid(format!("`{address}` is no address")))?;
    if let Ok(port) = std::env::var("PORT") {
        found.set_port(
            port.parse()
                .map_err(|_| invalid(format!("PORT is `{port}`, which is no port")))?,
        );
    }
    Ok(found)
}
