//! The listeners of a template: remembers what they are bound to, and finds the one that an event names.

use std::any::Any;
use std::fmt;

use super::{Mode, Pass};
use crate::app_data::AppData;
use crate::emission::Emission;
use crate::event::{EventError, FromEvent};
use crate::settled::Settled;
use crate::wire::Arguments;
use crate::work::Work;

/// What an event asks for, and what has become of it.
#[derive(Debug)]
pub(crate) struct Finder<'a> {
    /// Pairs of a hole and a child (the arm of a block, the number of a row), then the listener's hole.
    pub(crate) address: &'a [u32],
    /// The last frame that the browser had applied when the user acted.
    pub(crate) seen: u32,
    /// What the browser read from the event.
    pub(crate) arguments: Arguments<'a>,
    /// The handler that the listener calls, in the table of its own view.
    pub(crate) handler: u16,
    /// What is to be delivered instead, if the address is that of a component which has emitted it.
    pub(crate) emission: Option<&'a mut Option<Emission>>,
    /// Whether the handler may be `async` or blocking.
    pub(crate) may_wait: bool,
    /// The application's data, for the handler.
    pub(crate) data: &'a AppData,
    /// Where the handler's call goes: an `Option` of the view's event type.
    pub(crate) call: &'a mut dyn Any,
    /// It is known also if the search panics after it.
    pub(crate) outcome: &'a mut Outcome,
    /// The search in the view around a component, which goes on where that shows its contents.
    pub(crate) outer: Option<&'a mut (dyn Search + 'a)>,
}

/// A [`Finder`] of any lifetime.
pub(crate) trait Search: fmt::Debug {
    /// The same search.
    fn again(&mut self) -> Finder<'_>;
}

/// What has become of a search.
#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one for each event, and a box would be an allocation"
)]
pub(crate) enum Outcome {
    /// Still on the way, or, at the end, nowhere in the page.
    Missing,
    /// The call of the handler with this number is in its place.
    Found(u16),
    /// Something else is bound there since the user acted.
    Stale,
    /// It was a listener of a component, whose handler has returned, or was not called.
    Settled(Settled),
    /// It was a listener of a component, whose handler takes its time.
    Working(Work),
    /// An argument could not be decoded.
    Refused(EventError),
    /// It is in a content of the component: it is what has become of the search in the view around.
    Outside,
}

/// A listener that was looked for, with what the browser read from the event.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    arguments: Arguments<'a>,
}

impl Found<'_> {
    /// Decodes a projection of the event into a handler's parameter.
    ///
    /// # Errors
    /// When it is missing, or does not have the parameter's form.
    pub fn argument<P, T: FromEvent<P>>(&self, index: usize) -> Result<T, EventError> {
        match self.arguments {
            Arguments::Json(values) => {
                T::from_event(values.get(index).ok_or(EventError::Missing)?.get())
            }
            Arguments::Form(fields) if index == 0 => T::from_form(fields),
            Arguments::Form(_) => Err(EventError::Missing),
        }
    }
}

/// What a listener's bound arguments were when they were last rendered, and since which frame.
#[derive(Debug)]
pub struct Bound<A> {
    arguments: Option<A>,
    since: u32,
}

impl<A> Default for Bound<A> {
    fn default() -> Self {
        Self {
            arguments: None,
            since: 0,
        }
    }
}

impl<'a> Pass<'a> {
    /// Looks for a listener from here on, instead of rendering.
    pub(crate) fn find(mut self, finder: Finder<'a>) -> Self {
        self.mode = Mode::Find;
        self.find = Some(finder);
        self
    }

    /// Whether the bound arguments of a listener are needed: to remember them or to call its handler.
    #[inline]
    #[must_use]
    pub fn listens(&self, hole: u16) -> bool {
        self.renders() || self.finds(hole).is_some()
    }

    /// The listener, if it is the one that an event names.
    #[inline]
    #[must_use]
    pub fn finds(&self, hole: u16) -> Option<Found<'a>> {
        let find = self.find.as_ref()?;
        (find.address == [u32::from(self.number_of(hole))]).then_some(Found {
            arguments: find.arguments,
        })
    }

    /// Remembers what a listener is bound to; or gives the listener if it is the one that an event names
    /// and is bound to what the user saw. Where nothing can be asked of the view, that is what is remembered.
    pub fn bind<A: PartialEq + Clone>(
        &mut self,
        hole: u16,
        arguments: &mut Option<A>,
        memo: &mut Bound<A>,
    ) -> Option<Found<'a>> {
        if self.renders() {
            if memo.arguments != *arguments {
                *memo = Bound {
                    arguments: arguments.clone(),
                    since: self.tally.frame,
                };
                self.tally.rebound = true;
            }
            return None;
        }
        let found = self.finds(hole)?;
        let find = self.find.as_mut()?;
        if arguments.is_none() {
            arguments.clone_from(&memo.arguments);
        }
        if memo.arguments == *arguments && memo.since <= find.seen {
            return Some(found);
        }
        *find.outcome = Outcome::Stale;
        None
    }

    /// Ends the search with the handler's call, or with what is wrong with its arguments.
    pub fn call<E: 'static>(&mut self, call: Result<E, EventError>) {
        let Some(find) = self.find.as_mut() else {
            return;
        };
        *find.outcome = match (call, find.call.downcast_mut::<Option<E>>()) {
            (Ok(call), Some(place)) => {
                *place = Some(call);
                Outcome::Found(find.handler)
            }
            (Ok(_), None) => Outcome::Missing,
            // The handler's type has nothing for no value, so the event is not handled.
            (Err(EventError::Nothing), _) => Outcome::Stale,
            (Err(error), _) => Outcome::Refused(error),
        };
    }

    /// What the component in a hole has emitted, if that is to be delivered here.
    #[must_use]
    pub fn emission(&mut self, hole: u16) -> Option<Emission> {
        let number = u32::from(self.number_of(hole));
        let find = self.find.as_mut()?;
        if find.address != [number, 0] {
            return None;
        }
        find.emission.as_mut()?.take()
    }

    /// Ends a delivery with the call of the handler that has a number.
    pub fn deliver<E: 'static>(&mut self, handler: u16, call: E) {
        if let Some(find) = self.find.as_mut() {
            find.handler = handler;
            self.call(Ok(call));
        }
    }

    /// Whether an event's address leads through or to one of so many holes from a first one on.
    pub(crate) fn leads_into(&self, first: u16, count: u16) -> bool {
        let address = self.find.as_ref().map(|find| find.address);
        matches!(address, Some([hole, ..]) if *hole >= u32::from(first) && *hole - u32::from(first) < u32::from(count))
    }

    /// The child that an event's address leads to through a hole.
    pub(crate) fn sought_child(&self, hole: u16) -> Option<u32> {
        match self.find.as_ref()?.address {
            [first, child, _, ..] if *first == u32::from(self.number_of(hole)) => Some(*child),
            _ => None,
        }
    }
}

impl Search for Finder<'_> {
    fn again(&mut self) -> Finder<'_> {
        Finder {
            call: &mut *self.call,
            outcome: &mut *self.outcome,
            emission: self.emission.as_deref_mut(),
            outer: match &mut self.outer {
                Some(outer) => Some(&mut **outer),
                None => None,
            },
            ..*self
        }
    }
}

impl Finder<'_> {
    /// Follows the address into a child of the hole with a number, if it leads there.
    pub(super) fn step(&mut self, number: u16, child: u32) -> Option<()> {
        match self.address {
            [first, second, rest @ ..]
                if *first == u32::from(number) && *second == child && !rest.is_empty() =>
            {
                self.address = rest;
                Some(())
            }
            _ => None,
        }
    }

    /// Leaves a child; the address leads nowhere else.
    pub(super) fn leave(&mut self) {
        self.address = &[];
    }
}
