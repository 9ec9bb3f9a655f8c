//! Events that a browser posts next to the stream that answers them: in order, bounded, taken by that stream.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use taut_core::limits::Limits;

/// Events that were posted and not taken yet.
#[derive(Debug, Default)]
pub struct Inbox {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The posts since the last look, also if they had no events.
    posted: Option<Posted>,
    is_closed: bool,
    waker: Option<Waker>,
}

/// Events that were posted together, or soon after each other.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// The events, in order.
    pub events: Vec<Box<str>>,
    /// The last frame that the browser says it has applied, if it is certain of one.
    pub seen: Option<u32>,
}

/// A sign that there is no room for the events now; none of them was taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

impl Inbox {
    /// Takes in what was posted together, all or nothing of it; returns nothing if the inbox is closed.
    ///
    /// A post that finds nothing before it always fits.
    pub(crate) fn put(
        &self,
        events: &[&str],
        seen: i64,
        limits: &Limits,
    ) -> Option<Result<(), Full>> {
        let mut state = self.lock();
        if state.is_closed {
            return None;
        }
        let posted = state.posted.get_or_insert_default();
        // A page that goes repeats all that is not answered.
        let is_new = |event: &&str| !posted.events.iter().any(|there| **there == **event);
        let events: Vec<&str> = events.iter().copied().filter(is_new).collect();
        if !posted.fits(&events, limits) {
            return Some(Err(Full));
        }
        posted.events.extend(events.into_iter().map(Box::from));
        posted.seen = u32::try_from(seen).ok();
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        Some(Ok(()))
    }

    /// Takes the posts since the last time.
    pub fn poll_take(&self, cx: &Context<'_>) -> Poll<Posted> {
        let mut state = self.lock();
        if let Some(posted) = state.posted.take() {
            return Poll::Ready(posted);
        }
        let waker = state.waker.get_or_insert_with(|| cx.waker().clone());
        waker.clone_from(cx.waker());
        Poll::Pending
    }

    /// Takes nothing any more, and gives the events that were not taken.
    pub(crate) fn close(&self) -> Vec<Box<str>> {
        let mut state = self.lock();
        state.is_closed = true;
        state.posted.take().unwrap_or_default().events
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Posted {
    /// Whether there is room for further events.
    fn fits(&self, events: &[&str], limits: &Limits) -> bool {
        if events.is_empty() || self.events.is_empty() {
            return true;
        }
        let before = self.events.iter().map(|event| event.len()).sum::<usize>();
        let bytes = before + events.iter().map(|event| event.len()).sum::<usize>();
        self.events.len() + events.len() <= limits.max_waiting_events
            && bytes <= limits.max_frame_bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(inbox: &Inbox, events: &[&str]) -> Option<bool> {
        inbox
            .put(events, 3, &Limits::default())
            .map(|put| put.is_ok())
    }

    fn take(inbox: &Inbox) -> Option<Vec<Box<str>>> {
        match inbox.poll_take(&Context::from_waker(Waker::noop())) {
            Poll::Ready(Posted { events, seen }) => {
                assert_eq!(seen, Some(3));
                Some(events)
            }
            Poll::Pending => None,
        }
    }

    #[test]
    fn what_is_posted_is_taken_once_and_in_order() {
        let inbox = Inbox::default();
        assert_eq!(take(&inbox), None);
        assert_eq!(put(&inbox, &["a", "b"]), Some(true));
        assert_eq!(put(&inbox, &["c"]), Some(true));
        assert_eq!(take(&inbox), Some(vec!["a".into(), "b".into(), "c".into()]));
        assert_eq!(take(&inbox), None);
        assert_eq!(put(&inbox, &[]), Some(true));
        assert_eq!(take(&inbox), Some(vec![]), "a sign of life");
    }

    #[test]
    fn it_holds_no_more_than_one_post_or_its_bounds() {
        let inbox = Inbox::default();
        let limits = Limits::default();
        let many = vec!["1"; limits.max_waiting_events + 1];
        assert_eq!(put(&inbox, &many), Some(true), "nothing is before it");
        assert_eq!(put(&inbox, &["2"]), Some(false));
        assert_eq!(put(&inbox, &[]), Some(true));
        assert_eq!(take(&inbox).map(|events| events.len()), Some(many.len()));
        let half = "x".repeat(limits.max_frame_bytes / 2 + 1);
        assert_eq!(put(&inbox, &[&half]), Some(true));
        assert_eq!(put(&inbox, &[&half.replace('x', "y")]), Some(false));
        assert_eq!(
            put(&inbox, &[&half, "z"]),
            Some(true),
            "what is repeated is there already"
        );
        assert_eq!(take(&inbox).map(|events| events.len()), Some(2));
    }

    #[test]
    fn one_that_is_closed_takes_nothing() {
        let inbox = Inbox::default();
        assert_eq!(put(&inbox, &["a"]), Some(true));
        assert_eq!(inbox.close(), ["a".to_owned().into_boxed_str()]);
        assert_eq!(put(&inbox, &["b"]), None);
    }
}
