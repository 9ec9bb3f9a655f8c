//! The presences that the views of a session have joined. The session only notes them; the runtime makes them true.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::components::Place;

/// A presence that a view has joined, and with which description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The view: that of the page, or a component.
    place: Place,
    /// The topic's path in the source.
    topic: Cow<'static, str>,
    /// The key as JSON.
    key: Box<str>,
    /// The description as JSON.
    description: Box<str>,
}

/// What a handler says of the presences of its view.
#[derive(Debug)]
pub(crate) enum Attending {
    Join(Attendance),
    /// Ends the one with a key, or, without one, any of this type of topic.
    Leave {
        place: Place,
        topic: &'static str,
        key: Option<String>,
    },
}

/// The presences that the views of a session have joined, in the order of places and topics: each view at most one of each type.
#[derive(Default)]
pub(super) struct Attendances(Vec<Arc<Attendance>>);

impl Attendance {
    /// The attendance of the view of a page.
    pub(crate) fn new(topic: &'static str, key: String, description: String) -> Self {
        Self {
            place: Place::default(),
            topic: Cow::Borrowed(topic),
            key: key.into(),
            description: description.into(),
        }
    }

    /// What it is compared by: there is one of each.
    pub(crate) fn place(&self) -> (Place, &str) {
        (self.place, &self.topic)
    }

    pub(crate) fn topic(&self) -> &str {
        &self.topic
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn description(&self) -> &str {
        &self.description
    }
}

impl Attending {
    /// Says it of the component at a place.
    pub(crate) fn by(&mut self, component: Place) {
        match self {
            Self::Join(Attendance { place, .. }) | Self::Leave { place, .. } => *place = component,
        }
    }
}

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
                    && key.is_none_or(|key| *key == *there.key)
                {
                    self.0.remove(at);
                }
            }
        }
    }

    /// Ends those of components that are gone.
    pub(super) fn retain(&mut self, is_there: impl Fn(Place) -> bool) {
        self.0
            .retain(|there| there.place == Place::default() || is_there(there.place));
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
