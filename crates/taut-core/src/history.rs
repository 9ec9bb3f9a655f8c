//! The frames that a browser may have missed, until it confirms that it has them.
//!
//! In a steady state this needs no allocation: both buffers are reused.

use std::collections::VecDeque;

use crate::limits::{CONFIRMED_BYTES, MAX_HISTORY_BYTES};

/// Room for a few small frames.
const LEAST_BYTES: usize = 64;

/// The counters of a browser after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The last frame.
    pub(crate) frame: u32,
    /// The last event that is settled.
    pub(crate) event: u32,
    /// The number of the next row.
    pub(crate) row: u32,
}

/// The most recent consecutive frames.
#[derive(Debug, Default)]
pub(crate) struct History {
    bytes: Vec<u8>,
    /// For each frame, the counters before it, and its length.
    frames: VecDeque<(Mark, usize)>,
}

impl History {
    /// Appends the next frame. If the frames become too many, all are dropped.
    pub(crate) fn keep(&mut self, before: Mark, frame: &[u8]) {
        let kept = self.bytes.len();
        let marks = (self.frames.len() + 1) * size_of::<(Mark, usize)>();
        if kept + frame.len() + marks > MAX_HISTORY_BYTES {
            return self.clear();
        }
        if kept + frame.len() > self.bytes.capacity() {
            // Twice the capacity, but no more than can ever be needed.
            let room = (2 * self.bytes.capacity())
                .max(kept + frame.len())
                .clamp(LEAST_BYTES, MAX_HISTORY_BYTES);
            self.bytes.reserve_exact(room - kept);
        }
        self.bytes.extend_from_slice(frame);
        self.frames.push_back((before, frame.len()));
    }

    /// The number of bytes that are kept.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Drops the frames that the browser has seen.
    pub(crate) fn forget(&mut self, seen: u32) {
        let known = self
            .frames
            .iter()
            .take_while(|(before, _)| is_before(before.frame, seen))
            .count();
        let length: usize = self.frames.drain(..known).map(|(_, length)| length).sum();
        self.bytes.drain(..length);
        if self.bytes.is_empty() && self.bytes.capacity() > CONFIRMED_BYTES {
            self.clear();
        }
    }

    /// Drops all frames, and frees their memory.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The counters after the frame that the browser has seen, if all later frames are available.
    pub(crate) fn since(&self, seen: u32) -> Option<Mark> {
        self.frames
            .iter()
            .map(|(before, _)| *before)
            .find(|before| before.frame == seen)
    }

    /// The frames after the one that a browser has seen.
    pub(crate) fn after(&self, seen: u32) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.bytes.as_slice();
        let frames = self.frames.iter().filter_map(move |(before, length)| {
            let (frame, others) = rest.split_at_checked(*length)?;
            rest = others;
            Some((before, frame))
        });
        frames
            .skip_while(move |(before, _)| before.frame != seen)
            .map(|(_, frame)| frame)
    }
}

/// Numbers wrap around; half of them are before a given one.
fn is_before(number: u32, other: u32) -> bool {
    number != other && other.wrapping_sub(number) < u32::MAX / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(frame: u32) -> Mark {
        Mark {
            frame,
            event: frame.wrapping_mul(2),
            row: 0,
        }
    }

    fn after(history: &History, seen: u32) -> Vec<String> {
        history
            .after(seen)
            .map(|frame| String::from_utf8_lossy(frame).into_owned())
            .collect()
    }

    #[test]
    fn frames_are_kept_until_they_are_seen() {
        let mut history = History::default();
        for number in [u32::MAX - 1, u32::MAX, 0, 1] {
            history.keep(
                mark(number),
                format!("[{}]", number.wrapping_add(1)).as_bytes(),
            );
        }
        assert_eq!(history.since(u32::MAX), Some(mark(u32::MAX)));
        assert_eq!(after(&history, u32::MAX), ["[0]", "[1]", "[2]"]);
        history.forget(0);
        assert_eq!(history.since(u32::MAX), None);
        assert!(after(&history, u32::MAX).is_empty());
        assert_eq!(after(&history, 0), ["[1]", "[2]"]);
        history.forget(2);
        assert_eq!((history.since(2), history.bytes.len()), (None, 0));
    }

    #[test]
    fn too_much_is_not_kept() {
        let mut history = History::default();
        history.keep(mark(0), b"[1]");
        history.keep(mark(1), &vec![b' '; MAX_HISTORY_BYTES]);
        assert_eq!(
            (history.since(0), history.since(1), history.bytes.capacity()),
            (None, None, 0)
        );
        history.keep(mark(2), b"[3]");
        assert_eq!(after(&history, 2), ["[3]"]);
    }

    #[test]
    fn neither_long_frames_nor_many_take_more_than_they_may() {
        for length in [1, 12, 3000, MAX_HISTORY_BYTES / 3] {
            let mut history = History::default();
            for number in 0..10_000 {
                history.keep(mark(number), &vec![b' '; length]);
                assert!(history.bytes.capacity() <= MAX_HISTORY_BYTES, "{length}");
                assert!(
                    history.frames.capacity() * size_of::<(Mark, usize)>() <= 2 * MAX_HISTORY_BYTES,
                    "{length}"
                );
            }
        }
    }
}
