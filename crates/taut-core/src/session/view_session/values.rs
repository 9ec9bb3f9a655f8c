//! The values of flows: passes those that are there to the handlers of the views.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::components::{Place, Received};
use crate::panics::guarded;
use crate::settled::Settled;
use crate::source::FlowValues;
use crate::source::Source;
use crate::topic::with_key;
use crate::view::LiveView;

use super::ViewSession;
use super::messages::ASKING;

/// The values that a flow of a view had at first.
type Batch = (Place, Arc<dyn FlowValues>, usize);

impl<T: LiveView> ViewSession<T> {
    /// Passes the values that are there to the handlers of the views. What comes meanwhile waits, so that a fast stream holds up nothing.
    pub(super) fn pass_on_values(&mut self, all: &mut Settled) {
        for (place, values, count) in self.batches() {
            for _ in 0..count {
                let handlers = self.takers(place, &values);
                if handlers.is_empty() {
                    // The next pass finds whether the view asks for it again.
                    let topics = self.topics.iter_mut();
                    topics.for_each(|topics| topics.drop_flow(place, &values));
                    break;
                }
                let Some(value) = values.take() else {
                    break;
                };
                for handler in handlers {
                    let settled = self.call(place, Received::Message(handler, &value));
                    settled.into_iter().for_each(|settled| all.append(settled));
                }
                self.drop_guarded(value);
            }
        }
    }

    /// The flows that have values, each once.
    fn batches(&self) -> SmallVec<[Batch; 1]> {
        let topics = self.topics.as_deref();
        let flows = topics.iter().flat_map(|topics| topics.flows());
        let mut batches = SmallVec::<[Batch; 1]>::new();
        for flow in flows {
            let (place, values, count) = (flow.place, &flow.values, flow.values.count());
            let is_known = |(_, known, _): &Batch| Arc::ptr_eq(known, values);
            if count > 0 && !batches.iter().any(is_known) {
                batches.push((place, Arc::clone(values), count));
            }
        }
        batches
    }

    /// The handlers of a view that receive the values of a stream: none if a value before has made the view stop or replace it.
    fn takers(&mut self, place: Place, values: &Arc<dyn FlowValues>) -> SmallVec<[u16; 1]> {
        let takes = |handler: &u16| {
            let source = with_key(|key| self.source(place, *handler, key));
            matches!(source, Some(Source::Flow(asked)) if Arc::ptr_eq(&asked, values))
        };
        let topics = self.topics.as_deref();
        let flows = topics.iter().flat_map(|topics| topics.flows());
        let same = flows.filter(|flow| flow.place == place && Arc::ptr_eq(&flow.values, values));
        let handlers = guarded(|| same.map(|flow| flow.handler).filter(takes).collect());
        handlers
            .inspect_err(|panic| self.note_panic(ASKING, panic))
            .unwrap_or_default()
    }
}
