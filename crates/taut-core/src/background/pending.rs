//! Notes that something was read which changes without an event: work in the background that has not ended.
//!
//! A list that visits only the rows that were edited would miss that, so it asks whether its rows have read such a thing.

use std::cell::Cell;

thread_local! {
    static READS: Cell<u64> = const { Cell::new(0) };
}

/// Notes that this thread has read the state of work that has not ended.
pub(super) fn note_read() {
    READS.set(READS.get() + 1);
}

/// How often this thread has read such a state.
pub(crate) fn reads() -> u64 {
    READS.get()
}
