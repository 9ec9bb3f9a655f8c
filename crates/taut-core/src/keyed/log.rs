//! The last edits of a collection, from which a list learns what to visit.
//!
//! A log never knows which lists show its collection, nor when. It numbers the edits, and a list says which ones it has
//! rendered. If the log does not have the others any more, or there are too many moves among them, the list compares all
//! rows.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::list::{Runs, Version};
use crate::sequence::{Handle, small};

/// How many edits are kept at least, and how many rows add one more.
const EDITS: usize = 64;
const ROWS_OF_EDIT: usize = 4;

/// How many runs an order may have to be worth following.
const RUNS: usize = 96;

/// The number of the next collection.
static NEXT: AtomicU64 = AtomicU64::new(0);

#[derive(Debug, Clone, Copy)]
enum Edit {
    Touched(Handle),
    Inserted {
        at: u32,
        count: u32,
    },
    Removed {
        at: u32,
        /// The hash of its key, to recognise a row that comes again.
        hash: u32,
    },
    /// `to` is counted without the row.
    Moved {
        from: u32,
        to: u32,
    },
}

/// The edits of a collection.
#[derive(Debug)]
pub(super) struct Log {
    version: Version,
    /// The last ones.
    edits: VecDeque<Edit>,
}

/// What has been edited since a version.
pub(super) struct Edited {
    pub(super) runs: Runs,
    pub(super) touched: Vec<Handle>,
    /// The hashes of the keys that were removed.
    pub(super) removed: Vec<u32>,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            version: Version {
                collection: NEXT.fetch_add(1, Ordering::Relaxed),
                edits: 0,
            },
            edits: VecDeque::new(),
        }
    }
}

impl Log {
    pub(super) fn version(&self) -> Version {
        self.version
    }

    pub(super) fn touched(&mut self, row: Handle, rows: usize) {
        self.note(Edit::Touched(row), rows);
    }

    pub(super) fn inserted(&mut self, at: usize, count: usize, rows: usize) {
        if count > 0 {
            let (at, count) = (small(at), small(count));
            self.note(Edit::Inserted { at, count }, rows);
        }
    }

    pub(super) fn removed(&mut self, at: usize, hash: u32, rows: usize) {
        let at = small(at);
        self.note(Edit::Removed { at, hash }, rows);
    }

    pub(super) fn moved(&mut self, from: usize, to: usize, rows: usize) {
        if from != to {
            let (from, to) = (small(from), small(to));
            self.note(Edit::Moved { from, to }, rows);
        }
    }

    /// Anything may have changed: all lists will compare all rows.
    pub(super) fn all_changed(&mut self) {
        self.version.edits += 1;
        self.edits = VecDeque::new();
    }

    fn note(&mut self, edit: Edit, rows: usize) {
        self.version.edits += 1;
        while self.edits.len() >= EDITS + rows / ROWS_OF_EDIT {
            self.edits.pop_front();
        }
        self.edits.push_back(edit);
    }

    /// What has been edited since a version with so many rows; nothing if that is not known.
    pub(super) fn since(&self, version: Version, rows: usize) -> Option<Edited> {
        if version.collection != self.version.collection {
            return None;
        }
        let new = self.version.edits.checked_sub(version.edits)?;
        let known = self.edits.len().checked_sub(usize::try_from(new).ok()?)?;
        let mut edited = Edited {
            runs: Runs::of(rows),
            touched: Vec::new(),
            removed: Vec::new(),
        };
        for edit in self.edits.range(known..) {
            edited.add(*edit);
            if edited.runs.count() > RUNS {
                return None;
            }
        }
        Some(edited)
    }
}

impl Edited {
    fn add(&mut self, edit: Edit) {
        match edit {
            Edit::Touched(row) => self.touched.push(row),
            Edit::Inserted { at, count } => self.runs.insert(at as usize, count as usize),
            Edit::Removed { at, hash } => {
                self.runs.remove(at as usize);
                self.removed.push(hash);
            }
            Edit::Moved { from, to } => self.runs.move_to(from as usize, to as usize),
        }
    }
}
