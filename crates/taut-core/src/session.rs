//! A session as a state machine: frames of a browser in, frames for it out.
//!
//! It knows no socket, no clock and no runtime. Whoever drives it passes frames in their order, and runs
//! the futures that it gives back; while one runs, the session takes no further event.

use std::any::Any;

use serde::{Deserialize, Serialize};

use crate::at_work;
use crate::child::{self, Ran};
use crate::context::{Context, Reject};
use crate::counts::{Count, count};
use crate::draft::Draft;
use crate::history::{History, Mark};
use crate::panics::guarded;
use crate::pass::{Finder, Mode, Outcome, Pass, Tally};
use crate::persist::OldState;
use crate::request::Request;
use crate::template::{Kind, Listener, Template};
use crate::view::{Finished, Handled, LiveView, View, template_of};
use crate::wire;
use crate::work::{Done, Work};

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

    /// Answers a join. A browser that has missed more than [`Session::missed`] knows gets all values, and the
    /// address of the templates if it has others. Writes nothing if the view panics.
    fn write_joined(&mut self, join: &Joining<'_>, out: &mut Vec<u8>);

    /// Gives the frames that follow a joined one to a browser that has not seen them.
    fn missed(&self, seen: i64, each: &mut dyn FnMut(&[u8]));

    /// Forgets the frames up to one that the browser is known to have.
    fn confirm(&mut self, frame: u32);

    /// Writes what has changed outside any event as a frame, nothing if nothing has.
    fn write_patch(&mut self, out: &mut Vec<u8>);

    /// Whether an event has not been taken before.
    ///
    /// # Errors
    /// When the frame is no event.
    fn is_new(&self, frame: &str) -> Result<bool, ProtocolError>;

    /// Takes an event. What it answers is appended to `out`, nothing or one frame.
    ///
    /// # Errors
    /// When the frame is none that a browser of ours sends; the conversation must end.
    fn receive(&mut self, frame: &str, out: &mut Vec<u8>) -> Result<Option<Work>, ProtocolError>;

    /// Takes what the future of [`Session::receive`] has given.
    fn finish(&mut self, done: Done, out: &mut Vec<u8>);

    /// About how many bytes the session takes: its view without what that points to, what its page had when it was
    /// last written as a whole, and what is kept of the frames since.
    fn weight(&self) -> usize;

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

    /// Drops the view. Afterwards there is nothing in the session but, perhaps, a panic.
    fn end(&mut self);
}

/// What a session must know of a browser that joins.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// The token to use from now on.
    pub token: &'a str,
    /// The last frame that the browser has applied; less than zero when it is in doubt.
    pub seen: i64,
    /// Whether the browser has not met this session before.
    pub is_new: bool,
    /// The address of the templates, if the browser has others.
    pub templates: Option<&'a str>,
}

impl<'a> Joining<'a> {
    /// A browser that knows the session and has its templates.
    #[must_use]
    pub fn again(token: &'a str, seen: i64) -> Self {
        Self { token, seen, is_new: false, templates: None }
    }
}

/// The numbers of the last frame sent and of the last event settled.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The last frame sent.
    pub frame: u32,
    /// The last event settled.
    pub event: u32,
}

/// What is kept of a session: the state of its view, and how far both sides have counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    view: OldState,
    frame: u32,
    event: u32,
    row: u32,
}

/// How many frames and rows a browser may have been told of since its session was saved. Numbers are not used again, so that an
/// event from before cannot be taken for one of what has been rendered since.
const SINCE_SAVED: u32 = 1 << 20;

/// Why a frame ends the conversation.
#[derive(Debug)]
pub enum ProtocolError {
    /// It is not an event.
    Malformed(serde_json::Error),
    /// Its number does not follow the last one: an event was lost.
    Gap {
        /// The number that had to come.
        expected: u32,
        /// The number that came.
        found: u32,
    },
    /// An event came while a handler was at work; whoever drives the session must keep it back.
    Busy,
}

impl std::fmt::Display for ProtocolError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ProtocolError::Malformed(error) => write!(f, "not an event: {error}"),
            ProtocolError::Gap { expected, found } => write!(f, "expected event {expected}, found {found}"),
            ProtocolError::Busy => f.write_str("an event came while another was being handled"),
        }
    }
}

impl std::error::Error for ProtocolError {}

/// What a session keeps of its view to know what has changed.
type Memo = Box<dyn Any + Send>;

/// A session of one view.
pub struct ViewSession<T> {
    /// Away while an `async` handler works on it.
    view: Option<Box<T>>,
    /// Whether an `async` handler of a view in the template is at work.
    child_works: bool,
    memo: Memo,
    tally: Tally,
    event: u32,
    history: History,
    /// How long the page was when it was last written as a whole.
    page: usize,
    /// The frame that could not be written because the view panicked, so that the memo is not what the
    /// browser shows any more.
    lost: Option<u32>,
    panic: Option<String>,
}

impl<T> std::fmt::Debug for ViewSession<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ViewSession")
            .field("event", &self.event)
            .field("frame", &self.tally.frame)
            .finish_non_exhaustive()
    }
}

impl<T> ViewSession<T> {
    fn note_panic(&mut self, what: &str, reject: &Reject) {
        if let Some(panic) = reject.panic() {
            self.panic = Some(format!("{} panicked while {what}: {panic}", std::any::type_name::<T>()));
        }
    }

    fn drop_guarded<D>(&mut self, dropped: D) {
        if let Err(reject) = guarded(|| drop(dropped)) {
            self.note_panic("being dropped", &reject);
        }
    }

    fn drop_all(&mut self) {
        let (view, memo) = (self.view.take(), std::mem::replace(&mut self.memo, Box::new(())));
        self.drop_guarded(memo);
        self.drop_guarded(view);
    }
}

impl<T> Drop for ViewSession<T> {
    /// Nobody is to suffer from a view that panics when it is dropped.
    fn drop(&mut self) {
        self.drop_all();
    }
}

impl<T: LiveView> ViewSession<T> {
    /// A session of a view that has just been mounted.
    pub fn new(view: T) -> Self {
        Self {
            view: Some(Box::new(view)),
            child_works: false,
            memo: Box::new(()),
            tally: Tally::default(),
            event: 0,
            history: History::default(),
            page: 0,
            lost: None,
            panic: None,
        }
    }

    /// A session that comes back from what was kept of it. Its first frame says all.
    ///
    /// # Errors
    /// When the view does not persist, or cannot read what was kept.
    pub fn restore(saved: &Saved, request: &Request<'_>) -> Result<Self, Reject> {
        let persist = T::PERSIST.ok_or_else(|| Reject::new("the view does not persist"))?;
        let view = guarded(|| {
            let mut view = persist.load(&saved.view)?;
            view.restored(request)?;
            Ok::<T, Reject>(view)
        });
        let mut session = Self::new(view??);
        session.tally.frame = saved.frame.wrapping_add(SINCE_SAVED);
        session.tally.next_row = saved.row.wrapping_add(SINCE_SAVED);
        session.event = saved.event;
        Ok(session)
    }

    /// The view, unless a handler is at work on it.
    #[must_use]
    pub fn view(&self) -> Option<&T> {
        self.view.as_deref()
    }

    /// Changes the view outside any event; the next frame shows it.
    pub fn view_mut(&mut self) -> Option<&mut T> {
        self.view.as_deref_mut()
    }

    /// Renders the view. If it panics, nothing is written, and nothing is certain of what the browser shows.
    fn render(&mut self, mode: Mode, out: &mut Vec<u8>) -> Result<(), Reject> {
        let mut fresh: Memo = Box::new(());
        // Views in the template live in the memo, and outlive what a browser forgets.
        let keeps = mode == Mode::Diff || mode == Mode::Create && template_of::<T>().has_children();
        let memo = if keeps { &mut self.memo } else { &mut fresh };
        let start = out.len();
        let rendered = try_render(&self.view, mode, memo, self.tally, out);
        match rendered {
            Ok(tally) => self.tally = tally,
            Err(reject) => {
                if self.lost.is_none() {
                    self.lost = Some(self.tally.frame);
                    self.note_panic("rendering", &reject);
                }
                return Err(reject);
            }
        }
        if !keeps {
            let old = std::mem::replace(&mut self.memo, fresh);
            self.drop_guarded(old);
        }
        if mode != Mode::Diff {
            self.lost = None;
            self.page = out.len() - start;
        }
        Ok(())
    }

    /// Writes what has changed. In doubt that cannot be said; but whether the view is whole again can.
    fn render_changes(&mut self, out: &mut Vec<u8>) -> Result<(), Reject> {
        if self.lost.is_none() {
            return self.render(Mode::Diff, out);
        }
        let mut memo: Memo = Box::new(());
        try_render(&self.view, Mode::Create, &mut memo, self.tally, &mut Vec::new()).map(|_| ())
    }

    /// Asks the view for something that it may have.
    fn ask<R>(&mut self, what: &str, ask: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        let view = self.view.as_deref()?;
        let answer = guarded(|| ask(view));
        answer.inspect_err(|reject| self.note_panic(what, reject)).ok().flatten()
    }

    /// Writes a frame that settles events; none if there is nothing to say.
    fn answer(&mut self, settled: u32, context: &Context, error: Option<&str>, out: &mut Vec<u8>) {
        let start = out.len();
        let was_in_doubt = self.lost.is_some();
        let before = Mark { event: self.event.wrapping_sub(settled), ..self.mark() };
        self.tally.frame = self.tally.frame.wrapping_add(1);
        self.tally.rebound = false;
        wire::open_patch(out, self.tally.frame, settled);
        let opened = out.len();
        let rendered = self.render_changes(out).err().filter(|_| settled > 0 || !was_in_doubt);
        wire::write_extras(out, context, error.or(rendered.as_ref().map(Reject::message)));
        if settled == 0 && out.len() == opened && !self.tally.rebound {
            self.tally.frame = self.tally.frame.wrapping_sub(1);
            out.truncate(start);
        } else {
            out.push(b']');
            self.history.keep(before, out.get(start..).unwrap_or_default());
        }
    }

    fn mark(&self) -> Mark {
        Mark { frame: self.tally.frame, event: self.event, row: self.tally.next_row }
    }

    /// What a browser counts, if it needs no more than the frames it has missed.
    fn mark_of(&self, seen: i64) -> Option<Mark> {
        let seen = u32::try_from(seen).ok().filter(|_| self.lost.is_none())?;
        if seen == self.tally.frame { Some(self.mark()) } else { self.history.since(seen) }
    }

    /// Numbers wrap around; half of them lie behind.
    fn was_taken(&self, event: &wire::Event<'_>) -> bool {
        event.number.wrapping_sub(self.event.wrapping_add(1)) > u32::MAX / 2
    }

    /// Looks for the listener that an event names, and makes the call of its handler.
    fn find(&mut self, event: &wire::Event<'_>, handler: u16) -> Result<(Outcome, Option<T::Call>), Reject> {
        let mut call = None::<T::Call>;
        let finder = Finder {
            address: &event.address,
            // What the lost frame has bound was never seen.
            seen: self.lost.map_or(event.seen, |lost| event.seen.min(lost.saturating_sub(1))),
            arguments: &event.values,
            handler,
            call: &mut call,
            outcome: Outcome::Missing,
        };
        let (view, memo, tally) = (&self.view, &mut self.memo, self.tally);
        let outcome = match view {
            Some(view) => guarded(|| search(view.render(), finder, memo, tally))?,
            None => Outcome::Missing,
        };
        Ok((outcome, call))
    }

    fn settle(&mut self, context: &Context, result: Result<(), Reject>, out: &mut Vec<u8>) {
        let error = result.err();
        if let Some(error) = &error {
            self.note_panic("handling an event", error);
            let view = self.view.as_mut();
            if let Err(reject) = guarded(|| view.map(|view| view.on_reject(error))) {
                self.note_panic("hearing of a refusal", &reject);
            }
        }
        self.answer(1, context, error.as_ref().map(Reject::message), out);
    }

    /// Answers the event of a view in the template, which has learnt of it.
    fn settle_child(&mut self, outcome: &child::Outcome, out: &mut Vec<u8>) {
        let error = outcome.result.as_ref().err();
        if let Some(error) = error {
            self.note_panic("handling an event", error);
        }
        self.answer(1, &outcome.context, error.map(Reject::message), out);
    }

    fn call(&mut self, call: T::Call, handler: u16, out: &mut Vec<u8>) -> Option<Work> {
        let mut context = Context::default();
        at_work::handling::<T>(handler);
        let view = self.view.as_mut()?;
        match guarded(|| view.handle(call, &mut context)) {
            Ok(Handled::Done(result)) => {
                self.settle(&context, result, out);
                None
            }
            Err(reject) => {
                self.settle(&context, Err(reject), out);
                None
            }
            Ok(Handled::Later(call)) => {
                let later = self.view.take()?.handle_later(call, context);
                Some(Work::later(at_work::by_turns::<T, _>(handler, later)))
            }
            Ok(Handled::Blocking(call)) => {
                let view = self.view.take()?;
                Some(Work::blocking(move || view.handle_blocking(call, context)))
            }
        }
    }

    fn refuse(&mut self, error: &str, out: &mut Vec<u8>) {
        self.answer(1, &Context::default(), Some(error), out);
    }
}

impl<T: LiveView> Session for ViewSession<T> {
    fn template(&self) -> &'static Template {
        template_of::<T>()
    }

    fn position(&self) -> Position {
        Position { frame: self.tally.frame, event: self.event }
    }

    fn is_busy(&self) -> bool {
        self.view.is_none() || self.child_works
    }

    fn draft_key(&mut self) -> Option<String> {
        self.ask("naming its draft", T::draft_key)
    }

    fn saved_draft(&mut self) -> Option<Draft> {
        self.ask("loading its draft", T::load_draft)
    }

    fn write_html(&mut self, out: &mut Vec<u8>) {
        // Why nothing is written is noted.
        let _ = self.render(Mode::Html, out);
    }

    fn write_joined(&mut self, join: &Joining<'_>, out: &mut Vec<u8>) {
        if let Some(mark) = self.mark_of(join.seen) {
            wire::open_joined(out, join, mark);
            return out.push(b']');
        }
        let start = out.len();
        self.tally.frame = self.tally.frame.wrapping_add(1);
        wire::open_joined(out, join, self.mark());
        out.extend_from_slice(b",[");
        if self.render(Mode::Create, out).is_err() {
            self.tally.frame = self.tally.frame.wrapping_sub(1);
            return out.truncate(start);
        }
        self.history.clear();
        out.push(b']');
        wire::write_templates(out, join.templates);
        out.push(b']');
    }

    fn missed(&self, seen: i64, each: &mut dyn FnMut(&[u8])) {
        if let Ok(seen) = u32::try_from(seen) {
            self.history.after(seen).for_each(each);
        }
    }

    fn confirm(&mut self, frame: u32) {
        self.history.forget(frame);
    }

    fn write_patch(&mut self, out: &mut Vec<u8>) {
        if !self.is_busy() {
            self.answer(0, &Context::default(), None, out);
        }
    }

    fn is_new(&self, frame: &str) -> Result<bool, ProtocolError> {
        let event = wire::read_event(frame).map_err(ProtocolError::Malformed)?;
        Ok(!self.was_taken(&event))
    }

    fn receive(&mut self, frame: &str, out: &mut Vec<u8>) -> Result<Option<Work>, ProtocolError> {
        if self.is_busy() {
            return Err(ProtocolError::Busy);
        }
        let event = wire::read_event(frame).map_err(|error| {
            count(Count::Malformed);
            ProtocolError::Malformed(error)
        })?;
        if self.was_taken(&event) {
            count(Count::Replayed);
            return Ok(None);
        }
        let expected = self.event.wrapping_add(1);
        if event.number != expected {
            count(Count::Reordered);
            return Err(ProtocolError::Gap { expected, found: event.number });
        }
        self.event = expected;
        self.history.forget(event.seen);
        let _turn = at_work::begin::<T>();
        let handler = match check_listener(self.template(), &event, self.tally.next_row) {
            Ok(listener) => listener.handler,
            Err(why) => {
                count(Count::Forged);
                self.refuse(&why, out);
                return Ok(None);
            }
        };
        let found = self.find(&event, handler);
        note(&found);
        match found {
            Ok((Outcome::Ran(Ran::Done(outcome)), _)) => self.settle_child(&outcome, out),
            Ok((Outcome::Ran(Ran::Later(work)), _)) => {
                self.child_works = true;
                return Ok(Some(Work::later(work)));
            }
            Ok((Outcome::Ran(Ran::Blocking(run)), _)) => {
                self.child_works = true;
                return Ok(Some(Work::blocking(run)));
            }
            Ok((Outcome::Found, Some(call))) => return Ok(self.call(call, handler, out)),
            Ok((Outcome::Refused(error), _)) => self.refuse(&error.to_string(), out),
            Ok(_) => self.answer(1, &Context::default(), None, out),
            Err(reject) => {
                self.note_panic("looking for a listener", &reject);
                self.refuse(reject.message(), out);
            }
        }
        Ok(None)
    }

    fn finish(&mut self, done: Done, out: &mut Vec<u8>) {
        match done.0.downcast::<Finished<T>>() {
            Ok(finished) => {
                let Finished { view, context, result } = *finished;
                self.view = Some(view);
                self.settle(&context, result, out);
            }
            Err(other) => {
                if let Ok(outcome) = other.downcast::<child::Outcome>() {
                    self.child_works = false;
                    self.settle_child(&outcome, out);
                }
            }
        }
    }

    fn weight(&self) -> usize {
        size_of::<T>() + self.page + self.history.len()
    }

    fn persists_always(&self) -> bool {
        T::PERSIST.is_some_and(|persist| persist.always())
    }

    fn save(&self) -> Result<Option<Saved>, Reject> {
        let (Some(persist), Some(view)) = (T::PERSIST, &self.view) else { return Ok(None) };
        let view = guarded(|| persist.save(view))??;
        Ok(Some(Saved { view, frame: self.tally.frame, event: self.event, row: self.tally.next_row }))
    }

    fn is_in_doubt(&self) -> bool {
        self.lost.is_some()
    }

    fn take_panic(&mut self) -> Option<String> {
        self.panic.take()
    }

    fn end(&mut self) {
        self.drop_all();
    }
}

/// Refuses an event that no browser of ours sends: of a listener that is not, nor ever was, in the page,
/// or with another number of values than the listener reads.
fn check_listener(
    page: &'static Template,
    event: &wire::Event<'_>,
    next_row: u32,
) -> Result<&'static Listener, String> {
    let listener = listener(page, &event.address, next_row).ok_or("the event names nothing in the page")?;
    let (reads, carries) = (listener.projections.len(), event.values.len());
    if reads == carries {
        Ok(listener)
    } else {
        Err(format!("the listener reads {reads} values, the event carries {carries}"))
    }
}

/// Counts what has become of an event.
fn note<C>(found: &Result<(Outcome, Option<C>), Reject>) {
    match found {
        Ok((Outcome::Ran(_), _) | (Outcome::Found, Some(_))) => count(Count::Events),
        Ok((Outcome::Refused(_), _)) => count(Count::Malformed),
        Ok(_) => count(Count::Stale),
        // The panic is counted.
        Err(_) => {}
    }
}

/// The listener that an address leads to.
fn listener(page: &'static Template, address: &[u32], next_row: u32) -> Option<&'static Listener> {
    let (last, way) = address.split_last()?;
    let mut template = page;
    let (pairs, rest) = way.as_chunks::<2>();
    for [hole, child] in pairs {
        let hole = usize::try_from(*hole).ok()?;
        let is_list = matches!(template.holes.get(hole)?.kind, Kind::List { .. });
        if is_list && *child >= next_row {
            return None;
        }
        template = template.child(hole, *child)?;
    }
    match &template.holes.get(usize::try_from(*last).ok()?)?.kind {
        Kind::Event(listener) if rest.is_empty() => Some(listener),
        _ => None,
    }
}

/// The memo of the view's type; a new one if there is none of that type.
fn memo_of<'m, V: View>(_: &V, mode: Mode, memo: &'m mut Memo) -> Option<&'m mut V::Memo> {
    if mode != Mode::Diff && mode != Mode::Find && !memo.is::<V::Memo>() {
        *memo = Box::new(V::Memo::default());
    }
    memo.downcast_mut()
}

/// Renders the view; if it panics, nothing is written.
fn try_render<T: LiveView>(
    view: &Option<Box<T>>,
    mode: Mode,
    memo: &mut Memo,
    tally: Tally,
    out: &mut Vec<u8>,
) -> Result<Tally, Reject> {
    let Some(view) = view else { return Ok(tally) };
    let start = out.len();
    let rendered = guarded(|| render(view.render(), mode, memo, tally, out));
    if rendered.is_err() {
        out.truncate(start);
    }
    rendered
}

fn render<V: View>(view: V, mode: Mode, memo: &mut Memo, tally: Tally, out: &mut Vec<u8>) -> Tally {
    let Some(memo) = memo_of(&view, mode, memo) else { return tally };
    let mut pass = Pass::new(mode, V::TEMPLATE, tally, out);
    view.walk(&mut pass, memo);
    pass.end()
}

fn search<V: View>(view: V, finder: Finder<'_>, memo: &mut Memo, tally: Tally) -> Outcome {
    let Some(memo) = memo_of(&view, Mode::Find, memo) else { return Outcome::Missing };
    let mut out = Vec::new();
    let mut pass = Pass::new(Mode::Find, V::TEMPLATE, tally, &mut out).find(finder);
    view.walk(&mut pass, memo);
    pass.outcome()
}
