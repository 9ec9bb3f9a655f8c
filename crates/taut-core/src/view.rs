//! The traits that the macro implements for a user's struct and for a `view!` block.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::context::Context;
use crate::draft::{Draft, DraftOptions};
use crate::handler::Handler;
use crate::outline::Outline;
use crate::pass::Pass;
use crate::persist::Persist;
use crate::reject::Reject;
use crate::request::Request;
use crate::source::Source;
use crate::template::{Namespace, Template};
use crate::topic::Shared;

/// The result of `view!`: a template and the expressions in its holes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "expected the result of `view!`",
    note = "`render` ends with `view! {{ … }}`"
)]
pub trait View {
    /// The memos of all holes, to detect changes.
    type Memo: Default + Send + 'static;

    /// Its template as a type.
    type Template: StaticTemplate + 'static;

    /// What is known about the view at compile time.
    const TEMPLATE: &'static Template = <Self::Template as StaticTemplate>::TEMPLATE;

    /// Visits all holes in document order.
    fn walk(&self, pass: &mut Pass<'_>, memo: &mut Self::Memo);

    /// Returns a function that finds a listener in a memo alone, even if the view itself panics.
    fn recall(&self) -> Recall<Self::Memo>;
}

/// Finds a listener in a memo.
pub type Recall<M> = fn(&mut Pass<'_>, &mut M);

/// A type that represents a template.
pub trait StaticTemplate {
    /// The template.
    const TEMPLATE: &'static Template;

    /// Its elements, as far as they matter for where it may stand.
    const OUTLINE: &'static Outline = &Outline::EMPTY;
}

/// A view made of a template and a closure over its holes; made by [`view_of`].
#[derive(Debug)]
pub struct ViewOf<T, F, M> {
    walk: F,
    recall: Recall<M>,
    of: PhantomData<fn() -> (T, M)>,
}

/// Creates a view from a template, a closure over its holes, and a function that finds its listeners in a memo alone.
pub fn view_of<T: StaticTemplate, F: Fn(&mut Pass<'_>, &mut M), M>(
    walk: F,
    recall: Recall<M>,
) -> ViewOf<T, F, M> {
    ViewOf {
        walk,
        recall,
        of: PhantomData,
    }
}

impl<T, F, M> View for ViewOf<T, F, M>
where
    T: StaticTemplate + 'static,
    F: Fn(&mut Pass<'_>, &mut M),
    M: Default + Send + 'static,
{
    type Memo = M;
    type Template = T;

    #[inline]
    fn walk(&self, pass: &mut Pass<'_>, memo: &mut M) {
        (self.walk)(pass, memo);
    }

    fn recall(&self) -> Recall<M> {
        self.recall
    }
}

/// A struct whose state lives on the server and whose page follows it; implemented by `#[live_view]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a live view",
    label = "this type has no `#[live_view]`",
    note = "annotate one of its impls: `#[live_view] impl {Self} {{ fn render(&self) -> impl View {{ view! {{ … }} }} }}`"
)]
pub trait LiveView: Send + Sized + 'static {
    /// A call of one of the view's handlers, with all arguments.
    type Call: Send + 'static;

    /// The handlers that listeners call; listeners name them by their index.
    const HANDLERS: &'static [Handler];

    /// Makes the view for a request. The effects are for the browser that gets the page.
    fn mount(
        request: &Request<'_>,
        context: &mut Context,
    ) -> impl Future<Output = Result<Self, Reject>>;

    /// Renders the page.
    fn render(&self) -> impl View;

    /// Calls a handler, or returns the call if the handler is `async` or blocking.
    fn handle(&mut self, call: Self::Call, context: &mut Context) -> Handled<Self::Call>;

    /// What the timer of a handler with `#[every]` or `#[after]` follows; nothing if it does not run.
    fn timer(&self, _handler: u16) -> Option<u64> {
        Some(0)
    }

    /// Creates the call of a handler with `#[every]` or `#[after]`; nothing for all others.
    fn tick(_handler: u16) -> Option<Self::Call> {
        None
    }

    /// What a handler with `#[on]` receives from, with the key of the topic, if it is one; nothing for all others.
    fn source(&self, _handler: u16, _key: &mut Vec<u8>) -> Option<Source> {
        None
    }

    /// Creates the call of a handler with `#[on]` for a message or a value; nothing for all others.
    fn message(_handler: u16, _message: &Shared) -> Option<Self::Call> {
        None
    }

    /// Creates the call of `missed`, with the number of the handler, if the view has it.
    fn missed_messages() -> Option<(u16, Self::Call)> {
        None
    }

    /// Calls an `async` handler.
    fn handle_later(self: Box<Self>, call: Self::Call, context: Context) -> Later<Self>;

    /// Calls a blocking handler, on a thread where it blocks no others.
    fn handle_blocking(self: Box<Self>, _call: Self::Call, context: Context) -> Finished<Self> {
        Finished {
            view: self,
            context,
            result: Ok(()),
        }
    }

    /// The options of drafts, if the view has any.
    const DRAFT: Option<&'static DraftOptions> = None;

    /// The name of the draft of the view, from the view, its key and its user; nothing without `#[draft]`.
    fn draft_key(&self) -> Option<String> {
        None
    }

    /// The draft that the server has stored itself, if any.
    fn load_draft(&self) -> Option<Draft> {
        None
    }

    /// How the state of the view is saved, if it is.
    const PERSIST: Option<Persist<Self>> = None;

    /// Called after a view was restored, to set up what cannot be saved.
    ///
    /// # Errors
    /// If the view cannot be restored; the page starts again.
    fn restored(&mut self, _request: &Request<'_>) -> Result<(), Reject> {
        Ok(())
    }

    /// The pages of the view, if it has `params`.
    const PAGES: Option<Pages> = None;

    /// Creates the call of `params` for a path and a query, with the number of the handler; nothing if they are not the
    /// address of a page of the view.
    fn page(_path: &str, _query: &str) -> Option<(u16, Self::Call)> {
        None
    }

    /// Whether the view has `refill`.
    const REFILLS: bool = false;

    /// Called before the page is written again as a whole, to load the rows of feeds, which are forgotten once they are sent.
    fn refill(&mut self) {}

    /// Called when an event of the view was refused.
    fn on_reject(&mut self, _reject: &Reject) {}
}

/// The pages of a view that is told which of them it shows.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// Their paths, with parameters as `{name}`.
    pub paths: fn() -> Vec<&'static str>,
    /// The paths of the pages of other views in the same route.
    pub others: fn() -> Vec<&'static str>,
    /// Whether `params` is `async` or blocking.
    pub waits: bool,
}

/// The result of a call.
#[derive(Debug)]
pub enum Handled<C> {
    /// The handler has returned.
    Done(Result<(), Reject>),
    /// The handler is `async`; contains the call.
    Later(C),
    /// The handler is blocking; contains the call.
    Blocking(C),
}

/// A running handler, which owns the view in the meantime.
pub type Later<T> = Pin<Box<dyn Future<Output = Finished<T>>>>;

/// The result of such a handler.
#[derive(Debug)]
pub struct Finished<T> {
    /// The view.
    pub view: Box<T>,
    /// The effects of the handler.
    pub context: Context,
    /// What the handler returned.
    pub result: Result<(), Reject>,
}

/// The template of a live view's page.
#[must_use]
pub const fn template_of<T: LiveView>() -> &'static Template {
    const fn of<'a, T: 'a, V: View>(render: impl Fn(&'a T) -> V) -> &'static Template {
        // A constant function must not drop a value that might have a destructor.
        std::mem::forget(render);
        V::TEMPLATE
    }
    of(T::render)
}

/// The return type of a handler: nothing, or a `Result` whose error is shown to the user.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "expected `()` or `Result<(), E>` with `E: Into<Reject>`",
    note = "for an error type of your own: `impl From<YourError> for taut::Reject`, which decides what the user sees"
)]
pub trait HandlerResult {
    /// The result, with the error as a [`Reject`].
    ///
    /// # Errors
    /// If the handler has refused the event.
    fn into_result(self) -> Result<(), Reject>;
}

impl HandlerResult for () {
    fn into_result(self) -> Result<(), Reject> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<Reject>> HandlerResult for Result<(), E> {
    fn into_result(self) -> Result<(), Reject> {
        self.map_err(Into::into)
    }
}

/// The return type of `mount`: the view, or a `Result` whose error becomes the page's status.
#[diagnostic::on_unimplemented(
    message = "`mount` cannot return `{Self}`",
    label = "expected `{T}` or `Result<{T}, E>` with `E: Into<Reject>`"
)]
pub trait MountResult<T> {
    /// The view, or the error for the user.
    ///
    /// # Errors
    /// If there is no view for the request.
    fn into_view(self) -> Result<T, Reject>;
}

impl<T: LiveView> MountResult<T> for T {
    fn into_view(self) -> Result<T, Reject> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: LiveView, E: Into<Reject>> MountResult<T> for Result<T, E> {
    fn into_view(self) -> Result<T, Reject> {
        self.map_err(Into::into)
    }
}

/// A view without `mount`, which starts as its `Default`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has neither `mount` nor `Default`",
    label = "this view has no initial state",
    note = "add `#[derive(Default)]` to the struct, or `fn mount(request: &Request) -> Self` to the impl"
)]
pub trait MountDefault: Sized {
    /// Creates the initial view.
    fn mount_default() -> Self;
}

impl<T: Default> MountDefault for T {
    fn mount_default() -> Self {
        T::default()
    }
}

/// Creates a view without `mount`.
///
/// # Errors
/// Never; it has the same type as any `mount`.
pub fn mount_default<T: MountDefault>() -> Result<T, Reject> {
    Ok(T::mount_default())
}

/// The template that shows nothing.
#[derive(Debug)]
pub struct Nothing;

impl StaticTemplate for Nothing {
    const TEMPLATE: &'static Template = &Template {
        namespace: Namespace::Html,
        statics: &["<!>"],
        holes: &[],
        numbers: &[],
        tail: &[],
        is_document: false,
        has_marks: false,
        needs: 0,
        has_components: false,
    };
}

/// The content of a component's tag that has none.
#[derive(Debug)]
pub struct NoContent;

impl View for NoContent {
    type Memo = ();
    type Template = Nothing;

    fn walk(&self, _: &mut Pass<'_>, (): &mut ()) {}

    fn recall(&self) -> Recall<()> {
        |_, ()| {}
    }
}

/// The view that shows nothing.
pub fn nothing() -> impl View {
    view_of::<Nothing, _, _>(|_: &mut Pass<'_>, (): &mut ()| {}, |_, ()| {})
}
