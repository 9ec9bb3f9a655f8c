//! Serves live views in any actix-web application: pages, sockets and assets.
//!
//! ```no_run
//! # use taut_core::{Context, Finished, Handled, Later, LiveView, Reject, Request, View};
//! # struct Counter;
//! # impl LiveView for Counter {
//! #     type Call = ();
//! #     const HANDLERS: &'static [taut_core::Handler] = &[];
//! #     async fn mount(_: &Request<'_>) -> Result<Self, Reject> { Ok(Counter) }
//! #     fn render(&self) -> impl View { taut_core::nothing() }
//! #     fn handle(&mut self, _: (), _: &mut Context) -> Handled<()> { Handled::Done(Ok(())) }
//! #     fn handle_later(self: Box<Self>, _: (), context: Context) -> Later<Self> {
//! #         Box::pin(async { Finished { view: self, context, result: Ok(()) } })
//! #     }
//! # }
//! use actix_web::{App, HttpServer};
//! use taut_actix::live;
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     HttpServer::new(|| App::new().service(live::<Counter>("/"))).bind(("127.0.0.1", 8080))?.run().await
//! }
//! ```

mod address;
mod admission;
mod ask;
mod assets;
/// For tests: the cookie that tells browsers apart.
#[doc(hidden)]
pub mod browser;
mod connect;
mod conversation;
mod delivery;
mod elsewhere;
/// For tests: what is read from a socket.
#[doc(hidden)]
pub mod frames;
mod live;
mod mounted;
mod origin;
mod page;
mod posted;
mod request;
mod serve;
mod socket;
mod stream;
mod unread;
mod visitors;
mod wrapped;

pub use address::Prefix;
pub use connect::on_connect;
pub use live::{Live, live};
pub use request::RequestExt;
pub use serve::{Routes, drain, serve, set_store, sign_out};
#[cfg(feature = "redb")]
pub use taut_runtime::Redb;
pub use taut_runtime::{Memory, Snapshot, Stats, Store, StoreError};

/// What there is in this process, and what has happened since it began: sessions, events taken and refused, panics.
///
/// ```
/// let stats = taut_actix::stats();
/// println!("{} sessions, {} forged events", stats.sessions, stats.counts.forged);
/// ```
#[must_use]
pub fn stats() -> Stats {
    taut_runtime::Registry::global().stats()
}
