//! The request that a view is mounted for.

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use taut_core::{AppData, RequestSource};

/// The request for a page: path, path parameters, query and headers.
///
/// ```
/// use taut_test::Visit;
///
/// let visit = Visit::new("/articles/7?draft=1").param("id", "7").header("accept-language", "de");
/// ```
#[derive(Debug)]
pub struct Visit {
    path: String,
    query: String,
    params: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    user: Option<String>,
    data: AppData,
    source: Option<Box<dyn Any>>,
}

impl Visit {
    /// A request for an address: a path, and a query after a `?`.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self {
            path: path.to_owned(),
            query: query.to_owned(),
            params: Vec::new(),
            headers: Vec::new(),
            user: None,
            data: AppData::default(),
            source: None,
        }
    }

    /// Sets a path parameter, such as `id` of the route `/articles/{id}`.
    #[must_use]
    pub fn param(mut self, name: &str, value: &str) -> Self {
        self.params.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Visits as a user, as if the guard of the view had named them.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::{Live, Visit};
    /// struct Profile { name: String }
    ///
    /// #[live_view]
    /// impl Profile {
    ///     fn mount(request: &Request<'_>) -> Result<Self, Reject> {
    ///         let name = request.user().ok_or(Reject::redirect("/sign-in"))?;
    ///         Ok(Self { name: name.to_owned() })
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <h1>{&self.name}</h1> }
    ///     }
    /// }
    ///
    /// # taut_test::block_on(async {
    /// let page = Live::<Profile>::visit(Visit::default().user("ali")).await?;
    /// assert_eq!(page.text("h1"), "ali");
    /// # Ok::<(), Reject>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn user(mut self, name: &str) -> Self {
        self.user = Some(name.to_owned());
        self
    }

    /// Gives the application a value, as `app.data(…)` does: for `Context::data` in handlers, and `Request::data` in `mount`.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use taut::prelude::*;
    /// # use taut_test::{Live, Visit};
    /// struct Stock(u32);
    ///
    /// #[derive(Default)]
    /// struct Shop { left: u32 }
    ///
    /// #[live_view]
    /// impl Shop {
    ///     fn count(&mut self, cx: &mut Context) {
    ///         self.left = cx.data::<Stock>().0;
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <button @click={count()}>{self.left}</button> }
    ///     }
    /// }
    ///
    /// # taut_test::block_on(async {
    /// let mut page = Live::<Shop>::visit(Visit::default().data(Arc::new(Stock(7)))).await?;
    /// page.click("button");
    /// assert_eq!(page.text("button"), "7");
    /// # Ok::<(), Reject>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn data<T: Send + Sync + 'static>(mut self, value: Arc<T>) -> Self {
        self.data = self.data.with(value);
        self
    }

    /// Sets the server's own request, which `mount` may ask for application data. For actix, use
    /// `TestRequest::default().app_data(…).to_http_request()`.
    #[must_use]
    pub fn source(mut self, request: impl Any) -> Self {
        self.source = Some(Box::new(request));
        self
    }
}

impl Visit {
    /// Whether the view has a guard: it was asked for this page only.
    pub(crate) fn is_guarded(&self) -> bool {
        self.user.is_some()
    }

    /// The address: the path and the query.
    pub(crate) fn address(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

impl Default for Visit {
    fn default() -> Self {
        Self::new("/")
    }
}

impl RequestSource for Visit {
    fn path(&self) -> &str {
        &self.path
    }

    fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        self.params
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.into())
    }

    fn query(&self) -> &str {
        &self.query
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    fn app_data(&self) -> AppData {
        self.data.clone()
    }

    fn as_any(&self) -> &dyn Any {
        self.source.as_deref().unwrap_or(self)
    }
}
