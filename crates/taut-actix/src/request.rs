//! The request of actix, as `mount` sees it.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use actix_web::dev::{Path, ResourceDef};
use actix_web::{HttpRequest, web};
use percent_encoding::percent_decode_str;
use taut_core::{AppData, Reject, Request, RequestSource};

use crate::{address, form_address};

/// The address of a page that is shown in the place of the one that was loaded.
pub(crate) struct At {
    /// The parameters in the path.
    parameters: Path<String>,
    path: String,
    query: String,
}

impl At {
    /// A path that fits a pattern once it is decoded, as browsers send it, and a query.
    pub(crate) fn new(pattern: &str, decoded: &str, path: &str, query: &str) -> Self {
        let mut parameters = Path::new(decoded.to_owned());
        ResourceDef::new(pattern).capture_match_info(&mut parameters);
        Self {
            parameters,
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }
}

/// actix's request as the source of a [`Request`].
pub(crate) struct Source {
    pub(crate) request: HttpRequest,
    /// The user whom the guard has let in.
    user: Option<Arc<str>>,
    /// Whether a guard was asked for this path alone.
    pub(crate) keeps_to_path: bool,
    /// Why the page is refused, if it is an error page.
    reject: Option<Reject>,
    /// The page, if it is not the one that the request is for.
    at: Option<At>,
}

impl Source {
    pub(crate) fn of(request: HttpRequest, user: Option<Arc<str>>, keeps_to_path: bool) -> Self {
        Self {
            request,
            user,
            keeps_to_path,
            reject: None,
            at: None,
        }
    }

    /// The source of another page, for the browser that has sent the request.
    pub(crate) fn at(mut self, at: At) -> Self {
        self.at = Some(at);
        self
    }

    /// The source of an error page.
    pub(crate) fn with_reject(mut self, reject: Reject) -> Self {
        self.reject = Some(reject);
        self
    }
}

impl RequestSource for Source {
    fn path(&self) -> &str {
        match &self.at {
            Some(at) => &at.path,
            None => self.request.path(),
        }
    }

    /// actix leaves what would change the parts of a path encoded, and has decoded all else.
    fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        let text = match &self.at {
            Some(at) => at.parameters.get(name)?,
            None => self.request.match_info().get(name)?,
        };
        Some(percent_decode_str(text).decode_utf8_lossy())
    }

    fn query(&self) -> &str {
        match &self.at {
            Some(at) => &at.query,
            None => form_address::own_query(self.request.query_string()),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    fn reject(&self) -> Option<&Reject> {
        self.reject.as_ref()
    }

    fn app_data(&self) -> AppData {
        self.request
            .app_data::<AppData>()
            .cloned()
            .unwrap_or_default()
    }

    fn as_any(&self) -> &dyn Any {
        &self.request
    }
}

/// The parts of a [`Request`] beyond its address and headers, when actix serves it.
pub trait RequestExt {
    /// Data that the application was given with `app.data(…)` in [`serve`](crate::serve), or with `app_data(web::Data::new(…))`
    /// of actix.
    ///
    /// ```
    /// # use taut_core::{Reject, Request};
    /// # use taut_actix::RequestExt;
    /// # struct Db; struct Orders { db: actix_web::web::Data<Db> }
    /// # impl Orders {
    /// fn mount(request: &Request) -> Result<Self, Reject> {
    ///     let db = request.data::<Db>().ok_or("The shop is closed.")?;
    ///     Ok(Orders { db })
    /// }
    /// # }
    /// ```
    fn data<T: Send + Sync + 'static>(&self) -> Option<web::Data<T>>;

    /// Returns the prefix of paths that a proxy strips, see [`Prefix`](crate::Prefix); empty without one. Links to other
    /// pages of the application begin with it: `href={format!("{}/orders", self.prefix)}`.
    fn prefix(&self) -> String;

    /// actix's own request: for extractors, extensions and sessions.
    fn http(&self) -> Option<&HttpRequest>;
}

impl RequestExt for Request<'_> {
    fn data<T: Send + Sync + 'static>(&self) -> Option<web::Data<T>> {
        let own = self.app_data().get::<T>().map(web::Data::from);
        own.or_else(|| self.http()?.app_data::<web::Data<T>>().cloned())
    }

    fn prefix(&self) -> String {
        self.http().map_or_else(String::new, address::prefix)
    }

    fn http(&self) -> Option<&HttpRequest> {
        self.source().downcast_ref()
    }
}
