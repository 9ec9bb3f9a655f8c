//! Writes the constant table of a template's holes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Expand, ident};
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
        let (is_document, has_marks, has_components) =
            (body.is_document, body.has_marks, body.has_components());
        quote!(Template {
            namespace: Namespace::#namespace,
            statics: &[#(#statics),*],
            holes: &[#(#holes),*],
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
            Kind::Component { view, around, .. } => {
                let at = Literal::usize_unsuffixed(self.component(view));
                quote!(Component { view: &__COMPONENTS[#at], around: &[#(#around),*] })
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
