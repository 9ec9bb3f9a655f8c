//! Which sessions have taken the place of others that were gone when a form came for them: the same form, sent twice, counts once.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use crate::owner::Owner;
use crate::slot::Slot;
use crate::token::Token;

/// A token of the session that is gone, and the browser that had it.
type Key = (u64, u128, Option<u128>);

/// What has taken the place; held while it is being made. The number is that of the frame that its first page is.
type Place = Arc<tokio::sync::Mutex<(Weak<Slot>, u32)>>;

/// So many places are not worth a look at what has become of them.
const FEW: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct FormDeduplication {
    places: HashMap<Key, Place>,
    /// How many places there may be before those are given up whose sessions have ended.
    room: usize,
}

impl FormDeduplication {
    pub(crate) fn place(&mut self, token: Token, owner: &Owner) -> Place {
        if self.places.len() >= self.room.max(FEW) {
            let is_used = |place: &Place| Arc::strong_count(place) > 1;
            self.places.retain(|_, place| {
                is_used(place)
                    || place
                        .try_lock()
                        .is_ok_and(|place| place.0.strong_count() > 0)
            });
            self.room = 2 * self.places.len();
        }
        Arc::clone(
            self.places
                .entry((token.id, token.secret, owner.browser))
                .or_default(),
        )
    }
}
