//! Iterators over the rows of a collection.

use std::iter::FusedIterator;
use std::slice;

use super::{Entry, Keyed, Log};
use crate::sequence::{Chunk, Handle, Items, Sequence};

/// The rows of a [`Keyed`], in their order.
#[derive(Debug)]
pub struct Iter<'k, K, T>(Items<'k, Entry<K, T>>);

impl<'k, K, T> Iter<'k, K, T> {
    pub(super) fn new(rows: &'k Sequence<Entry<K, T>>) -> Self {
        Self(rows.iter())
    }
}

impl<K, T> Clone for Iter<'_, K, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<'k, K, T> Iterator for Iter<'k, K, T> {
    type Item = &'k T;

    fn next(&mut self) -> Option<&'k T> {
        self.0.next().map(|entry| &entry.row)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<'k, K, T> DoubleEndedIterator for Iter<'k, K, T> {
    fn next_back(&mut self) -> Option<&'k T> {
        self.0.next_back().map(|entry| &entry.row)
    }
}

impl<K, T> ExactSizeIterator for Iter<'_, K, T> {}
impl<K, T> FusedIterator for Iter<'_, K, T> {}

/// The rows of a [`Keyed`] with their keys, in their order.
#[derive(Debug)]
pub struct Pairs<'k, K, T> {
    pub(super) keyed: &'k Keyed<K, T>,
    pub(super) items: Items<'k, Entry<K, T>>,
}

impl<'k, K, T> Pairs<'k, K, T> {
    pub(super) fn new(keyed: &'k Keyed<K, T>) -> Self {
        let items = keyed.rows.iter();
        Self { keyed, items }
    }
}

impl<K, T> Clone for Pairs<'_, K, T> {
    fn clone(&self) -> Self {
        Self {
            keyed: self.keyed,
            items: self.items.clone(),
        }
    }
}

impl<'k, K, T> Iterator for Pairs<'k, K, T> {
    type Item = (&'k K, &'k T);

    fn next(&mut self) -> Option<(&'k K, &'k T)> {
        self.items.next().map(|entry| (&entry.key, &entry.row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<'k, K, T> DoubleEndedIterator for Pairs<'k, K, T> {
    fn next_back(&mut self) -> Option<(&'k K, &'k T)> {
        self.items.next_back().map(|entry| (&entry.key, &entry.row))
    }
}

impl<K, T> ExactSizeIterator for Pairs<'_, K, T> {}
impl<K, T> FusedIterator for Pairs<'_, K, T> {}

/// The rows of a [`Keyed`], to be changed: those that it returns count as touched.
pub struct IterMut<'k, K, T> {
    chunks: slice::IterMut<'k, Chunk<Entry<K, T>>>,
    handles: slice::Iter<'k, Handle>,
    entries: slice::IterMut<'k, Entry<K, T>>,
    left: usize,
    log: &'k mut Log,
    rows: usize,
}

impl<'k, K, T> IterMut<'k, K, T> {
    pub(super) fn new(rows: &'k mut Sequence<Entry<K, T>>, log: &'k mut Log) -> Self {
        let count = rows.len();
        Self {
            chunks: rows.chunks_mut(),
            handles: [].iter(),
            entries: [].iter_mut(),
            left: count,
            log,
            rows: count,
        }
    }
}

impl<K, T> std::fmt::Debug for IterMut<'_, K, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IterMut")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

impl<'k, K, T> Iterator for IterMut<'k, K, T> {
    type Item = &'k mut T;

    fn next(&mut self) -> Option<&'k mut T> {
        self.nth(0)
    }

    /// Passes over rows without touching them.
    fn nth(&mut self, mut skipped: usize) -> Option<&'k mut T> {
        self.left = self.left.saturating_sub(skipped + 1);
        loop {
            if skipped < self.entries.len() {
                let handle = *self.handles.nth(skipped)?;
                let entry = self.entries.nth(skipped)?;
                self.log.touched(handle, self.rows);
                return Some(&mut entry.row);
            }
            skipped -= self.entries.len();
            let (handles, entries) = self.chunks.next()?.parts_mut();
            (self.handles, self.entries) = (handles.iter(), entries.iter_mut());
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, T> ExactSizeIterator for IterMut<'_, K, T> {}

impl<'k, K, T> IntoIterator for &'k Keyed<K, T> {
    type Item = &'k T;
    type IntoIter = Iter<'k, K, T>;

    fn into_iter(self) -> Iter<'k, K, T> {
        self.iter()
    }
}

impl<'k, K, T> IntoIterator for &'k mut Keyed<K, T> {
    type Item = &'k mut T;
    type IntoIter = IterMut<'k, K, T>;

    fn into_iter(self) -> IterMut<'k, K, T> {
        self.iter_mut()
    }
}
