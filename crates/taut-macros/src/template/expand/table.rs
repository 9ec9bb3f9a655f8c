//! Writes the constant table of a template's holes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::template::lower::{Hole, Kind, Origin};

/// An entry of the table of holes.
pub(super) fn hole_table(hole: &Hole, templates: &[TokenStream]) -> TokenStream {
    let path = hole.path.iter().map(|step| Literal::u16_unsuffixed(*step));
    let kind = match &hole.kind {
        Kind::Text => quote!(Text),
        Kind::Attribute { name, context } => {
            let context = ident(context);
            quote!(Attribute { name: #name, context: Context::#context })
        }
        Kind::Flag { name } => quote!(Flag { name: #name }),
        Kind::Property { name, content } => quote!(Property { name: #name, content: #content }),
        Kind::Class { name, open } => quote!(Class { name: #name, open: #open }),
        Kind::Classes { beside, open } => quote!(Classes { beside: #beside, open: #open }),
        Kind::Style { name, open } => quote!(Style { name: #name, open: #open }),
        Kind::Spread => quote!(Spread),
        Kind::Html => quote!(Html),
        Kind::Child(_) => quote!(Child { view: #(#templates)* }),
        Kind::Block => quote!(Block { arms: &[#(#templates),*] }),
        Kind::List => quote!(List { row: #(&#templates)* }),
        Kind::Bus { cell, key, compared } => {
            let compared = match compared {
                Some((equal, literal)) => {
                    quote!(::core::option::Option::Some(Comparison { equal: #equal, literal: #literal }))
                }
                None => quote!(::core::option::Option::None),
            };
            quote!(Bus(Binding { cell: #cell, key: #key, compared: #compared }))
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
