//! Refusals and redirects.

mod address;

use std::borrow::Cow;
use std::fmt;

pub use address::below_prefix;

/// The reason why a handler refuses an event, or `mount` a request: the message is shown to the user.
///
/// ```
/// # use taut_core::Reject;
/// fn decrement(count: &mut u32) -> Result<(), Reject> {
///     *count = count.checked_sub(1).ok_or("The count cannot go below zero.")?;
///     Ok(())
/// }
/// assert_eq!(decrement(&mut 0).unwrap_err().to_string(), "The count cannot go below zero.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    message: Cow<'static, str>,
    status: u16,
    /// The field of a form that it is about.
    field: Option<Cow<'static, str>>,
    /// The target of a redirect.
    location: Option<Box<str>>,
    /// The message of a panic, which is not shown to users.
    panic: Option<Box<str>>,
}

/// The message for users after a panic.
const PANICKED: &str = "internal error";

/// The message for users whose browser does not follow a redirect.
const ELSEWHERE: &str = "This page has moved.";

/// The message for users if a redirect leads to another site.
const NOWHERE: &str = "The redirect leads to another site.";

impl Reject {
    /// Refuses with a message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            status: 422,
            field: None,
            location: None,
            panic: None,
        }
    }

    /// Refuses because of a panic.
    pub(crate) fn panicked(message: &str) -> Self {
        Self {
            panic: Some(message.into()),
            ..Self::new(PANICKED).with_status(500)
        }
    }

    /// The message of the panic, if that is the reason.
    #[doc(hidden)]
    #[must_use]
    pub fn panic(&self) -> Option<&str> {
        self.panic.as_deref()
    }

    /// Refuses because something does not exist; from `mount`, the page has status 404.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(message).with_status(404)
    }

    /// Redirects the browser to another page of this site: from `mount` and from a guard with status
    /// 303, from a handler also over a socket. This is not an error, so `on_reject` is not called.
    ///
    /// The address is a path of the application, or relative to the page; if a proxy strips a prefix,
    /// the prefix is added. An address that could lead to another site, such as `//elsewhere` or
    /// `https://elsewhere`, is refused with status 400 instead, so that it may come from a user:
    ///
    /// ```
    /// # use taut_core::Reject;
    /// assert_eq!(Reject::redirect("/login?next=%2F").location(), Some("/login?next=%2F"));
    /// assert_eq!(Reject::redirect("//elsewhere.example").location(), None);
    /// ```
    #[must_use]
    pub fn redirect(location: impl AsRef<str>) -> Self {
        Self::redirect_to(address::of_own_site(location.as_ref()))
    }

    /// Redirects the browser to another site, as [`Reject::redirect`] does to a page of this one. The
    /// program vouches for the address: check one that comes from a user against a list.
    ///
    /// It must be complete, with `https:` or `http:`; any other is refused with status 400 instead.
    ///
    /// ```
    /// # use taut_core::Reject;
    /// let reject = Reject::redirect_to_other_site("https://pay.example/orders/7");
    /// assert_eq!(reject.location(), Some("https://pay.example/orders/7"));
    /// ```
    #[must_use]
    pub fn redirect_to_other_site(location: impl AsRef<str>) -> Self {
        Self::redirect_to(address::of_any_site(location.as_ref()))
    }

    fn redirect_to(location: Option<String>) -> Self {
        match location {
            Some(location) => Self {
                location: Some(location.into()),
                ..Self::new(ELSEWHERE).with_status(303)
            },
            None => Self::new(NOWHERE).with_status(400),
        }
    }

    /// Adds the prefix below which browsers find the application, if there is one.
    #[doc(hidden)]
    #[must_use]
    pub fn below(self, prefix: &str) -> Self {
        Self {
            location: self
                .location
                .map(|location| below_prefix(prefix, &location).into()),
            ..self
        }
    }

    /// The target of the redirect, if it is one.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Sets the status of the page if `mount` refuses. The default is 422.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The status of the page if `mount` refuses.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Sets the field of a form that is wrong, for `on_reject`, which can show the message next to it.
    ///
    /// ```
    /// # use taut_core::Reject;
    /// let reject = Reject::new("At least two letters, please.").with_field("name");
    /// assert_eq!(reject.field(), Some("name"));
    /// ```
    #[must_use]
    pub fn with_field(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(name.into());
        self
    }

    /// The field of a form that is wrong, if there is one: a field that is missing or does not fit its
    /// type, or the field set with [`Reject::with_field`].
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The message for the user.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Reject {}

impl From<&'static str> for Reject {
    fn from(message: &'static str) -> Self {
        Self::new(message)
    }
}

impl From<String> for Reject {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl From<std::convert::Infallible> for Reject {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
