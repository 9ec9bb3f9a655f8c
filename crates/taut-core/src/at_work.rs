//! Publishes which handler or background work each thread is running, so that the watchdog can report one that blocks its
//! worker for too long.
//!
//! A thread publishes this by one store into a number of its own, and reads no clock: the watchdog
//! looks repeatedly, and finds what has not changed.

use std::any::{TypeId, type_name};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::Thread;

use crate::view::LiveView;

/// What a thread is running: the number of the time slice, then the view, then the handler in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At(u64);

/// In place of a handler: the view is being searched or rendered.
const NO_HANDLER: u16 = u16::MAX;

/// In place of a view: there are more views than can be distinguished.
const NO_VIEW: u16 = u16::MAX;

impl At {
    fn new(turn: u32, view: u16, handler: u16) -> Self {
        Self(u64::from(turn) << 32 | u64::from(view) << 16 | u64::from(handler))
    }

    /// Whether a thread is still running the same event, or the same part of an `async` handler.
    #[must_use]
    pub fn is_same_turn(self, other: Self) -> bool {
        self.0 >> 32 == other.0 >> 32
    }

    /// The handler, as `View::handler`; or only the view if no handler is running.
    #[must_use]
    pub fn name(self) -> String {
        let views = lock(&VIEWS);
        let Some(view) = views.get((self.0 >> 16) as u16 as usize) else {
            return "a view".to_owned();
        };
        match (view.handlers)(self.0 as u16 as usize) {
            Some(handler) => format!("{}::{handler}", view.name.name),
            None => view.name.name.to_owned(),
        }
    }
}

/// A type of view or of background work, as reports name it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    pub(crate) id: TypeId,
    pub(crate) name: &'static str,
}

impl Name {
    pub(crate) fn of<T: 'static>() -> Self {
        Self {
            id: TypeId::of::<T>(),
            name: type_name::<T>(),
        }
    }
}

/// A type that some thread has run.
struct Known {
    name: Name,
    handlers: fn(usize) -> Option<&'static str>,
}

static VIEWS: Mutex<Vec<Known>> = Mutex::new(Vec::new());
static THREADS: Mutex<Vec<Weak<AtomicU64>>> = Mutex::new(Vec::new());
/// Whether the watchdog is asleep because no thread was running anything.
static ASLEEP: AtomicBool = AtomicBool::new(false);
static SLEEPER: Mutex<Option<Thread>> = Mutex::new(None);

/// The state of one thread.
struct Own {
    at: Arc<AtomicU64>,
    turn: Cell<u32>,
    last: Cell<(TypeId, u16)>,
    views: RefCell<Vec<(TypeId, u16)>>,
}

thread_local! {
    static OWN: Own = {
        let at = Arc::new(AtomicU64::new(0));
        lock(&THREADS).push(Arc::downgrade(&at));
        Own { at, turn: Cell::new(0), last: Cell::new((TypeId::of::<()>(), NO_VIEW)), views: RefCell::default() }
    };
}

impl Own {
    fn view<T: LiveView>(&self) -> u16 {
        let handlers = |handler: usize| T::HANDLERS.get(handler).map(|handler| handler.name);
        self.number(Name::of::<T>(), handlers)
    }

    fn number(&self, name: Name, handlers: fn(usize) -> Option<&'static str>) -> u16 {
        let (id, view) = self.last.get();
        if id == name.id {
            return view;
        }
        let id = name.id;
        let mut views = self.views.borrow_mut();
        let known = views
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, view)| *view);
        let view = known.unwrap_or_else(|| {
            let view = number_of(name, handlers);
            views.push((id, view));
            view
        });
        self.last.set((id, view));
        view
    }
}

/// The number of a type, the same on all threads.
fn number_of(name: Name, handlers: fn(usize) -> Option<&'static str>) -> u16 {
    let mut views = lock(&VIEWS);
    let number = views
        .iter()
        .position(|view| view.name.id == name.id)
        .unwrap_or_else(|| {
            views.push(Known { name, handlers });
            views.len() - 1
        });
    u16::try_from(number).unwrap_or(NO_VIEW)
}

/// Ends a time slice.
pub(crate) struct Turn(());

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = OWN.try_with(|own| own.at.store(0, Ordering::Relaxed));
    }
}

/// Begins a time slice with a view.
pub(crate) fn begin<T: LiveView>() -> Turn {
    begin_with(Own::view::<T>)
}

/// Begins a time slice with background work.
pub(crate) fn begin_task(name: Name) -> Turn {
    begin_with(|own| own.number(name, |_| None))
}

fn begin_with(what: impl FnOnce(&Own) -> u16) -> Turn {
    let _ = OWN.try_with(|own| {
        own.turn.set(own.turn.get().wrapping_add(1).max(1));
        own.at.store(
            At::new(own.turn.get(), what(own), NO_HANDLER).0,
            Ordering::Relaxed,
        );
    });
    if ASLEEP.load(Ordering::Relaxed) {
        wake();
    }
    Turn(())
}

/// Publishes the handler that is called in this time slice.
pub(crate) fn handling<T: LiveView>(handler: u16) {
    let _ = OWN.try_with(|own| {
        own.at.store(
            At::new(own.turn.get(), own.view::<T>(), handler).0,
            Ordering::Relaxed,
        );
    });
}

/// Whether this thread is handling an event.
#[must_use]
pub fn is_at_work() -> bool {
    OWN.try_with(|own| own.at.load(Ordering::Relaxed) != 0)
        .unwrap_or(false)
}

/// Makes each part of an `async` handler a time slice.
pub(crate) async fn by_turns<T: LiveView, R>(handler: u16, work: impl Future<Output = R>) -> R {
    let mut work = pin!(work);
    poll_fn(|cx| {
        let _turn = begin::<T>();
        handling::<T>(handler);
        work.as_mut().poll(cx)
    })
    .await
}

#[cold]
fn wake() {
    ASLEEP.store(false, Ordering::Relaxed);
    if let Some(sleeper) = lock(&SLEEPER).take() {
        sleeper.unpark();
    }
}

/// What each thread is running, if anything, always in the same order; nothing for threads that have ended.
#[must_use]
pub fn look() -> Vec<Option<At>> {
    let at = |thread: &Weak<AtomicU64>| match thread.upgrade()?.load(Ordering::Relaxed) {
        0 => None,
        at => Some(At(at)),
    };
    lock(&THREADS).iter().map(at).collect()
}

/// Unparks a thread as soon as any thread is running something.
pub fn wake_when_at_work(thread: Thread) {
    *lock(&SLEEPER) = Some(thread);
    ASLEEP.store(true, Ordering::Relaxed);
}

fn lock<T>(all: &Mutex<T>) -> MutexGuard<'_, T> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;
    use std::time::Instant;

    use super::*;
    use crate::context::Context;
    use crate::counts::{Count, count};
    use crate::handler::Handler;
    use crate::reject::Reject;
    use crate::request::Request;
    use crate::view::{Handled, Later, View, nothing};

    struct Shop;

    impl LiveView for Shop {
        type Call = ();
        const HANDLERS: &'static [Handler] = &[Handler::new("buy"), Handler::new("sell")];

        async fn mount(_: &Request<'_>, _: &mut Context) -> Result<Self, Reject> {
            Ok(Shop)
        }

        fn render(&self) -> impl View {
            nothing()
        }

        fn handle(&mut self, (): (), _: &mut Context) -> Handled<()> {
            Handled::Done(Ok(()))
        }

        fn handle_later(self: Box<Self>, (): (), _: Context) -> Later<Self> {
            unreachable!("no handler waits")
        }
    }

    /// What this thread is running, as seen by others.
    fn seen() -> Option<At> {
        let own = OWN.with(|own| own.at.load(Ordering::Relaxed));
        look().into_iter().flatten().find(|at| at.0 == own)
    }

    #[test]
    fn others_see_which_handler_a_thread_is_at() {
        assert_eq!(seen(), None);
        let turn = begin::<Shop>();
        let first = seen().unwrap_or(At(0));
        assert!(first.name().ends_with("::Shop"), "{}", first.name());
        handling::<Shop>(1);
        let second = seen().unwrap_or(At(0));
        assert!(second.name().ends_with("::Shop::sell"), "{}", second.name());
        assert!(second.is_same_turn(first));
        drop(turn);
        assert_eq!(seen(), None);
        let turn = begin::<Shop>();
        assert!(!seen().unwrap_or(At(0)).is_same_turn(first));
        drop(turn);
    }

    #[test]
    fn to_be_seen_and_counted_costs_some_nanoseconds() {
        const TIMES: u32 = 1_000_000;
        let begun = Instant::now();
        for handler in 0..TIMES {
            let turn = black_box(begin::<Shop>());
            handling::<Shop>(black_box(handler as u16 % 2));
            count(Count::Events);
            drop(turn);
        }
        let each = begun.elapsed() / TIMES;
        println!("{each:?} for each event");
        assert!(each.as_nanos() < 1000, "{each:?} for each event");
    }
}
