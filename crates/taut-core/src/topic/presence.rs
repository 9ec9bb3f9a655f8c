//! Who is there: the people of all presences, whichever process their sessions are in.
//!
//! A presence is a topic whose messages are its changes. This process knows all of its people, those that other processes have told
//! of, too. A change is noted under one lock, and published afterwards, in the same order, so no code of an application runs under it.

mod changes;
mod room;
mod sessions;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde::de::DeserializeOwned;

pub use changes::{AnyPresence, Presence, PresenceOf, PresenceTopic};
pub(crate) use room::Source;
pub use sessions::Presences;

use super::relay;
pub use super::told::{Change, ProcessId};
use crate::panics::guarded;
use room::{Moves, Room};

/// The people of all presences that somebody is in.
struct Store {
    /// By topic and key.
    rooms: BTreeMap<Name, Room>,
    /// The number of the last change, here or in a process that has told of one.
    order: u64,
    /// What was changed and is not published yet.
    unpublished: Vec<Publication>,
    /// Whether a thread publishes it.
    is_publishing: bool,
}

/// The topic and the key of a presence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    topic: Box<str>,
    key: Box<str>,
}

enum Publication {
    /// For the sessions of this process: a message as JSON.
    Message(Name, String),
    /// For the other processes.
    Told(Change),
    /// All that this process says, for the other processes.
    Everyone(Vec<Change>),
}

static STORE: Mutex<Store> = Mutex::new(Store::new());

/// The number of this process.
pub fn process() -> ProcessId {
    static OWN: LazyLock<ProcessId> = LazyLock::new(|| ProcessId(RandomState::new().hash_one(0)));
    *OWN
}

/// Notes what another process says. What one process says must be given in the order in which it was said. What this process has said
/// itself, and an engine sends back, changes nothing.
pub fn apply(process: ProcessId, change: Change) {
    if process == self::process() {
        return;
    }
    let mut store = lock();
    store.apply(Source::Process(process), change);
    publish_all(store);
}

/// Notes all that another process says, as it has it from [`own`], and forgets what it has said before.
pub fn replace(process: ProcessId, all: Vec<Change>) {
    if process == self::process() {
        return;
    }
    let source = Source::Process(process);
    let mut store = lock();
    let mut gone = store.people_of(source);
    for change in all {
        gone.remove(&(Name::of(&change), change.person.as_str().into()));
        store.apply(source, change);
    }
    for (name, person) in gone {
        let moves = store.set(&name, &person, source, None, 0);
        store.publish(&name, moves);
    }
    publish_all(store);
}

/// Forgets what another process has said: it has ended, or can't be reached.
pub fn drop_process(process: ProcessId) {
    replace(process, Vec::new());
}

/// Tells the other processes all that this one says, for those that do not know it yet: in order with its changes.
pub fn tell_all() {
    let mut store = lock();
    let all = store.own();
    store.unpublished.push(Publication::Everyone(all));
    publish_all(store);
}

/// All that this process says.
#[must_use]
pub fn own() -> Vec<Change> {
    lock().own()
}

/// The number of presences that somebody is in.
#[must_use]
pub fn rooms() -> usize {
    lock().rooms.len()
}
/// The people of a presence, as far as their descriptions can be read, in the order in which this process has learned of them.
fn present<W: DeserializeOwned>(topic: &str, key: &str) -> Vec<W> {
    let name = Name {
        topic: topic.into(),
        key: key.into(),
    };
    let descriptions = lock().rooms.get(&name).map(Room::descriptions);
    let descriptions = descriptions.unwrap_or_default().into_iter();
    descriptions
        .filter_map(|description| serde_json::from_str(&description).ok())
        .collect()
}

fn lock() -> MutexGuard<'static, Store> {
    STORE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Name {
    fn of(change: &Change) -> Self {
        Self {
            topic: change.topic.as_str().into(),
            key: change.key.as_str().into(),
        }
    }
}

impl Store {
    const fn new() -> Self {
        Self {
            rooms: BTreeMap::new(),
            order: 0,
            unpublished: Vec::new(),
            is_publishing: false,
        }
    }

    /// Notes what another process says.
    fn apply(&mut self, source: Source, change: Change) {
        self.order = self.order.max(change.order);
        let description = change.description.as_deref();
        let name = Name::of(&change);
        let moves = self.set(&name, &change.person, source, description, change.order);
        self.publish(&name, moves);
    }

    /// Whom a source has made present, and where.
    fn people_of(&self, source: Source) -> BTreeSet<(Name, Box<str>)> {
        let people = |(name, room): (&Name, &Room)| {
            let people = room.people_of(source).into_iter();
            let name = name.clone();
            people.map(move |person| (name.clone(), person))
        };
        self.rooms.iter().flat_map(people).collect()
    }

    /// The number of the next change.
    fn next(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    /// Sets the description of a person by one source, and returns whose descriptions came and went.
    fn set(
        &mut self,
        name: &Name,
        person: &str,
        source: Source,
        description: Option<&str>,
        order: u64,
    ) -> Moves {
        if description.is_none() && !self.rooms.contains_key(name) {
            return Moves::default();
        }
        let room = self.rooms.entry(name.clone()).or_default();
        let moves = room.set(person, source, description, order);
        if room.is_empty() {
            self.rooms.remove(name);
        }
        moves
    }

    /// Sets the description of a person by a session of this process, and tells the other processes if that changes theirs.
    fn set_own(
        &mut self,
        name: &Name,
        person: &str,
        source: Source,
        description: Option<&str>,
    ) -> Moves {
        let order = self.next();
        let own = |store: &Self| store.rooms.get(name)?.own_of(person);
        let before = own(self);
        let moves = self.set(name, person, source, description, order);
        // The order matters, too: all processes must choose the same description.
        match own(self) {
            after if after == before => {}
            Some((description, order)) => self.tell(name, person, Some(&description), order),
            None => self.tell(name, person, None, order),
        }
        moves
    }

    /// All that this process says.
    fn own(&self) -> Vec<Change> {
        let of_room = |(name, room): (&Name, &Room)| {
            let people = room.own();
            people
                .map(|(person, description, order)| Change {
                    topic: name.topic.to_string(),
                    key: name.key.to_string(),
                    person: person.to_owned(),
                    description: Some(description.to_owned()),
                    order,
                })
                .collect::<Vec<_>>()
        };
        self.rooms.iter().flat_map(of_room).collect()
    }

    /// Has the sessions of this process receive what has changed.
    fn publish(&mut self, name: &Name, moves: Moves) {
        let room = self.rooms.get_mut(name);
        room.into_iter().for_each(|room| room.settle(&moves));
        let messages = moves.into_messages();
        let publications = messages.map(|message| Publication::Message(name.clone(), message));
        self.unpublished.extend(publications);
    }

    /// Tells the other processes of a person.
    fn tell(&mut self, name: &Name, person: &str, description: Option<&str>, order: u64) {
        self.unpublished.push(Publication::Told(Change {
            topic: name.topic.to_string(),
            key: name.key.to_string(),
            person: person.to_owned(),
            description: description.map(str::to_owned),
            order,
        }));
    }
}

/// Publishes what has changed. One thread does it at a time, so that nothing overtakes what came before it.
fn publish_all(mut store: MutexGuard<'_, Store>) {
    if std::mem::replace(&mut store.is_publishing, true) {
        return;
    }
    loop {
        let some = std::mem::take(&mut store.unpublished);
        if some.is_empty() {
            store.is_publishing = false;
            return;
        }
        drop(store);
        for publication in some {
            // A relay that panics must not silence all presences.
            drop(guarded(|| publication.publish()));
        }
        store = lock();
    }
}

impl Publication {
    fn publish(self) {
        match self {
            Self::Message(name, message) => {
                relay::receive(&name.topic, name.key.as_bytes(), message.as_bytes());
            }
            Self::Told(change) => relay::relay()
                .into_iter()
                .for_each(|relay| relay.presence(&change)),
            Self::Everyone(all) => {
                if let Some(relay) = relay::relay() {
                    relay.everyone(all);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
