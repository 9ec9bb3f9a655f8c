//! Messages of topics: publishing one wakes the connection of each session that is subscribed, when its turn has come.

use std::sync::Arc;
use std::task::Waker;

use taut_core::{MessageQueue, Session, Subscriber};

use super::Slot;

impl Subscriber for Slot {
    /// A session without a connection gets its messages with the next one.
    fn notify(&self) {
        let mut state = self.lock();
        if !state.is_leased() {
            return;
        }
        state.has_news = true;
        let waker = state.waker.take();
        let turns = state.turns.clone();
        drop(state);
        match (waker, turns) {
            (Some(waker), Some(turns)) => turns.wake(waker),
            (waker, _) => waker.into_iter().for_each(Waker::wake),
        }
    }
}

impl Slot {
    /// Lets the messages of a session wake its connection.
    pub(crate) fn attach_queue(self: &Arc<Self>, queue: Option<&Arc<MessageQueue>>) {
        if let Some(queue) = queue {
            queue.belongs_to(self, self.limits.max_unread_messages);
        }
    }

    /// Whether there are messages for a session that was in use. From now on, further ones wake its connection.
    pub(super) fn look_for_messages(self: &Arc<Self>, session: &dyn Session) -> bool {
        let queue = session.message_queue();
        self.attach_queue(queue);
        queue.is_some() && session.has_messages()
    }
}
