//! What a session receives from, for its view and its components: topics, to which it is subscribed, and flows.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::components::Place;
use crate::source::FlowValues;
use crate::source::Source;
use crate::topic::{Hub, MessageQueue, Stamp, Subscription, Taken};

/// The topics that a session is subscribed to, and the flows of its views. Each pass compares them with those that the views ask for.
#[derive(Default)]
pub(super) struct Subscriptions {
    pub(super) queue: Arc<MessageQueue>,
    /// In the order of places and handlers. Most sessions have one.
    all: SmallVec<[Entry; 1]>,
    next_number: u32,
    /// The flows, if there are any, in the order of places and handlers.
    #[allow(
        clippy::box_collection,
        reason = "few sessions have flows, and the others have 8 bytes for them instead of 24"
    )]
    flows: Option<Box<Vec<FlowEntry>>>,
}

/// A flow whose values a handler receives.
pub(super) struct FlowEntry {
    pub(super) place: Place,
    pub(super) handler: u16,
    pub(super) values: Arc<dyn FlowValues>,
}

struct Entry {
    subscription: Subscription,
    /// The view: that of the page, or a component.
    place: Place,
    handler: u16,
    /// Whether the current pass has asked for it.
    is_wanted: bool,
    /// Whether messages were missed that no handler knows of yet.
    has_missed: bool,
}

impl Subscriptions {
    /// Begins a pass.
    pub(super) fn begin(&mut self) {
        self.all
            .iter_mut()
            .for_each(|entry| entry.is_wanted = false);
        self.flows.iter_mut().for_each(|flows| flows.clear());
    }

    /// Lets a handler receive from a source.
    pub(super) fn want(
        &mut self,
        (place, handler): (Place, u16),
        source: Source,
        key: &[u8],
        since: Stamp,
    ) {
        match source {
            Source::Topic(hub) => self.want_topic((place, handler), hub, key, since),
            Source::Flow(values) => self.flows.get_or_insert_default().push(FlowEntry {
                place,
                handler,
                values,
            }),
        }
    }

    /// Subscribes a handler to a key, unless it is. What was published since its view began to load is missed.
    fn want_topic(
        &mut self,
        (place, handler): (Place, u16),
        hub: &'static Hub,
        key: &[u8],
        since: Stamp,
    ) {
        let found = self
            .all
            .binary_search_by_key(&(place, handler), |entry| (entry.place, entry.handler));
        if let Ok(at) = found
            && let Some(entry) = self.all.get_mut(at)
            && entry.subscription.is_of(hub, key)
        {
            entry.is_wanted = true;
            return;
        }
        self.next_number = self.next_number.wrapping_add(1);
        let entry = Entry {
            subscription: hub.subscribe(key, &self.queue, self.next_number),
            place,
            handler,
            is_wanted: true,
            has_missed: since == Stamp::UNKNOWN || hub.last(key) > since,
        };
        match found {
            Ok(at) => {
                if let Some(there) = self.all.get_mut(at) {
                    *there = entry;
                }
            }
            Err(at) => self.all.insert(at, entry),
        }
    }

    /// Ends a pass: ends the subscriptions that it has not asked for.
    pub(super) fn end(&mut self) {
        self.all.retain(|entry| entry.is_wanted);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.flows().is_empty()
    }

    /// Whether there is something that the views do not know yet.
    pub(super) fn has_messages(&self) -> bool {
        let has_missed = self.all.iter().any(|entry| entry.has_missed);
        has_missed || self.queue.has_messages() || self.have_values()
    }

    fn have_values(&self) -> bool {
        self.flows().iter().any(|flow| flow.values.count() > 0)
    }

    pub(super) fn flows(&self) -> &[FlowEntry] {
        self.flows.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Drops a flow of a place, which the view does not ask for any more.
    pub(super) fn drop_flow(&mut self, place: Place, values: &Arc<dyn FlowValues>) {
        if let Some(flows) = &mut self.flows {
            flows.retain(|flow| flow.place != place || !Arc::ptr_eq(&flow.values, values));
        }
    }

    /// Takes what was published, and the views that have missed something.
    pub(super) fn take(&mut self) -> (SmallVec<[Place; 1]>, Taken) {
        let taken = self.queue.take();
        let mut missed = SmallVec::new();
        for entry in &mut self.all {
            if std::mem::take(&mut entry.has_missed) || taken.has_missed {
                missed.push(entry.place);
            }
        }
        missed.dedup();
        (missed, taken)
    }

    /// The view and the handler of a subscription, unless it has ended.
    pub(super) fn receiver(&self, number: u32) -> Option<(Place, u16)> {
        let entry = self.find(number)?;
        Some((entry.place, entry.handler))
    }

    /// Whether a subscription is of a topic with this key.
    pub(super) fn is_from(&self, number: u32, source: &Source, key: &[u8]) -> bool {
        let Source::Topic(hub) = source else {
            return false;
        };
        self.find(number)
            .is_some_and(|entry| entry.subscription.is_of(hub, key))
    }

    fn find(&self, number: u32) -> Option<&Entry> {
        self.all
            .iter()
            .find(|entry| entry.subscription.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_takes_no_more_than_64_bytes_in_its_session() {
        let size = size_of::<Subscriptions>();
        assert!(size <= 64, "{size} B");
    }
}
