//! Views that stand in the templates of other views: what is known of them, and what a session keeps of each.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::at_work;
use crate::components::{Place, Stored};
use crate::context::Context;
use crate::event::EventError;
use crate::handler::Handler;
use crate::kept::{self, Memo};
use crate::panics::guarded;
use crate::persist::OldState;
use crate::props::Props;
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
            assert!(
                first.every.is_none(),
                "a view with `#[every]` cannot stand in another: let the outer one tick"
            );
            handlers = others;
        }
        Self {
            template,
            handlers: C::HANDLERS,
        }
    }
}

/// A view in a template.
pub struct Child<C> {
    pub(crate) view: Box<C>,
    /// What is kept of its props.
    props: Box<dyn Any + Send>,
}

impl<C> fmt::Debug for Child<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Child").finish_non_exhaustive()
    }
}

impl<C: LiveView> Stored for Child<C> {
    fn save(&self) -> Option<Result<OldState, Reject>> {
        C::PERSIST.map(|persist| guarded(|| persist.save(&self.view)).and_then(|saved| saved))
    }
}

/// What a session keeps of a view in a template, to know what has changed.
pub struct ChildMemo(pub(crate) Memo);

impl Default for ChildMemo {
    fn default() -> Self {
        Self(kept::nothing())
    }
}

impl fmt::Debug for ChildMemo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildMemo").finish_non_exhaustive()
    }
}

/// What has become of the event of a view in a template.
pub(crate) enum Ran {
    /// The handler has returned.
    Done(Outcome),
    /// The handler is `async`.
    Later(Pin<Box<dyn Future<Output = Left>>>),
    /// The handler holds its thread.
    Blocking(Box<dyn FnOnce() -> Left + Send>),
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
    fn failed<C: LiveView>(
        view: Option<&mut C>,
        context: Context,
        reject: Reject,
        refused: Option<Refused>,
    ) -> Self {
        let panic = view.and_then(|view| guarded(|| view.on_reject(&reject)).err());
        Self {
            context,
            failure: Some(Box::new(Failure {
                reject,
                refused,
                panic,
            })),
        }
    }

    /// Whether a handler was called.
    pub(crate) fn is_of_handler(&self) -> bool {
        let refused = self
            .failure
            .as_ref()
            .and_then(|failure| failure.refused.as_ref());
        refused.is_none_or(|refused| refused.why.is_none())
    }
}

/// What a handler of a view in a template leaves behind that took its time.
pub(crate) struct Left {
    pub(crate) place: Place,
    pub(crate) view: Box<dyn Stored>,
    pub(crate) outcome: Outcome,
}

impl fmt::Debug for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Left")
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl<C: LiveView> Child<C> {
    /// Gives the view its props, if one is not what it was.
    pub fn give<P: Props<C>>(&mut self, props: P) {
        if !self.props.is::<Option<P::Kept>>() {
            self.props = Box::new(None::<P::Kept>);
        }
        if let Some(kept) = self.props.downcast_mut() {
            props.give(&mut self.view, kept);
        }
    }
}

impl<C: StartsInTemplate> Child<C> {
    /// The view as it starts, or as it was kept.
    pub(crate) fn start(saved: Option<&OldState>) -> Self {
        let kept = saved.and_then(|saved| C::PERSIST?.load(saved).ok());
        Self {
            view: Box::new(kept.unwrap_or_else(C::start)),
            props: Box::new(()),
        }
    }

    /// Calls a handler of the view at a place; gives the view back, unless the handler takes its time.
    pub(crate) fn run(
        mut self: Box<Self>,
        call: C::Call,
        handler: u16,
        place: Place,
    ) -> (Option<Box<Self>>, Ran) {
        let mut context = Context::default();
        at_work::handling::<C>(handler);
        let (call, is_blocking) = match guarded(|| self.view.handle(call, &mut context)) {
            Ok(Handled::Later(call)) => (call, false),
            Ok(Handled::Blocking(call)) => (call, true),
            Ok(Handled::Done(result)) => return self.heard(handler, context, result),
            Err(reject) => return self.heard(handler, context, Err(reject)),
        };
        let Self { view, props } = *self;
        if is_blocking {
            let run = move || left(view.handle_blocking(call, context), props, handler, place);
            return (None, Ran::Blocking(Box::new(run)));
        }
        let later = at_work::by_turns::<C, _>(handler, view.handle_later(call, context));
        (
            None,
            Ran::Later(Box::pin(
                async move { left(later.await, props, handler, place) },
            )),
        )
    }

    fn heard(
        mut self: Box<Self>,
        handler: u16,
        context: Context,
        result: Result<(), Reject>,
    ) -> (Option<Box<Self>>, Ran) {
        let outcome = heard(&mut *self.view, handler, context, result);
        (Some(self), Ran::Done(outcome))
    }

    /// Refuses an event whose values do not fit the handler.
    pub(crate) fn refuse(&mut self, error: EventError, handler: u16) -> Ran {
        let refused = Refused {
            why: Some(error.kind().to_owned()),
            ..Refused::by_handler::<C>(handler)
        };
        self.fail(error.into(), Some(refused))
    }

    /// Answers an event for which no handler was called.
    pub(crate) fn fail(&mut self, reject: Reject, refused: Option<Refused>) -> Ran {
        Ran::Done(Outcome::failed(
            Some(&mut *self.view),
            Context::default(),
            reject,
            refused,
        ))
    }
}

/// What is left of a view whose handler has finished.
fn left<C: LiveView>(
    finished: Finished<C>,
    props: Box<dyn Any + Send>,
    handler: u16,
    place: Place,
) -> Left {
    let Finished {
        mut view,
        context,
        result,
    } = finished;
    let outcome = heard(&mut *view, handler, context, result);
    Left {
        place,
        view: Box::new(Child { view, props }),
        outcome,
    }
}

/// What a handler has returned, of which its view learns if it is an error.
fn heard<C: LiveView>(
    view: &mut C,
    handler: u16,
    context: Context,
    result: Result<(), Reject>,
) -> Outcome {
    let Err(reject) = result else {
        return Outcome {
            context,
            failure: None,
        };
    };
    if reject.location().is_some() {
        return Outcome::failed(None::<&mut C>, context, reject, None);
    }
    let refused = reject
        .panic()
        .is_none()
        .then(|| Refused::by_handler::<C>(handler));
    Outcome::failed(Some(view), context, reject, refused)
}
