//! The page that a view shows, and its way to another one.

use crate::context::Go;
use crate::settled::Settled;

/// The page that a view shows.
pub(crate) struct Page {
    pub(crate) path: Box<str>,
    /// Whether the view may not show another path, because other conditions may hold there, such as a guard.
    pub(crate) keeps_to_path: bool,
    /// The page to which the view is on its way.
    pub(crate) going: Option<Going>,
}

/// A view on its way to another page.
pub(crate) struct Going {
    pub(crate) go: Go,
    /// Whether the browser's address is that of the page already.
    pub(crate) is_there: bool,
    /// The number of events that are settled when the view has arrived.
    pub(crate) events: u32,
    /// What the handler has done that has led here.
    pub(crate) settled: Settled,
    pub(crate) hops: u8,
}

impl Going {
    /// The way to a page that a handler has named.
    pub(crate) fn of_handler(go: Go, events: u32, settled: Settled) -> Self {
        Self {
            go,
            is_there: false,
            events,
            settled,
            hops: 0,
        }
    }

    /// The way to a page to which the browser has gone by itself.
    pub(crate) fn of_browser(address: &str) -> Self {
        let go = Go {
            address: address.to_owned(),
            replaces: true,
        };
        Self {
            is_there: true,
            ..Self::of_handler(go, 1, Settled::default())
        }
    }
}
