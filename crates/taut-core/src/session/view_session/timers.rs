//! The timers of a view and its components: which they ask for, and what happens when the time of one has come.

use crate::at_work;
use crate::components::{Place, Received};
use crate::handler::Handler;
use crate::panics::guarded;
use crate::session::Reply;
use crate::settled::Settled;
use crate::timers::{Timer, TimerId};
use crate::view::LiveView;

use super::ViewSession;

impl<T: LiveView> ViewSession<T> {
    /// The timers that the views ask for; nothing if one panics.
    pub(super) fn asked_timers(&mut self) -> Option<Vec<Timer>> {
        let mut asked = Vec::new();
        let view = self.view.as_deref();
        let components = self.components.as_deref();
        let listening = components
            .iter()
            .flat_map(|components| components.listening());
        let all = guarded(|| {
            let key = |handler| view.and_then(|view| view.timer(handler));
            add(&mut asked, Place::default(), T::HANDLERS, key);
            for (place, component) in listening {
                let key = |handler| component.timer(handler);
                add(&mut asked, place, component.handlers(), key);
            }
        });
        all.inspect_err(|panic| self.note_panic("asking for its timers", panic))
            .ok()?;
        Some(asked)
    }

    /// Calls the handlers of timers, and writes one frame with all changes. Each may have ended those after it.
    pub(super) fn pass_on_time(&mut self, due: &[Timer], out: &mut Vec<u8>) -> Reply {
        self.begin_to_load();
        let _turn = at_work::begin::<T>();
        let mut all = None::<Settled>;
        for timer in due {
            let TimerId { place, handler } = timer.id;
            let key = guarded(|| self.key_of(timer.id)).ok().flatten();
            if key != Some(timer.key) {
                continue;
            }
            if let Some(settled) = self.call(place, Received::Time(handler)) {
                all.get_or_insert_default().append(settled);
            }
        }
        match all {
            Some(all) => self.settle(0, all, false, out),
            None => Reply::default(),
        }
    }

    fn key_of(&self, TimerId { place, handler }: TimerId) -> Option<u64> {
        if place == Place::default() {
            return self.view.as_deref()?.timer(handler);
        }
        self.components.as_ref()?.at(place)?.timer(handler)
    }
}

/// Adds the timers of a view that run.
fn add(
    asked: &mut Vec<Timer>,
    place: Place,
    handlers: &[Handler],
    key: impl Fn(u16) -> Option<u64>,
) {
    for (number, handler) in (0..).zip(handlers) {
        if let Some((time, repeats)) = handler.timer()
            && let Some(key) = key(number)
        {
            asked.push(Timer {
                id: TimerId {
                    place,
                    handler: number,
                },
                time,
                repeats,
                key,
            });
        }
    }
}
