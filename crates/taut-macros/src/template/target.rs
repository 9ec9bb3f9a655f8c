//! The target of a value: the table of a template has a kind for each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::html::Truth;

/// The target of a value, as in `taut_core::template::Kind`.
pub(crate) enum Target {
    Text,
    Attribute {
        name: String,
        context: &'static str,
        truth: Truth,
    },
    Flag {
        name: String,
    },
    Property {
        name: String,
        mode: String,
        content: bool,
    },
    Class {
        name: String,
        open: bool,
    },
    Classes {
        beside: String,
        open: bool,
    },
    Style {
        name: String,
        open: bool,
    },
    Spread {
        /// Attributes of the element that hold more than an ordinary URL, with their contexts.
        own: Vec<(&'static str, &'static str)>,
        /// Attributes that it leaves alone.
        omits: Vec<String>,
    },
    /// Style properties whose names are known only at run time.
    Styles {
        open: bool,
    },
    Html {
        around: Vec<String>,
    },
}

impl Target {
    /// Its kind in the constant table of holes.
    pub(crate) fn table(&self) -> TokenStream {
        match self {
            Target::Text => quote!(Text),
            Target::Attribute {
                name,
                context,
                truth,
            } => {
                let (context, truth) = (ident(context), truth_of(*truth));
                quote!(Attribute { name: #name, context: Context::#context, truth: #truth })
            }
            Target::Flag { name } => quote!(Flag { name: #name }),
            Target::Property {
                name,
                mode,
                content,
            } => {
                quote!(Property { name: #name, mode: #mode, content: #content })
            }
            Target::Class { name, open } => quote!(Class { name: #name, open: #open }),
            Target::Classes { beside, open } => quote!(Classes { beside: #beside, open: #open }),
            Target::Style { name, open } => quote!(Style { name: #name, open: #open }),
            Target::Spread { own, omits } => {
                let own = own.iter().map(|(name, context)| {
                    let context = ident(context);
                    quote!((#name, Context::#context))
                });
                quote!(Spread { own: &[#(#own),*], omits: &[#(#omits),*] })
            }
            Target::Styles { open } => quote!(Styles { open: #open }),
            Target::Html { around } => quote!(Html { around: &[#(#around),*] }),
        }
    }
}

pub(crate) fn truth_of(truth: Truth) -> TokenStream {
    match truth {
        Truth::Text => quote!(Truth::Text),
        Truth::Flag => quote!(Truth::Flag),
        Truth::Words(yes, no) => quote!(Truth::Words(#yes, #no)),
    }
}

/// A name of `taut_core::template`.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
