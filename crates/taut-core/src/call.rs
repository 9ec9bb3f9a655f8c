//! Calls a handler of a view, of the session itself or a component, and informs the view about refusals.

use std::any::type_name;

use crate::at_work;
use crate::components::Received;
use crate::context::Context;
use crate::event::EventError;
use crate::panics::guarded;
use crate::refused::Refused;
use crate::reject::Reject;
use crate::settled::{Failure, Settled};
use crate::view::{Finished, Handled, LiveView};
use crate::work::Work;

/// Calls a handler with a new context, and passes the view and the settled event to `leave`: immediately, or at the end of
/// the work of an `async` or blocking handler.
pub(crate) fn call<T: LiveView, R: Send + 'static>(
    mut view: Box<T>,
    call: T::Call,
    handler: u16,
    may_wait: bool,
    mut context: Context,
    leave: impl FnOnce(Box<T>, Settled) -> R + Send + 'static,
) -> Result<R, Work> {
    at_work::handling::<T>(handler);
    let result = match guarded(|| view.handle(call, &mut context)) {
        Ok(Handled::Done(result)) => result,
        Ok(Handled::Later(_) | Handled::Blocking(_)) if !may_wait => {
            let settled = refuse_to_wait(&mut *view, handler);
            return Ok(leave(view, settled));
        }
        Ok(Handled::Later(call)) => {
            let later = at_work::by_turns::<T, _>(handler, view.handle_later(call, context));
            return Err(Work::later(async move {
                let (view, settled) = finish(later.await, handler);
                leave(view, settled)
            }));
        }
        Ok(Handled::Blocking(call)) => {
            return Err(Work::blocking(move || {
                let (view, settled) = finish(view.handle_blocking(call, context), handler);
                leave(view, settled)
            }));
        }
        Err(panic) => Err(panic),
    };
    let settled = settle(&mut *view, handler, context, result);
    Ok(leave(view, settled))
}

/// The call of the handler for what a view receives without an event, with its number, if there is one.
pub(crate) fn of_received<T: LiveView>(received: Received<'_>) -> Option<(u16, T::Call)> {
    match received {
        Received::Message(handler, message) => Some((handler, T::message(handler, message)?)),
        Received::Missed => T::missed_messages(),
        Received::Time(handler) => Some((handler, T::tick(handler)?)),
    }
}

fn finish<T: LiveView>(finished: Finished<T>, handler: u16) -> (Box<T>, Settled) {
    let Finished {
        mut view,
        context,
        result,
    } = finished;
    let settled = settle(&mut *view, handler, context, result);
    (view, settled)
}

/// Settles an event with the result of its handler. A redirect is not a failure, so the view is not informed.
fn settle<T: LiveView>(
    view: &mut T,
    handler: u16,
    context: Context,
    result: Result<(), Reject>,
) -> Settled {
    let failure = result.err().map(|reject| {
        let (refused, panic) = if reject.location().is_some() {
            (None, None)
        } else {
            let is_refusal = reject.panic().is_none();
            (
                is_refusal.then(|| by_handler::<T>(handler)),
                inform(view, &reject),
            )
        };
        Box::new(Failure {
            reject,
            during: "handling an event",
            refused,
            panic,
        })
    });
    Settled { context, failure }
}

/// Settles an event whose handler takes its time where none may.
fn refuse_to_wait<T: LiveView>(view: &mut T, handler: u16) -> Settled {
    let why = "it is `async` or blocking, and so was the handler of the component that has emitted";
    let refused = Refused {
        why: Some(why.to_owned()),
        ..by_handler::<T>(handler)
    };
    let reject = Reject::new("internal error").with_status(500);
    fail(view, reject, "handling an event", Some(refused))
}

/// Settles an event whose values do not fit its handler.
pub(crate) fn misfit<T: LiveView>(view: &mut T, error: EventError, handler: u16) -> Settled {
    let refused = Refused {
        why: Some(error.kind().to_owned()),
        ..by_handler::<T>(handler)
    };
    fail(view, error.into(), "handling an event", Some(refused))
}

/// Settles an event for which no handler was called.
pub(crate) fn fail<T: LiveView>(
    view: &mut T,
    reject: Reject,
    during: &'static str,
    refused: Option<Refused>,
) -> Settled {
    let panic = inform(view, &reject);
    Settled {
        context: Context::default(),
        failure: Some(Box::new(Failure {
            reject,
            during,
            refused,
            panic,
        })),
    }
}

/// Informs a view that something was refused, or has failed; returns its panic.
pub(crate) fn inform<T: LiveView>(view: &mut T, reject: &Reject) -> Option<Reject> {
    guarded(|| view.on_reject(reject)).err()
}

fn by_handler<T: LiveView>(handler: u16) -> Refused {
    Refused::by_handler(type_name::<T>(), T::HANDLERS.get(usize::from(handler)))
}
