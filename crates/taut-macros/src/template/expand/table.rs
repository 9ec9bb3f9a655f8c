//! Writes the constant table of a template's holes.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::{Expand, ident, part_type};
use crate::html::Namespace;
use crate::predict::formulas::Formula;
use crate::template::lower::{
    Body, Commands, Event, Hole, Keys, Kind, Origin, Outline, Part, Roots, Within,
};
use crate::template::target::truth_of;

impl Expand<'_> {
    /// The table of a template, an arm or a row.
    pub(super) fn template(&self, body: &Body) -> TokenStream {
        self.table(body, None)
    }

    /// The table of the template of a view, which may be one part only.
    pub(super) fn view_template(&self, body: &Body) -> TokenStream {
        self.table(body, all_of(&body.holes(), body))
    }

    fn table(&self, body: &Body, whole: Option<usize>) -> TokenStream {
        let all = body.holes();
        let statics = all.iter().map(|hole| &hole.before).chain([&body.last]);
        let holes = all
            .iter()
            .map(|hole| self.hole_table(hole, whole.is_some()));
        let tail = body.tail.iter().map(|step| Literal::u16_unsuffixed(*step));
        let namespace = ident(match body.namespace {
            Namespace::Html => "Html",
            Namespace::Svg => "Svg",
            Namespace::MathMl => "MathMl",
        });
        let (has_marks, needs) = (body.has_marks, Literal::u8_unsuffixed(body.needs));
        let parts = body.parts();
        let parts = parts.iter().map(|number| part_type(*number));
        let has_components = quote!(false #(|| has_components::<#parts>())*);
        let is_document = match whole {
            Some(number) => {
                let part = part_type(number);
                quote!(is_document::<#part>())
            }
            None => body.is_document.to_token_stream(),
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
            needs: #needs,
            has_components: #has_components,
        })
    }

    /// An entry of the table of holes.
    fn hole_table(&self, hole: &Hole, is_all: bool) -> TokenStream {
        let path = hole.path.iter().map(|step| Literal::u16_unsuffixed(*step));
        let kind = match &hole.kind {
            Kind::Value { target, .. } => target.table(),
            Kind::Block { arms, .. } => {
                let arms = arms.iter().map(|arm| self.template(arm));
                quote!(Block { arms: &[#(#arms),*] })
            }
            Kind::List { keys, row, .. } => {
                let (private, row) = (&self.private, self.template(row));
                match keys {
                    Keys::Written(_) => quote!(List { row: &#row }),
                    Keys::Feed(_) => quote!(List { row: #private::plain_rows(&#row) }),
                }
            }
            Kind::Part {
                number,
                around,
                within,
                shown,
            } => {
                let (path, part) = (path.collect::<Vec<_>>(), part_type(*number));
                let (within, message) = (within_table(within.as_ref()), misplaced(shown, around));
                let span = place_of(shown).resolved_at(Span::mixed_site());
                let kind = quote_spanned!(span=> part_within::<#part>(&[#(#around),*], #within, #is_all, #message));
                return quote!(Hole { path: &[#(#path),*], kind: #kind, formula: ::core::option::Option::None });
            }
            Kind::Event(event) => event_table(event),
            Kind::Commands(commands) => commands_table(commands),
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
        let formula = self.formula(hole.formula.as_ref());
        quote!(Hole { path: &[#(#path),*], kind: Kind::#kind, formula: #formula })
    }
}

impl Expand<'_> {
    /// How the value of a hole follows from what the view knows.
    fn formula(&self, formula: Option<&Formula>) -> TokenStream {
        let (Some(formula), Some(fields)) = (formula, self.fields) else {
            return quote!(::core::option::Option::None);
        };
        let (tree, truth) = (formula.json(fields), truth_of(formula.truth));
        quote!(::core::option::Option::Some(Formula { tree: #tree, truth: #truth }))
    }
}

/// The number of the part that is all of a template, if one is.
fn all_of(holes: &[&Hole], body: &Body) -> Option<usize> {
    match holes {
        [hole] if hole.before.is_empty() && hole.path.is_empty() && body.last.is_empty() => {
            match hole.kind {
                Kind::Part { number, .. } => Some(number),
                _ => None,
            }
        }
        _ => None,
    }
}

fn within_table(within: Option<&Within>) -> TokenStream {
    let Some(Within {
        roots,
        has_text,
        open,
    }) = within
    else {
        return quote!(::core::option::Option::None);
    };
    let roots = match roots {
        Roots::Only(names) => quote!(Roots::Only(&[#(#names),*])),
        Roots::Except(names) => quote!(Roots::Except(&[#(#names),*])),
    };
    quote!(::core::option::Option::Some(Within { roots: #roots, has_text: #has_text, open: &[#(#open),*] }))
}

/// Where a part is written.
fn place_of(shown: &Part) -> Span {
    match shown {
        Part::Tag { place, .. } => place.start,
        Part::View(view) => view.value.place.start,
    }
}

/// What to say of a part that has an element that may not stand where the part does.
fn misplaced(shown: &Part, around: &[String]) -> String {
    let written = match shown {
        Part::Tag { name, .. } => format!("<{}/>", name.to_string().replace(' ', "")),
        Part::View(view) => format!("{{{}}}", view.value.tokens.to_string().replace(' ', "")),
    };
    let within = around.last().map_or("body", String::as_str);
    format!(
        "`{written}` may have an element, or a text, that a browser would move out of this `<{within}>`"
    )
}

/// What of the template matters for where it may stand.
pub(super) fn outline(outline: &Outline, body: &Body) -> TokenStream {
    let Outline {
        roots,
        has_text,
        ends,
        root_parts,
    } = outline;
    let root_parts = root_parts.iter().map(|number| part_type(*number));
    let parts = body.parts().into_iter().map(part_type);
    quote!(Outline {
        roots: &[#(#roots),*],
        has_text: #has_text,
        ends: &[#(#ends),*],
        root_parts: &[#(outline_of::<#root_parts>()),*],
        parts: &[#(outline_of::<#parts>()),*],
    })
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
        commands: "",
        sources: #sources,
        projections: &[#(Projection::#projections),*],
    }))
}

fn commands_table(
    Commands {
        event,
        flags,
        keys,
        json,
    }: &Commands,
) -> TokenStream {
    quote!(Event(Listener {
        event: #event,
        flags: #flags,
        keys: &[#(#keys),*],
        handler: 0,
        commands: #json,
        sources: ::core::option::Option::None,
        projections: &[],
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
        Origin::Row(depth, key) => quote!(Source::Row { depth: #depth, key: #key }),
        Origin::Server => quote!(Source::Server),
    });
    quote!(::core::option::Option::Some(&[#(#sources),*]))
}
