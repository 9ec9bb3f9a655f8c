#![doc = include_str!("../../../README.md")]
//!
//! # Guides
//!
//! - [`templates`]: the language of `view!`
//! - [`handlers`]: listeners, arguments, results, effects, mounting

#[doc(hidden)]
pub mod html;

pub use taut_actix::{Live, RequestExt, Routes, live, serve};
pub use taut_core::{
    Attributes, Context, Draft, Exact, Key, LiveView, Reject, Request, Shown, Text, Trusted, Value, View, event, exact,
    limits, shown,
};
pub use taut_macros::{Key, Text, live_view, view};

#[cfg(doc)]
#[doc = include_str!("../docs/templates.md")]
pub mod templates {}

#[cfg(doc)]
#[doc = include_str!("../docs/handlers.md")]
pub mod handlers {}

/// What a module with a live view imports.
pub mod prelude {
    pub use crate::{
        Attributes, Context, Draft, Key, LiveView, Reject, Request, RequestExt, Text, Trusted, View, live, live_view,
        view,
    };
}

/// What generated code uses; nothing here is for people, and any of it may change.
#[doc(hidden)]
pub mod __private {
    pub use taut_core::*;
}
