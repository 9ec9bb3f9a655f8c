//! The presences of a session, as long as it is present.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Name, Source, lock, publish_all};
use crate::attendance::Attendance;

/// The presences that a session is in by now. When this is dropped, it leaves them.
#[derive(Default)]
pub struct Presences(Vec<Guard>);

/// Makes somebody present, until this is dropped.
struct Guard {
    of: Arc<Attendance>,
    name: Name,
    person: Box<str>,
    /// What makes them present.
    source: Source,
}

impl fmt::Debug for Presences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Presences({})", self.0.len())
    }
}

impl Presences {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether these are the presences that a session has joined.
    #[must_use]
    pub fn are(&self, attended: &[Arc<Attendance>]) -> bool {
        let is_same = |(guard, join): (&Guard, &Arc<Attendance>)| Arc::ptr_eq(&guard.of, join);
        self.0.len() == attended.len() && self.0.iter().zip(attended).all(is_same)
    }

    /// Joins and leaves, so that these are the presences that a session has joined. The user is the one whom a guard has named.
    ///
    /// Who is told of it may be notified, so no lock may be held that a subscriber takes.
    pub fn follow(&mut self, attended: &[Arc<Attendance>], user: Option<&str>) {
        if self.are(attended) {
            return;
        }
        // Both are in the order of places.
        let mut before = std::mem::take(&mut self.0).into_iter().peekable();
        let mut gone = Vec::new();
        for join in attended {
            while let Some(guard) = before.next_if(|guard| guard.of.place() < join.place()) {
                gone.push(guard);
            }
            let there = before.next_if(|guard| guard.of.place() == join.place());
            let guard = match there {
                Some(guard) if guard.is_of(join) => guard.described(join, user),
                other => {
                    gone.extend(other);
                    Guard::new(join, user)
                }
            };
            self.0.push(guard);
        }
    }
}

impl Guard {
    fn new(join: &Arc<Attendance>, user: Option<&str>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let guard = Self {
            of: Arc::clone(join),
            name: Name {
                topic: join.topic().into(),
                key: join.key().into(),
            },
            person: person(join, user),
            source: Source::Session(NEXT.fetch_add(1, Ordering::Relaxed)),
        };
        guard.change(None);
        guard
    }

    /// Whether it is of the same presence.
    fn is_of(&self, join: &Attendance) -> bool {
        self.of.topic() == join.topic() && self.of.key() == join.key()
    }

    /// Takes over the description of a join.
    fn described(mut self, join: &Arc<Attendance>, user: Option<&str>) -> Self {
        let before = std::mem::replace(&mut self.of, Arc::clone(join));
        if before.description() != join.description() {
            let before = std::mem::replace(&mut self.person, person(join, user));
            self.change(Some(&before));
        }
        self
    }

    /// Notes the description, in the place of that of the person whom it has made present before.
    fn change(&self, before: Option<&str>) {
        let mut store = lock();
        let description = Some(self.of.description());
        let mut moves = store.set_own(&self.name, &self.person, self.source, description);
        if let Some(before) = before.filter(|before| **before != *self.person) {
            moves.append(store.set_own(&self.name, before, self.source, None));
        }
        store.publish(&self.name, moves);
        publish_all(store);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut store = lock();
        let moves = store.set_own(&self.name, &self.person, self.source, None);
        store.publish(&self.name, moves);
        publish_all(store);
    }
}

/// The identity of a person: the user; if none is known, the description.
fn person(join: &Attendance, user: Option<&str>) -> Box<str> {
    let person = match user {
        Some(user) => format!("user {user}"),
        None => format!("like {}", join.description()),
    };
    person.into()
}
