//! To whom a session belongs. Whoever is somebody else cannot claim it, even with its token.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::token::is_same;

/// To whom a session belongs: the page of a route, in one browser, of one user.
#[derive(Clone)]
pub struct Owner {
    /// The view and its path.
    pub route: Arc<str>,
    /// What only the browser's cookie says; nothing if sessions are not bound to a browser.
    pub browser: Option<u128>,
    /// Whom the guard of the view has let in, if it has one that knows.
    pub user: Option<Arc<str>>,
    /// The [moment](crate::Registry::moment) before the guard was asked: a sign-out after it counts.
    pub since: u64,
}

impl Owner {
    /// Whoever comes through a route.
    #[must_use]
    pub fn of_route(route: &str) -> Self {
        Self { route: route.into(), browser: None, user: None, since: 0 }
    }

    /// Tells the user from others at the same browser, without naming them: 16 hexadecimal digits, or nothing if nobody is known.
    #[must_use]
    pub fn tag(&self) -> String {
        let hash = self.user.as_ref().map(|user| Sha256::digest(user.as_bytes()));
        hash.iter().flat_map(|bytes| bytes.iter().take(8)).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a session of this owner may be claimed by another one.
    pub(crate) fn admits(&self, other: &Self) -> bool {
        let browser = match (self.browser, other.browser) {
            (None, None) => true,
            (Some(own), Some(other)) => is_same(own, other),
            _ => false,
        };
        browser && self.route == other.route && self.user == other.user
    }
}

/// The browser's secret is one, also in logs.
impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner").field("route", &self.route).finish_non_exhaustive()
    }
}
