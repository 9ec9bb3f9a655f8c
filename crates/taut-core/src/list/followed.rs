//! The memo of a list that follows a collection: its rows in the order of the page, found by number or position.

use std::any::Any;

use super::{List, MOVE, REMOVE, Row};
use crate::sequence::{Handle, Sequence};

/// A copy of something that rows read besides themselves, in the type in which it is kept.
pub type Kept = Option<Box<dyn Any + Send>>;

/// Which collection, and how many edits of it are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) collection: u64,
    pub(crate) edits: u64,
}

impl Version {
    /// The version of a list that will have to compare all rows.
    pub(super) const UNKNOWN: Self = Self {
        collection: u64::MAX,
        edits: 0,
    };
}

/// Rows that are those of a version of a collection, at the same positions.
#[derive(Debug)]
pub(super) struct Followed<K, M> {
    pub(super) version: Version,
    pub(super) rows: Sequence<Row<K, M>>,
    /// The handles of rows by their numbers, sorted; also of rows that are gone.
    numbers: Vec<(u32, Handle)>,
    /// What the rows read besides themselves.
    pub(super) kept: Vec<Kept>,
    /// Whether the keys of all rows are those of the collection.
    pub(super) keys_agree: bool,
}

impl<K, M> Followed<K, M> {
    pub(super) fn new(rows: Vec<Row<K, M>>, version: Version) -> Self {
        let rows: Sequence<_> = rows.into_iter().collect();
        let numbers = numbers_of(&rows);
        Self {
            version,
            rows,
            numbers,
            kept: Vec::new(),
            keys_agree: false,
        }
    }

    /// The row with a number.
    pub(super) fn find(&self, number: u32) -> Option<Handle> {
        let at = self.numbers.binary_search_by_key(&number, |(it, _)| *it);
        let (_, handle) = *self.numbers.get(at.ok()?)?;
        let row = self.rows.get(handle)?;
        (row.number == number).then_some(handle)
    }

    pub(super) fn row_mut(&mut self, row: Handle) -> Option<&mut Row<K, M>> {
        self.rows.get_mut(row)
    }

    /// Does what the browser does with an operation; rows are placed in the order in which they were made.
    pub(super) fn apply(
        &mut self,
        op: &str,
        (first, second): (usize, usize),
        made: &mut impl Iterator<Item = Row<K, M>>,
        gone: &mut Vec<Row<K, M>>,
    ) {
        match op {
            REMOVE => gone.extend((0..second).filter_map(|_| self.rows.remove_at(first))),
            MOVE => {
                if let Some((row, _)) = self.rows.at(first) {
                    self.rows.move_to(row, second);
                }
            }
            _ => {
                for (at, row) in made.take(second).enumerate() {
                    let number = row.number;
                    let handle = self.rows.insert(first + at, row);
                    // Numbers grow, but not beyond 32 bits.
                    let at = self.numbers.partition_point(|(other, _)| *other < number);
                    self.numbers.insert(at, (number, handle));
                }
            }
        }
    }

    /// Forgets the numbers of rows that are gone, if there are many.
    pub(super) fn end_edits(&mut self) {
        if self.numbers.len() > 2 * self.rows.len() + 64 {
            self.numbers = numbers_of(&self.rows);
        }
    }
}

fn numbers_of<K, M>(rows: &Sequence<Row<K, M>>) -> Vec<(u32, Handle)> {
    let numbers = rows.iter().map(|row| row.number);
    let mut numbers: Vec<_> = numbers.zip(rows.handles()).collect();
    numbers.sort_unstable();
    numbers
}

impl<K, M> List<K, M> {
    /// The version of the collection that the list follows.
    pub(crate) fn version(&self) -> Option<Version> {
        self.followed.as_ref().map(|followed| followed.version)
    }

    /// How many rows it has of that.
    pub(crate) fn followed_rows(&self) -> usize {
        self.followed.as_ref().map_or(0, |all| all.rows.len())
    }

    /// Follows no collection any more: all rows will be compared. What they read is kept.
    pub(super) fn leave(&mut self) -> Vec<Kept> {
        let Some(followed) = self.followed.take() else {
            return Vec::new();
        };
        self.rows = followed.rows.into_items().collect();
        followed.kept
    }
}
