//! Tests live views without a network: a session, and a page in memory that applies the bytes of its frames.
//!
//! A test acts like a user and inspects what the page shows:
//!
//! ```
//! use taut::prelude::*;
//! use taut_test::Live;
//!
//! #[derive(Default)]
//! struct Counter { count: u32 }
//!
//! #[live_view]
//! impl Counter {
//!     fn increment(&mut self) {
//!         self.count += 1;
//!     }
//!
//!     fn render(&self) -> impl View {
//!         view! {
//!             <output id="count">{self.count}</output>
//!             <button id="increment" @click={increment()}>"+"</button>
//!         }
//!     }
//! }
//!
//! # taut_test::block_on(async {
//! let mut page = Live::<Counter>::mount().await?;
//! page.click("#increment");
//! assert_eq!(page.text("#count"), "1");
//! # Ok::<(), Reject>(())
//! # }).unwrap();
//! ```
//!
//! Nothing is mocked: the view is mounted, its HTML is parsed as in a browser, each event becomes the
//! frame that a browser would send, and the page changes through the frames that a browser would
//! receive. If a frame violates the protocol, the test fails with the reason.
//!
//! [`Live`] is for tests of views; [`Browser`] is the page alone, for tests of servers and of Taut itself.

mod block_on;
mod browser;
mod dom;
mod history;
mod live;
mod page;
mod shape;
mod table;
mod violation;
mod visit;

pub use block_on::block_on;
pub use browser::{Browser, Fired, Invalidated, SaidBeside, Shows};
pub use dom::{Change, Dom, NodeId, Selector, SelectorError};
pub use live::Live;
pub use page::{DomEvent, Listening};
pub use violation::Violation;
pub use visit::Visit;
