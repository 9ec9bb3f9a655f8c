//! `fn refill(&mut self)`: what a view does when the page must be written again, and the rows of its feeds are gone.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::handlers::{Handler, Handlers, REFILL};
use crate::errors::Errors;

/// Reports that it is missing, or can't be called, in a view that shows a feed.
pub(super) fn check(handlers: &Handlers, errors: &mut Errors) {
    let Some(feed) = handlers.feeds.first() else {
        return;
    };
    match handlers.find(REFILL) {
        Some(refill) if is_expected(refill) => {}
        Some(refill) => errors.on(
            &refill.name,
            "expected `fn refill(&mut self)`: it loads the rows of feeds again when the page must be written again",
        ),
        None => errors.at(
            *feed,
            "a view with a `Feed` needs `fn refill(&mut self)`, which loads its rows again when the page must be written \
             again: the server forgets them once they are sent",
        ),
    }
}

fn is_expected(refill: &Handler) -> bool {
    refill.parameters.is_empty()
        && refill.annotations.is_empty()
        && refill.context.is_none()
        && !refill.is_async
}

/// The items of `LiveView` about it. In a view whose own templates show no feed, a handler of that name may be one that
/// listeners call.
pub(super) fn items(handlers: &Handlers) -> Option<TokenStream> {
    let refill = handlers.find(REFILL).filter(|refill| is_expected(refill))?;
    if handlers.feeds.is_empty() && handlers.is_used(REFILL) {
        return None;
    }
    let (name, conditions) = (&refill.name, &refill.conditions);
    let span = refill.returns.start;
    let call = quote_spanned!(span=> let () = Self::#name(self););
    Some(quote_spanned! {span=>
        #(#conditions)*
        const REFILLS: bool = true;

        #(#conditions)*
        fn refill(&mut self) {
            #call
        }
    })
}
