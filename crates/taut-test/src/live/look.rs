//! Inspects the page in a test.

use taut_core::LiveView;

use super::Live;
use crate::dom::{Dom, NodeId, Property, Selector};

impl<V: LiveView> Live<V> {
    /// The only element that matches a selector.
    ///
    /// # Panics
    /// If no element matches, or several do.
    #[must_use]
    #[track_caller]
    pub fn find(&self, selector: &str) -> NodeId {
        let found = self.find_all(selector);
        match found.as_slice() {
            [only] => *only,
            [] => panic!("no element matches `{selector}`:\n{}", self.html()),
            several => panic!(
                "{} elements match `{selector}`; use a selector that matches one:\n{}",
                several.len(),
                self.html()
            ),
        }
    }

    /// All elements that match a selector.
    ///
    /// # Panics
    /// If the selector is invalid.
    #[must_use]
    #[track_caller]
    pub fn find_all(&self, selector: &str) -> Vec<NodeId> {
        let selector: Selector = selector.parse().unwrap_or_else(|error| panic!("{error}"));
        self.dom().find_all(&selector)
    }

    /// The number of elements that match a selector.
    #[must_use]
    #[track_caller]
    pub fn count(&self, selector: &str) -> usize {
        self.find_all(selector).len()
    }

    /// Whether any element matches a selector.
    #[must_use]
    #[track_caller]
    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    /// The text of an element, without surrounding white space.
    #[must_use]
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        self.dom().text(self.find(selector)).trim().to_owned()
    }

    /// The texts of all elements that match a selector.
    #[must_use]
    #[track_caller]
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.find_all(selector)
            .into_iter()
            .map(|node| self.dom().text(node).trim().to_owned())
            .collect()
    }

    /// The value of an attribute, if it exists.
    #[must_use]
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> Option<&str> {
        self.dom().attribute(self.find(selector), name)
    }

    /// Whether an element has a class.
    #[must_use]
    #[track_caller]
    pub fn has_class(&self, selector: &str, class: &str) -> bool {
        self.dom().classes(self.find(selector)).contains(&class)
    }

    /// The value of a control, as the user sees it.
    #[must_use]
    #[track_caller]
    pub fn value(&self, selector: &str) -> String {
        self.dom().value(self.find(selector))
    }

    /// A property of an element: its text, or `true` or `false`.
    #[must_use]
    #[track_caller]
    pub fn property(&self, selector: &str, name: &str) -> String {
        match self.dom().property(self.find(selector), name) {
            Property::Text(text) => text,
            Property::Truth(is) => is.to_string(),
        }
    }

    /// Whether a checkbox or a radio button is checked.
    #[must_use]
    #[track_caller]
    pub fn is_checked(&self, selector: &str) -> bool {
        self.dom().is(self.find(selector), "checked")
    }

    /// The title of the tab.
    #[must_use]
    pub fn title(&self) -> String {
        let is_title = |node: &NodeId| self.dom().tag(*node) == Some("title");
        let own = || {
            self.dom()
                .descendants(Dom::DOCUMENT)
                .find(is_title)
                .map(|node| self.dom().text(node))
        };
        self.browser()
            .title()
            .map(str::to_owned)
            .or_else(own)
            .unwrap_or_default()
    }

    /// The page as HTML.
    #[must_use]
    pub fn html(&self) -> String {
        self.dom().html(Dom::DOCUMENT)
    }

    pub(super) fn dom(&self) -> &Dom {
        self.browser().dom()
    }
}
