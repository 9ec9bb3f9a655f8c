//! What a view sees of a presence: who is there, and who comes and goes.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::present;
use crate::attendance::Attendance;
use crate::context::Context;
use crate::topic::Topic;

/// A change of who is present, with the descriptions with which people have joined.
///
/// A topic with these messages is a presence: `topic!(Here(room: u32) -> Presence<Who>);`
///
/// ```
/// use taut_core::Presence;
///
/// let mut here = vec!["Ada"];
/// Presence::Came("Bea").apply(&mut here);
/// Presence::Changed { from: "Ada", to: "Eve" }.apply(&mut here);
/// Presence::Left("Bea").apply(&mut here);
/// assert_eq!(here, ["Eve"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence<W> {
    /// Someone has come.
    Came(W),
    /// Someone's description has changed.
    Changed {
        /// Their last description.
        from: W,
        /// Their description.
        to: W,
    },
    /// Someone has left.
    Left(W),
}

impl<W: Clone + PartialEq> Presence<W> {
    /// Changes a list that [`PresenceTopic::present`] has returned, so that it is as that would return it after this change. A change
    /// that is in the list already leaves it as it is.
    pub fn apply(&self, present: &mut Vec<W>) {
        let (from, to) = match self {
            Self::Came(who) => (None, Some(who)),
            Self::Changed { from, to } => (Some(from), Some(to)),
            Self::Left(who) => (Some(who), None),
        };
        let place = from.and_then(|from| present.iter().position(|who| who == from));
        let to = to.filter(|to| !present.contains(to));
        match (place, to) {
            (Some(place), Some(to)) => {
                if let Some(there) = present.get_mut(place) {
                    *there = to.clone();
                }
            }
            (Some(place), None) => drop(present.remove(place)),
            (None, to) => present.extend(to.cloned()),
        }
    }
}

/// The messages of a presence where people join with a `W`.
#[diagnostic::on_unimplemented(
    message = "this topic is no presence: its messages are `{Self}`",
    label = "expected a topic with the messages `Presence<…>`",
    note = "a presence is declared with the description of who joins it: `topic!(Here(room: u32) -> Presence<Who>);`"
)]
pub trait PresenceOf<W> {}

impl<W> PresenceOf<W> for Presence<W> {}

/// The messages of any presence.
#[diagnostic::on_unimplemented(
    message = "this topic is no presence: its messages are `{Self}`",
    label = "expected a topic with the messages `Presence<…>`",
    note = "a presence is declared with the description of who joins it: `topic!(Here(room: u32) -> Presence<Who>);`"
)]
pub trait AnyPresence {
    /// The description of who joins.
    type Who: Serialize + DeserializeOwned;
}

impl<W: Serialize + DeserializeOwned> AnyPresence for Presence<W> {
    type Who = W;
}

/// Joins and leaves a presence, and tells who is there.
///
/// Every topic has these methods, in the scope of `use taut::prelude::*;`, but only one whose messages are a [`Presence`] can be
/// joined. The guide about presence has examples.
pub trait PresenceTopic: Topic {
    /// Makes the user present, with a description, as long as the page is connected, and the view or component is shown.
    ///
    /// It takes the place of what the view has joined by the same type of topic, also with another key. Without a topic
    /// (`None`), the view leaves it.
    ///
    /// # Panics
    /// If the description can't be written as JSON and read again.
    #[track_caller]
    fn join<W>(&self, cx: &mut Context, who: W)
    where
        W: Serialize + DeserializeOwned,
        Self::Message: PresenceOf<W>,
    {
        let join = key_of(self).map(|key| {
            let json = serde_json::to_string(&who);
            let json = json.and_then(|json| serde_json::from_str::<W>(&json).map(|_| json));
            let description = json.unwrap_or_else(|error| fails::<W>(&error));
            Attendance::new(Self::__hub().name(), key, description)
        });
        match join {
            Some(join) => cx.join(join),
            None => cx.leave(Self::__hub().name(), None),
        }
    }

    /// Ends what [`PresenceTopic::join`] with this key has begun in the same view or component.
    fn leave<M>(&self, cx: &mut Context)
    where
        Self: Topic<Message = M>,
        M: AnyPresence,
    {
        if let Some(key) = key_of(self) {
            cx.leave(Self::__hub().name(), Some(key));
        }
    }

    /// The descriptions of all who are present, each once, in the order in which they came.
    ///
    /// A view that asks for the topic with `#[on]` receives each later change; [`Presence::apply`] makes it in the list.
    #[must_use]
    fn present<M>(&self) -> Vec<M::Who>
    where
        Self: Topic<Message = M>,
        M: AnyPresence,
    {
        key_of(self)
            .map(|key| present(Self::__hub().name(), &key))
            .unwrap_or_default()
    }
}

impl<T: Topic> PresenceTopic for T {}

/// The key as JSON, if there is a topic.
fn key_of(topic: &impl Topic) -> Option<String> {
    let mut key = Vec::new();
    let is_one = topic.__write_key(&mut key);
    is_one.then(|| String::from_utf8_lossy(&key).into_owned())
}

#[track_caller]
fn fails<W>(error: &serde_json::Error) -> ! {
    panic!(
        "a description of the type `{}` can't be written as JSON and read again: {error}",
        std::any::type_name::<W>()
    )
}
