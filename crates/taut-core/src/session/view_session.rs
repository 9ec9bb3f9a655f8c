//! A session of one view.

mod early;
mod emissions;
mod events;
mod messages;
mod pages;
mod render;
mod timers;
mod values;

use std::sync::Arc;

use crate::app_data::AppData;
use crate::at_work;
use crate::attendance::Attendance;
use crate::background::hand_on;
use crate::component::Left;
use crate::components::Components;
use crate::context::{Context, Go};
use crate::counts::{Count, count};
use crate::draft::Draft;
use crate::history::{History, Mark};
use crate::kept::{self, Memo};
use crate::panics::guarded;
use crate::pass::{Mode, Notes, Tally};
use crate::persist::SaveWhen;
use crate::refused::Refused;
use crate::reject::Reject;
use crate::request::Request;
use crate::settled::Settled;
use crate::template::Template;
use crate::timers::Timer;
use crate::topic::{MessageQueue, Stamp};
use crate::view::{LiveView, template_of};
use crate::wire::{self, Event, Joining, ProtocolError};
use crate::work::Done;

use super::attendances::Attendances;
use super::shown::Page;
use super::subscriptions::Subscriptions;
use super::unanswered::Unanswered;
use super::{Order, PageMetadata, Position, Reply, Saved, Session};

/// How many frames and rows a browser may have been told of since its session was saved. Numbers are not used again, so that an
/// event from before cannot be taken for one of what has been rendered since.
const SINCE_SAVED: u32 = 1 << 20;

/// A session of one view.
pub struct ViewSession<T> {
    /// Away while an `async` handler works on it.
    view: Option<Box<T>>,
    /// Whether an `async` handler of a view in the template is at work.
    component_works: bool,
    /// The event whose handlers are not all called yet.
    unanswered: Option<Box<Unanswered>>,
    /// The views in the template, if there are any.
    components: Option<Box<Components>>,
    memo: Memo,
    tally: Tally,
    event: u32,
    history: History,
    /// How long the page was when it was last written as a whole.
    page: u32,
    /// How much was said of changes since then, in bytes.
    changed: u32,
    /// The frame that could not be written because the view panicked, so that the memo is not what the
    /// browser shows any more.
    lost: Option<u32>,
    panic: Option<Box<str>>,
    refused: Option<Box<Refused>>,
    /// Where the browser was sent, until it is known to have heard of it.
    away: Option<Box<Away>>,
    /// What stands before the paths of the application, as the browser sees them.
    prefix: Box<str>,
    /// The page that the view shows, if it is told.
    shows: Option<Box<Page>>,
    /// The application's data, for handlers.
    data: AppData,
    /// The topics that the view and its components ask for, if they do.
    topics: Option<Box<Subscriptions>>,
    /// The presences that the view and its components have joined, if they have.
    attendances: Option<Box<Attendances>>,
    /// The effects of `mount`, the first `params` and `props`, until the next frame.
    early: Option<Box<Context>>,
    /// When the view began to load what it shows.
    since: Stamp,
    /// Whether the session has subscribed to all that its views ask for since then.
    is_subscribed: bool,
    /// Whether it was saved, without the rows of its feeds.
    is_restored: bool,
}

/// A redirect that a browser may not have heard of, or the page that the view shows.
struct Away {
    reject: Option<Reject>,
    shows: Option<Go>,
    /// The frame that has said it.
    frame: u32,
    /// Whether the browser was told all values instead of that frame.
    is_lost: bool,
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
            let view = std::any::type_name::<T>();
            self.panic = Some(format!("{view} panicked while {what}: {panic}").into());
        }
    }

    /// Ends all subscriptions. The messages that wait are of types of the application, and may panic when they are dropped.
    fn drop_topics(&mut self) {
        if let Some(topics) = self.topics.take() {
            self.drop_guarded(topics);
        }
    }

    fn drop_guarded<D>(&mut self, dropped: D) {
        if let Err(reject) = guarded(|| drop(dropped)) {
            self.note_panic("being dropped", &reject);
        }
    }

    fn drop_all(&mut self) {
        self.drop_topics();
        let (view, memo) = (
            self.view.take(),
            std::mem::replace(&mut self.memo, kept::nothing()),
        );
        if let Some(unanswered) = self.unanswered.take() {
            let (_, undelivered) = unanswered.end();
            undelivered.for_each(|emission| self.drop_guarded(emission));
        }
        self.drop_guarded(memo);
        self.drop_guarded(view);
        let components = self
            .components
            .as_mut()
            .map(|components| components.take_all());
        components
            .into_iter()
            .flatten()
            .for_each(|component| self.drop_guarded(component));
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
            component_works: false,
            unanswered: None,
            components: template_of::<T>().has_components.then(Box::default),
            memo: kept::nothing(),
            tally: Tally::default(),
            event: 0,
            history: History::default(),
            page: 0,
            changed: 0,
            lost: None,
            panic: None,
            refused: None,
            away: None,
            prefix: Box::default(),
            shows: None,
            data: AppData::default(),
            topics: None,
            attendances: None,
            early: None,
            since: Stamp::now(),
            is_subscribed: false,
            is_restored: false,
        }
    }

    /// Leads browsers to addresses below a prefix, which is what a proxy strips.
    #[must_use]
    pub fn below(mut self, prefix: &str) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Gives handlers the application's data.
    #[must_use]
    pub fn with_data(mut self, data: AppData) -> Self {
        self.data = data;
        self
    }

    /// Keeps the effects of `mount` for the first frame.
    ///
    /// # Errors
    /// If `mount` leads to another page.
    pub fn mounted_with(mut self, mut effects: Context) -> Result<Self, Reject> {
        if let Some(go) = effects.go.take() {
            return Err(Reject::redirect(go.address));
        }
        for emission in std::mem::take(&mut effects.emitted) {
            self.drop_guarded(emission);
        }
        effects.data = AppData::default();
        self.begin_with_effects(effects);
        Ok(self)
    }

    /// Notes when the view was about to be mounted: what was published since then to its topics, it may not have loaded.
    #[must_use]
    pub fn mounted_at(mut self, stamp: Stamp) -> Self {
        self.since = stamp;
        self
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
        if let (Some(components), Some(saved)) = (&mut session.components, &saved.components) {
            **components = Components::restored(saved);
        }
        session.tally.frame = saved.frame.wrapping_add(SINCE_SAVED);
        session.tally.next_row = saved.row.wrapping_add(SINCE_SAVED);
        session.event = saved.event;
        session.since = Stamp::UNKNOWN;
        session.is_restored = true;
        if !saved.attendances.is_empty() {
            let attendances = Attendances::restored(&saved.attendances);
            session.attendances = Some(Box::new(attendances));
        }
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

    /// Asks the view for something that it may have.
    fn ask<R>(&mut self, what: &str, ask: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        let view = self.view.as_deref()?;
        let answer = guarded(|| ask(view));
        answer
            .inspect_err(|reject| self.note_panic(what, reject))
            .ok()
            .flatten()
    }

    /// Writes a frame that settles events; none if there is nothing to say.
    fn answer(
        &mut self,
        settled: u32,
        context: Context,
        error: Option<&Reject>,
        out: &mut Vec<u8>,
    ) -> Reply {
        let start = out.len();
        let was_in_doubt = self.lost.is_some();
        let before = Mark {
            event: self.event.wrapping_sub(settled),
            ..self.mark()
        };
        self.tally.frame = self.tally.frame.wrapping_add(1);
        self.tally.rebound = false;
        wire::open_patch(out, self.tally.frame, settled);
        let opened = out.len();
        // What is kept for the first frame of a browser waits for it.
        let kept = self.early.take();
        let broken = self
            .render_changes(out)
            .err()
            .filter(|_| settled > 0 || !was_in_doubt);
        if let (Some(reject), None) = (&broken, error) {
            // Perhaps the view can put right what it cannot show.
            self.inform(reject);
        }
        let told = error.or(broken.as_ref());
        let context = self.with_early(context);
        self.early = kept;
        wire::write_effects(out, &context, told);
        let redirect = error.filter(|reject| reject.location().is_some());
        if redirect.is_some() || context.shows.is_some() {
            self.away = Some(Box::new(Away {
                reject: redirect.cloned(),
                shows: context.shows.clone(),
                frame: self.tally.frame,
                is_lost: false,
            }));
        }
        if settled == 0 && out.len() == opened && !self.tally.rebound {
            self.tally.frame = self.tally.frame.wrapping_sub(1);
            out.truncate(start);
        } else {
            out.push(b']');
            self.history
                .keep(before, out.get(start..).unwrap_or_default());
        }
        // Where a browser has sent a form without JavaScript, it loads the page that the view shows.
        let elsewhere = context.shows.as_ref();
        let error = told
            .cloned()
            .or_else(|| Some(Reject::redirect(&elsewhere?.address)));
        Reply {
            work: None,
            error,
            is_out_of_sync: self.lost.is_some(),
        }
    }

    fn mark(&self) -> Mark {
        Mark {
            frame: self.tally.frame,
            event: self.event,
            row: self.tally.next_row,
        }
    }

    /// What a browser counts, if it needs no more than the frames it has missed.
    fn mark_of(&self, seen: i64) -> Option<Mark> {
        let seen = u32::try_from(seen).ok().filter(|_| self.lost.is_none())?;
        if seen == self.tally.frame {
            Some(self.mark())
        } else {
            self.history.since(seen)
        }
    }

    /// A browser that has a frame has heard of a redirect in it, or before it.
    fn forget_redirect(&mut self, seen: u32) {
        self.away
            .take_if(|away| !away.is_lost && seen.wrapping_sub(away.frame) < u32::MAX / 2);
    }
}

impl<T: LiveView> Session for ViewSession<T> {
    fn template(&self) -> &'static Template {
        template_of::<T>()
    }

    fn position(&self) -> Position {
        Position {
            frame: self.tally.frame,
            event: self.event,
        }
    }

    fn is_busy(&self) -> bool {
        self.view.is_none() || self.component_works
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

    fn write_page(&mut self, out: &mut Vec<u8>) -> PageMetadata {
        if kept::is_rendered(&self.memo) {
            // Nobody has seen the frames until here, or has them to build on. Where one of them led is where this browser comes from.
            self.away = None;
            self.tally.frame = self.tally.frame.wrapping_add(1);
            self.history.clear();
        }
        if !self.is_whole() {
            return PageMetadata::default();
        }
        let mut notes = Notes::default();
        match self.render_with(Mode::Html, Some(&mut notes), true, out) {
            Ok(()) => PageMetadata {
                places: notes.places,
                keys: notes.keys,
                title: self.early_title().map(str::to_owned),
            },
            Err(_) => PageMetadata::default(),
        }
    }

    fn write_joined(&mut self, join: &Joining<'_>, out: &mut Vec<u8>) {
        if let Some(mark) = self.mark_of(join.seen) {
            u32::try_from(join.seen)
                .into_iter()
                .for_each(|seen| self.forget_redirect(seen));
            wire::open_joined(out, join, mark);
            return out.push(b']');
        }
        let start = out.len();
        self.tally.frame = self.tally.frame.wrapping_add(1);
        let is_whole = self.is_whole();
        wire::open_joined(out, join, self.mark());
        out.extend_from_slice(b",[");
        if !is_whole || self.render(Mode::Create, out).is_err() {
            self.tally.frame = self.tally.frame.wrapping_sub(1);
            return out.truncate(start);
        }
        self.history.clear();
        self.away.iter_mut().for_each(|away| away.is_lost = true);
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
        self.forget_redirect(frame);
    }

    fn write_patch(&mut self, out: &mut Vec<u8>) {
        if !self.is_busy() {
            let mut context = self.with_early(Context::default());
            let mut redirect = None;
            if let Some(away) = self.away.take_if(|away| away.is_lost) {
                context.shows = away.shows;
                redirect = away.reject;
            }
            let _ = self.answer(0, context, redirect.as_ref(), out);
        }
    }

    fn handle(&mut self, event: &Event<'_>, out: &mut Vec<u8>) -> Result<Reply, ProtocolError> {
        if self.is_busy() {
            return Err(ProtocolError::Busy);
        }
        let expected = self.event.wrapping_add(1);
        match self.position().order_of(event.number) {
            Order::Next => {}
            Order::Taken => {
                count(Count::Replayed);
                return Ok(Reply::default());
            }
            Order::Later => {
                count(Count::Reordered);
                return Err(ProtocolError::Gap {
                    expected,
                    found: event.number,
                });
            }
        }
        self.event = expected;
        self.confirm(event.seen);
        self.begin_to_load();
        let _turn = at_work::begin::<T>();
        Ok(self.take(event, out))
    }

    fn finish(&mut self, done: Done, out: &mut Vec<u8>) -> Reply {
        hand_on(done.tasks);
        let settled = match done.result.downcast::<(Box<T>, Settled)>() {
            Ok(left) => {
                let (view, settled) = *left;
                self.view = Some(view);
                settled
            }
            Err(other) => {
                let (Ok(left), Some(components)) = (other.downcast::<Left>(), &mut self.components)
                else {
                    return Reply::default();
                };
                self.component_works = false;
                components.put_back(left.place, left.component);
                left.settled
            }
        };
        let Some(mut unanswered) = self.unanswered.take() else {
            return match self.take_going() {
                Some(going) => self.arrive(going, settled, false, out),
                None => self.settle(1, settled, false, out),
            };
        };
        let _turn = at_work::begin::<T>();
        unanswered.add(settled);
        self.deliver_all(unanswered, false, out)
    }

    fn timers(&mut self) -> Option<Vec<Timer>> {
        if self.is_busy() {
            return None;
        }
        self.asked_timers()
    }

    fn tick(&mut self, due: &[Timer], out: &mut Vec<u8>) -> Reply {
        if self.is_busy() {
            return Reply::default();
        }
        self.pass_on_time(due, out)
    }

    fn receive_messages(&mut self, out: &mut Vec<u8>) -> Reply {
        if self.is_busy() {
            return Reply::default();
        }
        self.pass_on_messages(out)
    }

    fn has_messages(&self) -> bool {
        self.topics
            .as_ref()
            .is_some_and(|topics| topics.has_messages())
    }

    fn message_queue(&self) -> Option<&Arc<MessageQueue>> {
        self.topics.as_ref().map(|topics| &topics.queue)
    }

    fn attendances(&self) -> &[Arc<Attendance>] {
        let attendances = self.attendances.as_deref();
        attendances.map(Attendances::all).unwrap_or_default()
    }

    fn weight(&mut self) -> usize {
        if self.changed > 0 {
            self.measure();
        }
        size_of::<T>() + self.page as usize + self.history.len()
    }

    fn saved_when(&self) -> Option<SaveWhen> {
        T::PERSIST.map(|persist| persist.when())
    }

    fn save(&self) -> Result<Option<Saved>, Reject> {
        let (Some(persist), Some(view)) = (T::PERSIST, &self.view) else {
            return Ok(None);
        };
        let view = guarded(|| persist.save(view))??;
        let components = self
            .components
            .as_ref()
            .map(|components| components.save())
            .transpose()?;
        Ok(Some(Saved {
            view,
            components,
            frame: self.tally.frame,
            event: self.event,
            row: self.tally.next_row,
            attendances: self
                .attendances
                .as_ref()
                .map(|attendances| attendances.save())
                .unwrap_or_default(),
        }))
    }

    fn is_in_doubt(&self) -> bool {
        self.lost.is_some()
    }

    fn take_panic(&mut self) -> Option<String> {
        self.panic.take().map(String::from)
    }

    fn take_refused(&mut self) -> Option<Refused> {
        self.refused.take().map(|refused| *refused)
    }

    fn end(&mut self) {
        self.drop_all();
    }
}
