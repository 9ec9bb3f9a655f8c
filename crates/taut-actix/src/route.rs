//! The only code that is compiled for each view: how its sessions are made.

use std::any::type_name;
use std::future::Future;
use std::pin::Pin;

use taut_core::limits::Limits;
use taut_core::{
    LiveView, Reject, Request, Saved, Session, ViewSession, guarded_later, templates_json,
};

use crate::address;
use crate::request::Source;

/// A session, or why there is none.
type Made = Result<Box<dyn Session>, Reject>;

/// A type of views, for code that need not know which.
#[derive(Clone, Copy)]
pub(crate) struct ViewType {
    pub(crate) name: &'static str,
    /// Writes the table of its templates, as JSON.
    pub(crate) templates: fn(&Limits) -> Vec<u8>,
    /// Mounts the view that a request asks for.
    pub(crate) mount: fn(Source) -> Pin<Box<dyn Future<Output = Made>>>,
    /// Makes a session of what was saved of it, if the view persists.
    pub(crate) restore: Option<fn(&Saved, &Source) -> Made>,
}

impl ViewType {
    pub(crate) fn of<V: LiveView>() -> Self {
        Self {
            name: type_name::<V>(),
            templates: templates_json::<V>,
            mount: |source| Box::pin(mount::<V>(source)),
            restore: V::PERSIST.map(|_| restore::<V> as fn(&Saved, &Source) -> Made),
        }
    }
}

async fn mount<V: LiveView>(source: Source) -> Made {
    let prefix = address::prefix(&source.request);
    match guarded_later(V::mount(&Request::new(&source))).await {
        Ok(view) => Ok(Box::new(ViewSession::new(view).below(&prefix))),
        Err(reject) => {
            if let Some(panic) = reject.panic() {
                log::error!("{} panicked while mounting: {panic}", type_name::<V>());
            }
            Err(reject.below(&prefix))
        }
    }
}

fn restore<V: LiveView>(saved: &Saved, source: &Source) -> Made {
    let session = ViewSession::<V>::restore(saved, &Request::new(source))?;
    Ok(Box::new(session.below(&address::prefix(&source.request))))
}
