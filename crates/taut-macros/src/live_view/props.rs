//! `fn props(&mut self, title: &str, #[prop(default = 8)] most: usize)`: what a view in a template is given by the view around it.
//!
//! For each view with props there is a type with a method for each of them, which the template around it calls with the user's tokens:
//! so the compiler finds what is misspelt, missing or of another type where it is written.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, FnArg, ImplItem, ItemImpl, Lifetime, Pat, ReturnType, Token, Type,
    TypeImplTrait, TypeReference,
};

use super::handlers::is_exclusive;
use crate::errors::Errors;

/// The props of a view.
pub(crate) struct Props(Vec<Prop>);

struct Prop {
    name: Ident,
    /// Its type, and if it is a reference, what it refers to.
    ty: Type,
    target: Option<Type>,
    /// What it is unless it is given, if it need not be.
    default: Option<TokenStream>,
}

impl Props {
    /// Takes what is declared about the props out of an impl; nothing if the view has none.
    pub(crate) fn take(item: &mut ItemImpl, errors: &mut Errors) -> Option<Self> {
        let method = item.items.iter_mut().find_map(|item| match item {
            ImplItem::Fn(method) if method.sig.ident == "props" => Some(method),
            _ => None,
        })?;
        let before = errors.len();
        let signature = &mut method.sig;
        if !signature.receiver().is_some_and(is_exclusive) {
            errors.on(
                &signature.ident,
                "`props` stores the props in the view: expected `fn props(&mut self, …)`",
            );
        }
        if let Some(asyncness) = &signature.asyncness {
            errors.on(
                asyncness,
                "`props` can't be `async`, because it is called while the page is rendered",
            );
        }
        if let ReturnType::Type(_, ty) = &signature.output {
            errors.on(ty, "`props` returns nothing");
        }
        let mut props = Vec::new();
        for argument in &mut signature.inputs {
            if let FnArg::Typed(argument) = argument {
                let default = default_of(&mut argument.attrs, errors);
                let Pat::Ident(pattern) = &*argument.pat else {
                    errors.on(&argument.pat, "a prop needs a name: `title: &str`");
                    continue;
                };
                let (ty, target) = lasting(&argument.ty, errors);
                props.push(Prop {
                    name: pattern.ident.clone(),
                    ty,
                    target,
                    default,
                });
            }
        }
        Some(Self(props)).filter(|_| errors.len() == before)
    }

    /// The type of the props, and where a template finds it.
    pub(crate) fn items(&self, view: &Type, private: &TokenStream) -> TokenStream {
        let Self(props) = self;
        let name = name_of(view);
        let builder = format_ident!("{name}Props");
        let states: Vec<_> = (0..props.len()).map(|at| format_ident!("P{at}")).collect();
        let all_missing = states.iter().map(|_| quote!(#private::Missing));
        let (names, types): (Vec<_>, Vec<_>) =
            props.iter().map(|prop| (&prop.name, &prop.ty)).unzip();
        let setters = props.iter().enumerate().map(|(at, Prop { name, ty, .. })| {
            let others = names.iter().filter(|other| **other != name);
            let given = states.iter().enumerate().map(|(other, state)| match other == at {
                true => quote!(#private::Given),
                false => quote!(#state),
            });
            quote! {
                #[doc(hidden)]
                pub fn #name(self, #name: #ty) -> #builder<'p, #(#given),*> {
                    #builder { #name: ::core::option::Option::Some(#name), #(#others: self.#others,)* __given: ::core::marker::PhantomData }
                }
            }
        });
        let required = || {
            props
                .iter()
                .zip(&states)
                .filter(|(prop, _)| prop.default.is_none())
        };
        let traits = required().map(|(prop, state)| {
            let of = format_ident!("Gives{state}");
            let message = format!("`<{name}/>` needs the prop `{}`", prop.name);
            let label = format!("add `{}={{…}}`", prop.name);
            quote! {
                #[diagnostic::on_unimplemented(message = #message, label = #label)]
                pub trait #of {}
                impl #of for #private::Given {}
            }
        });
        let bounds = required().map(|(_, state)| {
            let of = format_ident!("Gives{state}");
            quote!(#state: #of)
        });
        let kept = props.iter().map(Prop::kept);
        let values = props
            .iter()
            .map(|Prop { name, default, .. }| match default {
                None => {
                    quote!(let ::core::option::Option::Some(#name) = self.#name else { return };)
                }
                Some(default) => quote!(let #name = self.#name.unwrap_or_else(|| #default);),
            });
        let before: Vec<_> = (0..props.len())
            .map(|at| format_ident!("before_{at}"))
            .collect();
        let are_same = props
            .iter()
            .zip(&before)
            .map(|(Prop { name, target, .. }, before)| match target {
                Some(target) => {
                    quote!(*::core::borrow::Borrow::<#target>::borrow(#before) == *#name)
                }
                None => quote!(*#before == #name),
            });
        let keep = props.iter().map(|Prop { name, target, .. }| match target {
            Some(_) => quote!(::std::borrow::ToOwned::to_owned(#name)),
            None => quote!(::core::clone::Clone::clone(&#name)),
        });
        quote! {
            pub struct #builder<'p, #(#states),*> {
                #(#names: ::core::option::Option<#types>,)*
                __given: ::core::marker::PhantomData<(&'p (), #(#states,)*)>,
            }

            impl #view {
                #[doc(hidden)]
                #[allow(dead_code, reason = "not every view stands in a template")]
                pub fn __props<'p>() -> #builder<'p, #(#all_missing),*> {
                    #builder { #(#names: ::core::option::Option::None,)* __given: ::core::marker::PhantomData }
                }
            }

            #(#traits)*

            #[allow(dead_code, reason = "not every view stands in a template")]
            impl<'p, #(#states),*> #builder<'p, #(#states),*> {
                #(#setters)*
                #[doc(hidden)]
                pub fn __end(self) -> #private::PropsOf<#view, Self> where #(#bounds,)* {
                    #private::PropsOf::new(self)
                }
            }

            impl<'p, #(#states),*> #private::Props<#view> for #builder<'p, #(#states),*> {
                type Kept = (#(#kept,)*);

                fn give(self, view: &mut #view, kept: &mut ::core::option::Option<Self::Kept>) {
                    #(#values)*
                    if let ::core::option::Option::Some((#(#before,)*)) = kept && #(#are_same)&&* {
                        return;
                    }
                    // It is given again if it panics.
                    *kept = ::core::option::Option::None;
                    let given = (#(#keep,)*);
                    <#view>::props(view, #(#names),*);
                    *kept = ::core::option::Option::Some(given);
                }
            }
        }
    }
}

impl Prop {
    /// The type that is kept of it.
    fn kept(&self) -> TokenStream {
        match (&self.target, &self.ty) {
            (Some(target), _) => quote!(<#target as ::std::borrow::ToOwned>::Owned),
            (None, ty) => quote!(#ty),
        }
    }
}

/// What stands in the place of the props of a view that has none.
pub(crate) fn none(view: &Type, private: &TokenStream) -> TokenStream {
    quote! {
        impl #view {
            #[doc(hidden)]
            #[allow(dead_code, reason = "not every view stands in a template")]
            pub fn __props() -> #private::NoProps<Self> {
                ::core::default::Default::default()
            }
        }
    }
}

/// The last word of the path of a type.
pub(super) fn name_of(view: &Type) -> String {
    match view {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// Takes `#[prop(default)]` or `#[prop(default = …)]`.
fn default_of(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Option<TokenStream> {
    let mut default = None;
    attributes.retain(|attribute| {
        if !attribute.path().is_ident("prop") {
            return true;
        }
        let read = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            let word = input.parse::<Ident>()?;
            let value = match input.parse::<Option<Token![=]>>()? {
                Some(_) => Some(input.parse::<Expr>()?),
                None => None,
            };
            if word == "default" {
                Ok(value)
            } else {
                Err(syn::Error::new(word.span(), ""))
            }
        });
        match read {
            Ok(Some(value)) => default = Some(quote!(#value)),
            Ok(None) => default = Some(quote!(::core::default::Default::default())),
            Err(_) => errors.on(
                attribute,
                "expected `#[prop(default)]` or `#[prop(default = value)]`",
            ),
        }
        false
    });
    default
}

/// The type of a prop as it stands in the type of all props; and what it refers to, if it is a reference.
fn lasting(ty: &Type, errors: &mut Errors) -> (Type, Option<Type>) {
    struct Borrows<'e>(&'e mut Errors);
    const HOW: &str = "a prop is `&T`, or of a type that borrows nothing, because a copy is kept to detect changes";
    impl<'ast> Visit<'ast> for Borrows<'_> {
        fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
            self.0.on(reference, HOW);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" {
                self.0.on(lifetime, HOW);
            }
        }
        fn visit_type_impl_trait(&mut self, of: &'ast TypeImplTrait) {
            self.0.on(of, "a prop must have a concrete type");
        }
    }
    let Type::Reference(reference) = ty else {
        visit::visit_type(&mut Borrows(errors), ty);
        return (ty.clone(), None);
    };
    if let Some(mutability) = &reference.mutability {
        errors.on(
            mutability,
            "a component can't change its props: take `&T` or a value",
        );
    }
    visit::visit_type(&mut Borrows(errors), &reference.elem);
    let target = &*reference.elem;
    (syn::parse_quote!(&'p #target), Some(target.clone()))
}
