//! Frames that wait until the store has what they tell, for views with `persist = each_event`.

use std::collections::VecDeque;

use crate::slot::Progress;

/// The number of frames that wait at most before no further event is taken.
const MOST: usize = 64;

/// Frames, each with the number of changes after which it was written.
#[derive(Default)]
pub(super) struct Held(VecDeque<(u64, Box<[u8]>)>);

impl Held {
    /// Adds frames, and sends those that tell of nothing that is not saved.
    pub(super) fn pass_on(
        &mut self,
        frames: Vec<Box<[u8]>>,
        progress: Progress,
        send: &mut dyn FnMut(&[u8]),
    ) {
        let frames = frames.into_iter().map(|frame| (progress.changes, frame));
        self.0.extend(frames);
        while let Some((_, frame)) = self
            .0
            .pop_front_if(|(changes, _)| *changes <= progress.saved)
        {
            send(&frame);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }
}
