//! What stands in the parentheses of `#[live_view(…)]`: `persist`, `persist = always`, `persist = each_event`, `version = 2`, `crate = path`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, Path, Token};

use super::methods::Methods;
use crate::errors::did_you_mean;
use crate::paths::Paths;

const HOW: &str = "`#[live_view(persist)]`, `#[live_view(persist = always, version = 2)]` or `#[live_view(crate = path)]`";

/// The arguments of the attribute.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) paths: Paths,
    pub(crate) persist: Option<Persist>,
}

/// How the state of the view is kept.
pub(crate) struct Persist {
    span: Span,
    /// The variant of `SaveWhen`.
    when: &'static str,
    version: u32,
}

enum Argument {
    Crate(Paths),
    Persist(Span, &'static str),
    Version(Span, u32),
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self::default();
        let mut version = None;
        for argument in Punctuated::<Argument, Token![,]>::parse_terminated(input)? {
            match argument {
                Argument::Crate(paths) => arguments.paths = paths,
                Argument::Persist(span, when) => {
                    arguments.persist = Some(Persist {
                        span,
                        when,
                        version: 0,
                    })
                }
                Argument::Version(span, number) => version = Some((span, number)),
            }
        }
        match (&mut arguments.persist, version) {
            (Some(persist), Some((_, number))) => persist.version = number,
            (None, Some((span, _))) => {
                return Err(syn::Error::new(
                    span,
                    "`version` is the version of the saved state: `#[live_view(persist, version = 2)]`",
                ));
            }
            (_, None) => {}
        }
        Ok(arguments)
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.parse::<Option<Token![crate]>>()?.is_some() {
            input.parse::<Token![=]>()?;
            let path = input.call(Path::parse_mod_style);
            let path = path.map_err(|error| {
                syn::Error::new(
                    error.span(),
                    "expected the path of the `taut` crate: `crate = path`",
                )
            })?;
            return Ok(Self::Crate(Paths::at(&path)));
        }
        let name: Ident = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), format!("expected {HOW}")))?;
        match name.to_string().as_str() {
            "persist" => Ok(Self::Persist(name.span(), save_when(input)?)),
            "version" => {
                input.parse::<Token![=]>()?;
                let number: LitInt = input.parse()?;
                Ok(Self::Version(name.span(), number.base10_parse()?))
            }
            other => {
                let hint = did_you_mean(other, ["persist", "version", "crate"]);
                Err(syn::Error::new(
                    name.span(),
                    format!("`#[live_view]` has no option `{other}`{hint}: write {HOW}"),
                ))
            }
        }
    }
}

/// When the view is saved: the variant of `SaveWhen`.
fn save_when(input: ParseStream<'_>) -> syn::Result<&'static str> {
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Ok("AtEnd");
    }
    let when: Ident = input.parse()?;
    match when.to_string().as_str() {
        "always" => Ok("Always"),
        "each_event" => Ok("EachEvent"),
        _ => Err(syn::Error::new(
            when.span(),
            "expected `persist = always`, which saves each change within a second, or `persist = each_event`, which saves it before the \
             browser is told",
        )),
    }
}

impl Persist {
    /// The items of `LiveView` that it becomes.
    pub(crate) fn items(&self, methods: &Methods, private: &TokenStream) -> TokenStream {
        let Self {
            span,
            when,
            version,
        } = self;
        let when = Ident::new(when, *span);
        let migrate = methods
            .migrate
            .then(|| quote_spanned!(*span=> .migrating(Self::migrate)));
        let restored = methods.restored.then(|| {
            quote_spanned!(*span=>
                fn restored(&mut self, request: &#private::Request<'_>) -> ::core::result::Result<(), #private::Reject> {
                    #private::HandlerResult::into_result(Self::restored(self, request))
                }
            )
        });
        quote_spanned! {*span=>
            const PERSIST: ::core::option::Option<#private::Persist<Self>> =
                ::core::option::Option::Some(#private::Persist::new(#version, #private::SaveWhen::#when)#migrate);
            #restored
        }
    }
}
