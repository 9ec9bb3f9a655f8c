//! Tracks the positions of rows while others move.
//!
//! Rows that stay keep their order, so a place is identified by the row that stays before it, its
//! anchor. After an anchor come first the rows that have been moved there, then the rows that have not
//! left yet. A position is the number of rows before it: the old ones, minus those that have left, plus
//! those that have arrived. Only rows that move are counted (Fenwick, "A new data structure for
//! cumulative frequency tables", 1994); anchors grow from left to right, so the arrivals are a sorted
//! list.

use super::Run;

/// The rows that move, and the moves so far. Rows are identified by their old position, not counting removed ones.
pub(super) struct Places {
    /// The rows that move, sorted.
    movers: Vec<usize>,
    left: Fenwick,
    /// How many rows have arrived, up to each anchor.
    come: Vec<(usize, usize)>,
}

impl Places {
    pub(super) fn new(runs: &[Run], stays: &[bool]) -> Self {
        let moving = runs.iter().zip(stays).filter(|(_, stays)| !**stays);
        let mut movers: Vec<usize> = moving
            .filter_map(|(run, _)| run.old.map(|old| old..old + run.length))
            .flatten()
            .collect();
        movers.sort_unstable();
        let left = Fenwick(vec![0; movers.len() + 1]);
        Self {
            movers,
            left,
            come: Vec::new(),
        }
    }

    /// Moves a row after an anchor, which is the number of rows up to it; returns its position, and its
    /// position after the move.
    pub(super) fn move_to(&mut self, row: usize, anchor: usize) -> (usize, usize) {
        let mover = self.movers.partition_point(|other| *other < row);
        let before = self.come.partition_point(|(anchor, _)| *anchor <= row);
        let come = before.checked_sub(1).map_or(0, |at| self.come[at].1);
        let from = row - self.left.before(mover) + come;
        self.left.add(mover);
        (from, self.place(anchor, 1))
    }

    /// Places rows after an anchor; returns the position of the first.
    pub(super) fn place(&mut self, anchor: usize, count: usize) -> usize {
        let left = self
            .left
            .before(self.movers.partition_point(|mover| *mover < anchor));
        let come = self.come.last().map_or(0, |(_, come)| *come);
        self.come.push((anchor, come + count));
        anchor - left + come
    }
}

/// Counts marks before each position, in logarithmic time. The first entry is not used.
struct Fenwick(Vec<usize>);

impl Fenwick {
    fn before(&self, place: usize) -> usize {
        let (mut at, mut sum) = (place, 0);
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        sum
    }

    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while let Some(sum) = self.0.get_mut(at) {
            *sum += 1;
            at += at & at.wrapping_neg();
        }
    }
}
