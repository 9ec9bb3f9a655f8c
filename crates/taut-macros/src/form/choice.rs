//! `#[derive(Choice)]`: an enum whose variants are the values to choose from.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr, Variant};

use super::options::FORM;
use crate::annotations::options::Options;
use crate::errors::Errors;
use crate::paths::Paths;

const HOW: &str = "`#[form(label = \"For teams\")]`";

/// Implements `Choice`; nothing if the type cannot be one.
pub(super) fn choice(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let Data::Enum(data) = &input.data else {
        errors.on(&input.ident, "only an enum has variants to choose from");
        return None;
    };
    if data.variants.is_empty() {
        errors.on(&input.ident, "there is nothing to choose from");
        return None;
    }
    let mut values = HashSet::new();
    let mut choices = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            errors.on(
                &variant.fields,
                "a variant to choose from has no fields: a control sends only its name",
            );
            return None;
        }
        let (value, label) = texts_of(variant, errors);
        if !values.insert(value.clone()) {
            errors.on(
                &variant.ident,
                format_args!("the value `{value}` is sent for another variant"),
            );
        }
        choices.push((&variant.ident, value, label));
    }
    let private = Paths::default().private();
    let (ty, (generics, arguments, bounds)) = (&input.ident, input.generics.split_for_impl());
    let list = choices
        .iter()
        .map(|(variant, value, label)| quote!((Self::#variant, #value, #label)));
    let texts = choices
        .iter()
        .map(|(variant, value, _)| quote!(Self::#variant => #value));
    let first = choices.first().map(|(variant, ..)| variant);
    Some(quote! {
        #[automatically_derived]
        impl #generics #private::Choice for #ty #arguments #bounds {
            const CHOICES: &'static [(Self, &'static str, &'static str)] = &[#(#list),*];
        }
        #[automatically_derived]
        impl #generics #private::FormText for #ty #arguments #bounds {
            const KIND: #private::FieldKind = #private::FieldKind::Choice;
            fn of_text(text: &str) -> ::core::result::Result<Self, #private::Invalid> {
                #private::chosen(text)
            }
            fn to_text(&self) -> ::std::string::String {
                ::std::string::ToString::to_string(match self { #(#texts,)* })
            }
            fn blank() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self::#first)
            }
        }
    })
}

/// The value that is sent for a variant, and its label.
fn texts_of(variant: &Variant, errors: &mut Errors) -> (String, String) {
    let name = variant.ident.unraw().to_string();
    let (mut value, mut label) = (name.clone(), name);
    for attribute in &variant.attrs {
        if !attribute.path().is_ident(FORM) {
            continue;
        }
        let mut given = Options::of(attribute, FORM, HOW, &["label", "value"], errors);
        for (name, text) in [("label", &mut label), ("value", &mut value)] {
            let Some((tokens, place)) = given.named(name) else {
                continue;
            };
            match syn::parse2::<LitStr>(tokens.to_token_stream()) {
                Ok(given_text) => *text = given_text.value(),
                Err(_) => given.errors.at(
                    place,
                    format_args!("expected a text in quotes: `{name} = \"…\"`"),
                ),
            }
        }
        given.end();
        if value.is_empty() {
            errors.on(
                &variant.ident,
                "an empty value means that nothing is chosen",
            );
        }
    }
    (value, label)
}
