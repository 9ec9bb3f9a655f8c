//! The one place that knows how generated code names this project's crates.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Path, Token};

/// The path of the `taut` crate: `::taut`, or what `#[live_view(crate = path)]` says.
pub(crate) struct Paths {
    root: TokenStream,
}

impl Default for Paths {
    fn default() -> Self {
        Self { root: quote!(::taut) }
    }
}

impl Paths {
    /// The macro that gives its tokens back as they are.
    pub(crate) fn as_typed(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__as_typed)
    }

    /// The items that names of HTML lead to.
    pub(crate) fn html(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::html)
    }

    /// What only generated code uses.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__private)
    }
}

impl Parse for Paths {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self::default());
        }
        input
            .parse::<Token![crate]>()
            .map_err(|error| syn::Error::new(error.span(), "`#[live_view]` takes nothing but `crate = path`"))?;
        input.parse::<Token![=]>()?;
        let path = input
            .call(Path::parse_mod_style)
            .map_err(|error| syn::Error::new(error.span(), "expected the path of the `taut` crate: `crate = path`"))?;
        Ok(Self { root: quote!(#path) })
    }
}
