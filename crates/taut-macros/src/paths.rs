//! The one place that knows how generated code names this project's crates.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// The path of the `taut` crate: `::taut`, or what `#[live_view(crate = path)]` says.
pub(crate) struct Paths {
    root: TokenStream,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            root: quote!(::taut),
        }
    }
}

impl Paths {
    /// What a path leads to is the `taut` crate.
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: quote!(#root),
        }
    }

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
