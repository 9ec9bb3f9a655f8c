//! A session as a state machine: frames of a browser in, frames for it out.
//!
//! It knows no socket, no clock and no runtime. Whoever drives it passes frames in their order, and runs
//! the futures that it gives back; while one runs, the session takes no further event.

mod listener;
mod view_session;
mod walk;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::components::SavedComponents;
use crate::draft::Draft;
use crate::persist::OldState;
use crate::refused::Refused;
use crate::reject::Reject;
use crate::template::Template;
use crate::wire::{Event, Joining, ProtocolError};
use crate::work::{Done, Work};

pub use view_session::ViewSession;

/// A session of any view.
pub trait Session: Send {
    /// The template of the page.
    fn template(&self) -> &'static Template;

    /// The numbers of the last frame sent and of the last event settled.
    fn position(&self) -> Position;

    /// Whether an `async` handler is at work, so that nothing can be rendered or received.
    fn is_busy(&self) -> bool;

    /// Names the draft that the browser may keep of the view. There is none if the view panics.
    fn draft_key(&mut self) -> Option<String>;

    /// The draft that the view has kept itself. There is none if the view panics.
    fn saved_draft(&mut self) -> Option<Draft>;

    /// Writes the first HTML. A session writes it once, before anything else. Writes nothing if the view panics.
    fn write_html(&mut self, out: &mut Vec<u8>);

    /// Writes the HTML for a browser that may have no JavaScript, also again after an event.
    fn write_page(&mut self, out: &mut Vec<u8>) -> PageMetadata;

    /// Answers a join. A browser that has missed more than [`Session::missed`] knows gets all values, and the
    /// address of the templates if it has others. Writes nothing if the view panics.
    fn write_joined(&mut self, join: &Joining<'_>, out: &mut Vec<u8>);

    /// Gives the frames that follow a joined one to a browser that has not seen them.
    fn missed(&self, seen: i64, each: &mut dyn FnMut(&[u8]));

    /// Forgets the frames up to one that the browser is known to have.
    fn confirm(&mut self, frame: u32);

    /// Writes what has changed outside any event as a frame, nothing if nothing has.
    fn write_patch(&mut self, out: &mut Vec<u8>);

    /// Handles an event. What it answers is appended to `out`, nothing or one frame.
    ///
    /// # Errors
    /// When the event is none that a browser of ours sends; the connection must end.
    fn handle(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Result<Reply, ProtocolError>;

    /// Settles the event whose handler was [`Reply::work`]. What it answers is appended to `out` as one frame.
    fn finish(&mut self, done: Done, out: &mut Vec<u8>) -> Reply;

    /// The handlers that are to be called by the server itself, and how often.
    fn ticks(&self) -> Vec<(u16, Duration)>;

    /// Calls one of these handlers. What has changed is appended to `out`, nothing or one frame.
    fn tick(&mut self, handler: u16, out: &mut Vec<u8>) -> Reply;

    /// Reads an event and handles it; gives what its handler has left to do.
    ///
    /// # Errors
    /// When the frame is none that a browser of ours sends; the connection must end.
    fn receive(&mut self, frame: &str, out: &mut Vec<u8>) -> Result<Option<Work>, ProtocolError> {
        Ok(self.handle(&Event::read(frame)?, out)?.work)
    }

    /// About how many bytes the session takes: its view without what that points to, what its page has, and what is kept of
    /// the last frames. A page that has changed is measured anew, which takes as long as rendering it.
    fn weight(&mut self) -> usize;

    /// Whether the view is to be kept when the session must go.
    fn persists(&self) -> bool;

    /// Whether each change of the view is to be kept soon.
    fn persists_always(&self) -> bool;

    /// What is to be kept of the session, if its view persists and no handler is at work.
    ///
    /// # Errors
    /// When the state cannot be written.
    fn save(&self) -> Result<Option<Saved>, Reject>;

    /// Whether the browser does not show what the session knows of, because the view panicked while a frame
    /// was written. The next join says all, also one that the browser did not ask for.
    fn is_in_doubt(&self) -> bool;

    /// What the view said when it panicked, since the last call.
    fn take_panic(&mut self) -> Option<String>;

    /// What has become of the last event, if it was refused, since the last call.
    fn take_refused(&mut self) -> Option<Refused>;

    /// Drops the view. Afterwards there is nothing in the session but, perhaps, a panic.
    fn end(&mut self);
}

/// What a session answers an event with, besides the frame.
#[derive(Debug, Default)]
pub struct Reply {
    /// A handler that takes its time; until it is finished, the event is not settled.
    pub work: Option<Work>,
    /// Why the event was refused, or where the browser is to go, as the frame says it.
    pub error: Option<Reject>,
    /// Whether the browser does not show what the session knows of, because the view panicked while the frame was written.
    pub is_out_of_sync: bool,
}

/// What a browser must know of a page that is not in its HTML.
#[derive(Debug, Default)]
pub struct PageMetadata {
    /// The places in the HTML where the addresses belong that forms are posted to; the number of the frame and the address of
    /// the listener follow there, each number after a dot.
    pub places: Vec<usize>,
    /// For each row, in the order of their numbers, what tells it from others in this session and in one that follows.
    pub keys: Vec<u32>,
}

/// Where an event stands among those that a session has taken and those to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It was taken before.
    Taken,
    /// It is the next one.
    Next,
    /// Others come before it.
    Later,
}

/// The numbers of the last frame sent and of the last event settled.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The last frame sent.
    pub frame: u32,
    /// The last event settled.
    pub event: u32,
}

impl Position {
    /// Where an event stands among those that were taken and those to come.
    ///
    /// # Errors
    /// When the frame is no event.
    pub fn order(self, frame: &str) -> Result<Order, ProtocolError> {
        Ok(self.order_of(Event::number_in(frame)?))
    }

    /// Numbers wrap around; half of them lie behind.
    pub(crate) fn order_of(self, number: u32) -> Order {
        match number.wrapping_sub(self.event.wrapping_add(1)) {
            0 => Order::Next,
            ahead if ahead > u32::MAX / 2 => Order::Taken,
            _ => Order::Later,
        }
    }
}

/// What is kept of a session: the state of its view, and how far both sides have counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    view: OldState,
    frame: u32,
    event: u32,
    row: u32,
    /// The views in its template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    components: Option<SavedComponents>,
}
