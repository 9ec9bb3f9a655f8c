//! `#[event] fn added(tag: String);`: the events that a component sends to the view around it.
//!
//! Each becomes a function that makes the emission, for `cx.emit(Self::added(tag))`, and a method of a type of all events, which the
//! template around the component calls with the user's tokens: so the compiler finds a misspelt event where it is written.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, ImplItem, ItemImpl, Pat, PatType, ReturnType, Signature, Token, Type,
    Visibility,
};

use super::props::name_of;
use crate::errors::Errors;

const HOW: &str = "an event is declared without a body: `#[event] fn added(tag: String);`";

/// The events of a component.
pub(crate) struct Events(Vec<Event>);

struct Event {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    parameters: Vec<PatType>,
}

/// A function without a body.
struct Declaration {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    signature: Signature,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let declaration = Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
        };
        input.parse::<Token![;]>()?;
        Ok(declaration)
    }
}

impl Events {
    /// Takes the events out of an impl.
    pub(crate) fn take(item: &mut ItemImpl, errors: &mut Errors) -> Self {
        let mut events = Vec::new();
        item.items.retain_mut(|item| match item {
            ImplItem::Verbatim(tokens) => {
                let Ok(declaration) = syn::parse2::<Declaration>(tokens.clone()) else {
                    return true;
                };
                let count = declaration.attributes.len();
                match Event::of(declaration, errors) {
                    Some(event) => {
                        events.push(event);
                        false
                    }
                    None => count == 0,
                }
            }
            ImplItem::Fn(method) => {
                method.attrs.retain(|attribute| {
                    let is_event = is_event(attribute);
                    if is_event {
                        errors.on(attribute, HOW);
                    }
                    !is_event
                });
                true
            }
            _ => true,
        });
        Self(events)
    }

    /// The functions that make emissions, and where a template finds what its listeners are called with.
    pub(crate) fn items(&self, view: &Type, private: &TokenStream) -> TokenStream {
        let Self(events) = self;
        if events.is_empty() {
            return quote! {
                impl #view {
                    #[doc(hidden)]
                    #[allow(dead_code, reason = "not every view stands in a template")]
                    pub fn __events() -> #private::NoEvents { #private::NoEvents }
                }
            };
        }
        let all = format_ident!("{}Events", name_of(view));
        let makers = (0_u16..)
            .zip(events)
            .map(|(at, event)| event.maker(at, private));
        let takers = (0_u16..)
            .zip(events)
            .map(|(at, event)| event.taker(at, view, private));
        quote! {
            #[derive(Clone, Copy)]
            pub struct #all;

            impl #view {
                #(#makers)*

                #[doc(hidden)]
                #[allow(dead_code, reason = "not every view stands in a template")]
                pub fn __events() -> #all { #all }
            }

            #[allow(dead_code, reason = "not every event has a listener")]
            impl #all { #(#takers)* }
        }
    }
}

impl Event {
    /// Reads a declaration; nothing if it is not one of an event, or wrong, which is noted then.
    fn of(declaration: Declaration, errors: &mut Errors) -> Option<Self> {
        let Declaration {
            mut attributes,
            visibility,
            signature,
        } = declaration;
        let count = attributes.len();
        attributes.retain(|attribute| !is_event(attribute));
        if attributes.len() == count {
            return None;
        }
        let before = errors.len();
        if let ReturnType::Type(_, ty) = &signature.output {
            errors.on(ty, "an event returns nothing");
        }
        if let Some(asyncness) = &signature.asyncness {
            errors.on(
                asyncness,
                "an event is only declared, so it can't be `async`",
            );
        }
        if !signature.generics.params.is_empty() {
            errors.on(
                &signature.generics,
                "an event has no generic parameters: its value has a concrete type",
            );
        }
        let mut parameters = Vec::new();
        for argument in signature.inputs {
            match argument {
                FnArg::Receiver(receiver) => errors.on(
                    &receiver,
                    "an event has no `self`: `#[event] fn added(tag: String);`",
                ),
                FnArg::Typed(parameter) => {
                    if !matches!(&*parameter.pat, Pat::Ident(_)) {
                        errors.on(
                            &parameter.pat,
                            "a parameter of an event has a name: `tag: String`",
                        );
                    }
                    if let Type::Reference(reference) = &*parameter.ty {
                        errors.on(
                            reference,
                            "a parameter of an event is owned: `String`, not `&str`",
                        );
                    }
                    parameters.push(parameter);
                }
            }
        }
        (errors.len() == before).then_some(Self {
            attributes,
            visibility,
            name: signature.ident,
            parameters,
        })
    }

    /// The type of what it carries: that of its one parameter, or a tuple.
    fn detail(&self) -> TokenStream {
        match self.parameters.as_slice() {
            [one] => one.ty.to_token_stream(),
            many => {
                let types = many.iter().map(|parameter| &parameter.ty);
                quote!((#(#types,)*))
            }
        }
    }

    fn maker(&self, at: u16, private: &TokenStream) -> TokenStream {
        let Self {
            attributes,
            visibility,
            name,
            parameters,
        } = self;
        let detail = self.detail();
        let names = parameters.iter().map(|parameter| &parameter.pat);
        let value = match parameters.as_slice() {
            [one] => one.pat.to_token_stream(),
            _ => quote!((#(#names,)*)),
        };
        let at = Literal::u16_suffixed(at);
        let new = quote_spanned!(detail.span()=> #private::Emission::new::<Self, #detail>);
        quote! {
            #(#attributes)*
            #visibility fn #name(#(#parameters),*) -> #private::Emission {
                #new(#at, #value)
            }
        }
    }

    fn taker(&self, at: u16, view: &Type, private: &TokenStream) -> TokenStream {
        let (name, detail) = (&self.name, self.detail());
        let conditions = self
            .attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"));
        let at = Literal::u16_suffixed(at);
        quote! {
            #(#conditions)*
            #[doc(hidden)]
            pub fn #name(self, emission: &mut #private::Emission) -> ::core::option::Option<#detail> {
                emission.take::<#view, #detail>(#at)
            }
        }
    }
}

fn is_event(attribute: &Attribute) -> bool {
    attribute.path().is_ident("event")
}
