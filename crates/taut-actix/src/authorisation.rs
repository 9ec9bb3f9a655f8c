//! Decides who may have a view: asks its guard, and names the owner of its sessions.

use std::any::TypeId;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::HttpRequest;
use taut_core::{Reject, guarded_later};
use taut_runtime::{Owner, Registry};

use crate::route::ViewType;
use crate::{address, browser, origin};

/// A guard, which names the user.
pub(crate) type Guard =
    Rc<dyn Fn(HttpRequest) -> Pin<Box<dyn Future<Output = Result<Option<String>, Reject>>>>>;

/// The conditions under which a browser may have a view.
pub(crate) struct Authorisation {
    pub(crate) guard: Option<Guard>,
    /// The function that is the guard, if it answers alike for all paths. It has no data of its own, so that it is the same
    /// wherever its type is.
    pub(crate) for_all_paths: Option<TypeId>,
    pub(crate) origins: Origins,
    /// Whether only the browser that has loaded a page has its session.
    pub(crate) binds: bool,
}

/// The origins whose pages may open sockets and post.
#[derive(PartialEq, Eq)]
pub(crate) enum Origins {
    /// The host itself.
    Own,
    /// These, and the host itself.
    These(Vec<String>),
    Any,
}

impl Default for Authorisation {
    fn default() -> Self {
        Self {
            guard: None,
            for_all_paths: None,
            origins: Origins::Own,
            binds: true,
        }
    }
}

impl Authorisation {
    /// Whether anything keeps other sites out.
    pub(crate) fn is_safe(&self) -> bool {
        self.binds || !matches!(self.origins, Origins::Any)
    }

    /// Whether the guard must be asked for each path.
    pub(crate) fn asks_each_path(&self) -> bool {
        self.guard.is_some() && self.for_all_paths.is_none()
    }

    /// Whether a browser that may have a page of one view may have one of the other, and as the same user.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let asks = self.asks_each_path() || other.asks_each_path();
        !asks
            && self.for_all_paths == other.for_all_paths
            && self.binds == other.binds
            && self.origins == other.origins
    }

    /// Whether a request comes from a page that may ask.
    pub(crate) fn knows_origin(&self, request: &HttpRequest) -> bool {
        match &self.origins {
            Origins::Own => origin::is_own(request),
            Origins::These(others) => origin::is_own(request) || origin::is_among(request, others),
            Origins::Any => true,
        }
    }

    /// Whether a form was sent by a page that may send it. Any other page of the web can send forms too, and browsers send cookies
    /// with them, so this is asked also where any page may open sockets.
    pub(crate) fn knows_sender(&self, request: &HttpRequest) -> bool {
        let is_own = origin::is_own(request) || origin::is_said_to_be_own(request);
        is_own
            || matches!(&self.origins, Origins::These(others) if origin::is_among(request, others))
    }

    /// The route that a session belongs to: the view at a path, or, where no guard is asked for each, at any path that it has.
    pub(crate) fn route(&self, path: &str, view: &ViewType) -> String {
        if view.changes_path && !self.asks_each_path() {
            view.name.to_owned()
        } else {
            format!("{} {path}", view.name)
        }
    }

    /// Returns the owner of a session that this request asks for. The guard is asked each time: for a page, for each
    /// connection, and for whatever is posted.
    pub(crate) async fn admit(
        &self,
        registry: &Registry,
        request: &HttpRequest,
        view: &ViewType,
    ) -> Result<Owner, Reject> {
        let since = registry.auth_epoch();
        let user = match &self.guard {
            Some(guard) => guarded_later(guard(request.clone()))
                .await
                .map_err(|reject| {
                    if let Some(panic) = reject.panic() {
                        log::error!("the guard of {} panicked: {panic}", view.name);
                    }
                    reject.below(&address::prefix(request))
                })?,
            None => None,
        };
        Ok(Owner {
            route: self.route(request.path(), view).into(),
            browser: if self.binds {
                browser::secret(request)
            } else {
                None
            },
            user: user.map(Into::into),
            since,
        })
    }
}
