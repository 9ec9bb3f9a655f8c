//! What a driver needs to know of the page whose browser it talks to.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use taut_core::limits::Limits;
use taut_core::{Reject, Saved, Session};

use crate::owner::Owner;

/// A view being mounted for a browser whose session is gone.
pub type Mounting = Pin<Box<dyn Future<Output = Result<Box<dyn Session>, Reject>>>>;

/// What a driver needs to know of the page whose browser it talks to.
pub struct Page {
    /// Who is there, or why they are not let in.
    pub owner: Result<Owner, Reject>,
    /// The address of the page's templates.
    pub templates: Arc<str>,
    /// What the browser may do.
    pub limits: Arc<Limits>,
    /// Mounts the view anew.
    pub mount: Box<dyn FnOnce() -> Mounting>,
    /// Makes a session of what was saved of it, if the view persists.
    pub restore: Option<Restore>,
}

/// Makes a session of what was saved of it.
pub type Restore = Box<dyn FnOnce(Saved) -> Result<Box<dyn Session>, Reject>>;

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}
