//! The components of a session's view, at any depth. The session owns them, each at its place; what a
//! browser shows of them is in memos, which can be dropped and rebuilt at any time.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher as _, Hash, RandomState};

use foldhash::quality::{FixedState, SeedableRandomState};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::handler::Handler;
use crate::persist::OldState;
pub(crate) use crate::place::Place;
use crate::reject::Reject;
use crate::settled::Settled;
use crate::source::Source;
use crate::topic::Shared;

/// A component of any type.
pub(crate) trait Stored: Any + Send {
    /// Its state, if it is saved.
    fn save(&self) -> Option<Result<OldState, Reject>>;

    /// Its handlers.
    fn handlers(&self) -> &'static [Handler];

    /// What a handler receives from, with the key of the topic, if it is one.
    fn source(&self, handler: u16, key: &mut Vec<u8>) -> Option<Source>;

    /// What the timer of a handler follows, if it runs.
    fn timer(&self, handler: u16) -> Option<u64>;

    /// Calls the handler for what it receives, if it has one.
    fn receive(
        self: Box<Self>,
        received: Received<'_>,
        context: Context,
        place: Place,
    ) -> (Box<dyn Stored>, Option<Settled>);
}

/// What a view receives without an event.
pub(crate) enum Received<'a> {
    /// A message of a topic or a value of a flow, for a handler.
    Message(u16, &'a Shared),
    /// There were messages that it did not get.
    Missed,
    /// The time of a handler has come.
    Time(u16),
}

/// The saved state of the components of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedComponents {
    seed: u64,
    states: Vec<(Place, OldState)>,
}

/// The components of one session.
pub(crate) struct Components {
    by_place: HashMap<Place, Entry, SeedableRandomState>,
    seed: u64,
    hasher: FixedState,
    /// The saved state of components that have not been shown since the restore.
    saved: HashMap<Place, OldState, SeedableRandomState>,
    /// The number of the last pass that rendered.
    pass: u32,
    /// How many components that pass has reached.
    met: usize,
    /// The places of the components with handlers that the server calls by itself.
    listening: Vec<Place>,
}

struct Entry {
    /// Taken out while it is rendered, or a handler of it is running.
    view: Option<Box<dyn Stored>>,
    /// The last pass that has reached it.
    pass: u32,
}

impl Default for Components {
    fn default() -> Self {
        Self::with_seed(RandomState::new().hash_one(0))
    }
}

impl fmt::Debug for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Components")
            .field("count", &self.by_place.len())
            .finish_non_exhaustive()
    }
}

impl Components {
    fn with_seed(seed: u64) -> Self {
        Self {
            by_place: HashMap::default(),
            seed,
            hasher: FixedState::with_seed(seed),
            saved: HashMap::default(),
            pass: 0,
            met: 0,
            listening: Vec::new(),
        }
    }

    /// The components of a restored session: each is created from its saved state when it is next shown.
    pub(crate) fn restored(saved: &SavedComponents) -> Self {
        Self {
            saved: saved.states.iter().cloned().collect(),
            ..Self::with_seed(saved.seed)
        }
    }

    /// Returns the state to save.
    ///
    /// # Errors
    /// If the state of one cannot be written.
    pub(crate) fn save(&self) -> Result<SavedComponents, Reject> {
        let mut states: Vec<_> = self
            .saved
            .iter()
            .map(|(place, state)| (*place, state.clone()))
            .collect();
        for (place, component) in &self.by_place {
            let state = component
                .view
                .as_ref()
                .and_then(|view| view.save())
                .transpose()?;
            states.extend(state.map(|state| (*place, state)));
        }
        states.sort_unstable_by_key(|(place, _)| *place);
        Ok(SavedComponents {
            seed: self.seed,
            states,
        })
    }

    /// Takes the saved state of the component at a place.
    pub(crate) fn take_saved(&mut self, place: Place) -> Option<OldState> {
        self.saved.remove(&place)
    }

    /// The place inside a hole of a place: in an arm of a block.
    pub(crate) fn inside(&self, around: Place, hole: u16, arm: u32) -> Place {
        Place(self.hasher.hash_one((around.0, hole, arm)))
    }

    /// The places of the rows of a list.
    pub(crate) fn rows(&self, around: Place, hole: u16) -> RowPlaces {
        RowPlaces {
            list: self.inside(around, hole, 0),
            hasher: self.hasher.clone(),
            given: HashMap::default(),
        }
    }

    /// Begins a pass that renders, and so reaches all components that stay.
    pub(crate) fn begin_pass(&mut self) {
        self.pass = self.pass.wrapping_add(1);
        self.met = 0;
    }

    /// Notes that the component at a place has handlers that the server calls by itself.
    pub(crate) fn listens_at(&mut self, place: Place) {
        self.listening.push(place);
    }

    /// Whether a component has handlers that the server calls by itself.
    pub(crate) fn listen(&self) -> bool {
        !self.listening.is_empty()
    }

    /// The components with handlers that the server calls by itself.
    pub(crate) fn listening(&self) -> impl Iterator<Item = (Place, &dyn Stored)> {
        let at = |place: &Place| Some((*place, self.at(*place)?));
        self.listening.iter().filter_map(at)
    }

    /// The component at a place, if it is there.
    pub(crate) fn at(&self, place: Place) -> Option<&dyn Stored> {
        self.by_place.get(&place)?.view.as_deref()
    }

    /// Whether there is a component at a place.
    pub(crate) fn has(&self, place: Place) -> bool {
        self.by_place.contains_key(&place)
    }

    /// Takes the component at a place, whatever its type.
    pub(crate) fn take_any(&mut self, place: Place) -> Option<Box<dyn Stored>> {
        self.by_place.get_mut(&place)?.view.take()
    }

    /// Ends such a pass, and returns the components that it has not reached.
    pub(crate) fn end_pass(&mut self) -> Vec<Box<dyn Stored>> {
        self.saved.clear();
        if self.met == self.by_place.len() {
            return Vec::new();
        }
        let pass = self.pass;
        let gone = self
            .by_place
            .extract_if(|_, component| component.pass != pass)
            .filter_map(|(_, gone)| gone.view)
            .collect();
        let by_place = &self.by_place;
        self.listening.retain(|place| by_place.contains_key(place));
        gone
    }

    /// Takes the component at a place, if there is one.
    pub(crate) fn take<S: Stored>(&mut self, place: Place) -> Option<Box<S>> {
        let view: Box<dyn Any> = self.by_place.get_mut(&place)?.view.take()?;
        view.downcast().ok()
    }

    /// Puts a component at its place, which this pass has reached.
    pub(crate) fn meet(&mut self, place: Place, view: Box<dyn Stored>) {
        let before = self.by_place.insert(
            place,
            Entry {
                view: Some(view),
                pass: self.pass,
            },
        );
        self.met += usize::from(before.is_none_or(|before| before.pass != self.pass));
    }

    /// Puts back a component that was taken from its place.
    pub(crate) fn put_back(&mut self, place: Place, view: Box<dyn Stored>) {
        if let Some(component) = self.by_place.get_mut(&place) {
            component.view = Some(view);
        }
    }

    /// Takes all components.
    pub(crate) fn take_all(&mut self) -> Vec<Box<dyn Stored>> {
        self.by_place
            .drain()
            .filter_map(|(_, component)| component.view)
            .collect()
    }
}

/// The places of the rows of a list, by their keys.
#[derive(Debug)]
pub(crate) struct RowPlaces {
    list: Place,
    hasher: FixedState,
    /// How many rows there have been with each key.
    given: HashMap<u64, u32, SeedableRandomState>,
}

impl RowPlaces {
    /// The place of the next row with a key.
    pub(crate) fn next(&mut self, key: &(impl Hash + ?Sized)) -> Place {
        let hash = self.hasher.hash_one(key);
        let given = self.given.entry(hash).or_default();
        let place = Place(self.hasher.hash_one((self.list.0, hash, *given)));
        *given += 1;
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Stored for u32 {
        fn save(&self) -> Option<Result<OldState, Reject>> {
            None
        }

        fn handlers(&self) -> &'static [Handler] {
            &[]
        }

        fn source(&self, _: u16, _: &mut Vec<u8>) -> Option<Source> {
            None
        }

        fn timer(&self, _: u16) -> Option<u64> {
            None
        }

        fn receive(
            self: Box<Self>,
            _: Received<'_>,
            _: Context,
            _: Place,
        ) -> (Box<dyn Stored>, Option<Settled>) {
            (self, None)
        }
    }

    fn take(components: &mut Components, place: Place) -> Option<u32> {
        components.take::<u32>(place).map(|view| *view)
    }

    #[test]
    fn a_view_stays_as_long_as_passes_meet_it() {
        let mut components = Components::default();
        let places = [1, 2].map(|arm| components.inside(Place::default(), 0, arm));
        components.begin_pass();
        for place in places {
            components.meet(place, Box::new(7_u32));
        }
        assert!(components.end_pass().is_empty());
        components.begin_pass();
        assert_eq!(take(&mut components, places[0]), Some(7));
        components.meet(places[0], Box::new(8_u32));
        assert_eq!(components.end_pass().len(), 1);
        assert_eq!(take(&mut components, places[0]), Some(8));
        assert_eq!(take(&mut components, places[1]), None);
    }

    #[test]
    fn a_row_has_its_place_by_its_key_and_by_how_many_have_the_same() {
        let components = Components::default();
        let places = |keys: &[&str]| {
            let mut rows = components.rows(Place::default(), 3);
            keys.iter().map(|key| rows.next(*key)).collect::<Vec<_>>()
        };
        let [a, b, second_a] = places(&["a", "b", "a"])[..] else {
            unreachable!()
        };
        assert_eq!(places(&["b", "a", "a"]), [b, a, second_a]);
        assert!(a != b && a != second_a);
        let mut other = components.rows(Place::default(), 4);
        assert_ne!(other.next("a"), a);
        assert_ne!(
            Components::default().rows(Place::default(), 3).next("a"),
            a,
            "the seed is the session's"
        );
    }
}
