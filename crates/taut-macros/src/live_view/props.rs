//! `fn props(&mut self, title: &str, #[prop(default = 8)] most: usize)`: what the template around a component gives it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{ImplItem, ItemImpl, Lifetime, ReturnType, Type, TypeImplTrait, TypeReference};

use super::handlers::is_exclusive;
use crate::errors::Errors;
use crate::props::{self, Builder, Prop};

/// The props of a view, and what those that are references refer to.
pub(crate) struct Props {
    props: Vec<Prop>,
    targets: Vec<Option<Type>>,
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
        let (mut props, mut targets) = (Vec::new(), Vec::new());
        for argument in props::typed(&mut signature.inputs) {
            let (ty, target) = lasting(&argument.ty, errors);
            props.extend(Prop::of(argument, ty, errors));
            targets.push(target);
        }
        Some(Self { props, targets }).filter(|_| errors.len() == before)
    }

    /// The type of the props, and where a template finds it.
    pub(crate) fn items(&self, view: &Type, private: &TokenStream) -> TokenStream {
        let Self { props, targets } = self;
        let component = name_of(view);
        let builder = Builder {
            component: &component,
            props,
            private,
        };
        let (items, name, states, bounds) = (
            builder.items(),
            builder.name(),
            builder.states(),
            builder.bounds(),
        );
        let ((start, empty), (end, given)) = (builder.start(), builder.end());
        let names: Vec<_> = props.iter().map(|prop| &prop.name).collect();
        let values = props.iter().map(Prop::value);
        let kept = props
            .iter()
            .zip(targets)
            .map(|(prop, target)| match (target, &prop.ty) {
                (Some(target), _) => quote!(<#target as ::std::borrow::ToOwned>::Owned),
                (None, ty) => quote!(#ty),
            });
        let before: Vec<_> = (0..props.len())
            .map(|at| format_ident!("before_{at}"))
            .collect();
        let are_same = names
            .iter()
            .zip(targets)
            .zip(&before)
            .map(|((name, target), before)| match target {
                Some(target) => {
                    quote!(*::core::borrow::Borrow::<#target>::borrow(#before) == *#name)
                }
                None => quote!(*#before == #name),
            });
        let keep = names
            .iter()
            .zip(targets)
            .map(|(name, target)| match target {
                Some(_) => quote!(::std::borrow::ToOwned::to_owned(#name)),
                None => quote!(::core::clone::Clone::clone(&#name)),
            });
        quote! {
            #items

            impl #view {
                #[doc(hidden)]
                #[allow(dead_code, reason = "not every view stands in a template")]
                pub fn __props<'p>(_: #private::NoContents<Self>) -> #start {
                    #empty
                }
            }

            #[allow(dead_code, reason = "not every view stands in a template")]
            impl<'p, #(#states),*> #name<'p, #(#states),*> {
                #[doc(hidden)]
                pub fn __end(self) -> #private::PropsOf<#view, #end> where #(#bounds,)* {
                    let props = self;
                    #private::PropsOf::new(#given)
                }
            }

            impl<'p> #private::Props<#view> for #end {
                type Kept = (#(#kept,)*);

                fn give(self, view: &mut #view, kept: &mut ::core::option::Option<Self::Kept>) {
                    let props = self;
                    #(let #names = #values;)*
                    if let ::core::option::Option::Some((#(#before,)*)) = kept && true #(&& #are_same)* {
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

/// What stands in the place of the props of a view that has none.
pub(crate) fn none(view: &Type, private: &TokenStream) -> TokenStream {
    quote! {
        impl #view {
            #[doc(hidden)]
            #[allow(dead_code, reason = "not every view stands in a template")]
            pub fn __props(_: #private::NoContents<Self>) -> #private::NoProps<Self> {
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
