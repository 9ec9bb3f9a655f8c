//! `#[derive(Text)]` and `#[derive(Key)]`, for types of the user.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::paths::Paths;

/// Implements `Text` with the type's `Display`.
pub(crate) fn text(input: TokenStream) -> TokenStream {
    derive(
        input,
        |private| {
            quote! {
                type Memo = #private::Digest;
                fn changed(&self, memo: &mut #private::Digest) -> bool {
                    memo.replace(#private::Digest::of_display(self))
                }
                fn value(&self) -> #private::Value<'_> {
                    #private::Value::Display(self)
                }
            }
        },
        "Text",
    )
}

/// Implements `Key` with the whole value.
pub(crate) fn key(input: TokenStream) -> TokenStream {
    derive(
        input,
        |_| {
            quote! {
                type Owned = Self;
                fn keep(&self) -> Self {
                    ::core::clone::Clone::clone(self)
                }
                fn is(&self, kept: &Self) -> bool {
                    self == kept
                }
            }
        },
        "Key",
    )
}

fn derive(
    input: TokenStream,
    body: impl Fn(&TokenStream) -> TokenStream,
    name: &str,
) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let private = Paths::default().private();
    let (ty, (generics, arguments, bounds)) = (&input.ident, input.generics.split_for_impl());
    let (name, body) = (quote::format_ident!("{name}"), body(&private));
    quote! {
        #[automatically_derived]
        impl #generics #private::#name for #ty #arguments #bounds { #body }
    }
}
