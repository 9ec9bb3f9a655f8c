#![doc = include_str!("../../../README.md")]
//!
//! # Guides
//!
//! - [`templates`]: the syntax of `view!`
//! - [`pages`]: routes and typed links, going from page to page
//! - [`handlers`]: listeners, arguments, results, effects, mounting
//! - [`forms`]: fields with rules and errors, choices, rows
//! - [`debounce`], [`throttle`], [`optimistic`], [`cache`], [`client_state`], [`confirm`]: annotations of handlers
//! - [`blocking`]: slow synchronous handlers; [`every`], [`after`]: handlers that the server calls by itself
//! - [`background`]: values that a task computes while the page is shown
//! - [`lists`]: long lists in which little changes
//! - [`feeds`]: lists whose rows the server forgets, and scrolling without an end
//! - [`topics`]: views that follow what others publish; [`on`]: handlers that receive messages; [`presence`]: who is there
//! - [`draft`](mod@draft): input that survives a closed tab; [`loading`]: marks of pending events
//! - [`sessions`]: how sessions survive; [`security`]: guarantees and your responsibilities; [`deployment`]
//! - [`processes`]: several processes with a Valkey between them
//! - [`patterns`]: common parts of pages
//! - [`commands`]: what listeners do in the browser, without the server
//! - [`javascript`]: the interface for scripts of a page
//! - Coming from [Phoenix LiveView](from_phoenix), [Livewire](from_livewire), [Leptos or Dioxus](from_leptos), [htmx](from_htmx): what you know, and what it
//!   is called here

// The macros write paths that start with `::taut`, also for the components of this crate.
extern crate self as taut;

mod components;
#[doc(hidden)]
pub mod html;

pub use components::FieldError;

#[cfg(feature = "redb")]
pub use taut_actix::Redb;
pub use taut_actix::{
    ErrorPage, Latencies, Live, Memory, Prefix, RequestExt, Routes, Snapshot, Stats, Store,
    StoreError, drain, live, on_connect, routes, serve, set_store, sign_out, stats,
};
#[cfg(feature = "valkey")]
pub use taut_actix::{Valkey, cluster};
pub use taut_core::{
    AppData, Async, AsyncError, AsyncState, Attributes, Choice, Context, Counts, Date, DateTime,
    Draft, Emission, Exact, Feed, FieldKind, FieldState, Flow, FlowState, Form, FormChoice,
    FormField, FormFields, FormInput, FormRow, FormRows, FormState, FormText, FormValue,
    HasChoices, Invalid, Key, Keyed, LiveView, OldState, Presence, PresenceTopic, Progress, Reject,
    Request, Route, Shown, Text, Time, Topic, Trusted, Value, View, event, exact, limits, shown,
};
pub use taut_macros::{Choice, Form, Key, Route, Text, component, live_view, topic, view};

#[cfg(doc)]
#[doc = include_str!("../docs/templates.md")]
pub mod templates {}

#[cfg(doc)]
#[doc = include_str!("../docs/pages.md")]
pub mod pages {}

#[cfg(doc)]
#[doc = include_str!("../docs/handlers.md")]
pub mod handlers {}

#[cfg(doc)]
#[doc = include_str!("../docs/forms.md")]
pub mod forms {}

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
#[doc = include_str!("../docs/after.md")]
pub mod after {}

#[cfg(doc)]
#[doc = include_str!("../docs/every.md")]
pub mod every {}

#[cfg(doc)]
#[doc = include_str!("../docs/topics.md")]
pub mod topics {}

#[cfg(doc)]
#[doc = include_str!("../docs/presence.md")]
pub mod presence {}

#[cfg(doc)]
#[doc = include_str!("../docs/background.md")]
pub mod background {}

#[cfg(doc)]
#[doc = include_str!("../docs/lists.md")]
pub mod lists {}

#[cfg(doc)]
#[doc = include_str!("../docs/feeds.md")]
pub mod feeds {}

#[cfg(doc)]
#[doc = include_str!("../docs/on.md")]
pub mod on {}

#[cfg(doc)]
#[doc = include_str!("../docs/cache.md")]
pub mod cache {}

#[cfg(doc)]
#[doc = include_str!("../docs/client_state.md")]
pub mod client_state {}

#[cfg(doc)]
#[doc = include_str!("../docs/confirm.md")]
pub mod confirm {}

#[cfg(doc)]
#[doc = include_str!("../docs/draft.md")]
pub mod draft {}

#[cfg(doc)]
#[doc = include_str!("../docs/loading.md")]
pub mod loading {}

#[cfg(doc)]
#[doc = include_str!("../docs/commands.md")]
pub mod commands {}

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

#[cfg(doc)]
#[doc = include_str!("../docs/processes.md")]
pub mod processes {}

#[cfg(doc)]
#[doc = include_str!("../docs/from/phoenix.md")]
pub mod from_phoenix {}

#[cfg(doc)]
#[doc = include_str!("../docs/from/livewire.md")]
pub mod from_livewire {}

#[cfg(doc)]
#[doc = include_str!("../docs/from/leptos.md")]
pub mod from_leptos {}

#[cfg(doc)]
#[doc = include_str!("../docs/from/htmx.md")]
pub mod from_htmx {}

/// The imports of a module with a live view.
pub mod prelude {
    pub use crate::{
        Async, AsyncState, Attributes, Choice, Context, Draft, Feed, FieldError, Flow, FlowState,
        Form, FormInput, FormState, Invalid, Key, Keyed, LiveView, Presence, PresenceTopic as _,
        Reject, Request, RequestExt, Route, Text, Trusted, View, component, live, live_view, topic,
        view,
    };
}

/// Items for generated code. They are not part of the public interface, and may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use taut_core::*;
}
