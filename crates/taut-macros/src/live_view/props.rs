//! What the template around a component gives it: the parameters of `fn props(&mut self, title: &str, #[prop(default = 8)] most: usize)`,
//! and the contents that `fn render(&self, children: Children)` shows.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{ImplItem, ItemImpl, Lifetime, ReturnType, Type, TypeImplTrait, TypeReference};

use super::handlers::{is_context, is_exclusive};
use crate::errors::Errors;
use crate::props::{self, Builder, Contents, Prop};

/// The props of a view, and what those that are references refer to. Contents come after all others.
#[derive(Default)]
pub(crate) struct Props {
    props: Vec<Prop>,
    targets: Vec<Option<Type>>,
    /// Whether there is `fn props`.
    has_method: bool,
    /// The number of props before the parameter for the context, if there is one.
    context: Option<usize>,
}

/// How generated code names the contents of a view.
struct ShownContents {
    items: TokenStream,
    /// Their type.
    all: TokenStream,
    /// They, out of the variable `props`.
    given: TokenStream,
}

impl ShownContents {
    fn of(contents: &Contents<'_>, view: &Type) -> Self {
        let private = contents.private;
        if contents.names().is_empty() {
            return Self {
                items: no_contents(view, private),
                all: quote!(#private::NoContents<#view>),
                given: quote!(::core::default::Default::default()),
            };
        }
        let (items, of) = (contents.items(view), contents.of_live_view(view));
        let (name, states, names) = (contents.name(), contents.states(), contents.names());
        Self {
            items: quote!(#items #of),
            all: quote!(#name<#(#states),*>),
            given: quote!(#name { #(#names: props.#names,)* }),
        }
    }
}

/// The contents of a view that shows none.
fn no_contents(view: &Type, private: &TokenStream) -> TokenStream {
    quote! {
        impl #view {
            #[doc(hidden)]
            #[allow(dead_code, reason = "not every view stands in a template")]
            pub fn __contents() -> #private::NoContents<Self> {
                ::core::default::Default::default()
            }
        }
    }
}

impl Props {
    /// Takes what is declared about the props out of an impl; nothing if the view has none.
    pub(crate) fn take(
        item: &mut ItemImpl,
        contents: &[Ident],
        errors: &mut Errors,
    ) -> Option<Self> {
        let declared = Self::declared(item, errors);
        if contents.is_empty() {
            return declared;
        }
        let mut all = declared.unwrap_or_default();
        for content in contents {
            if all.props.iter().any(|prop| prop.name == *content) {
                errors.on(
                    content,
                    format_args!("`{content}` is a prop, too: a content needs a name of its own"),
                );
                return None;
            }
            all.props.push(Prop::content(content.clone()));
        }
        Some(all)
    }

    /// The parameters of `fn props`.
    fn declared(item: &mut ItemImpl, errors: &mut Errors) -> Option<Self> {
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
        let (mut props, mut targets, mut context) = (Vec::new(), Vec::new(), None);
        for argument in props::typed(&mut signature.inputs) {
            if let Some(is_right) = takes_context(&argument.ty) {
                if !is_right || context.is_some() {
                    errors.on(
                        &argument.ty,
                        "`props` takes the context once, as `&mut Context`",
                    );
                }
                context = Some(targets.len());
                continue;
            }
            let (ty, target) = lasting(&argument.ty, errors);
            props.extend(Prop::of(argument, ty, errors));
            targets.push(target);
        }
        let has_method = true;
        Some(Self {
            props,
            targets,
            has_method,
            context,
        })
        .filter(|_| errors.len() == before)
    }

    /// The type of the props, and where a template finds it.
    pub(crate) fn items(&self, view: &Type, private: &TokenStream) -> TokenStream {
        let Self {
            props,
            targets,
            has_method,
            context,
        } = self;
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
        let ((start, empty), (end, ended)) = (builder.start(), builder.end());
        let contents = Contents {
            component: &component,
            props,
            private,
        };
        let shown = ShownContents::of(&contents, view);
        let (content_items, all_contents, content_states) =
            (&shown.items, &shown.all, contents.states());
        let given = &shown.given;
        let props = props.get(..targets.len()).unwrap_or_default();
        let calls_props = has_method.then(|| {
            let values = variables(props.len());
            let mut values: Vec<_> = values.iter().map(|value| quote!(#value)).collect();
            if let Some(at) = *context {
                values.insert(at, quote!(context.__get()));
            }
            quote!(<#view>::props(view, #(#values),*);)
        });
        // Props may have the names of other variables here.
        let names = variables(props.len());
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

            #content_items

            impl #view {
                #[doc(hidden)]
                #[allow(dead_code, reason = "not every view stands in a template")]
                pub fn __props<'p, #(#content_states),*>(contents: #all_contents) -> #start {
                    let _ = &contents;
                    #empty
                }
            }

            #[allow(dead_code, reason = "not every view stands in a template")]
            impl<'p, #(#states),*> #name<'p, #(#states),*> {
                #[doc(hidden)]
                pub fn __end(self) -> #private::PropsOf<#view, #end> where #(#bounds,)* {
                    let props = self;
                    #private::PropsOf::new(#ended)
                }
            }

            impl<'p, #(#content_states: #private::View),*> #private::Props<#view> for #end {
                type Kept = (#(#kept,)*);
                type Contents = #all_contents;

                fn give(
                    self,
                    view: &mut #view,
                    kept: &mut ::core::option::Option<Self::Kept>,
                    context: &mut #private::PropsContext<'_>,
                ) -> Self::Contents {
                    let _ = &context;
                    let props = self;
                    #(let #names = #values;)*
                    let are_same = match kept {
                        ::core::option::Option::Some((#(#before,)*)) => true #(&& #are_same)*,
                        ::core::option::Option::None => false,
                    };
                    if !are_same {
                        // It is given again if it panics.
                        *kept = ::core::option::Option::None;
                        let copies = (#(#keep,)*);
                        #calls_props
                        *kept = ::core::option::Option::Some(copies);
                    }
                    #given
                }

                fn into_contents(self) -> Self::Contents {
                    let props = self;
                    let _ = &props;
                    #given
                }
            }
        }
    }
}

/// Whether a parameter takes the context as it should; nothing if it is a prop.
fn takes_context(ty: &Type) -> Option<bool> {
    match ty {
        Type::Reference(to) => is_context(&to.elem).then_some(to.mutability.is_some()),
        ty => is_context(ty).then_some(false),
    }
}

/// The variables that hold so many props.
fn variables(count: usize) -> Vec<Ident> {
    let names = (0..count).map(|at| format_ident!("value_{at}"));
    names.collect()
}

/// What stands in the place of the props of a view that has none.
pub(crate) fn none(view: &Type, private: &TokenStream) -> TokenStream {
    let contents = no_contents(view, private);
    quote! {
        #contents

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
