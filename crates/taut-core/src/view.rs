//! What the macro makes of a user's struct and of a `view!` block.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::context::Context;
use crate::draft::{Draft, DraftOptions};
use crate::handler::Handler;
use crate::pass::Pass;
use crate::persist::Persist;
use crate::reject::Reject;
use crate::request::Request;
use crate::template::{Namespace, Template};

/// What `view!` gives: a template and the expressions in its holes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "expected what `view!` gives",
    note = "`render` ends with `view! {{ … }}`"
)]
pub trait View {
    /// What a session keeps to know what has changed: a memo for each hole.
    type Memo: Default + Send + 'static;

    /// What is known of the view at compile time.
    const TEMPLATE: &'static Template;

    /// Visits all holes in document order.
    fn walk(&self, pass: &mut Pass<'_>, memo: &mut Self::Memo);

    /// Returns what finds a listener in a memo alone, also when the view itself panics.
    fn recall(&self) -> Recall<Self::Memo>;
}

/// Finds a listener in a memo.
pub type Recall<M> = fn(&mut Pass<'_>, &mut M);

/// A type that stands for one template.
pub trait StaticTemplate {
    /// The template.
    const TEMPLATE: &'static Template;
}

/// A view made of a template and a closure over its holes; made by [`view_of`].
#[derive(Debug)]
pub struct ViewOf<T, F, M> {
    walk: F,
    recall: Recall<M>,
    of: PhantomData<fn() -> (T, M)>,
}

/// Makes a view of a template, a closure over its holes, and what finds its listeners in a memo alone.
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
    T: StaticTemplate,
    F: Fn(&mut Pass<'_>, &mut M),
    M: Default + Send + 'static,
{
    type Memo = M;
    const TEMPLATE: &'static Template = T::TEMPLATE;

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

    /// Makes the view for a request.
    fn mount(request: &Request<'_>) -> impl Future<Output = Result<Self, Reject>>;

    /// The page as it is to be shown.
    fn render(&self) -> impl View;

    /// Calls a handler, or gives the call back when the handler is `async` or holds its thread.
    fn handle(&mut self, call: Self::Call, context: &mut Context) -> Handled<Self::Call>;

    /// Makes the call of a handler with `#[every]`; nothing for all others.
    fn tick(_handler: u16) -> Option<Self::Call> {
        None
    }

    /// Calls an `async` handler.
    fn handle_later(self: Box<Self>, call: Self::Call, context: Context) -> Later<Self>;

    /// Calls a handler that holds its thread, from a thread on which nobody else waits.
    fn handle_blocking(self: Box<Self>, _call: Self::Call, context: Context) -> Finished<Self> {
        Finished {
            view: self,
            context,
            result: Ok(()),
        }
    }

    /// What is declared about drafts, if the view has any.
    const DRAFT: Option<&'static DraftOptions> = None;

    /// Names the draft of the view: the view, its key and its user; nothing if it has no `#[draft]`.
    fn draft_key(&self) -> Option<String> {
        None
    }

    /// The draft that the server keeps itself, if it does.
    fn load_draft(&self) -> Option<Draft> {
        None
    }

    /// How the state of the view is kept, if it is.
    const PERSIST: Option<Persist<Self>> = None;

    /// Gives a view that has come back from what was kept of it what cannot be kept.
    ///
    /// # Errors
    /// When the view cannot come back; the page starts anew.
    fn restored(&mut self, _request: &Request<'_>) -> Result<(), Reject> {
        Ok(())
    }

    /// Learns that a handler has refused an event.
    fn on_reject(&mut self, _reject: &Reject) {}
}

/// What has become of a call.
#[derive(Debug)]
pub enum Handled<C> {
    /// The handler has returned.
    Done(Result<(), Reject>),
    /// The handler is `async`: here is the call again.
    Later(C),
    /// The handler holds its thread: here is the call again.
    Blocking(C),
}

/// A handler at work, which owns the view meanwhile.
pub type Later<T> = Pin<Box<dyn Future<Output = Finished<T>>>>;

/// What a handler leaves behind that took its time.
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
        // A constant function may not drop what might have a destructor.
        std::mem::forget(render);
        V::TEMPLATE
    }
    of(T::render)
}

/// What a handler may return: nothing, or a `Result` whose error the user is to see.
#[diagnostic::on_unimplemented(
    message = "a handler cannot return `{Self}`",
    label = "expected `()` or `Result<(), E>` with `E: Into<Reject>`",
    note = "for an error type of your own: `impl From<YourError> for taut::Reject`, which decides what the user sees"
)]
pub trait HandlerResult {
    /// The result, with what the user is to see.
    ///
    /// # Errors
    /// When the handler refused the event.
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

/// What `mount` may return: the view, or a `Result` whose error becomes the page's status.
#[diagnostic::on_unimplemented(
    message = "`mount` cannot return `{Self}`",
    label = "expected `{T}` or `Result<{T}, E>` with `E: Into<Reject>`"
)]
pub trait MountResult<T> {
    /// The view, or what the user is to see instead.
    ///
    /// # Errors
    /// When there is no view for the request.
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
    label = "how does this view start?",
    note = "add `#[derive(Default)]` to the struct, or `fn mount(request: &Request) -> Self` to the impl"
)]
pub trait MountDefault: Sized {
    /// The view as it starts.
    fn mount_default() -> Self;
}

impl<T: Default> MountDefault for T {
    fn mount_default() -> Self {
        T::default()
    }
}

/// Makes a view that has no `mount`.
///
/// # Errors
/// Never; the result is that of any `mount`.
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
        tail: &[],
        is_document: false,
        has_marks: false,
        has_components: false,
    };
}

/// The view that shows nothing.
pub fn nothing() -> impl View {
    view_of::<Nothing, _, _>(|_: &mut Pass<'_>, (): &mut ()| {}, |_, ()| {})
}
