//! A parameter of a handler.

use proc_macro2::TokenStream;

/// A parameter that a listener gives.
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: TokenStream,
}
