//! Serves live views in any actix-web application: pages, sockets and assets.
//!
//! ```no_run
//! # use taut::prelude::*;
//! # #[derive(Default)]
//! # struct Counter;
//! # #[live_view]
//! # impl Counter { fn render(&self) -> impl View { view! { <p></p> } } }
//! use actix_web::{App, HttpServer};
//! use taut_actix::live;
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     HttpServer::new(|| App::new().service(live::<Counter>("/"))).bind(("127.0.0.1", 8080))?.run().await
//! }
//! ```

mod address;
mod ask;
mod assets;
mod authorisation;
mod beacon;
mod body;
/// For tests: the cookie that tells browsers apart.
#[doc(hidden)]
pub mod browser;
mod connect;
mod connection;
mod document;
mod elsewhere;
mod error_page;
mod form_address;
mod form_post;
/// For tests: what is read from a socket.
#[doc(hidden)]
pub mod frames;
mod live;
mod mount_limiter;
mod neighbours;
mod next_page;
mod origin;
mod page;
mod policy;
mod request;
mod route;
mod serve;
mod show;
mod site;
mod socket;
mod stream;
mod unread;
mod wrapped;

pub use address::Prefix;
pub use connect::on_connect;
pub use error_page::ErrorPage;
pub use live::{Live, live, routes};
pub use request::RequestExt;
#[cfg(feature = "valkey")]
pub use serve::cluster;
pub use serve::{Routes, drain, serve, set_store, sign_out};
#[cfg(feature = "redb")]
pub use taut_runtime::Redb;
#[cfg(feature = "valkey")]
pub use taut_runtime::Valkey;
pub use taut_runtime::{Latencies, Memory, Snapshot, Stats, Store, StoreError};

/// Counts what there is in this process, and what has happened since it began: sessions, events taken and refused, panics.
///
/// ```
/// let stats = taut_actix::stats();
/// println!("{} sessions, {} forged events", stats.sessions, stats.counts.forged);
/// ```
#[must_use]
pub fn stats() -> Stats {
    taut_runtime::Registry::global().stats()
}
