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
///     cx.clear_draft();
/// }
/// # save(&mut Context::default());
/// ```
///
/// Keys and details are text and JSON: a value that cannot be JSON, such as a map whose keys are not
/// strings, arrives as `null`.
#[derive(Debug, Default)]
pub struct Context {
    pub(crate) title: Option<String>,
    pub(crate) dispatched: Vec<(Cow<'static, str>, String)>,
    /// Keys of the bus with their new values as JSON, each key once.
    pub(crate) published: Vec<(Cow<'static, str>, String)>,
    pub(crate) invalidated: Invalidated,
    pub(crate) clears_draft: bool,
}

/// Which results of handlers a browser is to forget.
#[derive(Debug)]
pub(crate) enum Invalidated {
    /// Those of some handlers; where there is a key, only of that: the items of a JSON array.
    Some(Vec<(Cow<'static, str>, Option<String>)>),
    All,
}

impl Default for Invalidated {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

impl Context {
    /// Sets the title of the browser's tab.
    pub fn title(&mut self, title: impl Into<String>) {
        self.title = Some(title.into());
    }

    /// Dispatches a `CustomEvent` on the document, with a detail, for scripts of the page.
    pub fn dispatch(&mut self, name: impl Into<Cow<'static, str>>, detail: &(impl Serialize + ?Sized)) {
        self.dispatched.push((name.into(), json(detail)));
    }

    /// Sets a value of the page's bus, which templates show as `{client.key}` and handlers with
    /// `#[client_state(key)]` publish from the browser.
    ///
    /// Of several values for one key, the last counts.
    ///
    /// ```
    /// # use taut_core::Context;
    /// fn show_all(cx: &mut Context) {
    ///     cx.publish("filter", &"all");
    /// }
    /// # show_all(&mut Context::default());
    /// ```
    pub fn publish(&mut self, key: impl Into<Cow<'static, str>>, value: &(impl Serialize + ?Sized)) {
        let key = key.into();
        self.published.retain(|(known, _)| *known != key);
        self.published.push((key, json(value)));
    }

    /// Makes the browser forget all results of a handler that it keeps because of `#[cache]`.
    ///
    /// ```
    /// # use taut_core::Context;
    /// # struct Shop { names: Vec<String> }
    /// # impl Shop {
    /// fn add(&mut self, name: String, cx: &mut Context) {
    ///     self.names.push(name);
    ///     cx.invalidate("search");
    /// }
    /// # }
    /// # Shop { names: vec![] }.add("tea".into(), &mut Context::default());
    /// ```
    pub fn invalidate(&mut self, handler: impl Into<Cow<'static, str>>) {
        self.forget(handler.into(), None);
    }

    /// Makes the browser forget one result of a handler with `#[cache]`: that for a key.
    ///
    /// The key has the parameters that `#[cache(key(…))]` names, in that order; all of the handler's
    /// parameters if it names none. It is a tuple, also of one parameter: `&(query,)`.
    ///
    /// ```
    /// # use taut_core::Context;
    /// fn rename(from: String, to: String, cx: &mut Context) {
    ///     cx.invalidate_key("search", &(&from,));
    ///     cx.invalidate_key("page", &(&to, 1));
    /// }
    /// # rename("tea".into(), "coffee".into(), &mut Context::default());
    /// ```
    pub fn invalidate_key(&mut self, handler: impl Into<Cow<'static, str>>, key: &(impl Serialize + ?Sized)) {
        // What cannot be JSON is no key of a browser; then more is forgotten rather than less.
        let key = serde_json::to_string(key).ok();
        self.forget(handler.into(), key.as_deref().map(items));
    }

    /// Makes the browser forget all results that it keeps because of `#[cache]`: after a logout, or when
    /// nothing is as it was.
    ///
    /// ```
    /// # use taut_core::Context;
    /// fn log_out(cx: &mut Context) {
    ///     cx.clear_cache();
    ///     cx.clear_draft();
    /// }
    /// # log_out(&mut Context::default());
    /// ```
    pub fn clear_cache(&mut self) {
        self.invalidated = Invalidated::All;
    }

    /// Makes the browser forget the draft of a view with `#[draft]`. A submit that succeeds does it too.
    ///
    /// ```
    /// # use taut_core::Context;
    /// fn discard(cx: &mut Context) {
    ///     cx.clear_draft();
    /// }
    /// # discard(&mut Context::default());
    /// ```
    pub fn clear_draft(&mut self) {
        self.clears_draft = true;
    }

    fn forget(&mut self, handler: Cow<'static, str>, key: Option<String>) {
        if let Invalidated::Some(some) = &mut self.invalidated {
            some.push((handler, key));
        }
    }
}

/// The items of a JSON array. The empty tuple is none for serde.
fn items(array: &str) -> String {
    let array = if array == "null" { "[]" } else { array };
    array.strip_prefix('[').and_then(|array| array.strip_suffix(']')).unwrap_or(array).to_owned()
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
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
    /// Where to go instead.
    location: Option<Cow<'static, str>>,
    /// What the program said when it panicked, which is not for users.
    panic: Option<Box<str>>,
}

/// What users see of a panic.
const PANICKED: &str = "internal error";

impl Reject {
    /// Refuses with a message.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), status: 422, location: None, panic: None }
    }

    /// Refuses because the program panicked.
    pub(crate) fn panicked(message: &str) -> Self {
        Self { panic: Some(message.into()), ..Self::new(PANICKED).with_status(500) }
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

    /// Sends whoever asks for the page elsewhere, with status 303: to where they sign in, for instance.
    ///
    /// ```
    /// # use taut_core::Reject;
    /// assert_eq!(Reject::redirect("/login").location(), Some("/login"));
    /// ```
    pub fn redirect(location: impl Into<Cow<'static, str>>) -> Self {
        Self { location: Some(location.into()), ..Self::new("This page is elsewhere.").with_status(303) }
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
