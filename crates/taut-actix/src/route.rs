//! The only code that is compiled for each view: how its sessions are made.

use std::any::type_name;
use std::future::Future;
use std::pin::Pin;

use actix_web::web;
use taut_core::limits::Limits;
use taut_core::{
    Collector, Context, Done, LiveView, Reject, Request, Saved, Stamp, ViewSession, Work,
    collected, guarded_later, templates_json,
};
use taut_runtime::Mounted;

use crate::address;
use crate::request::Source;

/// A session, or why there is none.
type Made = Result<Mounted, Reject>;

/// A type of views, for code that need not know which.
#[derive(Clone, Copy)]
pub(crate) struct ViewType {
    pub(crate) name: &'static str,
    /// Whether the view is told which page it shows.
    pub(crate) has_pages: bool,
    /// Whether the view has a draft.
    pub(crate) has_draft: bool,
    /// Whether a session may show pages with other paths, as far as no guard must be asked.
    pub(crate) changes_path: bool,
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
            has_pages: V::PAGES.is_some(),
            has_draft: V::DRAFT.is_some(),
            changes_path: V::PAGES.is_some() && V::DRAFT.is_none(),
            templates: templates_json::<V>,
            mount: |source| Box::pin(mount::<V>(source)),
            restore: V::PERSIST.map(|_| restore::<V> as fn(&Saved, &Source) -> Made),
        }
    }
}

async fn mount<V: LiveView>(source: Source) -> Made {
    let prefix = address::prefix(&source.request);
    match collected(session::<V>(&source, &prefix)).await {
        (Ok(session), tasks) => Ok(Mounted {
            session: Box::new(session),
            tasks,
        }),
        (Err(reject), _) => {
            if let Some(panic) = reject.panic() {
                log::error!("{} panicked while mounting: {panic}", type_name::<V>());
            }
            Err(reject.below(&prefix))
        }
    }
}

async fn session<V: LiveView>(source: &Source, prefix: &str) -> Result<ViewSession<V>, Reject> {
    let request = Request::new(source);
    let stamp = Stamp::now();
    let mut context = Context::with(&request.app_data());
    let view = guarded_later(V::mount(&request, &mut context)).await?;
    let session = ViewSession::new(view).mounted_at(stamp).below(prefix);
    let session = session.with_data(request.app_data());
    let mut session = session.mounted_with(context)?;
    if let Some(work) = session.show(&request, source.keeps_to_path)? {
        session.shown(finished(work).await?)?;
    }
    Ok(session)
}

/// Waits for what takes its time; what would block the thread runs on another one.
async fn finished(work: Work) -> Result<Done, Reject> {
    match work.into_blocking() {
        Err(work) => Ok(work.await),
        Ok(run) => web::block(run)
            .await
            .map_err(|_| Reject::new("internal error").with_status(500)),
    }
}

fn restore<V: LiveView>(saved: &Saved, source: &Source) -> Made {
    let request = Request::new(source);
    let (session, tasks) = Collector::around(|| ViewSession::<V>::restore(saved, &request));
    let mut session = session?;
    session.begin_at(&request, source.keeps_to_path);
    let session = session.with_data(request.app_data());
    Ok(Mounted {
        session: Box::new(session.below(&address::prefix(&source.request))),
        tasks,
    })
}
