#![doc = include_str!("../../../README.md")]
//!
//! # Guides
//!
//! - [`templates`]: the language of `view!`
//! - [`handlers`]: listeners, arguments, results, effects, mounting
//! - [`debounce`], [`throttle`], [`optimistic`], [`cache`], [`client_state`]: declarations about handlers
//! - [`blocking`]: handlers that hold their thread; [`every`]: those that the server calls by itself
//! - [`draft`](mod@draft): what survives a closed tab; [`loading`]: what shows that an event is on its way
//! - [`sessions`]: what survives what; [`security`]: what is promised, and what is asked of you; [`deployment`]
//! - [`patterns`]: what pages are made of again and again
//! - [`javascript`]: what scripts of a page can ask for, and hear

#[doc(hidden)]
pub mod html;

#[cfg(feature = "redb")]
pub use taut_actix::Redb;
pub use taut_actix::{
    Live, Memory, Prefix, RequestExt, Routes, Snapshot, Stats, Store, StoreError, drain, live,
    on_connect, serve, set_store, sign_out, stats,
};
pub use taut_core::{
    Attributes, Context, Counts, Draft, Exact, Key, LiveView, OldState, Reject, Request, Shown,
    Text, Trusted, Value, View, event, exact, limits, shown,
};
pub use taut_macros::{Key, Text, live_view, view};

#[cfg(doc)]
#[doc = include_str!("../docs/templates.md")]
pub mod templates {}

#[cfg(doc)]
#[doc = include_str!("../docs/handlers.md")]
pub mod handlers {}

#[cfg(doc)]
#[doc = include_str!("../docs/debounce.md")]
pub mod debounce {}

#[cfg(doc)]
#[doc = include_str!("../docs/throttle.md")]
pub mod throttle {}

#[cfg(doc)]
#[doc = include_str!("../docs/optimistic.md")]
pub mod optimistic {}

#[cfg(doc)]
#[doc = include_str!("../docs/blocking.md")]
pub mod blocking {}

#[cfg(doc)]
#[doc = include_str!("../docs/every.md")]
pub mod every {}

#[cfg(doc)]
#[doc = include_str!("../docs/cache.md")]
pub mod cache {}

#[cfg(doc)]
#[doc = include_str!("../docs/client_state.md")]
pub mod client_state {}

#[cfg(doc)]
#[doc = include_str!("../docs/draft.md")]
pub mod draft {}

#[cfg(doc)]
#[doc = include_str!("../docs/loading.md")]
pub mod loading {}

#[cfg(doc)]
#[doc = include_str!("../docs/javascript.md")]
pub mod javascript {}

#[cfg(doc)]
#[doc = include_str!("../docs/patterns.md")]
pub mod patterns {}

#[cfg(doc)]
#[doc = include_str!("../docs/sessions.md")]
pub mod sessions {}

#[cfg(doc)]
#[doc = include_str!("../docs/security.md")]
pub mod security {}

#[cfg(doc)]
#[doc = include_str!("../docs/deployment.md")]
pub mod deployment {}

/// What a module with a live view imports.
pub mod prelude {
    pub use crate::{
        Attributes, Context, Draft, Key, LiveView, Reject, Request, RequestExt, Text, Trusted,
        View, live, live_view, view,
    };
}

/// What generated code uses; nothing here is for people, and any of it may change.
#[doc(hidden)]
pub mod __private {
    pub use taut_core::*;
}
