//! Writes the type of all props of a component, with a method for each.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Prop, PropKind};

/// The type of all props of a component.
pub(crate) struct Builder<'a> {
    /// The component, as its tag is written.
    pub(crate) component: &'a str,
    pub(crate) props: &'a [Prop],
    pub(crate) private: &'a TokenStream,
}

impl Builder<'_> {
    pub(crate) fn name(&self) -> Ident {
        format_ident!("__{}Props", self.component)
    }

    /// The type parameter for whether a prop is given, or for its content; optional ones need none.
    pub(crate) fn states(&self) -> Vec<Ident> {
        let needs = |(at, prop): (usize, &Prop)| match prop.kind {
            PropKind::Optional(_) => None,
            PropKind::Required | PropKind::Content => Some(format_ident!("P{at}")),
        };
        self.props.iter().enumerate().filter_map(needs).collect()
    }

    fn state(&self, at: usize) -> Option<Ident> {
        let state = format_ident!("P{at}");
        self.states().contains(&state).then_some(state)
    }

    /// What each state must be before the props are complete.
    pub(crate) fn bounds(&self) -> Vec<TokenStream> {
        let private = self.private;
        let bound = |(at, prop): (usize, &Prop)| {
            let (state, ty) = (format_ident!("P{at}"), &prop.ty);
            match prop.kind {
                PropKind::Required => {
                    let gives = format_ident!("GivesP{at}");
                    Some(quote!(#state: #gives<#ty>))
                }
                PropKind::Content => Some(quote!(#state: #private::View + 'p)),
                PropKind::Optional(_) => None,
            }
        };
        self.props.iter().enumerate().filter_map(bound).collect()
    }

    /// The type, its methods, and the traits that say what is missing.
    pub(crate) fn items(&self) -> TokenStream {
        let name = self.name();
        let states = self.states();
        let fields = self.props.iter().enumerate().map(|(at, prop)| {
            let (field, ty, state) = (&prop.name, &prop.ty, self.state(at));
            match state {
                Some(state) => quote!(#field: #state),
                None => quote!(#field: ::core::option::Option<#ty>),
            }
        });
        let setters = self
            .props
            .iter()
            .enumerate()
            .filter_map(|(at, prop)| self.setter(at, prop));
        let traits = self
            .props
            .iter()
            .enumerate()
            .map(|(at, prop)| self.trait_of(at, prop));
        quote! {
            pub struct #name<'p, #(#states),*> {
                #(#fields,)*
                __of: ::core::marker::PhantomData<&'p ()>,
            }

            #(#traits)*

            #[allow(dead_code, reason = "not every component stands in a template")]
            impl<'p, #(#states),*> #name<'p, #(#states),*> {
                #(#setters)*
            }
        }
    }

    /// The props before any is given but the content, which is in the variable `contents`, and their type.
    pub(crate) fn start(&self) -> (TokenStream, TokenStream) {
        let (private, name) = (self.private, self.name());
        let states = self.props.iter().enumerate().filter_map(|(at, prop)| {
            let state = format_ident!("P{at}");
            match prop.kind {
                PropKind::Required => Some(quote!(#private::Missing)),
                PropKind::Content => Some(quote!(#state)),
                PropKind::Optional(_) => None,
            }
        });
        let fields = self.props.iter().map(|prop| {
            let field = &prop.name;
            match prop.kind {
                PropKind::Required => quote!(#field: #private::Missing),
                PropKind::Content => quote!(#field: contents.#field),
                PropKind::Optional(_) => quote!(#field: ::core::option::Option::None),
            }
        });
        (
            quote!(#name<'p, #(#states),*>),
            quote!(#name { #(#fields,)* __of: ::core::marker::PhantomData }),
        )
    }

    /// The props once all are given that must be, out of the variable `props`, and their type.
    pub(crate) fn end(&self) -> (TokenStream, TokenStream) {
        let (private, name) = (self.private, self.name());
        let states = self.props.iter().enumerate().filter_map(|(at, prop)| {
            let (state, ty) = (format_ident!("P{at}"), &prop.ty);
            match prop.kind {
                PropKind::Required => Some(quote!(#private::Given<#ty>)),
                PropKind::Content => Some(quote!(#state)),
                PropKind::Optional(_) => None,
            }
        });
        let fields = self.props.iter().map(|prop| {
            let field = &prop.name;
            match prop.kind {
                PropKind::Required => quote!(#field: #private::Given(props.#field.take())),
                PropKind::Content | PropKind::Optional(_) => quote!(#field: props.#field),
            }
        });
        (
            quote!(#name<'p, #(#states),*>),
            quote!(#name { #(#fields,)* __of: ::core::marker::PhantomData }),
        )
    }

    /// The method that gives a prop; content has been given before.
    fn setter(&self, at: usize, prop: &Prop) -> Option<TokenStream> {
        let (private, builder, name, ty) = (self.private, self.name(), &prop.name, &prop.ty);
        let others = self.props.iter().map(|prop| &prop.name);
        let others = others.filter(|other| *other != name);
        let state = self.state(at);
        let states = self
            .states()
            .into_iter()
            .map(|other| match Some(&other) == state.as_ref() {
                true => quote!(#private::Given<#ty>),
                false => quote!(#other),
            });
        let value = match prop.kind {
            PropKind::Required => quote!(#private::Given(#name)),
            PropKind::Optional(_) => quote!(::core::option::Option::Some(#name)),
            PropKind::Content => return None,
        };
        Some(quote! {
            #[doc(hidden)]
            pub fn #name(self, #name: #ty) -> #builder<'p, #(#states),*> {
                #builder { #name: #value, #(#others: self.#others,)* __of: ::core::marker::PhantomData }
            }
        })
    }

    fn trait_of(&self, at: usize, prop: &Prop) -> Option<TokenStream> {
        let PropKind::Required = prop.kind else {
            return None;
        };
        let (private, gives) = (self.private, format_ident!("GivesP{at}"));
        let message = format!("`<{}/>` needs the prop `{}`", self.component, prop.name);
        let label = format!("add `{}={{…}}`", prop.name);
        Some(quote! {
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            pub trait #gives<V> {
                fn take(self) -> V;
            }

            impl<V> #gives<V> for #private::Given<V> {
                fn take(self) -> V {
                    self.0
                }
            }
        })
    }
}
