//! A view and a page in memory, joined without a network.

mod acts;
mod background;
mod look;
mod pages;
mod timers;

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use serde_json::Value;
use taut_core::{
    Collector, Joining, LiveView, Presences, Reject, Request, Session, Stamp, Task, ViewSession,
    Work, collected, templates_json,
};

use crate::browser::{Browser, Invalidated, SaidBeside};
use crate::history::History;
use crate::visit::Visit;
use timers::Clock;

/// A live view with a page, on which a test acts like a user.
///
/// An action such as [`Live::click`] sends the events that a browser would, and applies the answers. An
/// `async` handler runs until it has to wait; [`Live::idle`] runs it, and all background work, to its end.
///
/// Elements are selected with a small subset of CSS, see [`Selector`](crate::Selector). A selector that
/// matches no element, or several, fails the test.
pub struct Live<V: LiveView> {
    session: ViewSession<V>,
    browser: Browser,
    /// Frames that the session has not handled yet.
    waiting: VecDeque<String>,
    work: Option<Work>,
    /// The background work of the view.
    tasks: Vec<Task>,
    clock: Clock,
    /// The frames that answered the last action.
    frames: Vec<String>,
    /// The commands that a browser would have run.
    commands: Vec<String>,
    said: SaidBeside,
    history: History,
    /// What makes the user present, as in a page that is connected.
    presences: Presences,
    user: Option<String>,
}

impl<V: LiveView> fmt::Debug for Live<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("session", &self.session)
            .field("browser", &self.browser)
            .finish_non_exhaustive()
    }
}

impl<V: LiveView> Live<V> {
    /// Mounts the view for a request of `/`.
    ///
    /// # Errors
    /// If the view's `mount` refuses.
    pub async fn mount() -> Result<Self, Reject> {
        Self::visit(Visit::default()).await
    }

    /// Mounts the view for a request.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::{Live, Visit};
    /// struct Article { id: u32 }
    ///
    /// #[live_view]
    /// impl Article {
    ///     fn mount(request: &Request<'_>) -> Result<Self, Reject> {
    ///         Ok(Self { id: request.param("id")? })
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <h1>{self.id}</h1> }
    ///     }
    /// }
    ///
    /// # taut_test::block_on(async {
    /// let page = Live::<Article>::visit(Visit::new("/articles/7").param("id", "7")).await?;
    /// assert_eq!(page.text("h1"), "7");
    /// assert_eq!(Live::<Article>::mount().await.unwrap_err().status(), 404);
    /// # Ok::<(), Reject>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// If the view's `mount` refuses.
    pub async fn visit(visit: Visit) -> Result<Self, Reject> {
        let (session, tasks) = collected(Self::session(&visit)).await;
        let user = Request::new(&visit).user().map(str::to_owned);
        let mut live = Self::open(session?, tasks, visit.address(), user);
        live.update_page();
        Ok(live)
    }

    async fn session(visit: &Visit) -> Result<ViewSession<V>, Reject> {
        let request = Request::new(visit);
        let stamp = Stamp::now();
        let mut context = taut_core::Context::with(&request.app_data());
        let view = V::mount(&request, &mut context).await?;
        let session = ViewSession::new(view).mounted_at(stamp);
        let session = session.with_data(request.app_data());
        let mut session = session.mounted_with(context)?;
        if let Some(work) = session.show(&request, visit.is_guarded())? {
            session.shown(work.await)?;
        }
        Ok(session)
    }

    /// Shows a view that the test has created.
    #[must_use]
    pub fn of(view: V) -> Self {
        Self::open(ViewSession::new(view), Vec::new(), "/".to_owned(), None)
    }

    fn open(
        mut session: ViewSession<V>,
        mut tasks: Vec<Task>,
        address: String,
        user: Option<String>,
    ) -> Self {
        let html = background::first_html(&mut session, &mut tasks);
        let browser = Browser::open(
            &String::from_utf8_lossy(&html),
            &templates_json::<V>(&taut_core::limits::Limits::default()),
        );
        Self {
            session,
            browser,
            waiting: VecDeque::new(),
            work: None,
            tasks,
            clock: Clock::default(),
            frames: Vec::new(),
            commands: Vec::new(),
            said: SaidBeside::default(),
            history: History::new(address),
            presences: Presences::default(),
            user,
        }
    }

    /// The view.
    ///
    /// # Panics
    /// While an `async` handler is running; see [`Live::idle`].
    #[must_use]
    #[track_caller]
    pub fn view(&self) -> &V {
        self.session
            .view()
            .unwrap_or_else(|| panic!("an `async` handler is running: call `idle().await` first"))
    }

    /// Changes the view outside any event, as a message from elsewhere would, and updates the page.
    ///
    /// # Panics
    /// While an `async` handler is running; see [`Live::idle`].
    #[track_caller]
    pub fn update(&mut self, change: impl FnOnce(&mut V)) {
        self.begin();
        let Some(view) = self.session.view_mut() else {
            panic!("an `async` handler is running: call `idle().await` first");
        };
        let ((), started) = Collector::around(|| change(view));
        self.tasks.extend(started);
        self.update_page();
    }

    /// Applies what has changed outside any event.
    #[track_caller]
    fn update_page(&mut self) {
        self.answer_of(|session, frame| session.write_patch(frame));
    }

    /// Waits until no `async` handler and no background work is running.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::Live;
    /// #[derive(Default)]
    /// struct Page { report: Async<String> }
    ///
    /// #[live_view]
    /// impl Page {
    ///     fn load(&mut self) {
    ///         self.report.start(async { Ok::<_, Reject>("42".to_owned()) });
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! {
    ///             <button @click={load()}>"Load"</button>
    ///             match self.report.state() {
    ///                 AsyncState::Loading(_) => { <p>"Loading …"</p> }
    ///                 AsyncState::Ok(report) => { <p>{report}</p> }
    ///                 AsyncState::Failed(error) => { <p>{error}</p> }
    ///             }
    ///         }
    ///     }
    /// }
    ///
    /// # taut_test::block_on(async {
    /// let mut page = Live::of(Page::default());
    /// page.click("button");
    /// assert_eq!(page.text("p"), "Loading …");
    /// page.idle().await;
    /// assert_eq!(page.text("p"), "42");
    /// # })
    /// ```
    ///
    /// Work that waits for a clock needs one: in a `#[tokio::test(start_paused = true)]`, the time passes as soon as everything waits.
    pub async fn idle(&mut self) {
        poll_fn(|cx| {
            if self.drive(cx) && self.poll_tasks(cx) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Whether an `async` handler is running.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.work.is_some()
    }

    /// Loses the connection and joins again.
    ///
    /// # Panics
    /// While an `async` handler is running; see [`Live::idle`].
    #[track_caller]
    pub fn reconnect(&mut self) {
        self.begin();
        assert!(
            !self.is_busy(),
            "an `async` handler is running: call `idle().await` first"
        );
        let seen = self.browser.seen();
        self.answer_of(|session, frame| {
            session.write_joined(&Joining::again("token", seen), frame);
        });
        let mut missed = Vec::new();
        self.session
            .missed(seen, &mut |frame| missed.push(frame.to_vec()));
        missed.iter().for_each(|frame| self.apply(frame));
        self.update_page();
        self.receive_messages();
        self.drive(&mut Context::from_waker(Waker::noop()));
    }

    /// The error messages of the last action.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.said.errors.last().map(String::as_str)
    }

    /// The message that the last action has shown, by [`Context::flash`](taut_core::Context::flash).
    #[must_use]
    pub fn flash(&self) -> Option<&str> {
        self.said.flashes.last().map(String::as_str)
    }

    /// The redirects of the last action, by [`Reject::redirect`](taut_core::Reject::redirect).
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        self.said.redirects.last().map(String::as_str)
    }

    /// The custom events that the last action has dispatched on the document: names and details.
    #[must_use]
    pub fn dispatched(&self) -> &[(String, Value)] {
        &self.said.dispatched
    }

    /// The reply of the last action's handler to its event, by [`Context::reply`](taut_core::Context::reply).
    #[must_use]
    pub fn reply(&self) -> Option<&Value> {
        self.said.reply.as_ref()
    }

    /// The client state that the last action has set: keys and values.
    #[must_use]
    pub fn published(&self) -> &[(String, Value)] {
        &self.said.published
    }

    /// The results of `#[cache]` that the last action has invalidated.
    #[must_use]
    pub fn invalidated(&self) -> &[Invalidated] {
        &self.said.invalidated
    }

    /// Whether the last action has removed the view's draft.
    #[must_use]
    pub fn cleared_draft(&self) -> bool {
        self.said.cleared_draft
    }

    /// The commands of the listeners that the last action has called, as in the template, but without quotes, and with the values that
    /// the server has computed. A test has no browser, so nothing is done about them.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::Live;
    /// #[derive(Default)]
    /// struct Page { count: u32 }
    ///
    /// #[live_view]
    /// impl Page {
    ///     fn add(&mut self) { self.count += 1; }
    ///     fn render(&self) -> impl View {
    ///         view! { <button @click={add_class("pressed"), focus("#q"), add()}>{self.count}</button> }
    ///     }
    /// }
    ///
    /// let mut page = Live::of(Page::default());
    /// page.click("button");
    /// assert_eq!(page.commands(), ["add_class(pressed)", "focus(#q)"]);
    /// assert_eq!(page.text("button"), "1");
    /// ```
    #[must_use]
    pub fn commands(&self) -> &[String] {
        &self.commands
    }

    /// The frames that answered the last action, for tests of the wire format.
    #[must_use]
    pub fn frames(&self) -> &[String] {
        &self.frames
    }

    /// The page alone.
    #[must_use]
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// The page alone, for changes that no user can make.
    pub fn browser_mut(&mut self) -> &mut Browser {
        &mut self.browser
    }

    /// The session alone, to send it what no browser would.
    pub fn session_mut(&mut self) -> &mut ViewSession<V> {
        &mut self.session
    }

    /// Receives what was published to the topics of the view since its last action, as one frame. An action does this too, after its
    /// events were handled, so that a page receives what it has published itself.
    ///
    /// Topics belong to the process: give tests that run in one process keys of their own.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::Live;
    /// topic!(Stock(item: u32) -> u32);
    ///
    /// #[derive(Default)]
    /// struct Shelf { left: u32 }
    ///
    /// #[live_view]
    /// impl Shelf {
    ///     #[on(Stock(7))]
    ///     fn sold(&mut self, left: &u32) {
    ///         self.left = *left;
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <output>{self.left}</output> }
    ///     }
    /// }
    ///
    /// let mut page = Live::of(Shelf::default());
    /// Stock(7).publish(&3);
    /// page.receive();
    /// assert_eq!(page.text("output"), "3");
    /// ```
    #[track_caller]
    pub fn receive(&mut self) {
        self.begin();
        self.receive_messages();
    }

    #[track_caller]
    fn receive_messages(&mut self) {
        while self.session.has_messages() && !self.session.is_busy() {
            self.answer_of(|session, answer| session.receive_messages(answer));
        }
    }

    /// Starts an action: what is recorded from here on belongs to it.
    fn begin(&mut self) {
        self.frames.clear();
        self.commands.clear();
        self.said = SaidBeside::default();
    }

    /// Sends frames, and applies the answers.
    #[track_caller]
    fn send(&mut self, frames: Vec<String>) {
        self.waiting.extend(frames);
        self.drive(&mut Context::from_waker(Waker::noop()));
        self.receive_messages();
    }

    /// Continues until nothing is left to do, or a handler must wait. Returns whether nothing is left.
    #[track_caller]
    fn drive(&mut self, cx: &mut Context<'_>) -> bool {
        loop {
            if let Some(work) = &mut self.work {
                let Poll::Ready(done) = Pin::new(work).poll(cx) else {
                    return false;
                };
                self.work = None;
                self.answer_of(|session, answer| session.finish(done, answer));
            } else if let Some(frame) = self.waiting.pop_front() {
                let work = self.answer_of(|session, answer| session.receive(&frame, answer));
                self.work = work.unwrap_or_else(|why| {
                    panic!("the session refused a frame of its own page: {why}\nthe frame: {frame}")
                });
            } else {
                return true;
            }
        }
    }

    /// Lets the session write a frame, and applies it.
    #[track_caller]
    fn answer_of<R>(&mut self, write: impl FnOnce(&mut ViewSession<V>, &mut Vec<u8>) -> R) -> R {
        let mut frame = Vec::new();
        let (result, started) = Collector::around(|| write(&mut self.session, &mut frame));
        self.tasks.extend(started);
        self.answered(&frame);
        result
    }

    /// Applies an answer; if the page is out of sync, also the answer to a new join.
    #[track_caller]
    fn answered(&mut self, frame: &[u8]) {
        self.apply(frame);
        self.clock.update(&mut self.session);
        if self.session.is_in_doubt() && !self.session.is_busy() {
            let (mut all, join) = (Vec::new(), Joining::again("token", -1));
            let ((), started) = Collector::around(|| self.session.write_joined(&join, &mut all));
            self.tasks.extend(started);
            self.apply(&all);
        }
        let (attended, user) = (self.session.attendances(), self.user.as_deref());
        self.presences.follow(attended, user);
    }

    #[track_caller]
    fn apply(&mut self, frame: &[u8]) {
        if frame.is_empty() {
            return;
        }
        let frame = String::from_utf8_lossy(frame).into_owned();
        let again = self.browser.receive(&frame);
        self.waiting.extend(again);
        self.frames.push(frame);
        let said = self.browser.take_said();
        let shows = said.shows.iter().cloned();
        shows.for_each(|shows| self.history.show(shows));
        self.said.append(said);
    }
}

#[cfg(test)]
mod tests;
