//! An order of rows as runs of those that are adjacent in it and in the order before, or all new.
//!
//! Rows whose old positions lie on a heaviest increasing subsequence stay where they are, and all others move (see
//! [`increasing`]). Moves and placements are written from left to right, as positions in the list at that moment (see
//! [`places`]). All of this costs time by runs, not by rows.

mod increasing;
mod places;

use super::{MOVE, PLACE};
use places::Places;

/// Rows that are adjacent in the new order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// The old position of the first row, if they were adjacent there too; nothing if all of them are new.
    pub(crate) old: Option<usize>,
    pub(crate) length: usize,
}

/// Old rows that are not in the new order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    pub(super) start: usize,
    pub(super) length: usize,
}

/// Finds the rows that are gone; from then on, runs give their positions without those.
pub(super) fn close_gaps(runs: &mut [Run], count: usize) -> Vec<Gap> {
    let mut kept: Vec<_> = runs
        .iter_mut()
        .filter_map(|run| run.old.as_mut().map(|old| (old, run.length)))
        .collect();
    kept.sort_unstable();
    let (mut gaps, mut end, mut rank) = (Vec::new(), 0, 0);
    for (old, length) in kept {
        if *old > end {
            gaps.push(Gap {
                start: end,
                length: *old - end,
            });
        }
        end = *old + length;
        *old = rank;
        rank += length;
    }
    if count > end {
        gaps.push(Gap {
            start: end,
            length: count - end,
        });
    }
    gaps
}

/// Writes what moves, and where new rows are placed.
pub(super) fn write_moves(runs: &[Run], mut write: impl FnMut(&'static str, usize, usize)) {
    let stays = increasing::heaviest(runs);
    let mut places = Places::new(runs, &stays);
    let mut anchor = 0;
    for (run, stays) in runs.iter().zip(stays) {
        match run.old {
            Some(old) if stays => anchor = old + run.length,
            Some(old) => {
                for row in old..old + run.length {
                    let (from, to) = places.move_to(row, anchor);
                    write(MOVE, from, to);
                }
            }
            None => write(PLACE, places.place(anchor, run.length), run.length),
        }
    }
}

/// The runs of an order that is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Runs(Vec<Run>);

impl Runs {
    /// So many rows, all where they were.
    pub(crate) fn of(count: usize) -> Self {
        let all = Run {
            old: Some(0),
            length: count,
        };
        Self(if count > 0 { vec![all] } else { Vec::new() })
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The runs, each with the position of its first row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, Run)> {
        self.0.iter().scan(0, |next, run| {
            let at = *next;
            *next += run.length;
            Some((at, *run))
        })
    }

    /// Adds new rows at a position.
    pub(crate) fn insert(&mut self, position: usize, length: usize) {
        self.put(position, Run { old: None, length });
    }

    /// Removes the row at a position.
    pub(crate) fn remove(&mut self, position: usize) {
        self.take(position);
    }

    /// Moves a row to a position, which is counted without it.
    pub(crate) fn move_to(&mut self, from: usize, to: usize) {
        if let Some(run) = self.take(from) {
            self.put(to, run);
        }
    }

    /// Replaces the row at a position by a new one.
    pub(super) fn replace(&mut self, position: usize) {
        self.remove(position);
        self.insert(position, 1);
    }

    pub(super) fn into_runs(self) -> Vec<Run> {
        self.0
    }

    fn take(&mut self, position: usize) -> Option<Run> {
        let start = self.split(position);
        let end = self.split(position + 1);
        let taken = self.0.drain(start..end).next();
        self.join(start);
        taken
    }

    fn put(&mut self, position: usize, run: Run) {
        let at = self.split(position);
        self.0.insert(at, run);
        self.join(at + 1);
        self.join(at);
    }

    /// The index of the run that starts at a position, which may be the end.
    fn split(&mut self, position: usize) -> usize {
        let within = self
            .iter()
            .enumerate()
            .find(|(_, (start, run))| position < start + run.length);
        let Some((at, (start, run))) = within else {
            return self.0.len();
        };
        let before = position - start;
        if before == 0 {
            return at;
        }
        self.0[at].length = before;
        let rest = Run {
            old: run.old.map(|old| old + before),
            length: run.length - before,
        };
        self.0.insert(at + 1, rest);
        at + 1
    }

    /// Joins a run with the one before it, if they are adjacent in both orders.
    fn join(&mut self, at: usize) {
        let (Some(before), Some(run)) = (
            at.checked_sub(1).and_then(|before| self.0.get(before)),
            self.0.get(at),
        ) else {
            return;
        };
        if before.old.map(|old| old + before.length) == run.old {
            self.0[at - 1].length += run.length;
            self.0.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_become_runs() {
        let mut runs = Runs::of(9);
        runs.move_to(2, 5);
        runs.move_to(5, 2);
        assert_eq!(runs, Runs::of(9), "there and back");
        runs.insert(4, 2);
        runs.remove(5);
        runs.remove(0);
        let run = |old, length| Run { old, length };
        let expected = [run(Some(1), 3), run(None, 1), run(Some(4), 5)];
        assert_eq!(runs, Runs(expected.to_vec()));
        assert_eq!(runs.count(), 3);
        runs.remove(3);
        assert_eq!(runs.count(), 1);
    }
}
