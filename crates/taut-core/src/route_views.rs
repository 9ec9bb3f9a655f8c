//! The views that show the pages of a route.

use std::any::TypeId;

use crate::route::Route;
use crate::view::LiveView;

/// A route whose pages have views; `#[derive(Route)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "expected an enum of pages with `#[derive(Route)]`",
    note = "`#[derive(Route)] enum Page {{ #[at(\"/tickets/{{id}}\", view = Ticket)] Ticket {{ id: u32 }} }}`"
)]
pub trait RouteViews: Route {
    /// Passes the path of each page that has a view to a visitor, in order.
    fn visit(visitor: &mut impl RouteVisitor);
}

/// Learns of the pages of a route that have a view.
pub trait RouteVisitor {
    /// A path, such as `/tickets/{id}`, at which there is a view.
    fn page<V: LiveView>(&mut self, path: &'static str);
}

/// The pages of a route at which there is a certain view; for generated code.
#[derive(Debug)]
pub struct PagesOf<P> {
    /// Their paths.
    pub paths: fn() -> Vec<&'static str>,
    /// The paths of the pages with another view.
    pub others: fn() -> Vec<&'static str>,
    /// The page with a path and a query.
    pub page: fn(&str, &str) -> Option<P>,
}

/// The pages of a route at which there is a certain view; for generated code.
#[must_use]
pub const fn pages_of<P: RouteViews, V: LiveView>() -> PagesOf<P> {
    PagesOf {
        paths: || paths::<P>(|view| view == TypeId::of::<V>()),
        others: || paths::<P>(|view| view != TypeId::of::<V>()),
        page: |path, query| {
            P::parse(path, query).filter(|page| page.view() == Some(TypeId::of::<V>()))
        },
    }
}

/// The paths of pages whose views are wanted.
fn paths<P: RouteViews>(is_wanted: fn(TypeId) -> bool) -> Vec<&'static str> {
    let mut paths = Paths {
        is_wanted,
        found: Vec::new(),
    };
    P::visit(&mut paths);
    paths.found
}

struct Paths {
    is_wanted: fn(TypeId) -> bool,
    found: Vec<&'static str>,
}

impl RouteVisitor for Paths {
    fn page<V: LiveView>(&mut self, path: &'static str) {
        if (self.is_wanted)(TypeId::of::<V>()) {
            self.found.push(path);
        }
    }
}
