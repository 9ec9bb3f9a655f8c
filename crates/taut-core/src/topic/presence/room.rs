//! The people of one presence, and what is said of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use smallvec::SmallVec;

use super::{ProcessId, process};

/// What makes a person present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A session of this process, by a number of its own.
    Session(u64),
    /// The sessions of another process.
    Process(ProcessId),
}

/// The people of one presence.
///
/// Others see descriptions: people who have the same one are one to them. So a message can be received twice, or after its effect was
/// loaded, and the list is the same.
#[derive(Default)]
pub(super) struct Room {
    people: BTreeMap<Box<str>, Person>,
    /// The descriptions of all people.
    shown: BTreeMap<Arc<str>, Shown>,
    /// The next place in their order.
    next: u64,
}

/// What is said of one person; that with the highest order counts.
#[derive(Default)]
struct Person(SmallVec<[Said; 1]>);

struct Said {
    source: Source,
    description: Arc<str>,
    order: u64,
}

/// A description that people have.
struct Shown {
    place: u64,
    people: u32,
}

/// The descriptions that came and went by a change.
#[derive(Default)]
pub(super) struct Moves {
    came: SmallVec<[Arc<str>; 1]>,
    left: SmallVec<[(Arc<str>, u64); 1]>,
}

impl Room {
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The descriptions, in the order in which they came.
    pub(super) fn descriptions(&self) -> Vec<Arc<str>> {
        let mut all: Vec<_> = self.shown.iter().collect();
        all.sort_unstable_by_key(|(_, shown)| shown.place);
        let descriptions = all.into_iter().map(|(description, _)| description);
        descriptions.map(Arc::clone).collect()
    }

    /// Whom a source has made present.
    pub(super) fn people_of(&self, source: Source) -> Vec<Box<str>> {
        let is_said = |(_, person): &(_, &Person)| person.by(source).is_some();
        let people = self.people.iter().filter(is_said);
        people.map(|(person, _)| person.clone()).collect()
    }

    /// The people whom sessions of this process make present, with the description that counts among theirs, and its order.
    pub(super) fn own(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.people.iter().filter_map(|(person, said)| {
            let own = said.own()?;
            Some((&**person, &*own.description, own.order))
        })
    }

    /// Like that, of one person.
    pub(super) fn own_of(&self, person: &str) -> Option<(Arc<str>, u64)> {
        let own = self.people.get(person)?.own()?;
        Some((Arc::clone(&own.description), own.order))
    }

    /// Sets the description of a person by a source.
    pub(super) fn set(
        &mut self,
        person: &str,
        source: Source,
        description: Option<&str>,
        order: u64,
    ) -> Moves {
        let said = match self.people.get_mut(person) {
            Some(said) => said,
            None if description.is_none() => return Moves::default(),
            None => self.people.entry(person.into()).or_default(),
        };
        let before = said.current();
        said.set(source, description, order);
        let after = said.current();
        if after.is_none() {
            self.people.remove(person);
        }
        if before == after {
            return Moves::default();
        }
        Moves {
            came: after
                .and_then(|after| self.show(after))
                .into_iter()
                .collect(),
            left: before
                .and_then(|before| self.hide(before))
                .into_iter()
                .collect(),
        }
    }

    /// Lets a description take the place of another one, if the two are all that has changed.
    pub(super) fn settle(&mut self, moves: &Moves) {
        if let ([came], [(_, place)]) = (&*moves.came, &*moves.left)
            && let Some(shown) = self.shown.get_mut(came)
        {
            shown.place = *place;
        }
    }

    /// Counts a person with a description; returns it if it is new.
    fn show(&mut self, description: Arc<str>) -> Option<Arc<str>> {
        if let Some(shown) = self.shown.get_mut(&description) {
            shown.people += 1;
            return None;
        }
        let place = self.next;
        self.next += 1;
        let shown = Shown { place, people: 1 };
        self.shown.insert(Arc::clone(&description), shown);
        Some(description)
    }

    /// Counts a person no more; returns the description and its place if that was the last one.
    fn hide(&mut self, description: Arc<str>) -> Option<(Arc<str>, u64)> {
        let shown = self.shown.get_mut(&description)?;
        shown.people -= 1;
        if shown.people > 0 {
            return None;
        }
        let place = shown.place;
        self.shown.remove(&description);
        Some((description, place))
    }
}

impl Person {
    fn by(&self, source: Source) -> Option<&Said> {
        self.0.iter().find(|said| said.source == source)
    }

    /// The description that counts. Where two have the same order, all processes choose the same one.
    fn current(&self) -> Option<Arc<str>> {
        let said = self.0.iter().max_by_key(|said| said.rank())?;
        Some(Arc::clone(&said.description))
    }

    fn own(&self) -> Option<&Said> {
        let is_own = |said: &&Said| matches!(said.source, Source::Session(_));
        self.0.iter().filter(is_own).max_by_key(|said| said.order)
    }

    fn set(&mut self, source: Source, description: Option<&str>, order: u64) {
        let at = self.0.iter().position(|said| said.source == source);
        let Some(description) = description else {
            at.map(|at| self.0.swap_remove(at));
            return;
        };
        let said = Said {
            source,
            description: description.into(),
            order,
        };
        match at.and_then(|at| self.0.get_mut(at)) {
            Some(there) => *there = said,
            None => self.0.push(said),
        }
    }
}

impl Said {
    fn rank(&self) -> (u64, ProcessId) {
        match self.source {
            Source::Session(_) => (self.order, process()),
            Source::Process(process) => (self.order, process),
        }
    }
}

impl Moves {
    pub(super) fn append(&mut self, mut later: Self) {
        self.came.append(&mut later.came);
        self.left.append(&mut later.left);
    }

    /// The messages to subscribers, as JSON; see [`super::Presence`].
    pub(super) fn into_messages(self) -> impl Iterator<Item = String> {
        let mut messages = SmallVec::<[String; 1]>::new();
        if let ([came], [(left, _)]) = (&*self.came, &*self.left) {
            messages.push(format!(r#"{{"Changed":{{"from":{left},"to":{came}}}}}"#));
        } else {
            let left = self.left.iter().map(|(left, _)| left);
            messages.extend(left.map(|left| format!(r#"{{"Left":{left}}}"#)));
            messages.extend(self.came.iter().map(|came| format!(r#"{{"Came":{came}}}"#)));
        }
        messages.into_iter()
    }
}
