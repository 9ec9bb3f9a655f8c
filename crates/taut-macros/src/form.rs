//! `#[derive(Form)]` and `#[derive(Choice)]`: the fields of a form, and enums to choose from.

mod choice;
mod expand;
mod garde;
mod options;
mod read;
mod rules;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;

/// Implements `Form`, and defines the struct of its fields.
pub(crate) fn form(input: TokenStream) -> TokenStream {
    derive(input, |input, errors| {
        read::form(input, errors).map(|form| expand::form(&form))
    })
}

/// Implements `Choice` for an enum.
pub(crate) fn choice(input: TokenStream) -> TokenStream {
    derive(input, choice::choice)
}

fn derive(
    input: TokenStream,
    write: impl Fn(&DeriveInput, &mut Errors) -> Option<TokenStream>,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let mut tokens = write(&input, &mut errors).unwrap_or_default();
    tokens.extend(errors.into_tokens());
    tokens
}
