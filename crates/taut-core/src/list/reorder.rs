//! What has become of rows whose keys are not where they were.
//!
//! Each row of the new order is looked for among the old ones: first where the last one ended, then just
//! behind it (the row before was removed), then everywhere. The old positions of the rows that stayed
//! form a sequence; those on a longest increasing subsequence of it stay where they are, all others move
//! (see [`increasing`]). Moves and placements are told from left to right, as positions in the list as it
//! is at that moment (see [`places`]).

mod increasing;
mod places;

use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;

use super::{MOVE, PLACE, REMOVE, Row};
use crate::key::Key;
use places::Places;

/// So many rows are looked for by going through all; then an index pays.
const SCANS_BEFORE_INDEX: usize = 6;

/// Where a row of the new order comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It stood at that position.
    Old(usize),
    /// It is new.
    New,
}

/// The rows from the first that is not where it was.
#[derive(Debug)]
pub(super) struct Reorder<K, M> {
    /// How many rows before stay as they are.
    base: usize,
    /// For each old row from there on, whether it is in the new order.
    used: Vec<bool>,
    new: Vec<Row<K, M>>,
    /// For each row of the new order its old index from the base on, or nothing if it is the next of `new`.
    order: Vec<Option<u32>>,
    cursor: usize,
    scans: usize,
    /// The hashes of the old keys with their index, sorted.
    index: Vec<(u64, u32)>,
}

impl<K: Hash, M> Reorder<K, M> {
    /// Starts with the rows that there were, from `base` on.
    pub(super) fn new(rows: usize, base: usize) -> Self {
        Self {
            base,
            used: vec![false; rows - base],
            new: Vec::new(),
            order: Vec::with_capacity(rows - base),
            cursor: 0,
            scans: 0,
            index: Vec::new(),
        }
    }

    /// Finds where the next row of the new order comes from.
    pub(super) fn source<Q: Key<Owned = K> + ?Sized>(&mut self, rows: &[Row<K, M>], key: &Q) -> Source {
        let found = self.find(rows.get(self.base..).unwrap_or_default(), key);
        self.order.push(found.and_then(|at| u32::try_from(at).ok()));
        match found {
            Some(at) => {
                self.use_up(at);
                Source::Old(self.base + at)
            }
            None => Source::New,
        }
    }

    /// Adds a new row, and gives its memo.
    pub(super) fn add(&mut self, row: Row<K, M>) -> Option<&mut M> {
        self.new.push(row);
        self.new.last_mut().map(|row| &mut row.memo)
    }

    fn use_up(&mut self, at: usize) {
        self.used[at] = true;
        if at == self.cursor || at == self.cursor + 1 {
            self.cursor = at + 1;
        }
        while self.used.get(self.cursor) == Some(&true) {
            self.cursor += 1;
        }
    }

    fn is<Q: Key<Owned = K> + ?Sized>(&self, old: &[Row<K, M>], at: usize, key: &Q) -> bool {
        self.used.get(at) == Some(&false) && old.get(at).is_some_and(|row| key.is(&row.key))
    }

    fn find<Q: Key<Owned = K> + ?Sized>(&mut self, old: &[Row<K, M>], key: &Q) -> Option<usize> {
        if self.is(old, self.cursor, key) {
            return Some(self.cursor);
        }
        if self.is(old, self.cursor + 1, key) {
            return Some(self.cursor + 1);
        }
        if self.scans < SCANS_BEFORE_INDEX {
            self.scans += 1;
            return (0..self.used.len()).find(|&at| self.is(old, at, key));
        }
        self.find_in_index(old, key)
    }

    /// Equal keys are taken in the order in which they stood.
    fn find_in_index<Q: Key<Owned = K> + ?Sized>(&mut self, old: &[Row<K, M>], key: &Q) -> Option<usize> {
        let state = FixedState::default();
        if self.index.is_empty() {
            let old = old.iter().take(self.used.len());
            self.index = old.zip(0..).map(|(row, at)| (state.hash_one(&row.key), at)).collect();
            self.index.sort_unstable();
        }
        let hash = state.hash_one(key);
        let first = self.index.partition_point(|(other, _)| *other < hash);
        let same = self.index[first..].iter().take_while(|(other, _)| *other == hash);
        same.map(|(_, at)| *at as usize).find(|&at| self.is(old, at, key))
    }

    /// Tells the changes of structure and brings the rows into their new order.
    pub(super) fn finish(self, rows: &mut Vec<Row<K, M>>, mut tell: impl FnMut(&str, usize, usize)) {
        self.tell_removed(&mut tell);
        if self.order.iter().flatten().is_sorted() {
            self.tell_placed(&mut tell);
        } else {
            self.tell_moved(&mut tell);
        }
        self.arrange(rows);
    }

    /// Runs of rows that are gone, the last first, so that positions before them stay true.
    fn tell_removed(&self, tell: &mut impl FnMut(&str, usize, usize)) {
        let mut end = self.used.len();
        while let Some(last) = self.used[..end].iter().rposition(|used| !used) {
            let first = self.used[..last].iter().rposition(|used| *used).map_or(0, |used| used + 1);
            tell(REMOVE, self.base + first, last + 1 - first);
            end = first;
        }
    }

    /// Runs of new rows, where no old row changes its order.
    fn tell_placed(&self, tell: &mut impl FnMut(&str, usize, usize)) {
        if self.new.is_empty() {
            return;
        }
        let mut at = 0;
        for run in self.order.chunk_by(|a, b| a.is_none() == b.is_none()) {
            if run.first() == Some(&None) {
                tell(PLACE, self.base + at, run.len());
            }
            at += run.len();
        }
    }

    fn tell_moved(&self, tell: &mut impl FnMut(&str, usize, usize)) {
        let stays = increasing::longest(&self.order);
        let mut places = Places::new(self.ranks(), &self.order, &stays);
        let (mut at, mut anchor) = (0, 0);
        while let Some(source) = self.order.get(at) {
            let count = match source {
                Some(old) if stays[at] => {
                    anchor = *old as usize + 1;
                    1
                }
                Some(old) => {
                    let (from, to) = places.move_to(*old, anchor);
                    tell(MOVE, self.base + from, self.base + to);
                    1
                }
                None => {
                    let count = self.order[at..].iter().take_while(|source| source.is_none()).count();
                    tell(PLACE, self.base + places.place(anchor, count), count);
                    count
                }
            };
            at += count;
        }
    }

    /// For each old row, how many kept ones stood before it.
    fn ranks(&self) -> Vec<usize> {
        let count = |kept: &mut usize, used: &bool| {
            let before = *kept;
            *kept += usize::from(*used);
            Some(before)
        };
        self.used.iter().scan(0, count).collect()
    }

    /// Drops the rows that are gone, adds the new ones, and follows each cycle of the new order.
    fn arrange(self, rows: &mut Vec<Row<K, M>>) {
        let ranks = self.ranks();
        let mut used = std::iter::repeat_n(&true, self.base).chain(&self.used);
        rows.retain(|_| used.next() == Some(&true));
        let mut new = rows.len() - self.base..;
        rows.extend(self.new);
        let source = |source: &Option<u32>| match source {
            Some(old) => ranks.get(*old as usize).copied(),
            None => new.next(),
        };
        let mut sources: Vec<usize> = self.order.iter().filter_map(source).collect();
        let rows = rows.get_mut(self.base..).unwrap_or_default();
        for start in 0..sources.len() {
            let mut at = start;
            while sources[at] != start {
                let from = std::mem::replace(&mut sources[at], at);
                rows.swap(at, from);
                at = from;
            }
            sources[at] = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies what is told to the old keys, as a browser would, and expects the new ones.
    fn check(old: &[u32], new: &[u32], expected: &[(&str, usize, usize)]) {
        let mut rows: Vec<_> = old.iter().map(|key| Row { key: *key, number: 0, memo: () }).collect();
        let mut reorder = Reorder::new(rows.len(), 0);
        let mut made = Vec::new();
        for key in new {
            if reorder.source(&rows, key) == Source::New {
                reorder.add(Row { key: *key, number: 0, memo: () });
                made.push(*key);
            }
        }
        let (mut shown, mut told) = (old.to_vec(), Vec::new());
        reorder.finish(&mut rows, |op, first, second| {
            match op {
                REMOVE => drop(shown.drain(first..first + second)),
                PLACE => drop(shown.splice(first..first, made.drain(..second))),
                _ => {
                    let moved = shown.remove(first);
                    shown.insert(second, moved);
                }
            }
            told.push((op.to_owned(), first, second));
        });
        assert_eq!(shown, new, "{old:?} -> {new:?} by {told:?}");
        assert!(rows.iter().map(|row| &row.key).eq(new), "the memo is in the new order");
        if !expected.is_empty() {
            assert!(told.iter().map(|(op, a, b)| (op.as_str(), *a, *b)).eq(expected.iter().copied()), "{told:?}");
        }
    }

    #[test]
    fn few_words_for_few_changes() {
        check(&[1, 2, 3, 4], &[1, 3, 4], &[(REMOVE, 1, 1)]);
        check(&[1, 2, 3, 4], &[1, 3, 2, 4], &[(MOVE, 2, 1)]);
        check(&[1, 2, 3, 4, 5], &[5, 2, 3, 4, 1], &[(MOVE, 4, 0), (MOVE, 1, 4)]);
        check(&[1, 2], &[9, 8, 1, 7, 2], &[(PLACE, 0, 2), (PLACE, 3, 1)]);
        check(&[1, 2, 3, 4, 5], &[3], &[(REMOVE, 3, 2), (REMOVE, 0, 2)]);
        check(&[1, 2, 3], &[7, 8], &[(REMOVE, 0, 3), (PLACE, 0, 2)]);
    }

    #[test]
    fn any_order_becomes_any_other() {
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..3_000 {
            let keys = 1 + next(12);
            let mut pick =
                |longest: u64| (0..next(longest)).map(|_| u32::try_from(next(keys)).unwrap_or(0)).collect::<Vec<_>>();
            let (old, new) = (pick(14), pick(40));
            check(&old, &new, &[]);
        }
    }
}
