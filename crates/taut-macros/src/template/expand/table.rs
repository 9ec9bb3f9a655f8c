//! Writes the constant table of a template's holes.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{Expand, ident, part_type};
use crate::html::Namespace;
use crate::template::lower::{Body, Event, Hole, Kind, Origin};
use crate::template::target::truth_of;

impl Expand {
    /// The table of a template, an arm or a row.
    pub(super) fn template(&self, body: &Body) -> TokenStream {
        let all = body.holes();
        let statics = all.iter().map(|hole| &hole.before).chain([&body.last]);
        let holes = all.iter().map(|hole| self.hole_table(hole));
        let tail = body.tail.iter().map(|step| Literal::u16_unsuffixed(*step));
        let namespace = ident(match body.namespace {
            Namespace::Html => "Html",
            Namespace::Svg => "Svg",
            Namespace::MathMl => "MathMl",
        });
        let has_marks = body.has_marks;
        let parts = body.parts();
        let parts = parts.iter().map(|number| part_type(*number));
        let has_components = quote!(false #(|| has_components::<#parts>())*);
        let is_document = match all.first() {
            Some(Hole {
                number: 0,
                before,
                path,
                kind: Kind::Part { number, .. },
                ..
            }) if before.is_empty() && path.is_empty() => {
                let part = part_type(*number);
                quote!(is_document::<#part>())
            }
            _ => body.is_document.to_token_stream(),
        };
        let numbers = numbers(&all);
        quote!(Template {
            namespace: Namespace::#namespace,
            statics: &[#(#statics),*],
            holes: &[#(#holes),*],
            numbers: &#numbers,
            tail: &[#(#tail),*],
            is_document: #is_document,
            has_marks: #has_marks,
            has_components: #has_components,
        })
    }

    /// An entry of the table of holes.
    fn hole_table(&self, hole: &Hole) -> TokenStream {
        let path = hole.path.iter().map(|step| Literal::u16_unsuffixed(*step));
        let kind = match &hole.kind {
            Kind::Value { target, .. } => target.table(),
            Kind::Block { arms, .. } => {
                let arms = arms.iter().map(|arm| self.template(arm));
                quote!(Block { arms: &[#(#arms),*] })
            }
            Kind::List { row, .. } => {
                let row = self.template(row);
                quote!(List { row: &#row })
            }
            Kind::Part { number, around, .. } => {
                let (path, part) = (path.collect::<Vec<_>>(), part_type(*number));
                return quote!(Hole { path: &[#(#path),*], kind: part::<#part>(&[#(#around),*]) });
            }
            Kind::Event(event) => event_table(event),
            Kind::Bus {
                cell,
                key,
                is_kept,
                compared,
                truth,
            } => {
                let truth = truth_of(*truth);
                let compared = comparison(compared.as_ref());
                quote!(Bus(Binding { cell: #cell, key: #key, is_kept: #is_kept, compared: #compared, truth: #truth }))
            }
        };
        quote!(Hole { path: &[#(#path),*], kind: Kind::#kind })
    }
}

/// The browser's numbers of the holes, if they are not the indices.
fn numbers(holes: &[&Hole]) -> TokenStream {
    if !holes
        .iter()
        .any(|hole| matches!(hole.kind, Kind::Part { .. }))
    {
        return quote!([]);
    }
    let widths = holes.iter().map(|hole| match &hole.kind {
        Kind::Part { number, .. } => {
            let part = part_type(*number);
            quote!(width::<#part>())
        }
        _ => quote!(1),
    });
    quote!(numbers([#(#widths,)* 0]))
}

fn event_table(
    Event {
        event,
        flags,
        keys,
        index,
        sources,
        projections,
        ..
    }: &Event,
) -> TokenStream {
    let sources = source_table(sources.as_deref());
    let projections = projections
        .iter()
        .map(|projection| ident(projection.row().variant));
    quote!(Event(Listener {
        event: #event,
        flags: #flags,
        keys: &[#(#keys),*],
        handler: #index,
        sources: #sources,
        projections: &[#(Projection::#projections),*],
    }))
}

fn comparison(compared: Option<&(bool, String)>) -> TokenStream {
    match compared {
        Some((equal, literal)) => {
            quote!(::core::option::Option::Some(Comparison { equal: #equal, literal: #literal }))
        }
        None => quote!(::core::option::Option::None),
    }
}

fn source_table(sources: Option<&[Origin]>) -> TokenStream {
    let Some(sources) = sources else {
        return quote!(::core::option::Option::None);
    };
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
