//! The owners of sessions. No other owner can claim one, even with its token.

use std::fmt;
use std::num::NonZero;
use std::sync::Arc;

use crate::secret::{is_same, keyed};

/// The owner of a session: the page of a route, in one browser, of one user.
#[derive(Clone)]
pub struct Owner {
    /// The view and its path.
    pub route: Arc<str>,
    /// The secret in the browser's cookie, which is never 0; nothing if sessions are not bound to a browser.
    pub browser: Option<NonZero<u128>>,
    /// The user whom the guard of the view has let in, if it has named one.
    pub user: Option<Arc<str>>,
    /// The [auth epoch](crate::Registry::auth_epoch) before the guard was asked: a sign-out after it counts.
    pub since: u64,
}

impl Owner {
    /// The owner of sessions that belong to anyone who comes through a route.
    #[must_use]
    pub fn of_route(route: &str) -> Self {
        Self {
            route: route.into(),
            browser: None,
            user: None,
            since: 0,
        }
    }

    /// Tells the user from others at the same browser: 16 hexadecimal digits, or nothing if no user is known. Without the
    /// browser's salt, which scripts cannot read, the name cannot be found by trying names.
    #[must_use]
    pub fn tag(&self, salt: u128) -> String {
        self.user
            .as_ref()
            .map(|user| format!("{:016x}", keyed(salt, user.as_bytes()) >> 64))
            .unwrap_or_default()
    }

    /// Whether a session of this owner may be claimed by another one.
    pub(crate) fn admits(&self, other: &Self) -> bool {
        let browser = match (self.browser, other.browser) {
            (None, None) => true,
            (Some(own), Some(other)) => is_same(own.get(), other.get()),
            _ => false,
        };
        browser && self.route == other.route && self.user == other.user
    }
}

/// The browser's secret is one, also in logs.
impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner")
            .field("route", &self.route)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_that_of_its_user_in_one_browser() {
        let owner = |user: &str| Owner {
            user: Some(user.into()),
            ..Owner::of_route("page")
        };
        let tags = [("ali", 7), ("ali", 8), ("ali", 0), ("bea", 7), ("", 7)]
            .map(|(user, salt)| owner(user).tag(salt));
        assert_eq!(
            tags[0],
            owner("ali").tag(7),
            "nothing but the name and the salt counts"
        );
        for (at, tag) in tags.iter().enumerate() {
            assert!(
                tag.len() == 16 && tag.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{tag}"
            );
            assert!(!tags[..at].contains(tag), "{tag}");
        }
        assert_eq!(Owner::of_route("page").tag(7), "");
    }
}
