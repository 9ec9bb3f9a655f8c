//! `topic!(Room(id: u32) -> Said)`: declares a topic.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Field, Index, Token, Type, Visibility, parenthesized};

use crate::paths::Paths;

const EXPECTED: &str = "expected a topic with the parts of its key and the type of its messages: `topic!(Room(id: u32) -> Said);`";

struct Topic {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    key: Vec<Type>,
    message: Type,
}

impl Parse for Topic {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name: Ident = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), EXPECTED))?;
        let key = if input.peek(syn::token::Paren) {
            let parts;
            parenthesized!(parts in input);
            let parts = Punctuated::<Field, Token![,]>::parse_terminated_with(&parts, part)?;
            parts.into_iter().map(|part| part.ty).collect()
        } else {
            Vec::new()
        };
        if !input.peek(Token![->]) {
            let place = match input.is_empty() {
                true => name.span(),
                false => input.span(),
            };
            return Err(syn::Error::new(place, EXPECTED));
        }
        input.parse::<Token![->]>()?;
        let message = input.parse()?;
        input.parse::<Option<Token![;]>>()?;
        if !input.is_empty() {
            return Err(
                input.error("a `topic!` declares one topic: write another `topic!` for this")
            );
        }
        Ok(Self {
            attributes,
            visibility,
            name,
            key,
            message,
        })
    }
}

/// A part of the key, with its name.
fn part(input: ParseStream<'_>) -> syn::Result<Field> {
    if !(input.peek(syn::Ident) && input.peek2(Token![:]) && !input.peek2(Token![::])) {
        return Err(input.error("each part of the key has a name: `Room(id: u32)`"));
    }
    Field::parse_named(input)
}

/// Expands the macro.
pub(crate) fn topic(tokens: TokenStream) -> TokenStream {
    match syn::parse2(tokens) {
        Ok(topic) => expand(&topic, &Paths::default().private()),
        Err(error) => error.to_compile_error(),
    }
}

fn expand(topic: &Topic, private: &TokenStream) -> TokenStream {
    let Topic {
        attributes,
        visibility,
        name,
        key,
        message,
    } = topic;
    let fields = (!key.is_empty()).then(|| quote!((#(#visibility #key),*)));
    let parts = (0..key.len()).map(Index::from);
    quote! {
        #(#attributes)*
        #visibility struct #name #fields;

        impl #name {
            /// Publishes a message: each view that asks for this topic receives it. Never waits for one.
            ///
            /// # Panics
            /// If a session or another process may ask for the topic, and the message can't be written as JSON and read again.
            #[track_caller]
            #[allow(dead_code, reason = "not every program publishes")]
            #visibility fn publish(&self, message: &#message) {
                #private::publish(self, message);
            }
        }

        impl #private::Topic for #name {
            type Message = #message;

            fn __hub() -> &'static #private::Hub {
                static HUB: #private::Hub = #private::Hub::of::<#name>(
                    ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#name)),
                );
                &HUB
            }

            fn __write_key(&self, out: &mut ::std::vec::Vec<u8>) -> bool {
                #private::write_key(out, &(#(&self.#parts,)*))
            }
        }
    }
}
