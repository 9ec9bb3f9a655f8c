//! What `mount` sees of actix's request.

use std::any::Any;

use actix_web::{HttpRequest, web};
use taut_core::{Request, RequestSource};

/// actix's request as the source of a [`Request`].
pub(crate) struct Source(pub(crate) HttpRequest);

impl RequestSource for Source {
    fn path(&self) -> &str {
        self.0.path()
    }

    fn param(&self, name: &str) -> Option<&str> {
        self.0.match_info().get(name)
    }

    fn query(&self) -> &str {
        self.0.query_string()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    fn as_any(&self) -> &dyn Any {
        &self.0
    }
}

/// What a [`Request`] gives beyond its address and headers, when actix serves it.
pub trait RequestExt {
    /// Data that the application was given with `app_data(web::Data::new(…))`.
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
    fn data<T: 'static>(&self) -> Option<web::Data<T>>;

    /// actix's own request: for extractors, extensions and sessions.
    fn http(&self) -> Option<&HttpRequest>;
}

impl RequestExt for Request<'_> {
    fn data<T: 'static>(&self) -> Option<web::Data<T>> {
        self.http()?.app_data::<web::Data<T>>().cloned()
    }

    fn http(&self) -> Option<&HttpRequest> {
        self.source().downcast_ref()
    }
}
