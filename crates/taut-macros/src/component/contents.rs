//! Writes the type of all contents of a component: what is between the tags, and in slots.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::props::Prop;

/// The name of the type.
pub(super) fn name_of(name: &Ident) -> Ident {
    format_ident!("__{name}Contents")
}

/// The types of the contents in the type of all contents and in that of all props.
pub(super) fn states(props: &[Prop]) -> Vec<Ident> {
    let contents = props
        .iter()
        .enumerate()
        .filter(|(_, prop)| prop.is_content());
    contents.map(|(at, _)| format_ident!("P{at}")).collect()
}

/// The type, and that of the twins of all contents, from which the type of the memo follows.
pub(super) fn items(component: &Ident, props: &[Prop], private: &TokenStream) -> TokenStream {
    let (all, twins) = (name_of(component), format_ident!("__{component}Twins"));
    let states = states(props);
    let names: Vec<_> = props
        .iter()
        .filter(|prop| prop.is_content())
        .map(|prop| &prop.name)
        .collect();
    let none = names.iter().map(|_| quote!(#private::NoContent));
    let setters = names.iter().zip(&states).map(|(name, state)| {
        let others = names.iter().filter(|other| *other != name);
        let given = states.iter().map(|other| match other == state {
            true => quote!(__V),
            false => quote!(#other),
        });
        quote! {
            #[doc(hidden)]
            pub fn #name<__V: #private::View>(self, #name: __V) -> #all<#(#given),*> {
                #all { #name, #(#others: self.#others,)* }
            }
        }
    });
    let arguments: Vec<_> = (0..props.len()).map(|at| format_ident!("v{at}")).collect();
    let types = props
        .iter()
        .enumerate()
        .map(|(at, prop)| match prop.is_content() {
            true => {
                let state = format_ident!("P{at}");
                quote!(#private::Piece<#state>)
            }
            false => quote!(_),
        });
    quote! {
        pub struct #all<#(#states),*> {
            #(#names: #states,)*
        }

        #[allow(dead_code, reason = "not every component stands in a template")]
        impl<#(#states),*> #all<#(#states),*> {
            #(#setters)*

            #[doc(hidden)]
            pub fn __twins(&self) -> #twins<#(#private::TwinOf<#states>),*> where #(#states: #private::View,)* {
                #twins(::core::marker::PhantomData)
            }
        }

        pub struct #twins<#(#states),*>(::core::marker::PhantomData<fn() -> (#(#states,)*)>);

        #[allow(dead_code, reason = "not every component stands in a template")]
        impl<#(#states: #private::View + 'static),*> #twins<#(#states),*> {
            #[doc(hidden)]
            pub fn __memo(self) -> ::core::marker::PhantomData<impl #private::PartMemo + use<#(#states),*>> {
                #private::memo_of(|(#(#arguments,)*): (#(#types,)*)| #component::__render(#(#arguments),*))
            }
        }

        #[allow(dead_code, reason = "not every component stands in a template")]
        impl #component {
            #[doc(hidden)]
            pub fn __contents() -> #all<#(#none),*> {
                #all { #(#names: #private::NoContent,)* }
            }
        }
    }
}
