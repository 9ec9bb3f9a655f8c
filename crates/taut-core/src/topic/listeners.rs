//! The sessions that listen to a channel.

use std::sync::Arc;

use smallvec::SmallVec;

use super::queue::MessageQueue;

/// How many listeners are looked up at once, so that the lock is held briefly and the list need not be copied.
pub(super) const AT_ONCE: usize = 64;

/// The end of the list of free places.
const NONE: u32 = u32::MAX;

/// The sessions that listen to a channel, each at a place that it keeps.
pub(super) struct Listeners {
    /// Where each session has a topic of its own, there is one.
    places: SmallVec<[Place; 1]>,
    first_free: u32,
    pub(super) count: u32,
}

pub(super) enum Place {
    Taken(Listener),
    /// Unused; contains the next unused place.
    Free(u32),
}

/// A session that listens, and the number by which it knows the subscription.
#[derive(Clone)]
pub(super) struct Listener {
    pub(super) queue: Arc<MessageQueue>,
    pub(super) number: u32,
}

impl Default for Listeners {
    fn default() -> Self {
        Self {
            places: SmallVec::new(),
            first_free: NONE,
            count: 0,
        }
    }
}

impl Listeners {
    pub(super) fn add(&mut self, listener: Listener) -> u32 {
        self.count += 1;
        let place = self.first_free;
        let taken = Place::Taken(listener);
        match self.places.get_mut(place as usize) {
            Some(free) => {
                if let Place::Free(next) = std::mem::replace(free, taken) {
                    self.first_free = next;
                }
                place
            }
            None => {
                self.places.push(taken);
                u32::try_from(self.places.len() - 1).unwrap_or(NONE)
            }
        }
    }

    pub(super) fn remove(&mut self, place: u32) -> Option<Place> {
        let there = self.places.get_mut(place as usize)?;
        self.count -= 1;
        let removed = std::mem::replace(there, Place::Free(self.first_free));
        self.first_free = place;
        Some(removed)
    }

    /// Some listeners from a place on, and the place after them.
    pub(super) fn some(&self, from: usize) -> (SmallVec<[Listener; AT_ONCE]>, usize) {
        let mut some = SmallVec::new();
        let mut next = from;
        for place in self.places.iter().skip(from) {
            if some.len() == AT_ONCE {
                break;
            }
            next += 1;
            if let Place::Taken(listener) = place {
                some.push(listener.clone());
            }
        }
        (some, next)
    }
}
