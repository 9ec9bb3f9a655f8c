//! Routes: the pages of an application as an enum, and their addresses.

mod parts;
mod read;
mod write;

use std::any::TypeId;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::reject::Reject;
use crate::request::Request;

pub use parts::{Member, Parameter, member, member_or, parameter};
pub use read::RouteReader;
pub use write::RouteWriter;

/// A page of an application, which has an address; derive it for an enum with a variant for each page.
///
/// An address is a path of the application with a query, percent-encoded: what [`Route::address`] returns for a page,
/// [`Route::parse`] reads as the same page. A member of the query that has its default is left out.
///
/// ```ignore
/// #[derive(Route, Clone, PartialEq)]
/// enum Page {
///     #[at("/", view = Inbox)]
///     Inbox { #[query] page: u32 },
///     #[at("/tickets/{id}", view = Ticket)]
///     Ticket { id: u32 },
/// }
///
/// assert_eq!(Page::Ticket { id: 7 }.address(), "/tickets/7");
/// assert!(Page::parse("/tickets/seven", "").is_none());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "expected an enum of pages with `#[derive(Route)]`",
    note = "`#[derive(Route)] enum Page {{ #[at(\"/tickets/{{id}}\", view = Ticket)] Ticket {{ id: u32 }} }}`"
)]
pub trait Route: Sized + 'static {
    /// The address of the page: its path, and the query if there is any, both encoded.
    fn address(&self) -> String;

    /// The page with a path and a query, both still encoded; nothing if there is none, or if a parameter does not fit.
    fn parse(path: &str, query: &str) -> Option<Self>;

    /// The view that shows the page, if it is one of Taut.
    fn view(&self) -> Option<TypeId>;

    /// The page that a request asks for.
    ///
    /// # Errors
    /// If there is none: status 404.
    fn of(request: &Request<'_>) -> Result<Self, Reject> {
        Self::parse(request.path(), request.raw_query()).ok_or_else(not_there)
    }
}

/// A type whose values can stand in an address, as a part of the path.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of an address",
    label = "expected a type with `Serialize` and `Deserialize`",
    note = "numbers and text have both; for a type of your own: `#[derive(Serialize, Deserialize)]`"
)]
pub trait PathParameter: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> PathParameter for T {}

/// A type whose values can stand in the query of an address.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a query",
    label = "expected a type with `Serialize`, `Deserialize` and `PartialEq`",
    note = "for a type of your own: `#[derive(PartialEq, Serialize, Deserialize)]`"
)]
pub trait QueryValue: Serialize + DeserializeOwned + PartialEq {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + PartialEq> QueryValue for T {}

/// A type whose values can stand in the query of an address, where a value that is missing is the default.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a query",
    label = "expected a type with `Serialize`, `Deserialize`, `Default` and `PartialEq`",
    note = "a value that is equal to the default is left out of the address, and a value that is missing is the default",
    note = "for a type of your own: `#[derive(Default, PartialEq, Serialize, Deserialize)]`",
    note = "for another default: `#[query(default = …)]`"
)]
pub trait QueryMember: QueryValue + Default {}

#[diagnostic::do_not_recommend]
impl<T: QueryValue + Default> QueryMember for T {}

/// The refusal of a page that does not exist.
pub(crate) fn not_there() -> Reject {
    Reject::not_found("This page does not exist.")
}

/// Splits an address into its path and its query.
pub(crate) fn split(address: &str) -> (&str, &str) {
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
mod tests;
