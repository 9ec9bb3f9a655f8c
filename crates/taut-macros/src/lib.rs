//! The macros of Taut. Users access them through the `taut` crate, whose documentation explains them.

mod annotations;
mod component;
mod derive;
#[cfg(test)]
mod dom;
mod errors;
mod form;
mod html;
mod live_view;
mod paths;
mod predict;
mod props;
mod route;
mod template;
mod topic;

use proc_macro::TokenStream;

/// Makes the impl of a struct a live view: `render` is the page, and the methods are the handlers.
#[proc_macro_attribute]
pub fn live_view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    live_view::live_view(arguments.into(), item.into()).into()
}

/// Makes a function a component without a state: its parameters are the props of its tag.
#[proc_macro_attribute]
pub fn component(arguments: TokenStream, item: TokenStream) -> TokenStream {
    component::component(arguments.into(), item.into()).into()
}

/// A template; see the documentation of the `taut` crate.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    live_view::view(tokens.into()).into()
}

/// Declares a topic: the type of its key and of its messages; see the guide about topics.
#[proc_macro]
pub fn topic(tokens: TokenStream) -> TokenStream {
    topic::topic(tokens.into()).into()
}

/// The items for the names of HTML, for use in the `taut` crate only.
#[doc(hidden)]
#[proc_macro]
pub fn __html_items(_: TokenStream) -> TokenStream {
    html::items::items().into()
}

/// Lets a type that implements `Display` be shown with `{…}`.
#[proc_macro_derive(Text)]
pub fn text(input: TokenStream) -> TokenStream {
    derive::text(input.into()).into()
}

/// Lets a type that implements `Clone`, `Eq` and `Hash` be the key of a row.
#[proc_macro_derive(Key)]
pub fn key(input: TokenStream) -> TokenStream {
    derive::key(input.into()).into()
}

/// Makes a struct a form: each field has controls, rules and an error of its own.
#[proc_macro_derive(Form, attributes(form, garde))]
pub fn form(input: TokenStream) -> TokenStream {
    form::form(input.into()).into()
}

/// Makes the variants of an enum values to choose from in a form.
#[proc_macro_derive(Choice, attributes(form))]
pub fn choice(input: TokenStream) -> TokenStream {
    form::choice(input.into()).into()
}

/// The pages of an application as an enum, each with an address and a view; see the guide about pages.
#[proc_macro_derive(Route, attributes(at, query))]
pub fn route(input: TokenStream) -> TokenStream {
    route::derive(input.into()).into()
}
