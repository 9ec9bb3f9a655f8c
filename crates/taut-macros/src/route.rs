//! `#[derive(Route)]`: the pages of an application as an enum.

mod expand;
mod pages;
mod pattern;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::paths::Paths;
use pages::Pages;

/// Expands the derive macro.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let pages = Pages::of(&input, &mut errors);
    let paths = Paths::default();
    let route = if !input.generics.params.is_empty() {
        TokenStream::new()
    } else if errors.len() > 0 {
        expand::broken(&pages, &paths)
    } else {
        expand::route(&pages, &paths)
    };
    let errors = errors.into_tokens();
    quote::quote!(#route #errors)
}
