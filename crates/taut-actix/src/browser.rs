//! Cookies that scripts cannot read: one binds each session to the browser that has loaded its page, and one tells the users of a
//! browser apart, whose drafts it keeps.

use std::num::NonZero;

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use taut_runtime::{Mark, Owner, from_hex};

use crate::address;

/// The name of the cookie.
const NAME: &str = "taut";

/// The secret in the browser's cookie, if it has one.
pub fn secret(request: &HttpRequest) -> Option<NonZero<u128>> {
    first(request, NAME, |text| NonZero::new(from_hex(text, 32)?))
}

/// The value of the first cookie of a name that can be read: another site below the same domain may have set further ones.
fn first<T>(request: &HttpRequest, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let cookies = request.cookies().ok()?;
    cookies
        .iter()
        .filter(|cookie| cookie.name() == name)
        .find_map(|cookie| read(cookie.value()))
}

/// A cookie with a new secret.
pub(crate) fn cookie(request: &HttpRequest, secret: NonZero<u128>) -> Cookie<'static> {
    let prefix = address::prefix(request);
    Cookie::build(NAME, format!("{secret:032x}"))
        // With a slash at its end it would not be for the prefix itself.
        .path(if prefix.is_empty() {
            "/".to_owned()
        } else {
            prefix
        })
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(request.connection_info().scheme() == "https")
        .finish()
}

/// The name of the cookie that tells users apart.
const USERS: &str = "taut-user";

/// A draft is good for up to 30 days, and may be made when its page has been open for as long.
const KEPT: Duration = Duration::days(60);

/// The users of a browser, as only its cookie tells.
///
/// Names of users are hashed with the salt, so that what scripts see does not give them away. It is the browser's own: that needs no
/// secret of the application, is the same in all processes and after a restart, and is gone when the browser's storage is cleared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Users {
    pub(crate) salt: u128,
    /// The mark of the user whose page it has loaded last.
    last: Mark,
}

impl Users {
    /// Reads the cookie of a browser, if it is there.
    pub(crate) fn of(request: &HttpRequest) -> Option<Self> {
        first(request, USERS, |text| {
            let (salt, last) = text.split_at_checked(32)?;
            Some(Self {
                salt: from_hex(salt, 32)?,
                last: Mark::parse(last)?,
            })
        })
    }

    /// The mark of the last user, if that is not the owner.
    pub(crate) fn other_than(&self, owner: Option<&Owner>) -> Option<Mark> {
        let own = owner.and_then(Mark::of);
        Some(self.last).filter(|last| !own.is_some_and(|own| own.is_of_user_of(last)))
    }
}

/// A cookie that says who has loaded a page. The storage in which drafts are is that of all paths of a site, and of a page in the
/// frame of another site, if it may be there.
pub(crate) fn users_cookie(
    request: &HttpRequest,
    salt: u128,
    last: Mark,
    is_framed: bool,
) -> Cookie<'static> {
    let is_secure = request.connection_info().scheme() == "https";
    Cookie::build(USERS, format!("{salt:032x}{last}"))
        .path("/")
        .max_age(KEPT)
        .http_only(true)
        .same_site(if is_framed && is_secure {
            SameSite::None
        } else {
            SameSite::Lax
        })
        .secure(is_secure)
        .finish()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn owner(user: &str) -> Owner {
        Owner {
            user: Some(user.into()),
            ..Owner::of_route("page")
        }
    }

    #[test]
    fn the_cookie_of_users_is_read_as_it_is_written() {
        let Some(last) = Mark::of(&owner("ali")) else {
            panic!("a user has a mark")
        };
        for salt in [0, 1 << 127, u128::MAX] {
            let cookie = users_cookie(&TestRequest::default().to_http_request(), salt, last, false);
            let Some(users) = Users::of(&TestRequest::default().cookie(cookie).to_http_request())
            else {
                panic!("a cookie of ours is read")
            };
            assert_eq!(users, Users { salt, last });
            assert_eq!(users.other_than(Some(&owner("ali"))), None);
            assert_eq!(users.other_than(Some(&owner("bea"))), Some(last));
            assert_eq!(users.other_than(None), Some(last));
        }
    }

    #[test]
    fn what_is_no_such_cookie_is_none() {
        for text in [
            "",
            "7",
            &"0".repeat(79),
            &"0".repeat(81),
            &"+".repeat(80),
            &"é".repeat(40),
            &"g".repeat(80),
        ] {
            let request = TestRequest::default()
                .cookie(Cookie::new(USERS, text.to_owned()))
                .to_http_request();
            assert_eq!(Users::of(&request), None, "{text}");
        }
    }

    #[test]
    fn cookies_of_other_sites_hide_none_of_ours() {
        let own = format!("{:080x}", 7);
        let request = TestRequest::default()
            .insert_header((
                "Cookie",
                format!("taut-user=x; taut=x; taut={:032x}; taut-user={own}", 5),
            ))
            .to_http_request();
        assert_eq!(secret(&request), NonZero::new(5));
        assert_eq!(
            Users::of(&request).map(|users| users.last),
            Mark::parse(&format!("{:048x}", 7))
        );
    }
}
