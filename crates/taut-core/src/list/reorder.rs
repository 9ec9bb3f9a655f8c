//! Finds out how rows have moved whose keys are not where they were.
//!
//! Each row of the new order is searched for among the old ones, starting after the previous match. The
//! results are recorded as runs of rows that are adjacent in both orders, or all new. There are few
//! runs, and everything that follows costs time by runs, not by rows. Rows whose old positions lie on a
//! heaviest increasing subsequence stay where they are, and all others move (see [`runs`]).

use std::hash::{BuildHasher as _, Hash};

use foldhash::fast::FixedState;

use super::runs::{self, Gap, Run};
use super::{PLACE, REMOVE, Row};
use crate::key::Key;

/// How many comparisons, as a multiple of the number of rows, are made before an index pays off.
const SCANS_BEFORE_INDEX: usize = 6;

/// Up to this number, gaps are closed one by one; more of them in one pass.
const FEW_GAPS: usize = 8;

/// The origin of a row of the new order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It was at that position.
    Old(usize),
    /// It is new.
    New,
}

/// The rows from the first one that is not where it was; positions count from there.
#[derive(Debug)]
pub(super) struct Reorder<K, M> {
    /// The number of unchanged rows before them.
    base: usize,
    /// For each old row, whether it is in the new order.
    used: Vec<bool>,
    new: Vec<Row<K, M>>,
    runs: Vec<Run>,
    /// The position after the last row that was found.
    cursor: usize,
    /// The remaining number of comparisons.
    budget: usize,
    /// The hashes of the old keys with their positions, sorted.
    index: Vec<(u64, usize)>,
}

impl<K: Hash, M> Reorder<K, M> {
    /// Starts with the known rows from `base` on.
    pub(super) fn new(rows: usize, base: usize) -> Self {
        let count = rows - base;
        Self {
            base,
            used: vec![false; count],
            new: Vec::new(),
            runs: Vec::new(),
            cursor: 0,
            budget: SCANS_BEFORE_INDEX * count,
            index: Vec::new(),
        }
    }

    /// Finds the origin of the next row of the new order.
    #[inline]
    pub(super) fn source<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        rows: &[Row<K, M>],
        key: &Q,
    ) -> Source {
        let old = rows.get(self.base..).unwrap_or_default();
        let at = self.cursor;
        let is_next =
            self.used.get(at) == Some(&false) && old.get(at).is_some_and(|row| key.is(&row.key));
        let found = if is_next {
            Some(at)
        } else {
            self.find(old, key)
        };
        if let Some(at) = found {
            self.used[at] = true;
            self.cursor = at + 1;
        }
        match self.runs.last_mut() {
            Some(run) if run.old.map(|old| old + run.length) == found => run.length += 1,
            _ => self.runs.push(Run {
                old: found,
                length: 1,
            }),
        }
        found.map_or(Source::New, |at| Source::Old(self.base + at))
    }

    /// Adds a new row, and returns its memo.
    pub(super) fn add(&mut self, row: Row<K, M>) -> Option<&mut M> {
        self.new.push(row);
        self.new.last_mut().map(|row| &mut row.memo)
    }

    /// Searches after the last row that was found, and then before it.
    fn find<Q: Key<Owned = K> + ?Sized>(&mut self, old: &[Row<K, M>], key: &Q) -> Option<usize> {
        if self.budget == 0 {
            return self.find_in_index(old, key);
        }
        let (start, end) = (self.cursor.min(old.len()), old.len());
        let mut scan = |first: usize, end: usize| {
            let mut pairs = old[first..end].iter().zip(&self.used[first..end]);
            let found = pairs.position(|(row, used)| !used && key.is(&row.key));
            self.budget = self.budget.saturating_sub(found.unwrap_or(end - first));
            found.map(|at| first + at)
        };
        scan(start, end).or_else(|| scan(0, start))
    }

    fn find_in_index<Q: Key<Owned = K> + ?Sized>(
        &mut self,
        old: &[Row<K, M>],
        key: &Q,
    ) -> Option<usize> {
        let state = FixedState::default();
        if self.index.is_empty() {
            self.index = old
                .iter()
                .enumerate()
                .map(|(at, row)| (state.hash_one(&row.key), at))
                .collect();
            self.index.sort_unstable();
        }
        let hash = state.hash_one(key);
        let first = self.index.partition_point(|(other, _)| *other < hash);
        let mut same = self.index[first..]
            .iter()
            .take_while(|(other, _)| *other == hash)
            .map(|(_, at)| *at);
        same.find(|&at| !self.used[at] && key.is(&old[at].key))
    }

    /// Writes the structural changes and reorders the rows.
    pub(super) fn finish(
        mut self,
        rows: &mut Vec<Row<K, M>>,
        mut tell: impl FnMut(&str, usize, usize),
    ) {
        let base = self.base;
        let gaps = runs::close_gaps(&mut self.runs, self.used.len());
        for gap in gaps.iter().rev() {
            tell(REMOVE, base + gap.start, gap.length);
        }
        runs::write_moves(&self.runs, |op, first, second| match op {
            PLACE => tell(op, base + first, second),
            _ => tell(op, base + first, base + second),
        });
        self.arrange(&gaps, rows);
    }

    /// Drops the rows that are gone, adds the new ones, and follows each cycle of the new order.
    fn arrange(self, gaps: &[Gap], rows: &mut Vec<Row<K, M>>) {
        self.drop_gaps(gaps, rows);
        let mut new = rows.len() - self.base;
        rows.extend(self.new);
        let rows = rows.get_mut(self.base..).unwrap_or_default();
        let (mut sources, mut moved) = (Vec::with_capacity(rows.len()), Vec::new());
        for run in &self.runs {
            let first = run.old.unwrap_or(new);
            if run.old.is_none() {
                new += run.length;
            }
            if first != sources.len() {
                moved.push(sources.len()..sources.len() + run.length);
            }
            sources.extend(first..first + run.length);
        }
        for start in moved.into_iter().flatten() {
            let mut at = start;
            while sources[at] != start {
                let from = std::mem::replace(&mut sources[at], at);
                rows.swap(at, from);
                at = from;
            }
            sources[at] = at;
        }
    }

    fn drop_gaps(&self, gaps: &[Gap], rows: &mut Vec<Row<K, M>>) {
        if gaps.len() > FEW_GAPS {
            let mut used = std::iter::repeat_n(&true, self.base).chain(&self.used);
            return rows.retain(|_| used.next() == Some(&true));
        }
        for gap in gaps.iter().rev() {
            let start = self.base + gap.start;
            rows.drain(start..start + gap.length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::MOVE;
    use super::*;

    /// Applies the operations to the old keys, as a browser would, and expects the new ones.
    fn check(old: &[u32], new: &[u32], expected: &[(&str, usize, usize)]) {
        let mut rows: Vec<_> = old
            .iter()
            .map(|key| Row {
                key: *key,
                number: 0,
                memo: (),
            })
            .collect();
        let mut reorder = Reorder::new(rows.len(), 0);
        let mut made = Vec::new();
        for key in new {
            if reorder.source(&rows, key) == Source::New {
                reorder.add(Row {
                    key: *key,
                    number: 0,
                    memo: (),
                });
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
        assert!(
            rows.iter().map(|row| &row.key).eq(new),
            "the memo is in the new order"
        );
        if !expected.is_empty() {
            assert!(
                told.iter()
                    .map(|(op, a, b)| (op.as_str(), *a, *b))
                    .eq(expected.iter().copied()),
                "{told:?}"
            );
        }
    }

    #[test]
    fn few_words_for_few_changes() {
        check(&[1, 2, 3, 4], &[1, 3, 4], &[(REMOVE, 1, 1)]);
        check(&[1, 2, 3, 4], &[1, 3, 2, 4], &[(MOVE, 2, 1)]);
        check(
            &[1, 2, 3, 4, 5],
            &[5, 2, 3, 4, 1],
            &[(MOVE, 4, 0), (MOVE, 1, 4)],
        );
        check(&[1, 2], &[9, 8, 1, 7, 2], &[(PLACE, 0, 2), (PLACE, 3, 1)]);
        check(&[1, 2, 3, 4, 5], &[3], &[(REMOVE, 3, 2), (REMOVE, 0, 2)]);
        check(&[1, 2, 3], &[7, 8], &[(REMOVE, 0, 3), (PLACE, 0, 2)]);
    }

    #[test]
    fn any_order_becomes_any_other() {
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..3_000 {
            let keys = 1 + next(12);
            let mut pick = |longest: u64| {
                (0..next(longest))
                    .map(|_| u32::try_from(next(keys)).unwrap_or(0))
                    .collect::<Vec<_>>()
            };
            let (old, new) = (pick(14), pick(40));
            check(&old, &new, &[]);
        }
    }
}
