//! What a handler can do besides changing its view.

use std::borrow::Cow;

use serde::Serialize;

use crate::known::exact;

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
    pub(crate) clears: Clears,
}

/// Which drafts the browser forgets.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clears {
    #[default]
    Nothing,
    /// That of the view.
    Draft,
    /// Those of all users.
    Users,
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
    pub fn dispatch(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        detail: &(impl Serialize + ?Sized),
    ) {
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
    pub fn publish(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        value: &(impl Serialize + ?Sized),
    ) {
        let key = key.into();
        self.published.retain(|(known, _)| *known != key);
        self.published.push((key, exact(json(value))));
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
    pub fn invalidate_key(
        &mut self,
        handler: impl Into<Cow<'static, str>>,
        key: &(impl Serialize + ?Sized),
    ) {
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
        self.clears = Clears::Draft;
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
    array
        .strip_prefix('[')
        .and_then(|array| array.strip_suffix(']'))
        .unwrap_or(array)
        .to_owned()
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
