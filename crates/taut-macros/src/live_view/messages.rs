//! Handlers with `#[on]`, and `fn missed(&mut self)`: what a view does with the messages of topics, and with the values of flows.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{ImplItem, ItemImpl};

use super::expand::respanned;
use super::handlers::{Handler, Handlers, MISSED};
use crate::errors::Errors;

const EXPECTED: &str = "expected `fn missed(&mut self)`, and optionally `&mut Context`: it is called when messages of a topic were missed";

/// Reports what is wrong with `missed` in a view that receives messages.
pub(super) fn check(item: &ItemImpl, handlers: &Handlers, errors: &mut Errors) {
    let missed = item.items.iter().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident.unraw() == MISSED => Some(&method.sig),
        _ => None,
    });
    let Some(missed) = missed.filter(|_| handlers.receive_messages()) else {
        return;
    };
    if !handlers.find(MISSED).is_some_and(is_expected) {
        errors.on(&missed.ident, EXPECTED);
    }
}

fn is_expected(missed: &Handler) -> bool {
    missed.parameters.is_empty() && missed.annotations.is_empty() && !missed.is_async
}

/// The items of `LiveView` about messages; nothing if no handler receives any.
pub(super) fn items(handlers: &Handlers, private: &TokenStream) -> Option<TokenStream> {
    let receivers: Vec<_> = handlers
        .called()
        .filter_map(|handler| Some((handlers.index(handler), handler, handler.source()?)))
        .collect();
    if receivers.is_empty() {
        return None;
    }
    let sources = receivers
        .iter()
        .map(|(index, handler, source)| asked(*index, handler, source, private));
    let messages = receivers.iter().map(|(index, handler, _)| {
        let (name, conditions) = (&handler.name, &handler.conditions);
        let ty = handler.parameters.first().map(|message| &message.ty);
        quote! {
            #(#conditions)*
            #index => ::core::option::Option::Some(__Call::#name(#private::message_of::<#ty>(message)?)),
        }
    });
    let missed = handlers
        .callable(MISSED)
        .filter(|missed| is_expected(missed));
    let missed = missed.map(|missed| {
        let (name, index) = (&missed.name, handlers.index(missed));
        let conditions = &missed.conditions;
        quote! {
            #(#conditions)*
            fn missed_messages() -> ::core::option::Option<(u16, __Call)> {
                ::core::option::Option::Some((#index, __Call::#name()))
            }
        }
    });
    Some(quote! {
        fn source(&self, handler: u16, key: &mut ::std::vec::Vec<u8>) -> ::core::option::Option<#private::Source> {
            match handler {
                #(#sources)*
                _ => ::core::option::Option::None,
            }
        }

        fn message(handler: u16, message: &#private::Shared) -> ::core::option::Option<__Call> {
            match handler {
                #(#messages)*
                _ => ::core::option::Option::None,
            }
        }

        #missed
    })
}

/// The arm that tells what a handler receives from. What is wrong with that is an error where it stands, and what is wrong with the
/// message where the handler takes it.
fn asked(
    index: u16,
    handler: &Handler,
    source: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let conditions = &handler.conditions;
    let ty = handler.parameters.first().map(|message| &message.ty);
    let at_source = respanned(private, source.span());
    let ask =
        quote_spanned!(source.span()=> let (source, messages) = #at_source::ask(receivable, key););
    let check = quote_spanned!(ty.span()=> #private::check_messages::<#ty, _>(messages););
    quote! {
        #(#conditions)*
        #index => {
            let receivable = &#source;
            #ask
            #check
            source
        }
    }
}
