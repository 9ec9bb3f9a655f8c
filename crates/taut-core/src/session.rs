//! A session as a state machine: frames of a browser in, frames for it out.
//!
//! It has no socket, no clock and no runtime. Its driver passes frames in order, and runs the futures
//! that it returns; while one is running, the session accepts no further event.

mod attendances;
mod listener;
mod shown;
mod subscriptions;
mod unanswered;
mod view_session;
mod walk;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::attendance::Attendance;
use crate::components::SavedComponents;
use crate::draft::Draft;
use crate::persist::{OldState, SaveWhen};
use crate::refused::Refused;
use crate::reject::Reject;
use crate::template::Template;
use crate::timers::Timer;
use crate::topic::MessageQueue;
use crate::wire::{Event, Joining, ProtocolError};
use crate::work::{Done, Work};

pub use view_session::ViewSession;

/// A session of a view of any type.
pub trait Session: Send {
    /// The template of the page.
    fn template(&self) -> &'static Template;

    /// The numbers of the last frame sent and of the last settled event.
    fn position(&self) -> Position;

    /// Whether an `async` handler is running, so that nothing can be rendered or received.
    fn is_busy(&self) -> bool;

    /// The name of the draft that the browser may save for the view. Nothing if the view panics.
    fn draft_key(&mut self) -> Option<String>;

    /// The draft that the view has stored itself. Nothing if the view panics.
    fn saved_draft(&mut self) -> Option<Draft>;

    /// Writes the first HTML. A session does this once, before anything else. Writes nothing if the view panics.
    fn write_html(&mut self, out: &mut Vec<u8>);

    /// Writes the HTML for a browser that may have no JavaScript; also again after an event.
    fn write_page(&mut self, out: &mut Vec<u8>) -> PageMetadata;

    /// Answers a join. A browser that has missed more frames than [`Session::missed`] returns gets all
    /// values, and the address of the templates if it has others. Writes nothing if the view panics.
    fn write_joined(&mut self, join: &Joining<'_>, out: &mut Vec<u8>);

    /// Returns the frames after a given one, for a browser that has not seen them.
    fn missed(&self, seen: i64, each: &mut dyn FnMut(&[u8]));

    /// Drops the frames up to one that the browser has confirmed.
    fn confirm(&mut self, frame: u32);

    /// Writes changes outside any event as a frame; nothing if there are none.
    fn write_patch(&mut self, out: &mut Vec<u8>);

    /// Handles an event. The answer is appended to `out`: nothing or one frame.
    ///
    /// # Errors
    /// If no client of ours would send the event; the connection must end.
    fn handle(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Result<Reply, ProtocolError>;

    /// Settles the event whose handler was [`Reply::work`]. The answer is appended to `out` as one frame.
    fn finish(&mut self, done: Done, out: &mut Vec<u8>) -> Reply;

    /// The timers that the view and its components ask for. Nothing while that is unknown, because an `async` handler is running.
    fn timers(&mut self) -> Option<Vec<Timer>>;

    /// Calls the handlers of timers that are due together, each if it is still asked for. Changes are appended to `out`: nothing or
    /// one frame.
    fn tick(&mut self, due: &[Timer], out: &mut Vec<u8>) -> Reply;

    /// Calls the handlers of what was published to the topics of the view and its components since the last call, and of the values of
    /// their flows. Changes are appended to `out`: nothing or one frame. While an `async` handler is running, messages and values wait.
    fn receive_messages(&mut self, out: &mut Vec<u8>) -> Reply;

    /// Whether something was published, or there is a value of a flow, that the view has not received.
    fn has_messages(&self) -> bool;

    /// The messages that wait for the session, if its view asks for a topic.
    fn message_queue(&self) -> Option<&Arc<MessageQueue>>;

    /// The presences that its views have joined.
    fn attendances(&self) -> &[Arc<Attendance>];

    /// Reads an event and handles it; returns the remaining work of its handler.
    ///
    /// # Errors
    /// If no client of ours would send the frame; the connection must end.
    fn receive(&mut self, frame: &str, out: &mut Vec<u8>) -> Result<Option<Work>, ProtocolError> {
        Ok(self.handle(&Event::read(frame)?, out)?.work)
    }

    /// The approximate size of the session in bytes: its view without data that it points to, the
    /// content of its page, and the frames that are kept. If the page has changed, it is measured
    /// again, which takes as long as rendering it.
    fn weight(&mut self) -> usize;

    /// When the view must be saved, if it persists.
    fn saved_when(&self) -> Option<SaveWhen>;

    /// The data to save of the session, if its view persists and no handler is running.
    ///
    /// # Errors
    /// If the state cannot be written.
    fn save(&self) -> Result<Option<Saved>, Reject>;

    /// Whether the browser is out of sync, because the view panicked while a frame was written. The
    /// next join gets all values, even if the browser has not asked for them.
    fn is_in_doubt(&self) -> bool;

    /// The message of the view's panic since the last call, if any.
    fn take_panic(&mut self) -> Option<String>;

    /// The refusal of the last event since the last call, if any.
    fn take_refused(&mut self) -> Option<Refused>;

    /// Drops the view. Afterwards there is nothing in the session except, perhaps, a panic.
    fn end(&mut self);
}

/// The answer of a session to an event, besides the frame.
#[derive(Debug, Default)]
pub struct Reply {
    /// The work of an `async` or blocking handler; the event is not settled until it has finished.
    pub work: Option<Work>,
    /// Why the event was refused, or the target of a redirect, as in the frame.
    pub error: Option<Reject>,
    /// Whether the browser is out of sync, because the view panicked while the frame was written.
    pub is_out_of_sync: bool,
}

/// Data that a browser needs for a page besides its HTML.
#[derive(Debug, Default)]
pub struct PageMetadata {
    /// The positions in the HTML where the addresses of forms belong; the number of the frame and the
    /// address of the listener follow there, each number after a dot.
    pub places: Vec<usize>,
    /// For each row, in the order of their numbers, the fingerprint of its key, which is the same in a later session.
    pub keys: Vec<u32>,
    /// The title that the view has set, for a page that is no whole document.
    pub title: Option<String>,
}

/// The order of an event relative to those that a session has handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It was handled before.
    Taken,
    /// It is the next one.
    Next,
    /// Earlier events are missing.
    Later,
}

/// The numbers of the last frame sent and of the last settled event.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The last frame sent.
    pub frame: u32,
    /// The last event settled.
    pub event: u32,
}

impl Position {
    /// The order of an event relative to those that were handled.
    ///
    /// # Errors
    /// If the frame is not an event.
    pub fn order(self, frame: &str) -> Result<Order, ProtocolError> {
        Ok(self.order_of(Event::number_in(frame)?))
    }

    /// Numbers wrap around; half of them are before a given one.
    pub(crate) fn order_of(self, number: u32) -> Order {
        match number.wrapping_sub(self.event.wrapping_add(1)) {
            0 => Order::Next,
            ahead if ahead > u32::MAX / 2 => Order::Taken,
            _ => Order::Later,
        }
    }
}

/// The saved data of a session: the state of its view, and the counters of both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    view: OldState,
    frame: u32,
    event: u32,
    row: u32,
    /// Its components.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    components: Option<SavedComponents>,
    /// The presences that it has joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attendances: Vec<Attendance>,
}
