//! Finds the handle of a key: a hash table that stores the hashes, and leaves the keys where they are.
//!
//! Collisions go to the next free cell. When a cell is emptied, the ones after it move up, so there are no tombstones
//! (Knuth, "The Art of Computer Programming", volume 3, algorithm 6.4R). Since hashes are stored, growing runs no code
//! of an application.

use crate::sequence::Handle;

/// A table from hashes to handles.
#[derive(Debug, Default, Clone)]
pub(super) struct Index {
    /// A power of two, or empty.
    cells: Vec<Option<Cell>>,
    length: usize,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    hash: u32,
    handle: Handle,
}

impl Index {
    /// The handle with a hash for which `is` holds.
    pub(super) fn find(&self, hash: u32, is: impl Fn(Handle) -> bool) -> Option<Handle> {
        self.cell(hash, is)
            .and_then(|at| self.cells[at])
            .map(|cell| cell.handle)
    }

    /// Adds a handle that is not there.
    pub(super) fn add(&mut self, hash: u32, handle: Handle) {
        if (self.length + 1) * 4 > self.cells.len() * 3 {
            self.grow();
        }
        self.put(Cell { hash, handle });
        self.length += 1;
    }

    /// Removes a handle.
    pub(super) fn remove(&mut self, hash: u32, handle: Handle) {
        let Some(mut gap) = self.cell(hash, |other| other == handle) else {
            return;
        };
        self.cells[gap] = None;
        self.length -= 1;
        let mask = self.cells.len() - 1;
        let mut at = (gap + 1) & mask;
        while let Some(cell) = self.cells[at] {
            let home = cell.hash as usize & mask;
            // It may move up unless its home is after the gap.
            if at.wrapping_sub(home) & mask >= at.wrapping_sub(gap) & mask {
                self.cells[gap] = self.cells[at].take();
                gap = at;
            }
            at = (at + 1) & mask;
        }
    }

    fn cell(&self, hash: u32, is: impl Fn(Handle) -> bool) -> Option<usize> {
        let mask = self.cells.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        while let Some(cell) = self.cells[at] {
            if cell.hash == hash && is(cell.handle) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
        None
    }

    fn grow(&mut self) {
        let size = (self.cells.len() * 2).max(8);
        let cells = std::mem::replace(&mut self.cells, vec![None; size]);
        cells.into_iter().flatten().for_each(|cell| self.put(cell));
    }

    fn put(&mut self, cell: Cell) {
        let mask = self.cells.len() - 1;
        let mut at = cell.hash as usize & mask;
        while self.cells[at].is_some() {
            at = (at + 1) & mask;
        }
        self.cells[at] = Some(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_collides_is_found_and_removed() {
        let mut index = Index::default();
        // Four homes at most, so that runs of cells collide and wrap around.
        let hash = |handle: Handle| handle % 4 * 7;
        for round in 0..50 {
            (0..40).for_each(|handle| index.add(hash(handle), handle));
            for removed in 0..40 {
                let removed = (removed * 17 + round) % 40;
                index.remove(hash(removed), removed);
                let is = |handle| move |other| other == handle;
                assert_eq!(index.find(hash(removed), is(removed)), None);
            }
            assert_eq!(index.length, 0);
            assert!(index.cells.iter().all(Option::is_none));
        }
        (0..40).for_each(|handle| index.add(hash(handle), handle));
        index.remove(hash(9), 9);
        for handle in (0..40).filter(|handle| *handle != 9) {
            let found = index.find(hash(handle), |other| other == handle);
            assert_eq!(found, Some(handle));
        }
    }
}
