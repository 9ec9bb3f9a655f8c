//! An event that is not answered yet, because handlers are still to be called for it.

use std::collections::VecDeque;

use crate::emission::Emission;
use crate::settled::Settled;
use crate::template::Template;
use crate::way::Way;

/// An event that is not answered yet, because handlers are still to be called for it.
#[derive(Debug)]
pub(super) struct Unanswered {
    /// What the handlers so far have done.
    settled: Settled,
    /// What is to be delivered, with the ways to the components that have emitted it.
    emitted: VecDeque<(Box<[u32]>, Emission)>,
    /// The way to the component whose handler is at work; empty for the view of the page.
    pub(super) way: Box<[u32]>,
}

impl Unanswered {
    /// An event whose listener has an address, in a component.
    pub(super) fn of(page: &'static Template, address: &[u32]) -> Box<Self> {
        Box::new(Self {
            settled: Settled::default(),
            emitted: VecDeque::new(),
            way: way_to_component(page, address).into(),
        })
    }

    /// Adds what the handler has done that was called last. Nobody is around the view of the page, so what that emits stays
    /// in its context.
    pub(super) fn add(&mut self, mut settled: Settled) {
        let way = &self.way;
        if !way.is_empty() {
            let emitted = std::mem::take(&mut settled.context.emitted);
            self.emitted
                .extend(emitted.into_iter().map(|emission| (way.clone(), emission)));
        }
        self.settled.append(settled);
    }

    /// The emission to be delivered next; none after a handler was refused.
    pub(super) fn next(&mut self) -> Option<(Box<[u32]>, Emission)> {
        if self.settled.is_successful() {
            self.emitted.pop_front()
        } else {
            None
        }
    }

    /// What the event is settled with, and what is not delivered.
    pub(super) fn end(self) -> (Settled, impl Iterator<Item = Emission>) {
        let undelivered = self.emitted.into_iter().map(|(_, emission)| emission);
        (self.settled, undelivered)
    }
}

/// The way to the component that the listener at an address belongs to; empty if it is of the page's own view.
pub(super) fn way_to_component<'a>(page: &'static Template, address: &'a [u32]) -> &'a [u32] {
    let mut way = Way::of(page);
    let (pairs, _) = address.as_chunks::<2>();
    for [hole, child] in pairs {
        if way.step(*hole, *child).is_none() {
            break;
        }
    }
    address.get(..way.to_view()).unwrap_or_default()
}
