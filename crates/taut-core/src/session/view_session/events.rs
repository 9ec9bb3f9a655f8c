//! What becomes of an event: whose it is, what its handler does, and how it is answered.

use std::any::type_name;

use crate::call;
use crate::context::Context;
use crate::counts::{Count, count};
use crate::emission::Emission;
use crate::kept;
use crate::pass::{ComponentsAt, Finder, Mode, Outcome};
use crate::refused::Refused;
use crate::reject::Reject;
use crate::session::listener::{check_listener, note};
use crate::session::shown::Going;
use crate::session::unanswered::Unanswered;
use crate::session::{Reply, Session as _};
use crate::settled::Settled;
use crate::view::LiveView;
use crate::wire::{Arguments, Event, Values};
use crate::work::Work;

use super::ViewSession;

/// What a view does that panics in its `on_reject`, for the log.
const ON_REJECT: &str = "hearing of a refusal";

impl<T: LiveView> ViewSession<T> {
    /// Takes an event whose turn it is.
    pub(super) fn take(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Reply {
        if let Values::Page(address) = &event.values {
            return self.visit(address, out);
        }
        let handler = match check_listener(self.template(), event, self.tally.next_row) {
            Ok(listener) => listener.handler,
            Err(why) => {
                count(Count::Forged);
                let refused = Refused {
                    by: type_name::<T>().to_owned(),
                    why: Some(why.clone()),
                };
                return self.fail(Reject::new(why).with_status(400), Some(refused), out);
            }
        };
        // What the lost frame has bound was never seen.
        let seen = self
            .lost
            .map_or(event.seen, |lost| event.seen.min(lost.saturating_sub(1)));
        let listener = Sought::Listener {
            handler,
            seen,
            arguments: event.values.arguments(),
        };
        let found = self.search(&event.address, listener);
        note(&found);
        match found {
            Ok((Outcome::Settled(settled), _)) if settled.context.emitted.is_empty() => {
                self.settle(1, settled, true, out)
            }
            Ok((Outcome::Settled(settled), _)) => {
                let mut unanswered = Unanswered::of(self.template(), &event.address);
                unanswered.add(settled);
                self.deliver_all(unanswered, true, out)
            }
            Ok((Outcome::Working(work), _)) => {
                self.component_works = true;
                self.unanswered = Some(Unanswered::of(self.template(), &event.address));
                working(work)
            }
            Ok((Outcome::Found(handler), Some(call))) => match self.run(call, handler, true) {
                Ok(settled) => self.settle(1, settled, true, out),
                Err(work) => working(work),
            },
            Ok((Outcome::Refused(error), _)) => match self.view.as_deref_mut() {
                Some(view) => {
                    let settled = call::misfit(view, error, handler);
                    self.settle(1, settled, false, out)
                }
                None => Reply::default(),
            },
            Ok(_) => self.settle(1, Settled::default(), false, out),
            Err(panic) => self.fail(panic, None, out),
        }
    }

    /// Goes where an address leads, and makes the call of the handler there. A view that panics at that refuses the event
    /// only if nothing was found of it in what was rendered last either.
    pub(super) fn search(
        &mut self,
        address: &[u32],
        sought: Sought<'_>,
    ) -> Result<(Outcome, Option<T::Call>), Reject> {
        if !kept::is_rendered(&self.memo) {
            // The session was restored, and its browser has not joined it yet: it still shows what the view says.
            self.refill()?;
            self.render_with(Mode::Create, None, false, &mut Vec::new())?;
        }
        let (mut call, mut outcome) = (None::<T::Call>, Outcome::Missing);
        let (handler, seen, arguments, emission, may_wait) = match sought {
            Sought::Listener {
                handler,
                seen,
                arguments,
            } => (handler, seen, arguments, None, true),
            Sought::Emission(emission, may_wait) => {
                (0, 0, Arguments::Json(&[]), Some(emission), may_wait)
            }
        };
        let finder = Finder {
            address,
            seen,
            arguments,
            handler,
            emission,
            may_wait,
            data: &self.data,
            call: &mut call,
            outcome: &mut outcome,
            outer: None,
        };
        let Some(view) = self.view.as_deref() else {
            return Ok((outcome, call));
        };
        let components = ComponentsAt {
            all: self.components.as_deref_mut(),
            ..ComponentsAt::default()
        };
        let searched = kept::search(view, finder, &mut self.memo, components, self.tally, None);
        if let (Err(panic), Outcome::Missing) = (searched, &outcome) {
            return Err(panic);
        }
        Ok((outcome, call))
    }

    /// Answers an event that was handled or refused, or a tick, which settles no event. If its handler goes to another page of
    /// the view, this page comes first; `may_wait` says whether that may take its time.
    pub(super) fn settle(
        &mut self,
        events: u32,
        mut settled: Settled,
        may_wait: bool,
        out: &mut Vec<u8>,
    ) -> Reply {
        match settled.context.go.take() {
            Some(go) if settled.failure.is_none() => {
                self.go(Going::of_handler(go, events, settled), may_wait, out)
            }
            _ => self.answer_settled(events, settled, out),
        }
    }

    pub(super) fn answer_settled(
        &mut self,
        events: u32,
        settled: Settled,
        out: &mut Vec<u8>,
    ) -> Reply {
        let Settled {
            mut context,
            failure,
        } = settled;
        for emission in std::mem::take(&mut context.emitted) {
            self.drop_guarded(emission);
        }
        self.attend(&mut context);
        let Some(failure) = failure else {
            return self.answer(events, context, None, out);
        };
        self.note_panic(failure.during, &failure.reject);
        if let Some(panic) = &failure.panic {
            self.note_panic(ON_REJECT, panic);
        }
        if let Some(refused) = failure.refused {
            self.refused = Some(Box::new(refused));
        }
        let reject = failure.reject.below(&self.prefix);
        self.answer(events, context, Some(&reject), out)
    }

    /// Answers an event for which no handler was called.
    pub(super) fn fail(
        &mut self,
        reject: Reject,
        refused: Option<Refused>,
        out: &mut Vec<u8>,
    ) -> Reply {
        let Some(view) = self.view.as_deref_mut() else {
            return Reply::default();
        };
        let settled = call::fail(view, reject, "looking for a listener", refused);
        self.settle(1, settled, false, out)
    }

    /// Lets the view know that it could not be shown.
    pub(super) fn inform(&mut self, reject: &Reject) {
        let panic = self
            .view
            .as_deref_mut()
            .and_then(|view| call::inform(view, reject));
        if let Some(panic) = panic {
            self.note_panic(ON_REJECT, &panic);
        }
    }

    /// Calls a handler of the view, unless another one has it. Refuses one that takes its time if none may.
    pub(super) fn run(
        &mut self,
        call: T::Call,
        handler: u16,
        may_wait: bool,
    ) -> Result<Settled, Work> {
        let Some(view) = self.view.take() else {
            return Ok(Settled::default());
        };
        let context = Context::with(&self.data);
        let (view, settled) =
            call::call(view, call, handler, may_wait, context, |view, settled| {
                (view, settled)
            })?;
        self.view = Some(view);
        Ok(settled)
    }
}

/// What is looked for in the page.
pub(super) enum Sought<'a> {
    /// The listener that an event names.
    Listener {
        handler: u16,
        /// The last frame that the browser had applied when the user acted.
        seen: u32,
        arguments: Arguments<'a>,
    },
    /// The listener on the tag of a component, for what the component has emitted; and whether its handler may be
    /// `async` or blocking.
    Emission(&'a mut Option<Emission>, bool),
}

/// The reply to an event whose handler takes its time.
pub(super) fn working(work: Work) -> Reply {
    Reply {
        work: Some(work),
        ..Reply::default()
    }
}
