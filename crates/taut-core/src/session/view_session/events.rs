//! What becomes of an event: whose it is, what its handler does, and how it is answered.

use std::any::type_name;

use crate::call;
use crate::counts::{Count, count};
use crate::kept;
use crate::pass::{ComponentsAt, Finder, Mode, Outcome};
use crate::refused::Refused;
use crate::reject::Reject;
use crate::session::listener::{check_listener, note};
use crate::session::{Reply, Session as _};
use crate::settled::Settled;
use crate::view::LiveView;
use crate::wire::Event;
use crate::work::Work;

use super::ViewSession;

/// What a view does that panics in its `on_reject`, for the log.
const ON_REJECT: &str = "hearing of a refusal";

impl<T: LiveView> ViewSession<T> {
    /// Takes an event whose turn it is.
    pub(super) fn take(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Reply {
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
        let found = self.find(event, handler);
        note(&found);
        match found {
            Ok((Outcome::Settled(settled), _)) => self.settle(1, settled, out),
            Ok((Outcome::Working(work), _)) => {
                self.component_works = true;
                working(work)
            }
            Ok((Outcome::Found, Some(call))) => self.call(call, handler, out),
            Ok((Outcome::Refused(error), _)) => match self.view.as_deref_mut() {
                Some(view) => {
                    let settled = call::misfit(view, error, handler);
                    self.settle(1, settled, out)
                }
                None => Reply::default(),
            },
            Ok(_) => self.settle(1, Settled::default(), out),
            Err(panic) => self.fail(panic, None, out),
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
        let components = ComponentsAt {
            all: self.components.as_deref_mut(),
            ..ComponentsAt::default()
        };
        let searched = kept::search(view, finder, &mut self.memo, components, self.tally);
        if let (Err(panic), Outcome::Missing) = (searched, &outcome) {
            return Err(panic);
        }
        Ok((outcome, call))
    }

    /// Answers an event that was handled or refused, or a tick, which settles no event.
    pub(super) fn settle(&mut self, events: u32, settled: Settled, out: &mut Vec<u8>) -> Reply {
        let Settled { context, failure } = settled;
        let Some(failure) = failure else {
            return self.answer(events, &context, None, out);
        };
        self.note_panic(failure.during, &failure.reject);
        if let Some(panic) = &failure.panic {
            self.note_panic(ON_REJECT, panic);
        }
        if let Some(refused) = failure.refused {
            self.refused = Some(Box::new(refused));
        }
        let reject = failure.reject.below(&self.prefix);
        self.answer(events, &context, Some(&reject), out)
    }

    /// Answers an event for which no handler was called.
    fn fail(&mut self, reject: Reject, refused: Option<Refused>, out: &mut Vec<u8>) -> Reply {
        let Some(view) = self.view.as_deref_mut() else {
            return Reply::default();
        };
        let settled = call::fail(view, reject, "looking for a listener", refused);
        self.settle(1, settled, out)
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

    fn call(&mut self, call: T::Call, handler: u16, out: &mut Vec<u8>) -> Reply {
        let Some(view) = self.view.take() else {
            return Reply::default();
        };
        match call::call(view, call, handler, |view, settled| (view, settled)) {
            Err(work) => working(work),
            Ok((view, settled)) => {
                self.view = Some(view);
                self.settle(1, settled, out)
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
