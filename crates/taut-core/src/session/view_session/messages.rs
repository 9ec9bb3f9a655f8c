//! The messages of topics: subscribes the session, and passes what was published to the handlers of its views; and the values of flows
//! (`values`).

use smallvec::SmallVec;

use crate::at_work;
use crate::call;
use crate::components::{Place, Received};
use crate::context::Context;
use crate::counts::{Count, count};
use crate::handler::Handler;
use crate::kept;
use crate::panics::guarded;
use crate::refused::Refused;
use crate::session::Reply;
use crate::settled::Settled;
use crate::source::Source;
use crate::topic::{Queued, Stamp, with_key};
use crate::view::LiveView;

use super::ViewSession;

/// What a view does that panics in what a handler receives from, for the log.
pub(super) const ASKING: &str = "asking for its topics and flows";

impl<T: LiveView> ViewSession<T> {
    /// Notes that handlers may load something from now on: what is published after that, and before the session is subscribed,
    /// is missed. A restored session has missed an unknown time, which it learns when it is subscribed.
    pub(super) fn begin_to_load(&mut self) {
        if kept::is_rendered(&self.memo) && self.is_subscribed {
            self.since = Stamp::now();
            self.is_subscribed = false;
        }
    }

    /// Lets the session receive from the topics and flows that its views ask for, and from no others.
    pub(super) fn subscribe(&mut self) {
        let components = self.components.as_deref();
        let listening = components.filter(|components| components.listen());
        if receivers(T::HANDLERS).next().is_none() && listening.is_none() {
            self.is_subscribed = true;
            return self.drop_topics();
        }
        let (topics, since) = (self.topics.get_or_insert_default(), self.since);
        let view = self.view.as_deref();
        let mut panic = None;
        topics.begin();
        for handler in receivers(T::HANDLERS) {
            let asked = guarded(|| {
                with_key(|key| {
                    if let Some(source) = view.and_then(|view| view.source(handler, key)) {
                        topics.want((Place::default(), handler), source, key, since);
                    }
                });
            });
            panic = asked.err().or(panic);
        }
        for (place, component) in listening.iter().flat_map(|all| all.listening()) {
            for handler in receivers(component.handlers()) {
                let asked = guarded(|| {
                    with_key(|key| {
                        if let Some(source) = component.source(handler, key) {
                            topics.want((place, handler), source, key, since);
                        }
                    });
                });
                panic = asked.err().or(panic);
            }
        }
        // If a key panicked, its subscription is not marked as wanted, so unwanted ones must not be dropped now.
        self.is_subscribed = panic.is_none();
        if self.is_subscribed {
            topics.end();
        }
        if topics.is_empty() {
            self.drop_topics();
        }
        if let Some(panic) = panic {
            self.note_panic(ASKING, &panic);
        }
    }

    /// Passes what was published since the last call, and the values of flows, to the handlers of the views, and writes one frame with
    /// all changes.
    pub(super) fn pass_on_messages(&mut self, out: &mut Vec<u8>) -> Reply {
        let Some(topics) = self.topics.as_mut().filter(|topics| topics.has_messages()) else {
            return Reply::default();
        };
        let (missed, taken) = topics.take();
        self.begin_to_load();
        let _turn = at_work::begin::<T>();
        let mut all = Settled::default();
        // A view that has missed some loads all there is, also what waits.
        let mut up_to_date = SmallVec::<[Place; 1]>::new();
        for place in missed {
            count(Count::Missed);
            if let Some(settled) = self.call(place, Received::Missed) {
                up_to_date.push(place);
                all.append(settled);
            }
        }
        for queued in taken.queued {
            let receiver = self.receiver(&queued);
            if let Some((place, handler)) = receiver.filter(|(at, _)| !up_to_date.contains(at)) {
                let received = Received::Message(handler, &queued.message);
                let settled = self.call(place, received);
                settled.into_iter().for_each(|settled| all.append(settled));
            }
            self.drop_guarded(queued);
        }
        self.pass_on_values(&mut all);
        self.settle(0, all, false, out)
    }

    /// The handler that a message is for, if its view still asks for the topic: an earlier message may have moved it.
    fn receiver(&mut self, queued: &Queued) -> Option<(Place, u16)> {
        let topics = self.topics.as_deref()?;
        let (place, handler) = topics.receiver(queued.subscription)?;
        let asked = guarded(|| {
            with_key(|key| {
                let source = self.source(place, handler, key)?;
                let is_asked = topics.is_from(queued.subscription, &source, key);
                is_asked.then_some((place, handler))
            })
        });
        asked
            .inspect_err(|panic| self.note_panic(ASKING, panic))
            .ok()
            .flatten()
    }

    /// What a handler receives from now.
    pub(super) fn source(&self, place: Place, handler: u16, key: &mut Vec<u8>) -> Option<Source> {
        if place == Place::default() {
            self.view.as_deref()?.source(handler, key)
        } else {
            self.components.as_ref()?.at(place)?.source(handler, key)
        }
    }

    /// Calls the handler for what a view receives, if it has one.
    pub(super) fn call(&mut self, place: Place, received: Received<'_>) -> Option<Settled> {
        if place == Place::default() {
            let (handler, call) = call::of_received::<T>(received)?;
            // The macro lets no handler that takes its time receive anything.
            return self.run(call, handler, false).ok();
        }
        let components = self.components.as_deref_mut()?;
        let context = Context::with(&self.data);
        let component = components.take_any(place)?;
        let (component, settled) = component.receive(received, context, place);
        components.put_back(place, component);
        let mut settled = settled?;
        for emission in std::mem::take(&mut settled.context.emitted) {
            self.drop_guarded(emission);
            let by = std::any::type_name::<T>().to_owned();
            let why = "a component can't emit without an event of its own";
            let why = Some(why.to_owned());
            self.refused = Some(Box::new(Refused { by, why }));
        }
        Some(settled)
    }
}

/// The handlers with `#[on]`.
fn receivers(handlers: &'static [Handler]) -> impl Iterator<Item = u16> {
    let receivers = (0..).zip(handlers).filter(|(_, handler)| handler.on);
    receivers.map(|(number, _)| number)
}
