//! Effects: what a handler can do besides changing its view.

use std::any::type_name;
use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use crate::app_data::AppData;
use crate::attendance::{AllAttending, Attendance, Attending};
use crate::emission::Emission;
use crate::known::exact;
use crate::place::Place;
use crate::route::Route;

/// The effects of a handler, which are sent to the browser with the patch.
///
/// A handler gets it as a parameter: `fn save(&mut self, cx: &mut Context)`.
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
/// Keys and details are text and JSON. A value that cannot be represented as JSON, such as a map whose
/// keys are not strings, arrives as `null`.
#[derive(Debug, Default)]
pub struct Context {
    pub(crate) title: Option<Box<str>>,
    /// A message for the user.
    pub(crate) flash: Option<String>,
    pub(crate) dispatched: Vec<(Cow<'static, str>, String)>,
    /// For the script that has sent the event, as JSON.
    pub(crate) reply: Option<Box<str>>,
    /// Keys of the client state with their new values as JSON, each key once.
    pub(crate) published: Vec<(Cow<'static, str>, String)>,
    pub(crate) invalidated: Invalidated,
    pub(crate) clears: Clears,
    /// For the view around the component whose handler this is.
    pub(crate) emitted: Vec<Emission>,
    /// The page to go to.
    pub(crate) go: Option<Go>,
    /// The page that the view shows by now, with the address as the browser sees it.
    pub(crate) shows: Option<Go>,
    /// The presences that the view joins and leaves.
    pub(crate) attending: Option<Box<AllAttending>>,
    pub(crate) data: AppData,
}

/// A page to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Go {
    pub(crate) address: String,
    /// Whether it takes the place of the page in the browser's history.
    pub(crate) replaces: bool,
}

/// The drafts that the browser must remove.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Clears {
    #[default]
    Nothing,
    /// The draft of the view.
    Draft,
    /// The drafts of all users.
    Users,
}

/// The cached results that the browser must drop.
#[derive(Debug)]
pub(crate) enum Invalidated {
    /// The results of some handlers; if there is a key, only the result for that key: the items of a JSON array.
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
        self.title = Some(title.into().into());
    }

    /// Shows a message to the user for a while, such as "Saved.": on the current page, or, if the handler leads to another one, there.
    ///
    /// Of several messages, the last one counts.
    ///
    /// ```
    /// # use taut_core::{Context, Reject};
    /// fn save(cx: &mut Context) -> Result<(), Reject> {
    ///     cx.flash("Saved.");
    ///     Err(Reject::redirect("/orders"))
    /// }
    /// # let _ = save(&mut Context::default());
    /// ```
    pub fn flash(&mut self, message: impl Into<String>) {
        self.flash = Some(message.into());
    }

    /// Dispatches a `CustomEvent` on the document, with a detail, for scripts of the page.
    pub fn dispatch(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        detail: &(impl Serialize + ?Sized),
    ) {
        self.dispatched.push((name.into(), json(detail)));
    }

    /// Replies to the script that has sent the event: the promise of `this.send(…)` in a hook resolves to the value.
    ///
    /// Only events that a hook has sent have a reply; for all others it is dropped. Of several replies, the last one counts.
    ///
    /// ```
    /// # use taut_core::{Context, Reject};
    /// # fn points(from: f64, to: f64) -> Vec<f64> { vec![from, to] }
    /// fn zoom(from: f64, to: f64, cx: &mut Context) -> Result<(), Reject> {
    ///     if from >= to {
    ///         return Err("There is nothing in between.".into()); // the promise rejects
    ///     }
    ///     cx.reply(&points(from, to));
    ///     Ok(())
    /// }
    /// # let _ = zoom(0.0, 1.0, &mut Context::default());
    /// ```
    pub fn reply(&mut self, value: &(impl Serialize + ?Sized)) {
        self.reply = Some(json(value).into());
    }

    /// Sets a value of the client state, which templates show as `{client.key}` and handlers with
    /// `#[client_state(key)]` publish from the browser.
    ///
    /// Of several values for one key, the last one wins.
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

    /// Drops all results of a handler with `#[cache]` from the browser.
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

    /// Drops one result of a handler with `#[cache]` from the browser: the result for a key.
    ///
    /// The key consists of the parameters that `#[cache(key(…))]` names, in that order, or of all
    /// parameters of the handler if it names none. It is a tuple, even for one parameter: `&(query,)`.
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
        // The browser has no result under a key that is not JSON; then all results of the handler are
        // dropped, rather than too few.
        let key = serde_json::to_string(key).ok();
        self.forget(handler.into(), key.as_deref().map(items));
    }

    /// Drops all results of `#[cache]` from the browser: after a logout, or after a change that affects everything.
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

    /// Removes the draft of a view with `#[draft]` from the browser. A successful submit does it too.
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

    /// Sends an event of a component to the view around it.
    ///
    /// The listener on the component's tag, such as `@added={add_tag(event.detail)}`, is called when the handler has
    /// returned, also if it has failed, and before the browser is answered. Without a listener, or in a view that is
    /// no component, nothing happens.
    ///
    /// The example in [templates](https://docs.rs/taut/latest/taut/docs/templates/index.html) declares the event.
    pub fn emit(&mut self, event: Emission) {
        self.emitted.push(event);
    }

    /// A context in an application with data.
    #[doc(hidden)]
    #[must_use]
    pub fn with(data: &AppData) -> Self {
        Self {
            data: data.clone(),
            ..Self::default()
        }
    }

    /// Returns a value of the application's data, such as a pool of connections, so that the view need not hold it.
    ///
    /// `app.data(Arc::new(pool))` in `taut::serve` adds one, and `Visit::data` in a test.
    ///
    /// ```
    /// # use taut_core::Context;
    /// # struct Pool;
    /// # impl Pool { fn count(&self) -> usize { 0 } }
    /// # struct Page { count: usize }
    /// # impl Page {
    /// fn refresh(&mut self, cx: &mut Context) {
    ///     self.count = cx.data::<Pool>().count();
    /// }
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the application has no value of this type. Then the user sees an internal error, and the log names the type.
    #[must_use]
    #[track_caller]
    pub fn data<T: Send + Sync + 'static>(&self) -> Arc<T> {
        self.data.get().unwrap_or_else(|| {
            let of = type_name::<T>();
            panic!(
                "the application has no data of type `{of}`: add it with `app.data(Arc::new(…))`"
            )
        })
    }

    /// Goes to a page of the application. If the same view shows it, its `params` is called, and everything else in the page
    /// stays; otherwise the browser loads the page.
    ///
    /// If the handler fails, it stays where it is. Of several pages, the last one counts.
    ///
    /// ```ignore
    /// fn saved(&mut self, cx: &mut Context) {
    ///     cx.go(Page::Ticket { id: self.id });
    /// }
    /// ```
    pub fn go(&mut self, page: impl Route) {
        let address = page.address();
        self.go = Some(Go {
            address,
            replaces: false,
        });
    }

    /// Goes to a page as [`Context::go`] does, in the place of the current one: the browser's back button does not lead to
    /// the current page any more.
    pub fn replace(&mut self, page: impl Route) {
        let address = page.address();
        self.go = Some(Go {
            address,
            replaces: true,
        });
    }

    /// Whether there is nothing to do.
    fn is_empty(&self) -> bool {
        let Self {
            title,
            flash,
            dispatched,
            reply,
            published,
            invalidated,
            clears,
            emitted,
            go,
            shows,
            attending,
            data: _,
        } = self;
        let texts = title.is_none() && flash.is_none() && reply.is_none();
        let lists = dispatched.is_empty() && published.is_empty() && emitted.is_empty();
        let caches = matches!(invalidated, Invalidated::Some(some) if some.is_empty());
        let pages = go.is_none() && shows.is_none() && attending.is_none();
        texts && lists && caches && pages && *clears == Clears::Nothing
    }

    /// The effects, if there are any.
    pub(crate) fn if_any(self) -> Option<Box<Self>> {
        (!self.is_empty()).then(|| Box::new(self))
    }

    /// Notes that the view joins a presence.
    pub(crate) fn join(&mut self, attendance: Attendance) {
        self.attend(Attending::Join(attendance));
    }

    /// Notes that the view leaves the presence with a key, or, without one, any of this type of topic.
    pub(crate) fn leave(&mut self, topic: &'static str, key: Option<String>) {
        let place = Place::default();
        self.attend(Attending::Leave { place, topic, key });
    }

    fn attend(&mut self, attending: Attending) {
        self.attending.get_or_insert_default().0.push(attending);
    }

    /// Says that these are the effects of a handler of the component at a place.
    pub(crate) fn of_component(&mut self, place: Place) {
        let attending = self.attending.iter_mut().flat_map(|all| &mut all.0);
        attending.for_each(|attending| attending.by(place));
    }

    /// Adds the effects of a handler that was called after this one, for the same event.
    pub(crate) fn append(&mut self, mut later: Context) {
        self.title = later.title.or(self.title.take());
        self.flash = later.flash.or(self.flash.take());
        self.dispatched.append(&mut later.dispatched);
        self.reply = later.reply.or(self.reply.take());
        for (key, value) in later.published {
            self.published.retain(|(known, _)| *known != key);
            self.published.push((key, value));
        }
        match (&mut self.invalidated, later.invalidated) {
            (Invalidated::Some(some), Invalidated::Some(later)) => some.extend(later),
            (all, Invalidated::All) => *all = Invalidated::All,
            (Invalidated::All, _) => {}
        }
        self.clears = self.clears.max(later.clears);
        self.emitted.append(&mut later.emitted);
        self.go = later.go.or(self.go.take());
        self.shows = later.shows.or(self.shows.take());
        let later = later.attending.map(|all| all.0).unwrap_or_default();
        later.into_iter().for_each(|later| self.attend(later));
    }

    fn forget(&mut self, handler: Cow<'static, str>, key: Option<String>) {
        if let Invalidated::Some(some) = &mut self.invalidated {
            some.push((handler, key));
        }
    }
}

/// The items of a JSON array. serde writes the empty tuple as `null`.
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
