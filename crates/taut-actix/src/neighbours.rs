//! The views of a route, by the paths of their pages.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use actix_web::dev::ResourceDef;

/// The sites of a route, each with the pattern of its path.
pub(crate) struct Neighbours<S>(RefCell<Vec<(ResourceDef, Weak<S>)>>);

impl<S> Default for Neighbours<S> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<S> fmt::Debug for Neighbours<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Neighbours")
    }
}

impl<S> Neighbours<S> {
    /// Adds the site of a page.
    pub(crate) fn add(&self, pattern: &str, site: &Rc<S>) {
        let pattern = ResourceDef::new(pattern);
        self.0.borrow_mut().push((pattern, Rc::downgrade(site)));
    }

    /// Whether a condition holds for all of them that still exist.
    pub(crate) fn all(&self, is_so: impl Fn(&S) -> bool) -> bool {
        let sites = self.0.borrow();
        let mut sites = sites.iter().filter_map(|(_, site)| site.upgrade());
        sites.all(|site| is_so(&site))
    }

    /// The site of the page at a path: as for a request, the first one that fits.
    pub(crate) fn find(&self, path: &str) -> Option<Rc<S>> {
        let sites = self.0.borrow();
        let (_, site) = sites.iter().find(|(pattern, _)| pattern.is_match(path))?;
        site.upgrade()
    }
}
