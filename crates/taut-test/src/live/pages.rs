//! The pages of a view: links between them, and the browser's history.

use taut_core::LiveView;

use super::Live;

impl<V: LiveView> Live<V> {
    /// The address that the browser shows: a path, and a query.
    #[must_use]
    pub fn address(&self) -> &str {
        self.history.address()
    }

    /// Follows a link to an address. If it is a page of the view, `params` is called; otherwise a browser would load it, and
    /// nothing happens here.
    ///
    /// ```
    /// # use taut::prelude::*;
    /// # use taut_test::{Live, Visit};
    /// #[derive(Default)]
    /// struct Inbox { page: u32 }
    ///
    /// #[derive(Route)]
    /// enum Page { #[at("/", view = Inbox)] Inbox { #[query] page: u32 } }
    ///
    /// #[live_view]
    /// impl Inbox {
    ///     fn params(&mut self, page: Page) {
    ///         let Page::Inbox { page } = page;
    ///         self.page = page;
    ///     }
    ///
    ///     fn render(&self) -> impl View {
    ///         view! { <a href={Page::Inbox { page: self.page + 1 }}>{self.page}</a> }
    ///     }
    /// }
    ///
    /// # taut_test::block_on(async {
    /// let mut page = Live::<Inbox>::visit(Visit::new("/?page=3")).await?;
    /// page.click("a");
    /// assert_eq!((page.address(), page.text("a").as_str()), ("/?page=4", "4"));
    /// page.follow(&Page::Inbox { page: 0 }.address());
    /// page.back();
    /// assert_eq!(page.address(), "/?page=4");
    /// # Ok::<(), Reject>(())
    /// # }).unwrap();
    /// ```
    #[track_caller]
    pub fn follow(&mut self, address: &str) {
        if self.is_own(address) {
            self.begin();
            self.history.push(address);
            self.tell_address();
        }
    }

    /// Goes back in the history, if there is anything before.
    #[track_caller]
    pub fn back(&mut self) {
        self.step(-1);
    }

    /// Goes forward in the history, if there is anything after.
    #[track_caller]
    pub fn forward(&mut self) {
        self.step(1);
    }

    #[track_caller]
    fn step(&mut self, by: isize) {
        if self.history.step(by) {
            self.begin();
            self.tell_address();
        }
    }

    /// Whether an address is that of a page of the view.
    pub(super) fn is_own(&self, address: &str) -> bool {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        V::page(path, query).is_some()
    }

    #[track_caller]
    fn tell_address(&mut self) {
        let frame = self.browser.visit(self.history.address());
        self.send(vec![frame]);
    }

    /// Follows a link, in the middle of an action; returns the frame for the server.
    pub(super) fn follow_link(&mut self, address: &str) -> Option<String> {
        self.is_own(address).then(|| {
            self.history.push(address);
            self.browser.visit(address)
        })
    }
}
