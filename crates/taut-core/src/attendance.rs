//! What views say of the presences that they join and leave.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::place::Place;

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

/// All that the handlers of an event say of presences, in order.
#[derive(Debug, Default)]
pub(crate) struct AllAttending(pub(crate) Vec<Attending>);

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
