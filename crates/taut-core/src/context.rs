//! What a handler can do besides changing its view.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

/// The effects of a handler, which reach the browser with the patch.
///
/// A handler asks for it by a parameter: `fn save(&mut self, cx: &mut Context)`.
///
/// ```
/// # use taut_core::Context;
/// fn save(cx: &mut Context) {
///     cx.title("Saved");
///     cx.dispatch("saved", &42);
/// }
/// # save(&mut Context::default());
/// ```
#[derive(Debug, Default)]
pub struct Context {
    pub(crate) title: Option<String>,
    pub(crate) dispatched: Vec<(Cow<'static, str>, String)>,
}

impl Context {
    /// Sets the title of the browser's tab.
    pub fn title(&mut self, title: impl Into<String>) {
        self.title = Some(title.into());
    }

    /// Dispatches a `CustomEvent` on the document, with a detail, for scripts of the page.
    ///
    /// A detail that cannot be JSON, such as a map whose keys are not strings, arrives as `null`.
    pub fn dispatch(&mut self, name: impl Into<Cow<'static, str>>, detail: &impl Serialize) {
        let detail = serde_json::to_string(detail).unwrap_or_else(|_| "null".to_owned());
        self.dispatched.push((name.into(), detail));
    }
}

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
}

impl Reject {
    /// Refuses with a message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), status: 422 }
    }

    /// Refuses because what is asked for does not exist; from `mount`, the page has status 404.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(message).with_status(404)
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
