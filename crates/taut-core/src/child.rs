//! Views that stand in the templates of other views: what is known of them, and what a session keeps of each.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::at_work;
use crate::context::Context;
use crate::event::EventError;
use crate::handler::Handler;
use crate::kept::{self, Memo};
use crate::panics::guarded;
use crate::reject::Reject;
use crate::session::Refused;
use crate::template::Template;
use crate::view::{Finished, Handled, LiveView, template_of};

/// A view that may stand in a template: `<Name/>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a template",
    label = "expected a type with `#[live_view]` and `Default`",
    note = "a view in a template starts as its `Default`, and keeps its own state from then on"
)]
pub trait StartsInTemplate: LiveView {
    /// The view as it starts.
    fn start() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: LiveView + Default> StartsInTemplate for T {
    fn start() -> Self {
        T::default()
    }
}

/// What is known at compile time of a view in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildView {
    /// Its template.
    pub template: &'static Template,
    /// The handlers that its listeners call.
    pub handlers: &'static [Handler],
}

impl ChildView {
    /// What is known of a view.
    ///
    /// # Panics
    /// While compiling, when the view is a whole document, or has a handler with `#[every]`.
    #[must_use]
    pub const fn of<C: LiveView>() -> Self {
        let template = template_of::<C>();
        if let [first, ..] = template.statics
            && let [b'<', b'!', b'D', ..] = first.as_bytes()
        {
            panic!("a view that is a whole document cannot stand in another");
        }
        let mut handlers = C::HANDLERS;
        while let [first, others @ ..] = handlers {
            assert!(first.every.is_none(), "a view with `#[every]` cannot stand in another: let the outer one tick");
            handlers = others;
        }
        Self { template, handlers: C::HANDLERS }
    }
}

/// A view in a template, with what a session keeps of it to know what has changed.
pub struct Child<C> {
    /// Away while an `async` handler works on it.
    view: Arc<Mutex<Option<Box<C>>>>,
    pub(crate) memo: Memo,
    pub(crate) is_started: bool,
}

impl<C> Default for Child<C> {
    fn default() -> Self {
        Self { view: Arc::default(), memo: kept::nothing(), is_started: false }
    }
}

impl<C> fmt::Debug for Child<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Child").field("is_started", &self.is_started).finish_non_exhaustive()
    }
}

/// What has become of the event of a view in a template.
pub(crate) enum Ran {
    /// The handler has returned.
    Done(Outcome),
    /// The handler is `async`.
    Later(Pin<Box<dyn Future<Output = Outcome>>>),
    /// The handler holds its thread.
    Blocking(Box<dyn FnOnce() -> Outcome + Send>),
}

impl fmt::Debug for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ran::Done(_) => "Done",
            Ran::Later(_) => "Later",
            Ran::Blocking(_) => "Blocking",
        })
    }
}

/// What a handler has returned, and its effects.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) context: Context,
    pub(crate) failure: Option<Box<Failure>>,
}

/// Why an event was refused, of which its view has learnt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) reject: Reject,
    /// What the log says of it; nothing of a panic, which is logged as such.
    pub(crate) refused: Option<Refused>,
    /// The panic of the view when it learnt of that.
    pub(crate) panic: Option<Reject>,
}

impl Outcome {
    /// An event that was refused, of which its view, if it is there, is told.
    fn failed<C: LiveView>(view: Option<&mut C>, context: Context, reject: Reject, refused: Option<Refused>) -> Self {
        let panic = view.and_then(|view| guarded(|| view.on_reject(&reject)).err());
        Self { context, failure: Some(Box::new(Failure { reject, refused, panic })) }
    }

    /// Whether a handler was called.
    pub(crate) fn is_of_handler(&self) -> bool {
        let refused = self.failure.as_ref().and_then(|failure| failure.refused.as_ref());
        refused.is_none_or(|refused| refused.why.is_none())
    }
}

impl<C: StartsInTemplate> Child<C> {
    /// The view, which starts when it is first shown; nothing while a handler is at work on it.
    pub(crate) fn started(&mut self) -> Arc<Mutex<Option<Box<C>>>> {
        if !self.is_started {
            *lock(&self.view) = Some(Box::new(C::start()));
        }
        Arc::clone(&self.view)
    }

    /// Calls a handler.
    pub(crate) fn run(&self, call: C::Call, handler: u16) -> Ran {
        let mut context = Context::default();
        at_work::handling::<C>(handler);
        let mut place = lock(&self.view);
        let Some(view) = place.as_mut() else { return Ran::Done(Outcome::default()) };
        let (call, is_blocking) = match guarded(|| view.handle(call, &mut context)) {
            Ok(Handled::Later(call)) => (call, false),
            Ok(Handled::Blocking(call)) => (call, true),
            Ok(Handled::Done(result)) => return Ran::Done(heard(&mut **view, handler, context, result)),
            Err(reject) => return Ran::Done(heard(&mut **view, handler, context, Err(reject))),
        };
        let Some(view) = place.take() else { return Ran::Done(Outcome::default()) };
        drop(place);
        let place = Arc::clone(&self.view);
        if is_blocking {
            return Ran::Blocking(Box::new(move || put_back(view.handle_blocking(call, context), handler, &place)));
        }
        let later = at_work::by_turns::<C, _>(handler, view.handle_later(call, context));
        Ran::Later(Box::pin(async move { put_back(later.await, handler, &place) }))
    }

    /// Refuses an event whose values do not fit the handler.
    pub(crate) fn refuse(&self, error: EventError, handler: u16) -> Ran {
        let refused = Refused { why: Some(error.kind().to_owned()), ..Refused::by_handler::<C>(handler) };
        self.fail(error.into(), Some(refused))
    }

    /// Answers an event for which no handler was called.
    pub(crate) fn fail(&self, reject: Reject, refused: Option<Refused>) -> Ran {
        Ran::Done(Outcome::failed(lock(&self.view).as_deref_mut(), Context::default(), reject, refused))
    }
}

/// Puts a view back where it was, when its handler has finished.
fn put_back<C: LiveView>(finished: Finished<C>, handler: u16, place: &Mutex<Option<Box<C>>>) -> Outcome {
    let Finished { mut view, context, result } = finished;
    let outcome = heard(&mut *view, handler, context, result);
    *lock(place) = Some(view);
    outcome
}

/// What a handler has returned, of which its view learns if it is an error.
fn heard<C: LiveView>(view: &mut C, handler: u16, context: Context, result: Result<(), Reject>) -> Outcome {
    let Err(reject) = result else { return Outcome { context, failure: None } };
    if reject.location().is_some() {
        return Outcome::failed(None::<&mut C>, context, reject, None);
    }
    let refused = reject.panic().is_none().then(|| Refused::by_handler::<C>(handler));
    Outcome::failed(Some(view), context, reject, refused)
}

pub(crate) fn lock<C>(view: &Mutex<Option<Box<C>>>) -> MutexGuard<'_, Option<Box<C>>> {
    view.lock().unwrap_or_else(PoisonError::into_inner)
}
