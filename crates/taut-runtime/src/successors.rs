//! Which sessions have taken the place of others that were gone when a form came for them: the same form, sent twice, counts once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, Weak};

use crate::owner::Owner;
use crate::registry::Registry;
use crate::seat::Seat;
use crate::token::Token;

/// A token of the session that is gone, and the browser that had it.
type Key = (u64, u128, Option<u128>);

/// Held while a session is being made. The number is that of the frame that its first page is.
type Place = Arc<tokio::sync::Mutex<(Weak<Seat>, u32)>>;

/// So many places are not worth a look at what has become of them.
const FEW: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Successors {
    places: HashMap<Key, Place>,
    /// How many places there may be before those are given up whose sessions have ended.
    room: usize,
}

impl Successors {
    fn place(&mut self, token: Token, owner: &Owner) -> Place {
        if self.places.len() >= self.room.max(FEW) {
            let is_used = |place: &Place| Arc::strong_count(place) > 1;
            self.places
                .retain(|_, place| is_used(place) || place.try_lock().is_ok_and(|place| place.0.strong_count() > 0));
            self.room = 2 * self.places.len();
        }
        Arc::clone(self.places.entry((token.id, token.secret, owner.browser)).or_default())
    }
}

impl Registry {
    /// The session that has taken the place of one that is gone, and which frame its first page was; the first to ask for it makes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn succeed<E>(
        &self,
        gone: Token,
        owner: &Owner,
        make: impl Future<Output = Result<Arc<Seat>, E>>,
    ) -> Result<(Arc<Seat>, u32), E> {
        let place = self.successors.lock().unwrap_or_else(PoisonError::into_inner).place(gone, owner);
        let mut successor = place.lock().await;
        if let Some(seat) = successor.0.upgrade().and_then(|seat| self.claim(seat.token(), owner)) {
            return Ok((seat, successor.1));
        }
        let seat = make.await?;
        let frame = seat.look(|session| session.position().frame);
        *successor = (Arc::downgrade(&seat), frame);
        Ok((seat, frame))
    }
}
