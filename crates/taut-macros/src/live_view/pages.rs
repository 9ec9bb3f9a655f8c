//! `fn params(&mut self, page: Page)`: what a view does when it shows another page.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{ImplItem, ItemImpl};

use super::handlers::{Handler, Handlers, PARAMS};
use crate::errors::{Errors, Place};

const EXPECTED: &str =
    "expected `fn params(&mut self, page: Page)`, where `Page` has `#[derive(Route)]`";

/// Reports what is wrong with `params`, besides what is wrong with any handler.
pub(super) fn check(item: &ItemImpl, handlers: &Handlers, errors: &mut Errors) {
    let named = |name: &str| {
        item.items.iter().find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident.unraw() == name => Some(&method.sig),
            _ => None,
        })
    };
    let Some(params) = named(PARAMS) else { return };
    let Some(handler) = handlers.find(PARAMS) else {
        return errors.on(&params.ident, EXPECTED);
    };
    if named("props").is_some() {
        let message = "a component has no address, so it can't have `params`: pass what it needs from the page as a prop";
        errors.on(&params.ident, message);
    }
    let annotations = handler.annotations.iter();
    if let Some(other) = annotations
        .map(|declared| declared.field)
        .find(|field| *field != "blocking")
    {
        let message = format!(
            "`params` is called when the address has changed, not by a listener: remove `#[{other}]`"
        );
        errors.on(&params.ident, message);
    }
    if handlers.callable(PARAMS).is_some() && handler.parameters.len() != 1 {
        errors.on(&params.ident, EXPECTED);
    }
}

/// The items of `LiveView` about the pages of a view.
pub(super) fn items(handlers: &Handlers, private: &TokenStream) -> Option<TokenStream> {
    let handler = handlers.callable(PARAMS)?;
    let [page] = handler.parameters.as_slice() else {
        return None;
    };
    let (ty, index, waits) = (&page.ty, handlers.index(handler), waits(handler));
    let span = Place::of(ty)?.start;
    Some(quote_spanned! {span=>
        const PAGES: ::core::option::Option<#private::Pages> = ::core::option::Option::Some(#private::Pages {
            paths: #private::pages_of::<#ty, Self>().paths,
            others: #private::pages_of::<#ty, Self>().others,
            waits: #waits,
        });

        fn page(path: &str, query: &str) -> ::core::option::Option<(u16, __Call)> {
            let page = (#private::pages_of::<#ty, Self>().page)(path, query)?;
            ::core::option::Option::Some((#index, __Call::params(page)))
        }
    })
}

fn waits(handler: &Handler) -> bool {
    handler.is_async || handler.is_blocking()
}
