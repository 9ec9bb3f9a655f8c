//! Lists that record their edits, so that an event costs by the rows that it touches.
//!
//! A collection is a sequence of rows, an index of their keys, and a log of its last edits. It does not know which lists
//! show it: a list knows which version of which collection it has rendered, and asks the log for the rest. So clones,
//! collections that take the place of another, and collections that are shown twice need no special care: a list that
//! cannot follow compares all rows, as it does with a `Vec`.

#[doc(hidden)]
pub mod follow;
mod index;
mod iter;
mod link;
mod log;
mod reads;
mod saved;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::RandomState;

use crate::key::Key;
use crate::sequence::{Handle, Sequence};
use index::Index;
use log::Log;

pub use iter::{Iter, IterMut, Pairs};
pub use link::{KeyedLink, Looped, PlainLink, looped};
pub use reads::{Picked, Read};

/// A list of rows with unique keys that records its edits: an event costs by the rows that it touches, not by all.
///
/// A template shows it like a `Vec`, with `for row in &self.rows; key = row.id { … }`. After an event, only rows are
/// rendered and compared that were added, moved or removed, or handed out by [`get_mut`](Keyed::get_mut) or
/// [`iter_mut`](Keyed::iter_mut). The guide `lists` says what rows may read besides themselves.
///
/// Changes through shared references (a `Cell`, `RefCell` or `Mutex` in a row) cannot be seen: the page shows them only
/// after the row was touched. An [`Async`](crate::Async) or a [`Flow`](crate::Flow) in a row needs no care: all rows are
/// visited as long as one that a row has read is running.
///
/// In the costs below, *n* is the number of rows. "Constant" ignores a small part that counts at most *n* / 64 chunks.
///
/// ```
/// # use taut_core::Keyed;
/// let mut rows = Keyed::new();
/// rows.push(1, "one");
/// rows.push(2, "two");
/// rows.insert(0, 3, "three");
/// if let Some(row) = rows.get_mut(&2) {
///     *row = "due";
/// }
/// assert!(rows.iter().eq(&["three", "one", "due"]));
/// assert_eq!(rows.remove(&1), Some("one"));
/// assert_eq!(rows.position(&2), Some(1));
/// ```
pub struct Keyed<K, T> {
    rows: Sequence<Entry<K, T>>,
    index: Index,
    hasher: RandomState,
    log: Log,
}

#[derive(Debug, Clone)]
struct Entry<K, T> {
    key: K,
    row: T,
}

impl<K, T> Default for Keyed<K, T> {
    fn default() -> Self {
        Self {
            rows: Sequence::default(),
            index: Index::default(),
            hasher: RandomState::default(),
            log: Log::default(),
        }
    }
}

impl<K, T> Keyed<K, T> {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, in their order.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, T> {
        Iter::new(&self.rows)
    }

    /// The rows with their keys, in their order. A template shows both with
    /// `for (id, row) in self.rows.pairs(); key = id { … }`, and follows the edits as it does with `&self.rows`.
    #[must_use]
    pub fn pairs(&self) -> Pairs<'_, K, T> {
        Pairs::new(self)
    }

    /// The keys, in the order of the rows.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.rows.iter().map(|entry| &entry.key)
    }

    /// The row at a position. Constant.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<&T> {
        self.rows.at(position).map(|(_, entry)| &entry.row)
    }

    /// The key of the row at a position. Constant.
    #[must_use]
    pub fn key_at(&self, position: usize) -> Option<&K> {
        self.rows.at(position).map(|(_, entry)| &entry.key)
    }

    /// The row at a position, to be changed: it counts as touched. Constant.
    pub fn at_mut(&mut self, position: usize) -> Option<&mut T> {
        let rows = self.rows.len();
        let (handle, entry) = self.rows.at_mut(position)?;
        self.log.touched(handle, rows);
        Some(&mut entry.row)
    }

    /// The rows, to be changed: each that the iterator returns counts as touched. Rows that are passed over, by
    /// [`nth`](Iterator::nth), [`skip`](Iterator::skip) or [`step_by`](Iterator::step_by), do not; those that a
    /// [`filter`](Iterator::filter) has seen, do.
    pub fn iter_mut(&mut self) -> IterMut<'_, K, T> {
        IterMut::new(&mut self.rows, &mut self.log)
    }

    /// Gives the rows at two positions the place of each other, like [`slice::swap`]. Constant.
    ///
    /// # Panics
    /// If there is no row at one of them.
    pub fn swap(&mut self, first: usize, second: usize) {
        let (rows, low, high) = (self.len(), first.min(second), first.max(second));
        assert!(high < rows, "`swap` of row {high}, and there are {rows}");
        if low == high {
            return;
        }
        self.rows.swap(low, high);
        self.log.moved(high, low, rows);
        self.log.moved(low + 1, high, rows);
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        self.log.all_changed();
        self.index = Index::default();
        drop(std::mem::take(&mut self.rows));
    }

    /// Sorts the rows, and keeps the order of equal ones. All rows are compared at the next rendering, unless they were
    /// sorted already. *n* log *n*.
    pub fn sort_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let rows: Vec<&T> = self.iter().collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|first, second| compare(rows[*first], rows[*second]));
        if !order.is_sorted() {
            self.arrange(&order);
        }
    }

    /// Sorts the rows by something of each, as [`Keyed::sort_by`] does.
    pub fn sort_by_key<S: Ord>(&mut self, mut key: impl FnMut(&T) -> S) {
        self.sort_by(|first, second| key(first).cmp(&key(second)));
    }

    /// Puts the rows into an order of their positions.
    fn arrange(&mut self, order: &[usize]) {
        self.log.all_changed();
        let handles: Vec<Handle> = self.rows.handles().collect();
        let end = self.rows.len() - 1;
        for position in order {
            self.rows.move_to(handles[*position], end);
        }
    }
}

impl<K: Key + Eq, T> Keyed<K, T> {
    /// Adds a row after all others. If there is a row with this key, the new one takes its place, and the old one is
    /// returned. Constant.
    pub fn push(&mut self, key: K, row: T) -> Option<T> {
        self.insert(self.len(), key, row)
    }

    /// Adds a row at a position, or after all others if there are not so many. If there is a row with this key, the new
    /// one takes its place, wherever that is, and the old one is returned. Constant.
    pub fn insert(&mut self, position: usize, key: K, row: T) -> Option<T> {
        let replaced = self.add(position, key, row);
        if replaced.is_none() {
            let rows = self.rows.len();
            self.log.inserted(position.min(rows - 1), 1, rows);
        }
        replaced
    }

    /// Adds or replaces a row; only replacing is noted.
    fn add(&mut self, position: usize, key: K, row: T) -> Option<T> {
        let hash = self.hash(&key);
        if let Some(handle) = self.find(hash, &key) {
            self.log.touched(handle, self.rows.len());
            let entry = self.rows.get_mut(handle)?;
            return Some(std::mem::replace(&mut entry.row, row));
        }
        let handle = self.rows.insert(position, Entry { key, row });
        self.index.add(hash, handle);
        None
    }

    /// Removes a row. Constant.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<T>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hash(key);
        let handle = self.find(hash, key)?;
        self.take(handle, hash).map(|entry| entry.row)
    }

    /// Removes the row at a position. Constant.
    pub fn remove_at(&mut self, position: usize) -> Option<(K, T)> {
        let (handle, entry) = self.rows.at(position)?;
        let hash = self.hash(&entry.key);
        self.take(handle, hash).map(|entry| (entry.key, entry.row))
    }

    /// Removes the last row. Constant.
    pub fn pop(&mut self) -> Option<(K, T)> {
        self.remove_at(self.len().checked_sub(1)?)
    }

    fn take(&mut self, handle: Handle, hash: u32) -> Option<Entry<K, T>> {
        let position = self.rows.position(handle)?;
        self.index.remove(hash, handle);
        let entry = self.rows.remove(handle);
        self.log.removed(position, hash, self.rows.len());
        entry
    }

    /// Removes the rows for which a condition does not hold. *n* steps, and for each row that goes, a step for each of the
    /// *n* / 64 chunks.
    pub fn retain(&mut self, is_kept: impl FnMut(&T) -> bool) {
        // A condition that panics leaves all rows.
        let kept: Vec<bool> = self.iter().map(is_kept).collect();
        let gone = (0..kept.len()).rev().filter(|at| !kept[*at]);
        let gone: Vec<_> = gone.filter_map(|at| self.remove_at(at)).collect();
        drop(gone);
    }

    /// Moves a row to a position, which is counted without it. Returns `false` if there is no row with this key.
    /// Constant.
    pub fn move_to<Q>(&mut self, key: &Q, position: usize) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let Some(handle) = self.find(self.hash(key), key) else {
            return false;
        };
        let (from, rows) = (self.rows.position(handle), self.rows.len());
        let to = position.min(rows - 1);
        self.rows.move_to(handle, to);
        self.log.moved(from.unwrap_or(to), to, rows);
        true
    }

    /// A row. Constant.
    #[must_use]
    pub fn get<Q>(&self, key: &Q) -> Option<&T>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let handle = self.find(self.hash(key), key)?;
        self.rows.get(handle).map(|entry| &entry.row)
    }

    /// A row, to be changed: it counts as touched. Constant.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut T>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let handle = self.find(self.hash(key), key)?;
        self.log.touched(handle, self.rows.len());
        self.rows.get_mut(handle).map(|entry| &mut entry.row)
    }

    /// Whether there is a row with this key. Constant.
    #[must_use]
    pub fn contains<Q>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.find(self.hash(key), key).is_some()
    }

    /// The position of a row. Constant.
    #[must_use]
    pub fn position<Q>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.rows.position(self.find(self.hash(key), key)?)
    }

    fn find<Q>(&self, hash: u32, key: &Q) -> Option<Handle>
    where
        K: Borrow<Q>,
        Q: Eq + ?Sized,
    {
        self.index.find(hash, |handle| {
            let entry = self.rows.get(handle);
            entry.is_some_and(|entry| entry.key.borrow() == key)
        })
    }
}

impl<K, T> Keyed<K, T> {
    /// Finds a row by a key as lists keep it.
    fn find_kept(&self, key: &K::Owned) -> Option<usize>
    where
        K: Key,
    {
        let found = self.index.find(self.hash(key), |handle| {
            let entry = self.rows.get(handle);
            entry.is_some_and(|entry| entry.key.is(key))
        });
        self.rows.position(found?)
    }

    #[allow(clippy::cast_possible_truncation, reason = "a part of the hash")]
    fn hash<Q: Hash + ?Sized>(&self, key: &Q) -> u32 {
        self.hasher.hash_one(key) as u32
    }
}

impl<K: Key + Eq, T> Extend<(K, T)> for Keyed<K, T> {
    /// Adds rows after all others, in their order, as [`Keyed::push`] does.
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, rows: I) {
        let rows = rows.into_iter();
        let known = self.len();
        let extending = Extending { known, keyed: self };
        for (key, row) in rows {
            let replaced = extending.keyed.add(usize::MAX, key, row);
            drop(replaced);
        }
    }
}

/// Notes the rows that were added, also if an iterator panics after them.
struct Extending<'k, K, T> {
    known: usize,
    keyed: &'k mut Keyed<K, T>,
}

impl<K, T> Drop for Extending<'_, K, T> {
    fn drop(&mut self) {
        let rows = self.keyed.len();
        self.keyed.log.inserted(self.known, rows - self.known, rows);
    }
}

impl<K: Key + Eq, T> FromIterator<(K, T)> for Keyed<K, T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(rows: I) -> Self {
        let mut keyed = Self::new();
        keyed.extend(rows);
        keyed
    }
}

impl<K: Clone, T: Clone> Clone for Keyed<K, T> {
    /// A list of its own: a page that showed the original compares all rows of the clone once.
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            index: self.index.clone(),
            hasher: self.hasher.clone(),
            log: Log::default(),
        }
    }
}

impl<K: fmt::Debug, T: fmt::Debug> fmt::Debug for Keyed<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.pairs()).finish()
    }
}

impl<K: PartialEq, T: PartialEq> PartialEq for Keyed<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.pairs().eq(other.pairs())
    }
}

impl<K: Eq, T: Eq> Eq for Keyed<K, T> {}
