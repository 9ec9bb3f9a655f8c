//! Writes the struct of the fields, and the implementations of `Form` and its parts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;

use super::options::moved;
use super::read::{Field, FieldKind, FormStruct};
use super::rules::rules;
use crate::errors::Place;
use crate::paths::Paths;

/// The implementation of `Form` for a struct.
pub(super) fn form(form: &FormStruct) -> TokenStream {
    let paths = form.root.as_ref().map_or_else(Paths::default, Paths::at);
    let private = paths.private();
    let (name, vis) = (&form.name, &form.vis);
    let fields = format_ident!("{name}Fields", span = name.span());
    let about = format!("The fields of [`{name}`] in a form.");
    let members = form.fields.iter().filter_map(|field| {
        let Field { name, vis, .. } = field;
        let ty = type_in_form(field, &private)?;
        let about = format!("The field `{name}`.");
        Some(quote!(#[doc = #about] #vis #name: #ty))
    });
    let parts = parts(form, &fields, &private);
    let methods = methods(form, &private);
    quote! {
        #[doc = #about]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #vis struct #fields { #(#members,)* }

        #[automatically_derived]
        impl #private::Form for #name {
            type Fields = #fields;
        }

        #parts

        #[automatically_derived]
        impl #private::FormFields for #fields {
            type Form = #name;
            #methods
        }
    }
}

/// The type of a field in the struct of the fields.
fn type_in_form(field: &Field, private: &TokenStream) -> Option<TokenStream> {
    Some(match &field.kind {
        FieldKind::Value(ty) | FieldKind::Parsed(ty) => quote!(#private::FormField<#ty>),
        FieldKind::Nested(ty) => quote_spanned!(ty.span()=> <#ty as #private::Form>::Fields),
        FieldKind::Rows(ty) => quote!(#private::FormRows<#ty>),
        FieldKind::Broken => return None,
    })
}

/// The fields that have a place in the form.
fn whole(form: &FormStruct) -> impl Iterator<Item = &Field> {
    let is_whole = |field: &&Field| !matches!(field.kind, FieldKind::Broken);
    form.fields.iter().filter(is_whole)
}

fn parts(form: &FormStruct, fields: &Ident, private: &TokenStream) -> TokenStream {
    let names: Vec<_> = whole(form).map(|field| &field.name).collect();
    quote! {
        #[automatically_derived]
        impl #private::Parts for #fields {
            fn each(&self, visit: &mut dyn ::core::ops::FnMut(#private::Part<'_>)) {
                #(#private::Parts::each(&self.#names, visit);)*
            }
            fn each_mut(&mut self, visit: &mut dyn ::core::ops::FnMut(#private::PartMut<'_>)) {
                #(#private::Parts::each_mut(&mut self.#names, visit);)*
            }
        }
    }
}

fn methods(form: &FormStruct, private: &TokenStream) -> TokenStream {
    let names: Vec<_> = form.fields.iter().map(|field| &field.name).collect();
    let values = form.fields.iter().map(value_of);
    let new = whole(form).map(|field| new(field, private));
    let held = whole(form).map(|field| &field.name);
    let set = form.fields.iter().map(|field| set(field, private));
    let checked = form.fields.iter().map(|field| checked(field, private));
    let rules = form.checks.iter().map(|check| {
        let by_rule = quote_spanned!(check.span()=> by_rule);
        quote!(let __form = #private::#by_rule(__form, self, #check)?;)
    });
    let name = &form.name;
    let taken = form
        .fields
        .iter()
        .map(|field| taken(field, form.garde.is_some()));
    let garde = form
        .garde
        .as_ref()
        .map(|garde| by_garde(form, garde, private));
    quote! {
        fn new(place: &#private::Place) -> Self {
            Self { #(#held: #new,)* }
        }
        fn set(&mut self, form: &#name) {
            #(#set)*
        }
        #[allow(clippy::redundant_closure_call, reason = "a rule may be a closure")]
        fn checked(&mut self) -> ::core::option::Option<#name> {
            #(let #values = #checked;)*
            let __form = #name { #(#names: #taken?,)* };
            #garde
            #(#rules)*
            ::core::option::Option::Some(__form)
        }
    }
}

/// The variable with the value of a field; no function of the user has its name.
fn value_of(field: &Field) -> Ident {
    format_ident!("__{}", field.name.unraw(), span = Span::mixed_site())
}

/// The value of a field, or nothing. The rules of garde are asked even if some fields are not valid, which have any value then.
fn taken(field: &Field, is_for_garde: bool) -> TokenStream {
    let (name, value) = (&field.name, value_of(field));
    match &field.kind {
        FieldKind::Value(_) if is_for_garde => quote!(#value.or_else(|| self.#name.blank())),
        FieldKind::Rows(_) if is_for_garde => {
            quote!(#value.or_else(|| ::core::option::Option::Some(::core::default::Default::default())))
        }
        _ => quote!(#value),
    }
}

/// Asks the rules of garde; without an error, all fields are valid.
fn by_garde(form: &FormStruct, garde: &Ident, private: &TokenStream) -> TokenStream {
    let form_type = moved(&form.name, garde.span());
    let by_garde = quote_spanned!(garde.span()=> by_garde::<#form_type, _>);
    let arms = whole(form).map(|field| {
        let (name, text) = (&field.name, field.name.unraw().to_string());
        match &field.kind {
            FieldKind::Nested(_) => {
                quote!(#text => #private::refuse_first(&mut fields.#name, error))
            }
            _ => quote!(#text => fields.#name.refuse(error)),
        }
    });
    quote! {
        let __form = #private::#by_garde(__form, self, |fields, name, error| match name {
            #(#arms,)*
            _ => #private::refuse_first(fields, error),
        })?;
    }
}

/// An empty field.
fn new(field: &Field, private: &TokenStream) -> TokenStream {
    let name = field.name.unraw().to_string();
    let kind = match &field.kind {
        FieldKind::Nested(ty) => {
            let fields = quote_spanned!(ty.span()=> <#ty as #private::Form>::Fields);
            return quote!(<#fields as #private::FormFields>::new(&place.nested(#name)));
        }
        FieldKind::Value(ty) => quote_spanned!(ty.span()=> new_field::<#ty>),
        FieldKind::Parsed(ty) => quote_spanned!(ty.span()=> new_parsed_field::<#ty>),
        FieldKind::Rows(_) => quote!(FormRows::new),
        FieldKind::Broken => return TokenStream::new(),
    };
    let rules = rules(&field.options, &field.hints, private);
    let allowed = allowed(field, private);
    quote! {{
        #allowed
        #rules
        #private::#kind(place, #name, &RULES)
    }}
}

/// Has the compiler check that the type can have the options: an error stands at the option.
fn allowed(field: &Field, private: &TokenStream) -> TokenStream {
    let options = &field.options;
    let ty = match &field.kind {
        FieldKind::Value(ty) => quote!(#ty),
        _ => return TokenStream::new(),
    };
    let limit = options.min().or(options.max());
    let asked: [(&str, Option<Place>); 5] = [
        ("has_limits", limit.map(|limit| limit.place)),
        ("has_steps", options.step().map(|step| step.place)),
        ("has_format", options.format()),
        ("may_be_empty", options.optional),
        ("may_be_required", options.required),
    ];
    asked
        .into_iter()
        .filter_map(|(name, place)| {
            let (name, ty) = (format_ident!("{name}"), moved(&ty, place?.start));
            Some(quote!(#private::form_options::#name::<#ty>();))
        })
        .collect()
}

/// Shows the value of a struct.
fn set(field: &Field, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    match &field.kind {
        FieldKind::Nested(_) => {
            quote!(#private::FormFields::set(&mut self.#name, &form.#name);)
        }
        FieldKind::Value(_) | FieldKind::Parsed(_) | FieldKind::Rows(_) => {
            quote!(self.#name.set(&form.#name);)
        }
        FieldKind::Broken => TokenStream::new(),
    }
}

/// The value, if it is valid.
fn checked(field: &Field, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    let checks = &field.options.checks;
    let asked = checks.iter().map(|check| {
        let span = check.span();
        let value = Ident::new("__value", span);
        quote_spanned!(span=> #private::ruled((#check)(#value))?;)
    });
    match &field.kind {
        FieldKind::Value(_) | FieldKind::Parsed(_) => quote! {
            self.#name.checked(|__value| {
                let _ = __value;
                #(#asked)*
                ::core::result::Result::Ok(())
            })
        },
        FieldKind::Nested(_) => quote!(#private::FormFields::checked(&mut self.#name)),
        FieldKind::Rows(_) => quote!(self.#name.checked()),
        FieldKind::Broken => quote!(::core::option::Option::None),
    }
}
