//! Writes the struct of the fields, and the implementations of `Form` and its parts.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned as _;

use super::options::{FieldOptions, Limit, moved};
use super::read::{Field, FieldKind, FormStruct};
use crate::errors::Place;
use crate::paths::Paths;

/// The implementation of `Form` for a struct.
pub(super) fn form(form: &FormStruct) -> TokenStream {
    let paths = form.root.as_ref().map_or_else(Paths::default, Paths::at);
    let private = paths.private();
    let (name, vis) = (&form.name, &form.vis);
    let fields = format_ident!("{name}Fields", span = name.span());
    let about = format!("The fields of [`{name}`] in a form.");
    let members = form.fields.iter().map(|field| {
        let Field { name, vis, .. } = field;
        let (ty, about) = (
            type_in_form(field, &private),
            format!("The field `{name}`."),
        );
        quote!(#[doc = #about] #vis #name: #ty)
    });
    let parts = parts(form, &fields, &private);
    let methods = methods(form, &private);
    quote! {
        #[doc = #about]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
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
fn type_in_form(field: &Field, private: &TokenStream) -> TokenStream {
    match &field.kind {
        FieldKind::Value(ty) => quote!(#private::FormField<#ty>),
        FieldKind::Parsed(ty) => quote!(#private::FormField<#private::Parsed<#ty>>),
        FieldKind::Nested(ty) => quote!(<#ty as #private::Form>::Fields),
        FieldKind::Rows(ty) => quote!(#private::FormRows<#ty>),
    }
}

fn parts(form: &FormStruct, fields: &Ident, private: &TokenStream) -> TokenStream {
    let names: Vec<_> = form.fields.iter().map(|field| &field.name).collect();
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
    let new = form.fields.iter().map(|field| new(field, private));
    let set = form.fields.iter().map(|field| set(field, private));
    let checked = form.fields.iter().map(|field| checked(field, private));
    let rules = form.checks.iter().map(|check| {
        let by_rule = quote_spanned!(check.span()=> by_rule);
        quote!(let form = #private::#by_rule(form, self, |form, fields| #check(form, fields))?;)
    });
    let name = &form.name;
    let taken = form
        .fields
        .iter()
        .map(|field| taken(field, form.garde.is_some(), &private));
    let garde = form
        .garde
        .as_ref()
        .map(|garde| by_garde(form, garde, private));
    quote! {
        fn new(place: &#private::Place) -> Self {
            Self { #(#names: #new,)* }
        }
        fn set(&mut self, form: &#name) {
            #(#set)*
        }
        fn checked(&mut self) -> ::core::option::Option<#name> {
            #(let #names = #checked;)*
            let form = #name { #(#names: #taken?,)* };
            #garde
            #(#rules)*
            ::core::option::Option::Some(form)
        }
    }
}

/// The value of a field, or nothing. The rules of garde are asked even if some fields are not valid, which have any value then.
fn taken(field: &Field, is_for_garde: bool, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    match &field.kind {
        FieldKind::Value(ty) if is_for_garde => {
            quote!(#name.or_else(<#ty as #private::FormValue>::blank))
        }
        FieldKind::Rows(_) if is_for_garde => {
            quote!(#name.or_else(|| ::core::option::Option::Some(::core::default::Default::default())))
        }
        _ => quote!(#name),
    }
}

/// Asks the rules of garde; without an error, all fields are valid.
fn by_garde(form: &FormStruct, garde: &Ident, private: &TokenStream) -> TokenStream {
    let by_garde = quote_spanned!(garde.span()=> by_garde);
    let arms = form.fields.iter().map(|field| {
        let (name, text) = (&field.name, field.name.unraw().to_string());
        match &field.kind {
            FieldKind::Nested(_) => {
                quote!(#text => #private::refuse_first(&mut fields.#name, error))
            }
            _ => quote!(#text => fields.#name.refuse(error)),
        }
    });
    quote! {
        let form = #private::#by_garde(form, self, |fields, name, error| match name {
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
            return quote!(<<#ty as #private::Form>::Fields as #private::FormFields>::new(&place.nested(#name)));
        }
        FieldKind::Value(_) | FieldKind::Parsed(_) => quote!(FormField),
        FieldKind::Rows(_) => quote!(FormRows),
    };
    let rules = rules(&field.options, private);
    let allowed = allowed(field, private);
    quote! {{
        #allowed
        #rules
        #private::#kind::new(place, #name, &RULES)
    }}
}

/// The constant `RULES`.
fn rules(options: &FieldOptions, private: &TokenStream) -> TokenStream {
    let some = |value: TokenStream| quote!(::core::option::Option::Some(#value));
    let mut members = Vec::new();
    let limits = [
        ("min", &options.min),
        ("max", &options.max),
        ("step", &options.step),
    ];
    for (name, limit) in limits {
        if let Some(Limit { text, .. }) = limit {
            let (name, value) = (format_ident!("{name}"), some(quote!(#text)));
            members.push(quote!(#name: #value));
        }
    }
    for (name, word) in [
        ("is_optional", options.optional),
        ("is_required", options.required),
        ("is_secret", options.secret),
    ] {
        let name = format_ident!("{name}");
        members.extend(word.map(|_| quote!(#name: true)));
    }
    for (format, word) in [("Email", options.email), ("Url", options.url)] {
        let format = format_ident!("{format}");
        let value = some(quote!(#private::Format::#format));
        members.extend(word.map(|_| quote!(format: #value)));
    }
    if let Some(message) = &options.message {
        let message = some(quote!(#message));
        members.push(quote!(message: #message));
    }
    let pattern = options.pattern.as_ref().map(|(pattern, _)| {
        let value = some(quote!(&PATTERN));
        members.push(quote!(pattern: #value));
        quote!(static PATTERN: #private::Pattern = #private::Pattern::new(#pattern);)
    });
    quote! {
        #pattern
        static RULES: #private::Rules = #private::Rules { #(#members,)* ..#private::Rules::NONE };
    }
}

/// Has the compiler check that the type can have the options: an error stands at the option.
fn allowed(field: &Field, private: &TokenStream) -> TokenStream {
    let options = &field.options;
    let ty = match &field.kind {
        FieldKind::Value(ty) => quote!(#ty),
        FieldKind::Parsed(ty) => quote!(#private::Parsed<#ty>),
        FieldKind::Nested(_) | FieldKind::Rows(_) => return TokenStream::new(),
    };
    let limit = options.min.as_ref().or(options.max.as_ref());
    let asked: [(&str, Option<Place>); 5] = [
        ("has_limits", limit.map(|limit| limit.place)),
        ("has_steps", options.step.as_ref().map(|step| step.place)),
        (
            "has_format",
            options
                .pattern
                .as_ref()
                .map(|(_, place)| *place)
                .or(options.email)
                .or(options.url),
        ),
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
        FieldKind::Parsed(_) => {
            quote!(self.#name.set_text(::std::string::ToString::to_string(&form.#name));)
        }
        FieldKind::Nested(_) => {
            quote!(#private::FormFields::set(&mut self.#name, &form.#name);)
        }
        FieldKind::Value(_) | FieldKind::Rows(_) => quote!(self.#name.set(&form.#name);),
    }
}

/// The value, if it is valid.
fn checked(field: &Field, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    let check = field.options.check.as_ref();
    let rule = |value: TokenStream| match check {
        Some(check) => quote!(|value| #check(#value)),
        None => quote!(|_| ::core::result::Result::Ok::<(), #private::Invalid>(())),
    };
    match &field.kind {
        FieldKind::Value(_) => {
            let rule = rule(quote!(value));
            quote!(self.#name.checked(#rule))
        }
        FieldKind::Parsed(_) => {
            let rule = rule(quote!(&value.0));
            quote!(self.#name.checked(#rule).map(|value| value.0))
        }
        FieldKind::Nested(_) => quote!(#private::FormFields::checked(&mut self.#name)),
        FieldKind::Rows(_) => quote!(self.#name.checked()),
    }
}
