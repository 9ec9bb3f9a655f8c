//! Writes the type of all contents of a component: what is between the tags, and in slots.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::Prop;

/// The contents among the props of a component.
pub(crate) struct Contents<'a> {
    /// The component, as its tag is written.
    pub(crate) component: &'a str,
    pub(crate) props: &'a [Prop],
    pub(crate) private: &'a TokenStream,
}

impl Contents<'_> {
    /// The name of their type.
    pub(crate) fn name(&self) -> Ident {
        format_ident!("__{}Contents", self.component)
    }

    /// The name of the type of the twins of all, from which the type of the memo follows.
    pub(crate) fn twins(&self) -> Ident {
        format_ident!("__{}Twins", self.component)
    }

    /// The types of the contents in the type of all contents and in that of all props.
    pub(crate) fn states(&self) -> Vec<Ident> {
        let contents = self.given().map(|(at, _)| format_ident!("P{at}"));
        contents.collect()
    }

    pub(crate) fn names(&self) -> Vec<&Ident> {
        self.given().map(|(_, prop)| &prop.name).collect()
    }

    /// The contents, with their places among the props.
    fn given(&self) -> impl Iterator<Item = (usize, &Prop)> {
        let props = self.props.iter().enumerate();
        props.filter(|(_, prop)| prop.is_content())
    }

    /// The types, and the function with which a template begins to give contents.
    pub(crate) fn items(&self, of: &Type) -> TokenStream {
        let (all, twins, private) = (self.name(), self.twins(), self.private);
        let (states, names) = (self.states(), self.names());
        let none = names.iter().map(|_| quote!(#private::NoContent));
        let setters = names
            .iter()
            .zip(&states)
            .map(|(name, state)| self.setter(name, state));
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
            impl #of {
                #[doc(hidden)]
                pub fn __contents() -> #all<#(#none),*> {
                    #all { #(#names: #private::NoContent,)* }
                }
            }
        }
    }

    /// The method that gives a content.
    fn setter(&self, name: &Ident, state: &Ident) -> TokenStream {
        let (all, private) = (self.name(), self.private);
        let others = self.names().into_iter().filter(|other| *other != name);
        let given = self
            .states()
            .into_iter()
            .map(|other| match other == *state {
                true => quote!(__V),
                false => quote!(#other),
            });
        quote! {
            #[doc(hidden)]
            pub fn #name<__V: #private::View>(self, #name: __V) -> #all<#(#given),*> {
                #all { #name, #(#others: self.#others,)* }
            }
        }
    }

    /// What a component with a state knows of its contents.
    pub(crate) fn of_live_view(&self, view: &Type) -> TokenStream {
        let (all, twins, private) = (self.name(), self.twins(), self.private);
        let (states, names) = (self.states(), self.names());
        let numbers = 0_u16..;
        quote! {
            impl<#(#states: #private::View),*> #private::Contents for #all<#(#states),*> {
                type Templates = #twins<#(#private::TwinOf<#states>),*>;

                fn show(&self, number: u16, at: #private::SlotPlace<'_, '_>) {
                    match number {
                        #(#numbers => at.show(&self.#names),)*
                        _ => {}
                    }
                }
            }

            impl<#(#states: #private::View + 'static),*> #private::ContentTemplates for #twins<#(#states),*> {
                const TEMPLATES: &'static [&'static #private::Template] = &[#(#private::template_of_view::<#states>()),*];
            }

            #[allow(dead_code, reason = "not every component stands in a template")]
            impl<#(#states: #private::View + 'static),*> #twins<#(#states),*> {
                #[doc(hidden)]
                pub fn __memo(self) -> ::core::marker::PhantomData<#private::ComponentMemo<#view, Self>> {
                    ::core::marker::PhantomData
                }
            }
        }
    }

    /// What a function knows of them, whose name is that of the component.
    pub(crate) fn of_function(&self, component: &Ident) -> TokenStream {
        let (twins, states, private) = (self.twins(), self.states(), self.private);
        let props = self.props.iter().enumerate();
        let arguments: Vec<_> = (0..self.props.len())
            .map(|at| format_ident!("v{at}"))
            .collect();
        let types = props.map(|(at, prop)| match prop.is_content() {
            true => {
                let state = format_ident!("P{at}");
                quote!(#private::Piece<#state>)
            }
            false => quote!(_),
        });
        quote! {
            #[allow(dead_code, reason = "not every component stands in a template")]
            impl<#(#states: #private::View + 'static),*> #twins<#(#states),*> {
                #[doc(hidden)]
                pub fn __memo(self) -> ::core::marker::PhantomData<impl #private::PartMemo + use<#(#states),*>> {
                    #private::memo_of(|(#(#arguments,)*): (#(#types,)*)| #component::__render(#(#arguments),*))
                }
            }
        }
    }
}
