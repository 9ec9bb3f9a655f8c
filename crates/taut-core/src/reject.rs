//! Why something is refused, or where to go instead.

mod address;

use std::borrow::Cow;
use std::fmt;

pub use address::below_prefix;

/// Why a handler refuses an event, or `mount` a request: the message is what the user sees.
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
    /// Where to go instead.
    location: Option<Box<str>>,
    /// What the program said when it panicked, which is not for users.
    panic: Option<Box<str>>,
}

/// What users see of a panic.
const PANICKED: &str = "internal error";

/// What they see of a redirect that their browser does not follow.
const ELSEWHERE: &str = "This page is elsewhere.";

/// What they see of one that leads to where it may not.
const NOWHERE: &str = "The address to go to is none of this site.";

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

    /// Refuses because the program panicked.
    pub(crate) fn panicked(message: &str) -> Self {
        Self {
            panic: Some(message.into()),
            ..Self::new(PANICKED).with_status(500)
        }
    }

    /// What the program said when it panicked, if that is why.
    #[doc(hidden)]
    #[must_use]
    pub fn panic(&self) -> Option<&str> {
        self.panic.as_deref()
    }

    /// Refuses because what is asked for does not exist; from `mount`, the page has status 404.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(message).with_status(404)
    }

    /// Sends the browser to another page of this site: from `mount` and from a guard with status 303, from a handler also over a socket.
    /// That is no error, so `on_reject` does not hear of it.
    ///
    /// The address is a path of the application, or relative to the page; where a proxy strips a prefix, the browser is sent below the
    /// prefix. One that could lead to another site, such as `//elsewhere` or
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

    /// Sends the browser to another site, as [`Reject::redirect`] does to a page of this one. The program vouches for the address: one
    /// that comes from a user must be among those that are known.
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

    /// Leads to where browsers find the address, if the application is below a prefix.
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

    /// Where to go instead, if that is what is said.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Sets the status of the page that `mount` refuses; 422 otherwise.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The status of the page that `mount` refuses.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Says which field of a form is wrong, for `on_reject`, which may show the message next to it.
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

    /// The field of a form that is wrong, if it is about one: a field that is missing or does not fit its type, or what
    /// [`Reject::with_field`] says.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What the user sees.
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
