//! The paths of this project's crates in generated code, in one place.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// The path of the `taut` crate: `::taut`, or the path in `#[live_view(crate = path)]`.
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
    /// Uses the `taut` crate at a path.
    pub(crate) fn at(root: &Path) -> Self {
        Self {
            root: quote!(#root),
        }
    }

    /// The macro that returns its tokens unchanged.
    pub(crate) fn as_typed(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__as_typed)
    }

    /// The items for the names of HTML.
    pub(crate) fn html(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::html)
    }

    /// The items for generated code only.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__private)
    }
}
