//! The page of a browser, as far as its driver needs to know it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use taut_core::limits::Limits;
use taut_core::{Reject, Saved, Session, Task};

use crate::owner::Owner;

/// A new session, and the background work that its view has started.
pub struct Mounted {
    /// The session.
    pub session: Box<dyn Session>,
    /// The work, which runs when the session is in its slot.
    pub tasks: Vec<Task>,
}

/// A view being mounted for a browser whose session is gone.
pub type Mounting = Pin<Box<dyn Future<Output = Result<Mounted, Reject>>>>;

/// The page of a browser, as far as its driver needs to know it.
pub struct Page {
    /// The owner of its sessions, or why they are not let in.
    pub owner: Result<Owner, Reject>,
    /// The address of the page's templates.
    pub templates: Arc<str>,
    /// The limits of the view.
    pub limits: Arc<Limits>,
    /// Mounts the view again.
    pub mount: Box<dyn FnOnce() -> Mounting>,
    /// Makes a session of what was saved of it, if the view persists.
    pub restore: Option<Restore>,
    /// Finds the page of another view that can take the place of this one.
    pub elsewhere: Option<Elsewhere>,
}

/// Finds the page with an address, or leads the browser to it, if it must load the page.
pub type Elsewhere = Rc<dyn Fn(&str) -> Result<Page, Reject>>;

/// Makes a session of what was saved of it.
pub type Restore = Box<dyn FnOnce(Saved) -> Result<Mounted, Reject>>;

impl From<Box<dyn Session>> for Mounted {
    fn from(session: Box<dyn Session>) -> Self {
        Self {
            session,
            tasks: Vec::new(),
        }
    }
}

impl<S: Session + 'static> From<Box<S>> for Mounted {
    fn from(session: Box<S>) -> Self {
        (session as Box<dyn Session>).into()
    }
}

impl fmt::Debug for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mounted")
            .field("tasks", &self.tasks)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}
