//! Props: what a tag gives to a component, as parameters of `fn props` or of a `#[component]` function.
//!
//! For each component there is a type with a method for each prop, which the template around it calls with the user's tokens: so the
//! compiler finds what is misspelt, missing or of another type where it is written.

mod builder;
mod contents;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FnArg, Pat, PatType, Token, Type};

pub(crate) use builder::Builder;
pub(crate) use contents::Contents;

use crate::errors::Errors;

/// A parameter that a tag gives.
pub(crate) struct Prop {
    pub(crate) name: Ident,
    /// Its type, where `'p` is the lifetime of all that is borrowed.
    pub(crate) ty: Type,
    pub(crate) kind: PropKind,
}

/// How a prop may be given.
pub(crate) enum PropKind {
    Required,
    /// What it is unless it is given.
    Optional(TokenStream),
    /// What is between the tags, or in a slot.
    Content,
}

impl Prop {
    /// Reads a parameter; nothing if it has no name, which is noted.
    pub(crate) fn of(argument: &mut PatType, ty: Type, errors: &mut Errors) -> Option<Self> {
        let default = default_of(&mut argument.attrs, errors);
        let Pat::Ident(pattern) = &*argument.pat else {
            errors.on(&argument.pat, "a prop needs a name: `title: &str`");
            return None;
        };
        let none = || is_called(&ty, "Option").then(|| quote!(::core::option::Option::None));
        Some(Self {
            name: pattern.ident.clone(),
            kind: default
                .or_else(none)
                .map_or(PropKind::Required, PropKind::Optional),
            ty,
        })
    }

    /// What is between the tags, or in a slot, of a component with a state.
    pub(crate) fn content(name: Ident) -> Self {
        Self {
            name,
            ty: Type::Verbatim(TokenStream::new()),
            kind: PropKind::Content,
        }
    }

    /// It takes what is between the tags, or in a slot.
    pub(crate) fn into_content(self) -> Self {
        let kind = PropKind::Content;
        Self { kind, ..self }
    }

    pub(crate) fn is_content(&self) -> bool {
        matches!(self.kind, PropKind::Content)
    }

    /// The value, out of the variable `props`.
    pub(crate) fn value(&self) -> TokenStream {
        let name = &self.name;
        match &self.kind {
            PropKind::Required => quote!(props.#name.0),
            PropKind::Optional(default) => quote!(props.#name.unwrap_or_else(|| #default)),
            PropKind::Content => quote!(props.#name),
        }
    }
}

/// The parameters of a function that have a pattern and a type.
pub(crate) fn typed(
    inputs: &mut Punctuated<FnArg, Token![,]>,
) -> impl Iterator<Item = &mut PatType> {
    inputs.iter_mut().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    })
}

/// Whether the last word of a type's path is this one.
pub(crate) fn is_called(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|word| word.ident == name))
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
