//! When something was last published under each key, approximately.
//!
//! A view loads what there is, and is subscribed a moment later. What is published in between must not be lost silently. So the
//! session notes a stamp before its view loads anything, and compares it with that of the last publication when it subscribes.
//! Keys share a fixed number of places, so a stamp may be that of another key: then a view reloads for nothing.

use std::sync::atomic::{AtomicU64, Ordering};

/// A moment in the order of all publications of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(u64);

const PLACES: usize = 4096;

static NOW: AtomicU64 = AtomicU64::new(1);
static LAST: [AtomicU64; PLACES] = [const { AtomicU64::new(0) }; PLACES];

impl Stamp {
    /// Before all publications, also those of other processes.
    pub const UNKNOWN: Self = Self(0);

    /// The current moment.
    #[must_use]
    pub fn now() -> Self {
        Self(NOW.load(Ordering::SeqCst))
    }
}

/// The place of a key of a topic.
pub(super) fn place(topic: &str, key: &[u8]) -> usize {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let bytes = topic.bytes().chain(key.iter().copied());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, step);
    (hash ^ hash >> 32) as usize % PLACES
}

/// Notes a publication.
pub(super) fn note(place: usize) {
    let stamp = NOW.fetch_add(1, Ordering::SeqCst) + 1;
    if let Some(last) = LAST.get(place) {
        last.fetch_max(stamp, Ordering::SeqCst);
    }
}

/// Notes that something may have been published under any key.
pub(super) fn note_all() {
    let stamp = NOW.fetch_add(1, Ordering::SeqCst) + 1;
    for last in &LAST {
        last.fetch_max(stamp, Ordering::SeqCst);
    }
}

/// The last publication at a place.
pub(super) fn last(place: usize) -> Stamp {
    Stamp(
        LAST.get(place)
            .map_or(0, |last| last.load(Ordering::SeqCst)),
    )
}
