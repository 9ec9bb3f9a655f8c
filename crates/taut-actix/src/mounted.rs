//! Makes the session of a page: mounts its view, or restores it.

use std::any::type_name;

use actix_web::HttpRequest;
use taut_core::{LiveView, Reject, Request, Session, ViewSession, guarded_later};
use taut_runtime::{Owner, Restore};

use crate::address;
use crate::request::Source;

/// Mounts the view that a request asks for.
pub(crate) async fn mount<V: LiveView>(source: &Source) -> Result<Box<dyn Session>, Reject> {
    let prefix = address::prefix(&source.request);
    match guarded_later(V::mount(&Request::new(source))).await {
        Ok(view) => Ok(Box::new(ViewSession::new(view).below(&prefix))),
        Err(reject) => {
            if let Some(panic) = reject.panic() {
                log::error!("{} panicked while mounting: {panic}", type_name::<V>());
            }
            Err(reject.below(&prefix))
        }
    }
}

/// Returns what makes a session of what was saved of it, if the view persists.
pub(crate) fn restore<V: LiveView>(request: &HttpRequest, owner: &Owner) -> Option<Restore> {
    V::PERSIST?;
    let source = Source::of(request.clone(), owner.user.clone());
    Some(Box::new(move |saved| {
        let session = ViewSession::<V>::restore(&saved, &Request::new(&source))?;
        Ok(Box::new(session.below(&address::prefix(&source.request))) as Box<dyn Session>)
    }))
}
