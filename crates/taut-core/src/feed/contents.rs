//! The window of a feed, and the rows that are not sent yet.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;

use foldhash::fast::FixedState;

/// An end of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Front,
    Back,
}

impl End {
    fn other(self) -> Self {
        match self {
            Self::Front => Self::Back,
            Self::Back => Self::Front,
        }
    }
}

/// The contents of a feed.
pub(super) struct Contents<K, T> {
    /// The maximum number of rows.
    pub(super) limit: usize,
    /// The keys of all rows with their places, which increase.
    window: VecDeque<(i64, K)>,
    places: HashMap<K, i64, FixedState>,
    /// The rows that are not sent yet, by their places.
    pub(super) rows: BTreeMap<i64, T>,
    /// The places of rows that were sent, and removed since.
    removed: Vec<i64>,
    /// The first and the last place that were sent, if any.
    sent: Option<(i64, i64)>,
    /// The place before all that were ever used, and the one after them.
    next: (i64, i64),
    /// The number of the list that shows the feed.
    list: Option<u64>,
    /// How many lists have been numbered.
    lists: u64,
}

impl<K, T> Default for Contents<K, T> {
    fn default() -> Self {
        Self {
            limit: usize::MAX,
            window: VecDeque::new(),
            places: HashMap::with_hasher(FixedState::default()),
            rows: BTreeMap::new(),
            removed: Vec::new(),
            sent: None,
            next: (-1, 0),
            list: None,
            lists: 0,
        }
    }
}

impl<K, T> Contents<K, T> {
    pub(super) fn len(&self) -> usize {
        self.window.len()
    }

    /// The number of rows that are not sent yet.
    pub(super) fn waiting(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_shown(&self) -> bool {
        self.list.is_some()
    }

    pub(super) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.window.iter().map(|(_, key)| key)
    }

    /// A number for a list that shows the feed.
    pub(super) fn number_list(&mut self) -> u64 {
        self.lists += 1;
        self.lists
    }

    /// The places of rows that were sent and removed since, in their order.
    pub(super) fn removed(&self) -> Vec<i64> {
        let mut removed = self.removed.clone();
        removed.sort_unstable();
        removed
    }

    /// The key at a place.
    pub(super) fn key_at(&self, place: i64) -> Option<&K> {
        let at = self.window.binary_search_by_key(&place, |(at, _)| *at);
        Some(&self.window.get(at.ok()?)?.1)
    }
}

impl<K: Hash + Eq + Clone, T> Contents<K, T> {
    /// Contents whose rows are gone.
    pub(super) fn of_keys(keys: Vec<K>, limit: usize) -> Self {
        let mut contents = Self {
            limit,
            ..Self::default()
        };
        for key in keys {
            if contents.place_of(&key).is_some() {
                continue;
            }
            contents.enter(key, End::Back);
        }
        contents
    }

    pub(super) fn place_of(&self, key: &K) -> Option<i64> {
        self.places.get(key).copied()
    }

    /// Adds a row at an end, or updates the one that has the key. Returns the rows that are dropped.
    pub(super) fn add(&mut self, key: K, row: T, end: End) -> (Option<T>, Vec<T>) {
        let place = match self.place_of(&key) {
            Some(place) => place,
            None => self.enter(key, end),
        };
        let replaced = self.rows.insert(place, row);
        (replaced, self.trim(self.limit, end.other()))
    }

    /// Replaces a row, and returns the one that was not sent yet; or returns the new one if there is none to replace.
    pub(super) fn update(&mut self, key: &K, row: T) -> Result<Option<T>, T> {
        match self.place_of(key) {
            Some(place) => Ok(self.rows.insert(place, row)),
            None => Err(row),
        }
    }

    /// Removes a row, and returns it if it is not sent yet.
    pub(super) fn remove(&mut self, key: &K) -> Option<Option<T>> {
        let place = self.places.remove(key)?;
        let at = self.window.binary_search_by_key(&place, |(at, _)| *at);
        self.window.remove(at.ok()?);
        Some(self.leave(place))
    }

    /// Removes rows at an end, until so many are left.
    pub(super) fn trim(&mut self, rows: usize, end: End) -> Vec<T> {
        let mut dropped = Vec::new();
        while self.window.len() > rows {
            let removed = match end {
                End::Front => self.window.pop_front(),
                End::Back => self.window.pop_back(),
            };
            let Some((place, key)) = removed else { break };
            self.places.remove(&key);
            dropped.extend(self.leave(place));
        }
        dropped
    }

    /// Forgets the rows: they are sent. Where a list was written as a whole, it has only the rows that
    /// were not sent before; the others have gone with the page, or the list, that had them.
    pub(super) fn sent_by(&mut self, list: u64, as_whole: bool) -> BTreeMap<i64, T> {
        if as_whole {
            self.keep_waiting();
        }
        self.list = Some(list);
        self.removed = Vec::new();
        let ends = self.window.front().zip(self.window.back());
        self.sent = ends.map(|((first, _), (last, _))| (*first, *last));
        std::mem::take(&mut self.rows)
    }

    /// A list has left the page, with all rows that were sent.
    pub(super) fn list_is_gone(&mut self, list: u64) {
        if self.list == Some(list) {
            self.keep_waiting();
            self.list = None;
            self.removed = Vec::new();
            self.sent = None;
        }
    }

    /// Removes all keys but those of rows that are not sent yet.
    fn keep_waiting(&mut self) {
        let Self {
            window,
            places,
            rows,
            ..
        } = self;
        window.retain(|(place, key)| {
            let waits = rows.contains_key(place);
            if !waits {
                places.remove(key);
            }
            waits
        });
    }

    /// Adds a key at an end.
    fn enter(&mut self, key: K, end: End) -> i64 {
        let (before, after) = self.next;
        let place = match end {
            End::Front => {
                self.next.0 = before - 1;
                self.window.push_front((before, key.clone()));
                before
            }
            End::Back => {
                self.next.1 = after + 1;
                self.window.push_back((after, key.clone()));
                after
            }
        };
        self.places.insert(key, place);
        place
    }

    /// Notes that a row has left, and returns it if it is not sent yet.
    fn leave(&mut self, place: i64) -> Option<T> {
        if self
            .sent
            .is_some_and(|(first, last)| (first..=last).contains(&place))
        {
            self.removed.push(place);
        }
        self.rows.remove(&place)
    }
}
