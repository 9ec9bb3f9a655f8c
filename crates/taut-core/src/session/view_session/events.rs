//! What becomes of an event: whose it is, what its handler does, and how it is answered.

use std::any::type_name;

use crate::at_work;
use crate::child::{self, Ran};
use crate::context::Context;
use crate::counts::{Count, count};
use crate::kept;
use crate::panics::guarded;
use crate::pass::{Children, Finder, Mode, Outcome};
use crate::reject::Reject;
use crate::session::listener::{check_listener, note};
use crate::session::{Refused, Reply, Session as _};
use crate::view::{Handled, LiveView};
use crate::wire::Event;
use crate::work::Work;

use super::ViewSession;

impl<T: LiveView> ViewSession<T> {
    /// Takes an event whose turn it is.
    pub(super) fn take(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Reply {
        let handler = match check_listener(self.template(), event, self.tally.next_row) {
            Ok(listener) => listener.handler,
            Err(why) => {
                count(Count::Forged);
                self.note_refused(Refused {
                    by: type_name::<T>().to_owned(),
                    why: Some(why.clone()),
                });
                return self.fail(&Context::default(), &Reject::new(why).with_status(400), out);
            }
        };
        self.handler = handler;
        let found = self.find(event, handler);
        note(&found);
        match found {
            Ok((Outcome::Ran(Ran::Done(outcome)), _)) => self.settle_child(outcome, out),
            Ok((Outcome::Ran(Ran::Later(work)), _)) => {
                self.child_works = true;
                working(Work::later(work))
            }
            Ok((Outcome::Ran(Ran::Blocking(run)), _)) => {
                self.child_works = true;
                working(Work::blocking(run))
            }
            Ok((Outcome::Found, Some(call))) => self.call(call, handler, out),
            Ok((Outcome::Refused(error), _)) => {
                let why = Some(error.kind().to_owned());
                self.note_refused(Refused {
                    why,
                    ..Refused::by_handler::<T>(handler)
                });
                self.fail(&Context::default(), &error.into(), out)
            }
            Ok(_) => self.answer(1, &Context::default(), None, out),
            Err(reject) => {
                self.note_panic("looking for a listener", &reject);
                self.fail(&Context::default(), &reject, out)
            }
        }
    }

    /// Looks for the listener that an event names, and makes the call of its handler. A view that panics at that refuses the event
    /// only if nothing was found of it in what was rendered last either.
    fn find(
        &mut self,
        event: &Event<'_>,
        handler: u16,
    ) -> Result<(Outcome, Option<T::Call>), Reject> {
        if !kept::is_rendered(&self.memo) {
            // The session was restored, and its browser has not joined it yet: it still shows what the view says.
            self.render(Mode::Create, &mut Vec::new())?;
        }
        let (mut call, mut outcome) = (None::<T::Call>, Outcome::Missing);
        let finder = Finder {
            address: &event.address,
            // What the lost frame has bound was never seen.
            seen: self
                .lost
                .map_or(event.seen, |lost| event.seen.min(lost.saturating_sub(1))),
            arguments: event.values.arguments(),
            handler,
            call: &mut call,
            outcome: &mut outcome,
        };
        let Some(view) = self.view.as_deref() else {
            return Ok((outcome, call));
        };
        let children = Children {
            all: self.children.as_deref_mut(),
            ..Children::default()
        };
        let searched = kept::search(view, finder, &mut self.memo, children, self.tally);
        if let (Err(panic), Outcome::Missing) = (searched, &outcome) {
            return Err(panic);
        }
        Ok((outcome, call))
    }

    /// Answers the event whose handler has returned, if it was one.
    pub(super) fn settle(
        &mut self,
        settled: u32,
        context: &Context,
        result: Result<(), Reject>,
        out: &mut Vec<u8>,
    ) -> Reply {
        let Err(reject) = result else {
            return self.answer(settled, context, None, out);
        };
        if reject.location().is_some() {
            return self.answer(settled, context, Some(&reject.below(&self.prefix)), out);
        }
        if reject.panic().is_none() {
            self.note_refused(Refused::by_handler::<T>(self.handler));
        }
        self.note_panic("handling an event", &reject);
        self.tell(&reject);
        self.answer(settled, context, Some(&reject), out)
    }

    /// Answers the event of a view in the template, which has learnt of it.
    pub(super) fn settle_child(&mut self, outcome: child::Outcome, out: &mut Vec<u8>) -> Reply {
        let child::Outcome { context, failure } = outcome;
        let Some(failure) = failure else {
            return self.answer(1, &context, None, out);
        };
        let child::Failure {
            reject,
            refused,
            panic,
        } = *failure;
        self.note_panic("handling an event", &reject);
        panic
            .into_iter()
            .for_each(|panic| self.note_panic("hearing of a refusal", &panic));
        refused
            .into_iter()
            .for_each(|refused| self.note_refused(refused));
        self.answer(1, &context, Some(&reject.below(&self.prefix)), out)
    }

    /// Answers an event that was refused, for whatever reason, when the view has learnt of it.
    fn fail(&mut self, context: &Context, reject: &Reject, out: &mut Vec<u8>) -> Reply {
        self.tell(reject);
        self.answer(1, context, Some(reject), out)
    }

    fn note_refused(&mut self, refused: Refused) {
        self.refused = Some(Box::new(refused));
    }

    /// Lets the view learn that something was refused, or has failed.
    pub(super) fn tell(&mut self, reject: &Reject) {
        let view = self.view.as_mut();
        if let Err(panic) = guarded(|| view.map(|view| view.on_reject(reject))) {
            self.note_panic("hearing of a refusal", &panic);
        }
    }

    fn call(&mut self, call: T::Call, handler: u16, out: &mut Vec<u8>) -> Reply {
        let mut context = Context::default();
        at_work::handling::<T>(handler);
        let Some(mut view) = self.view.take() else {
            return Reply::default();
        };
        match guarded(|| view.handle(call, &mut context)) {
            Ok(Handled::Later(call)) => {
                let later = view.handle_later(call, context);
                working(Work::later(at_work::by_turns::<T, _>(handler, later)))
            }
            Ok(Handled::Blocking(call)) => {
                working(Work::blocking(move || view.handle_blocking(call, context)))
            }
            Ok(Handled::Done(result)) => {
                self.view = Some(view);
                self.settle(1, &context, result, out)
            }
            Err(reject) => {
                self.view = Some(view);
                self.settle(1, &context, Err(reject), out)
            }
        }
    }
}

/// The reply to an event whose handler takes its time.
fn working(work: Work) -> Reply {
    Reply {
        work: Some(work),
        ..Reply::default()
    }
}
