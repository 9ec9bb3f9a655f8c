//! Writes the rules of a field as constants.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::garde::Hints;
use super::options::{FieldOptions, Limit, Rules};

/// The constant `RULES`: those of the first attribute, and more with messages of their own.
pub(super) fn rules(options: &FieldOptions, hints: &Hints, private: &TokenStream) -> TokenStream {
    let hint = |hint: &Option<String>| match hint {
        Some(hint) => quote!(::core::option::Option::Some(#hint)),
        None => quote!(::core::option::Option::None),
    };
    let hints = [hint(&hints.min), hint(&hints.max)];
    let mut patterns = TokenStream::new();
    let mut all = options
        .rules
        .iter()
        .enumerate()
        .map(|(at, rules)| members(rules, at, &mut patterns, private));
    let first = all.next().unwrap_or_default();
    let more: Vec<_> = all
        .map(|members| quote!(#private::Rules { #members ..#private::Rules::NONE }))
        .collect();
    let words = [
        ("is_optional", options.optional),
        ("is_required", options.required),
        ("is_secret", options.secret),
    ];
    let words = words.into_iter().filter_map(|(name, word)| {
        let name = format_ident!("{name}");
        word.map(|_| quote!(#name: true,))
    });
    quote! {
        #patterns
        static RULES: #private::Rules = #private::Rules {
            #first
            #(#words)*
            hints: [#(#hints,)* ::core::option::Option::None],
            more: &[#(#more),*],
            ..#private::Rules::NONE
        };
    }
}

/// The members of one `Rules`, and the constant of its pattern.
fn members(
    rules: &Rules,
    at: usize,
    patterns: &mut TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let some = |value: TokenStream| quote!(::core::option::Option::Some(#value));
    let mut members = TokenStream::new();
    let mut add = |name: &str, value: TokenStream| {
        let (name, value) = (format_ident!("{name}"), some(value));
        members.extend(quote!(#name: #value,));
    };
    for (name, limit) in [
        ("min", &rules.min),
        ("max", &rules.max),
        ("step", &rules.step),
    ] {
        if let Some(Limit { text, .. }) = limit {
            add(name, quote!(#text));
        }
    }
    for (format, word) in [("Email", rules.email), ("Url", rules.url)] {
        if word.is_some() {
            let format = format_ident!("{format}");
            add("format", quote!(#private::Format::#format));
        }
    }
    if let Some((pattern, _)) = &rules.pattern {
        let name = format_ident!("PATTERN_{at}");
        patterns
            .extend(quote!(static #name: #private::Pattern = #private::Pattern::new(#pattern);));
        add("pattern", quote!(&#name));
    }
    if let Some(message) = &rules.message {
        add("message", quote!(#message));
    }
    members
}
