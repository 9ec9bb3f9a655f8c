//! Writes the constant table of a template's holes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::html::Truth;
use crate::template::lower::{Hole, Kind, Origin};

/// An entry of the table of holes.
pub(super) fn hole_table(hole: &Hole, templates: &[TokenStream]) -> TokenStream {
    let path = hole.path.iter().map(|step| Literal::u16_unsuffixed(*step));
    let kind = match &hole.kind {
        Kind::Text => quote!(Text),
        Kind::Attribute { name, context, truth } => {
            let (context, truth) = (ident(context), truth_of(*truth));
            quote!(Attribute { name: #name, context: Context::#context, truth: #truth })
        }
        Kind::Flag { name } => quote!(Flag { name: #name }),
        Kind::Property { name, mode, content } => {
            quote!(Property { name: #name, mode: #mode, content: #content })
        }
        Kind::Class { name, open } => quote!(Class { name: #name, open: #open }),
        Kind::Classes { beside, open } => quote!(Classes { beside: #beside, open: #open }),
        Kind::Style { name, open } => quote!(Style { name: #name, open: #open }),
        Kind::Spread { own } => {
            let own = own.iter().map(|(name, context)| {
                let context = ident(context);
                quote!((#name, Context::#context))
            });
            quote!(Spread { own: &[#(#own),*] })
        }
        Kind::Html { around } => quote!(Html { around: &[#(#around),*] }),
        Kind::Child { around, .. } => quote!(Child { view: #(#templates)*, around: &[#(#around),*] }),
        Kind::Block => quote!(Block { arms: &[#(#templates),*] }),
        Kind::List => quote!(List { row: #(&#templates)* }),
        Kind::Bus { cell, key, is_kept, compared, truth } => {
            let truth = truth_of(*truth);
            let compared = match compared {
                Some((equal, literal)) => {
                    quote!(::core::option::Option::Some(Comparison { equal: #equal, literal: #literal }))
                }
                None => quote!(::core::option::Option::None),
            };
            quote!(Bus(Binding { cell: #cell, key: #key, is_kept: #is_kept, compared: #compared, truth: #truth }))
        }
        Kind::Event { event, flags, keys, handler, sources, projections } => {
            let sources = source_table(sources.as_deref());
            let projections = projections.iter().map(|projection| ident(projection));
            quote!(Event(Listener {
                event: #event,
                flags: #flags,
                keys: &[#(#keys),*],
                handler: #handler,
                sources: #sources,
                projections: &[#(Projection::#projections),*],
            }))
        }
    };
    quote!(Hole { path: &[#(#path),*], kind: Kind::#kind })
}

fn truth_of(truth: Truth) -> TokenStream {
    match truth {
        Truth::Text => quote!(Truth::Text),
        Truth::Flag => quote!(Truth::Flag),
        Truth::Words(yes, no) => quote!(Truth::Words(#yes, #no)),
    }
}

fn source_table(sources: Option<&[Origin]>) -> TokenStream {
    let Some(sources) = sources else { return quote!(::core::option::Option::None) };
    let sources = sources.iter().map(|source| match source {
        Origin::Event(at) => {
            let at = Literal::u16_unsuffixed(u16::try_from(*at).unwrap_or(u16::MAX));
            quote!(Source::Event(#at))
        }
        Origin::Attribute(name) => quote!(Source::Attribute(#name)),
        Origin::Server => quote!(Source::Server),
    });
    quote!(::core::option::Option::Some(&[#(#sources),*]))
}
