//! What becomes of an event: whose it is, what its handler does, and how it is answered.

use crate::at_work;
use crate::child::{self, Ran};
use crate::context::{Context, Reject};
use crate::counts::{Count, count};
use crate::panics::guarded;
use crate::pass::{Finder, Outcome};
use crate::session::Session as _;
use crate::session::listener::{check_listener, note};
use crate::session::walk::search;
use crate::view::{Handled, LiveView};
use crate::wire;
use crate::work::Work;

use super::ViewSession;

impl<T: LiveView> ViewSession<T> {
    /// Takes an event whose turn it is.
    pub(super) fn take(&mut self, event: &wire::Event<'_>, out: &mut Vec<u8>) -> Option<Work> {
        let handler = match check_listener(self.template(), event, self.tally.next_row) {
            Ok(listener) => listener.handler,
            Err(why) => {
                count(Count::Forged);
                self.refuse(&why, out);
                return None;
            }
        };
        let found = self.find(event, handler);
        note(&found);
        match found {
            Ok((Outcome::Ran(Ran::Done(outcome)), _)) => self.settle_child(&outcome, out),
            Ok((Outcome::Ran(Ran::Later(work)), _)) => {
                self.child_works = true;
                return Some(Work::later(work));
            }
            Ok((Outcome::Ran(Ran::Blocking(run)), _)) => {
                self.child_works = true;
                return Some(Work::blocking(run));
            }
            Ok((Outcome::Found, Some(call))) => return self.call(call, handler, out),
            Ok((Outcome::Refused(error), _)) => self.refuse(&error.to_string(), out),
            Ok(_) => self.answer(1, &Context::default(), None, out),
            Err(reject) => {
                self.note_panic("looking for a listener", &reject);
                self.refuse(reject.message(), out);
            }
        }
        None
    }

    /// Looks for the listener that an event names, and makes the call of its handler.
    fn find(&mut self, event: &wire::Event<'_>, handler: u16) -> Result<(Outcome, Option<T::Call>), Reject> {
        let mut call = None::<T::Call>;
        let finder = Finder {
            address: &event.address,
            // What the lost frame has bound was never seen.
            seen: self.lost.map_or(event.seen, |lost| event.seen.min(lost.saturating_sub(1))),
            arguments: &event.values,
            handler,
            call: &mut call,
            outcome: Outcome::Missing,
        };
        let (view, memo, tally) = (&self.view, &mut self.memo, self.tally);
        let outcome = match view {
            Some(view) => guarded(|| search(view.render(), finder, memo, tally))?,
            None => Outcome::Missing,
        };
        Ok((outcome, call))
    }

    pub(super) fn settle(&mut self, context: &Context, result: Result<(), Reject>, out: &mut Vec<u8>) {
        let error = result.err();
        if let Some(error) = &error {
            self.note_panic("handling an event", error);
            let view = self.view.as_mut();
            if let Err(reject) = guarded(|| view.map(|view| view.on_reject(error))) {
                self.note_panic("hearing of a refusal", &reject);
            }
        }
        self.answer(1, context, error.as_ref().map(Reject::message), out);
    }

    /// Answers the event of a view in the template, which has learnt of it.
    pub(super) fn settle_child(&mut self, outcome: &child::Outcome, out: &mut Vec<u8>) {
        let error = outcome.result.as_ref().err();
        if let Some(error) = error {
            self.note_panic("handling an event", error);
        }
        self.answer(1, &outcome.context, error.map(Reject::message), out);
    }

    fn call(&mut self, call: T::Call, handler: u16, out: &mut Vec<u8>) -> Option<Work> {
        let mut context = Context::default();
        at_work::handling::<T>(handler);
        let view = self.view.as_mut()?;
        match guarded(|| view.handle(call, &mut context)) {
            Ok(Handled::Done(result)) => {
                self.settle(&context, result, out);
                None
            }
            Err(reject) => {
                self.settle(&context, Err(reject), out);
                None
            }
            Ok(Handled::Later(call)) => {
                let later = self.view.take()?.handle_later(call, context);
                Some(Work::later(at_work::by_turns::<T, _>(handler, later)))
            }
            Ok(Handled::Blocking(call)) => {
                let view = self.view.take()?;
                Some(Work::blocking(move || view.handle_blocking(call, context)))
            }
        }
    }

    fn refuse(&mut self, error: &str, out: &mut Vec<u8>) {
        self.answer(1, &Context::default(), Some(error), out);
    }
}
