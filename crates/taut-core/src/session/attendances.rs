//! The presences that the views of a session have joined. The session only notes them; the runtime makes them true.

use std::sync::Arc;

use crate::attendance::{Attendance, Attending};
use crate::place::Place;

/// The presences that the views of a session have joined, in the order of places and topics: each view at most one of each type.
#[derive(Default)]
pub(super) struct Attendances(Vec<Arc<Attendance>>);

impl Attendances {
    /// Those that were saved.
    pub(super) fn restored(saved: &[Attendance]) -> Self {
        Self(saved.iter().cloned().map(Arc::new).collect())
    }

    pub(super) fn save(&self) -> Vec<Attendance> {
        self.0.iter().map(|there| (**there).clone()).collect()
    }

    pub(super) fn all(&self) -> &[Arc<Attendance>] {
        &self.0
    }

    /// Notes what a handler has said.
    pub(super) fn note(&mut self, attending: Attending) {
        match attending {
            Attending::Join(attendance) => match self.find(attendance.place()) {
                Ok(at) => self.put(at, attendance),
                Err(at) => self.0.insert(at, Arc::new(attendance)),
            },
            Attending::Leave { place, topic, key } => {
                if let Ok(at) = self.find((place, topic))
                    && let Some(there) = self.0.get(at)
                    && key.is_none_or(|key| *key == *there.key())
                {
                    self.0.remove(at);
                }
            }
        }
    }

    /// Ends those of components that are gone.
    pub(super) fn retain(&mut self, is_there: impl Fn(Place) -> bool) {
        self.0.retain(|there| {
            let (place, _) = there.place();
            place == Place::default() || is_there(place)
        });
    }

    /// Replaces one, unless nothing is different.
    fn put(&mut self, at: usize, attendance: Attendance) {
        if let Some(there) = self.0.get_mut(at).filter(|there| ***there != attendance) {
            *there = Arc::new(attendance);
        }
    }

    fn find(&self, place: (Place, &str)) -> Result<usize, usize> {
        self.0.binary_search_by(|there| there.place().cmp(&place))
    }
}
