//! What a component sends to the view around it.

use std::any::{Any, TypeId};
use std::fmt;

/// An event of a component, for [`Context::emit`](crate::Context::emit).
///
/// `#[event] fn added(tag: String);` in the impl of a component makes the function that returns one.
pub struct Emission {
    component: TypeId,
    /// The place of the event among those of the component.
    event: u16,
    detail: Option<Box<dyn Any + Send>>,
}

impl fmt::Debug for Emission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emission")
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

impl Emission {
    /// An event of the component `C`, by its place among those of `C`.
    pub fn new<C: 'static, D: Send + 'static>(event: u16, detail: D) -> Self {
        Self {
            component: TypeId::of::<C>(),
            event,
            detail: Some(Box::new(detail)),
        }
    }

    /// Takes the detail, if this is that event of the component `C`.
    pub fn take<C: 'static, D: 'static>(&mut self, event: u16) -> Option<D> {
        if self.component != TypeId::of::<C>() || self.event != event {
            return None;
        }
        self.detail.take()?.downcast().ok().map(|detail| *detail)
    }
}

/// The events of a component that has none.
#[derive(Debug, Clone, Copy)]
pub struct NoEvents;
