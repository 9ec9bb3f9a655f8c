//! Lists whose rows the server forgets once the browser has them.
//!
//! A feed knows the keys of the rows that the page shows (its *window*), each with its *place*: a number
//! that grows from the first row to the last one, and is never used again. It has the values only of
//! rows that are not sent yet. So what a pass writes are the values that wait, and the places that were
//! removed since the last frame; nothing is compared that has not changed.

mod contents;
mod list;

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::key::Key;
use contents::Contents;
use contents::End;

pub(crate) use list::SentRows;
pub use list::{AsFeed, FeedList, FeedRows, plain_rows};

/// A list that the page shows and the server forgets: it keeps the keys of the rows, but no row.
///
/// A row is rendered when it is added or updated. Then it is dropped, and only the browser has it. So a
/// million rows can pass through a page, or be scrolled through, at the cost of those that are shown.
///
/// A template shows a feed with `for (key, row) in &feed`, where both are references. Rows have no `key = …`, because a feed
/// knows their keys. A view with a feed has a method `refill`, which is called when the page must be
/// written again and the rows are gone; see the guide `feeds`.
///
/// ```
/// # use taut_core::Feed;
/// let mut lines = Feed::new().limit(2);
/// lines.append(1, "one");
/// lines.append(2, "two");
/// lines.append(3, "three");
/// assert_eq!(lines.keys(), [2, 3]);
/// assert!(lines.update(&2, "due"));
/// assert!(!lines.update(&1, "uno"), "it is not in the page any more");
/// ```
pub struct Feed<K, T> {
    contents: Shared<K, T>,
}

/// The contents of a feed, which the list that shows it shares.
type Shared<K, T> = Arc<Mutex<Contents<K, T>>>;

/// What a panic leaves is whole: no code of a view runs while the contents change.
fn lock<K, T>(contents: &Mutex<Contents<K, T>>) -> MutexGuard<'_, Contents<K, T>> {
    contents.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, T> Default for Feed<K, T> {
    fn default() -> Self {
        Self {
            contents: Arc::default(),
        }
    }
}

impl<K, T> fmt::Debug for Feed<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let contents = lock(&self.contents);
        f.debug_struct("Feed")
            .field("keys", &contents.len())
            .field("not_sent", &contents.waiting())
            .finish_non_exhaustive()
    }
}

impl<K: Key + Eq + Clone, T> Feed<K, T> {
    /// Creates an empty feed without a limit.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits the number of rows: a row that is added at one end removes one at the other end.
    #[must_use]
    pub fn limit(self, rows: usize) -> Self {
        lock(&self.contents).limit = rows;
        self
    }

    /// Adds a row after all others. If the feed has a row with this key, that one is updated, and stays where it is.
    pub fn append(&mut self, key: K, row: T) {
        self.append_all([(key, row)]);
    }

    /// Adds a row before all others. If the feed has a row with this key, that one is updated, and stays where it is.
    pub fn prepend(&mut self, key: K, row: T) {
        self.prepend_all([(key, row)]);
    }

    /// Adds rows after all others, in their order, as [`Feed::append`] does.
    pub fn append_all(&mut self, rows: impl IntoIterator<Item = (K, T)>) {
        for (key, row) in rows {
            let dropped = lock(&self.contents).add(key, row, End::Back);
            drop(dropped);
        }
    }

    /// Adds rows before all others, as [`Feed::prepend`] does. They are in the order in which the page shows them: the last
    /// one comes before the rows that were there.
    pub fn prepend_all<I>(&mut self, rows: I)
    where
        I: IntoIterator<Item = (K, T)>,
        I::IntoIter: DoubleEndedIterator,
    {
        for (key, row) in rows.into_iter().rev() {
            let dropped = lock(&self.contents).add(key, row, End::Front);
            drop(dropped);
        }
    }

    /// Replaces a row. Returns `false`, and does nothing, if the feed has no row with this key.
    pub fn update(&mut self, key: &K, row: T) -> bool {
        let replaced = lock(&self.contents).update(key, row);
        replaced.is_ok()
    }

    /// Removes a row. Returns `false` if the feed has no row with this key.
    pub fn remove(&mut self, key: &K) -> bool {
        let removed = lock(&self.contents).remove(key);
        removed.is_some()
    }

    /// Removes rows at the end, until so many are left.
    pub fn keep_first(&mut self, rows: usize) {
        let dropped = lock(&self.contents).trim(rows, End::Back);
        drop(dropped);
    }

    /// Removes rows at the start, until so many are left.
    pub fn keep_last(&mut self, rows: usize) {
        let dropped = lock(&self.contents).trim(rows, End::Front);
        drop(dropped);
    }

    /// Removes all rows.
    pub fn reset(&mut self) {
        self.keep_last(0);
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.contents).len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is a row with this key.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        lock(&self.contents).place_of(key).is_some()
    }

    /// The keys of all rows, in their order.
    #[must_use]
    pub fn keys(&self) -> Vec<K> {
        lock(&self.contents).keys().cloned().collect()
    }

    /// The key of the first row.
    #[must_use]
    pub fn first_key(&self) -> Option<K> {
        lock(&self.contents).keys().next().cloned()
    }

    /// The key of the last row.
    #[must_use]
    pub fn last_key(&self) -> Option<K> {
        lock(&self.contents).keys().next_back().cloned()
    }

    /// Whether the page shows the feed: the last rendering has come to its list.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        lock(&self.contents).is_shown()
    }
}

impl<K: Key + Eq + Clone, T> FromIterator<(K, T)> for Feed<K, T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(rows: I) -> Self {
        let mut feed = Self::new();
        feed.append_all(rows);
        feed
    }
}

/// A feed is saved without its rows.
#[derive(Serialize, Deserialize)]
struct SavedFeed<K> {
    keys: Vec<K>,
    limit: usize,
}

impl<K: Serialize + Clone, T> Serialize for Feed<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let saved = {
            let contents = lock(&self.contents);
            SavedFeed {
                keys: contents.keys().cloned().collect(),
                limit: contents.limit,
            }
        };
        saved.serialize(serializer)
    }
}

impl<'de, K: Deserialize<'de> + Hash + Eq + Clone, T> Deserialize<'de> for Feed<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let SavedFeed { keys, limit } = SavedFeed::deserialize(deserializer)?;
        Ok(Self {
            contents: Arc::new(Mutex::new(Contents::of_keys(keys, limit))),
        })
    }
}
