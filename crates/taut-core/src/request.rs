//! The request for a page, as `mount` receives it.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::app_data::AppData;
use crate::form;
use crate::limits::MAX_ITEMS;
use crate::reject::Reject;

/// The request for a page: its path, query and headers.
///
/// ```
/// # use taut_core::{Reject, Request};
/// # struct Article { id: u32 }
/// # impl Article {
/// fn mount(request: &Request) -> Result<Self, Reject> {
///     let id = request.param("id")?; // of a route such as "/articles/{id}"
///     Ok(Article { id })
/// }
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Request<'a> {
    source: &'a dyn RequestSource,
}

/// The source of a [`Request`]. Each server implements it once.
pub trait RequestSource {
    /// The path, such as `/articles/7`.
    fn path(&self) -> &str;
    /// A path parameter of the route, decoded.
    fn param(&self, name: &str) -> Option<Cow<'_, str>>;
    /// The query without its question mark, still encoded.
    fn query(&self) -> &str;
    /// The first header with a name, ignoring case.
    fn header(&self, name: &str) -> Option<&str>;
    /// The user that the guard of the view has named, if any.
    fn user(&self) -> Option<&str> {
        None
    }
    /// The reason why the page is refused, if it is an error page.
    fn reject(&self) -> Option<&Reject> {
        None
    }
    /// The application's data.
    fn app_data(&self) -> AppData {
        AppData::default()
    }
    /// The server's own request.
    fn as_any(&self) -> &dyn Any;
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

impl<'a> Request<'a> {
    /// Wraps a server's request.
    #[must_use]
    pub fn new(source: &'a dyn RequestSource) -> Self {
        Self { source }
    }

    /// The path, such as `/articles/7`.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.source.path()
    }

    /// A path parameter, decoded: `R%26B` is `R&B`, and `AC%2FDC` is `AC/DC`.
    ///
    /// # Errors
    /// If the route has no such parameter, or its text is not a `T`: the page does not exist (404).
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Reject> {
        let text = self.source.param(name).and_then(|text| text.parse().ok());
        text.ok_or_else(|| Reject::not_found("This page does not exist."))
    }

    /// The query, decoded into a struct like a form: members that the struct does not have are ignored,
    /// unless it has `#[serde(deny_unknown_fields)]`. A missing member is an error, unless the struct
    /// has a default for it (`Option`, `#[serde(default)]`), or it is a list or a `bool`.
    ///
    /// ```
    /// # use taut_core::{Reject, Request};
    /// #[derive(serde::Deserialize)]
    /// struct Search {
    ///     page: Option<u32>,
    ///     tags: Vec<String>,
    /// }
    ///
    /// fn mount(request: &Request) -> Result<(), Reject> {
    ///     // Of `?page=2&tags=tea&tags=jam&utm_source=mail`, and also of no query.
    ///     let Search { page, tags } = request.query()?;
    /// #   let _ = (page, tags);
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// If a member is missing or does not fit: the page has status 400, and [`Reject::field`] names the
    /// member. If there are more than 1,024: the same status.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, Reject> {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(self.source.query().as_bytes())
                .into_owned()
                .take(MAX_ITEMS + 1)
                .collect();
        if pairs.len() > MAX_ITEMS {
            return Err(
                Reject::new(format!("The query has more than {MAX_ITEMS} members."))
                    .with_status(400),
            );
        }
        form::from_fields(&pairs).map_err(|error| {
            let reject = Reject::new(format!("The query is invalid: {error}.")).with_status(400);
            error.field.into_iter().fold(reject, Reject::with_field)
        })
    }

    /// The query as it is, without its question mark.
    #[must_use]
    pub fn raw_query(&self) -> &'a str {
        self.source.query()
    }

    /// A header; nothing if it is missing or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.source.header(name)
    }

    /// The user that the guard of the view has named, if any.
    #[must_use]
    pub fn user(&self) -> Option<&'a str> {
        self.source.user()
    }

    /// The reason why a page was refused, for the view that is shown instead: the application's error page.
    #[must_use]
    pub fn reject(&self) -> Option<&'a Reject> {
        self.source.reject()
    }

    /// The application's data.
    #[must_use]
    pub fn app_data(&self) -> AppData {
        self.source.app_data()
    }

    /// The server's own request.
    #[must_use]
    pub fn source(&self) -> &'a dyn Any {
        self.source.as_any()
    }
}
