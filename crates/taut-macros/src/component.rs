//! `#[component] fn Badge(label: &str, children: Children) -> impl View`: a function of its props, which a tag shows as a piece.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, ItemFn, Lifetime, Type, TypeImplTrait, TypeReference, parse_quote};

use crate::errors::Errors;
use crate::live_view::methods::returns_view;
use crate::live_view::{branches, expand_in_function};
use crate::paths::Paths;
use crate::props::{self, Builder, Contents, Prop, PropKind};

const HOW: &str = "`#[component]` belongs on a function: `#[component] fn Badge(label: &str) -> impl View { view! { … } }`";

/// Expands the attribute.
pub(crate) fn component(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    if !arguments.is_empty() {
        errors.on(&arguments, "`#[component]` has no arguments");
    }
    let Ok(mut function) = syn::parse2::<ItemFn>(item.clone()) else {
        errors.on(&item.clone().into_iter().next(), HOW);
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    check(&function, &mut errors);
    branches::check_function(&function, &mut errors);
    let private = Paths::default().private();
    let props = take_props(&mut function, &private, &mut errors);
    let contents = props.iter().filter(|prop| prop.is_content());
    let contents: BTreeSet<_> = contents.map(|prop| prop.name.to_string()).collect();
    expand_in_function(&mut function, contents, &mut errors);
    // What is wrong with the function is all that there is to say of it.
    let items = match errors.len() {
        0 => items(function, &props, &private),
        _ => {
            let (visibility, name) = (function.vis, function.sig.ident);
            quote!(#[allow(non_camel_case_types, reason = "the error says so")] #visibility struct #name;)
        }
    };
    let errors = errors.into_tokens();
    quote!(#items #errors)
}

fn check(function: &ItemFn, errors: &mut Errors) {
    let signature = &function.sig;
    let name = signature.ident.to_string();
    if !name.starts_with(char::is_uppercase) || !name.contains(char::is_lowercase) {
        errors.on(
            &signature.ident,
            format_args!("`<{name}/>` would be an element: a component is named as a type is, such as `Badge`"),
        );
    }
    if let Some(asyncness) = &signature.asyncness {
        errors.on(
            asyncness,
            "a component can't be `async`, because it is called while the page is rendered",
        );
    }
    if let Some(constness) = &signature.constness {
        errors.on(constness, "a component can't be `const`");
    }
    if let Some(receiver) = signature.receiver() {
        errors.on(
            receiver,
            "a component has no `self`: a method that returns `impl View` is shown as `{self.name()}`",
        );
    }
    if !signature.generics.params.is_empty() {
        errors.on(
            &signature.generics,
            "a component can't be generic: what it borrows needs no lifetimes, and its props have concrete types",
        );
    }
    if !returns_view(&signature.output) {
        errors.on(
            &signature.ident,
            format_args!("a component returns a view: `fn {name}(…) -> impl View`"),
        );
    }
}

/// Takes the props out of the parameters, and gives these the types that the function has in the end.
fn take_props(function: &mut ItemFn, private: &TokenStream, errors: &mut Errors) -> Vec<Prop> {
    let mut read = Vec::new();
    for (at, argument) in props::typed(&mut function.sig.inputs).enumerate() {
        let is_content = props::is_called(&argument.ty, "Children");
        let ty: Type = if is_content {
            let content = content_type(at);
            *argument.ty = parse_quote!(#private::Piece<#content>);
            parse_quote!(#content)
        } else {
            Lasting(errors).visit_type_mut(&mut argument.ty);
            (*argument.ty).clone()
        };
        let prop = Prop::of(argument, ty, errors);
        read.extend(prop.map(|prop| {
            if is_content {
                prop.into_content()
            } else {
                prop
            }
        }));
    }
    read
}

/// The type of the content that the parameter with an index takes.
fn content_type(at: usize) -> Ident {
    format_ident!("C{at}")
}

/// Gives all that is borrowed one lifetime.
struct Lasting<'e>(&'e mut Errors);

impl VisitMut for Lasting<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if let Some(mutability) = &reference.mutability {
            self.0.on(
                mutability,
                "a component can't change its props: take `&T` or a value",
            );
        }
        reference.lifetime.get_or_insert_with(lifetime);
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, of: &mut Lifetime) {
        if of.ident != "static" {
            *of = lifetime();
        }
    }

    fn visit_type_impl_trait_mut(&mut self, of: &mut TypeImplTrait) {
        self.0
            .on(of, "a prop needs a type with a name: `label: &str`");
    }
}

fn lifetime() -> Lifetime {
    Lifetime::new("'p", Span::call_site())
}

/// The type that a tag names, and what makes a view of its contents and props.
fn items(function: ItemFn, props: &[Prop], private: &TokenStream) -> TokenStream {
    let ItemFn {
        attrs,
        vis,
        sig,
        block,
        ..
    } = function;
    let (name, component) = (&sig.ident, sig.ident.to_string());
    let builder = Builder {
        component: &component,
        props,
        private,
    };
    let (items, all_props, states, bounds) = (
        builder.items(),
        builder.name(),
        builder.states(),
        builder.bounds(),
    );
    let ((start, empty), (end, ended)) = (builder.start(), builder.end());
    let contents = Contents {
        component: &component,
        props,
        private,
    };
    let (content_items, twins) = (
        contents.items(&parse_quote!(#name)),
        contents.of_function(name),
    );
    let inputs = sig
        .inputs
        .iter()
        .filter(|input| matches!(input, FnArg::Typed(_)));
    let (types, all_contents, given) = (content_types(props), contents.name(), contents.states());
    let values = props.iter().map(|prop| {
        let name = &prop.name;
        match prop.kind {
            PropKind::Content => quote!(#private::Piece(props.#name)),
            PropKind::Required | PropKind::Optional(_) => prop.value(),
        }
    });
    quote! {
        #(#attrs)*
        #[derive(Debug, Clone, Copy)]
        #vis struct #name;

        #[doc(hidden)]
        #[allow(non_local_definitions, private_interfaces, non_camel_case_types, clippy::all, clippy::pedantic, clippy::nursery, reason = "generated by `#[component]`")]
        const _: () = {
            #items
            #content_items
            #twins

            #[allow(dead_code, reason = "not every component stands in a template")]
            impl #name {
                #[doc(hidden)]
                pub fn __props<'p, #(#given),*>(contents: #all_contents<#(#given),*>) -> #start {
                    #empty
                }

                #[doc(hidden)]
                pub fn __events() -> #private::NoEvents {
                    #private::NoEvents
                }

                fn __render<'p, #(#types: #private::View + 'p),*>(#(#inputs),*) -> impl #private::View + use<'p, #(#types),*>
                #block
            }

            #[allow(dead_code, reason = "not every component stands in a template")]
            impl<'p, #(#states),*> #all_props<'p, #(#states),*> {
                #[doc(hidden)]
                pub fn __end(self) -> #end where #(#bounds,)* {
                    let props = self;
                    #ended
                }
            }

            #[allow(dead_code, reason = "not every component stands in a template")]
            impl<'p, #(#given: #private::View + 'p),*> #end {
                #[doc(hidden)]
                pub fn __shown(self) -> #private::Piece<impl #private::View + use<'p, #(#given),*>> {
                    let props = self;
                    #private::Piece(#name::__render(#(#values),*))
                }
            }
        };
    }
}

/// The types of the contents in the function.
fn content_types(props: &[Prop]) -> Vec<&Type> {
    let contents = props.iter().filter(|prop| prop.is_content());
    contents.map(|prop| &prop.ty).collect()
}
