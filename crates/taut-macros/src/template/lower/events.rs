//! Lowers listeners: the flags and keys for the browser, the arguments for the server.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use taut_facts::add_ons::VISIBLE;
use taut_facts::{AddOn, Flag, Projection};

use super::{Argument, Event, Kind, Lower, Origin, Scope, Source, Value, attributes, keys};
use crate::html::keys::key;
use crate::live_view::handlers::Handler;
use crate::template::ast::{self, Attribute, Call, Element, Expr, Listener, Name};

/// The start tag of a form that may get the address that it is posted to.
pub(super) struct OpenTag {
    pub(super) is_open: bool,
}

impl OpenTag {
    /// A form whose template does not specify how it is sent, so that the browser would just reload the page.
    pub(super) fn of(element: &Element) -> Self {
        let says = |attribute: &Attribute| match attribute {
            Attribute::Plain { name, .. } => {
                ["method", "action", "enctype", "target"].contains(&name.text.as_str())
            }
            Attribute::Spread(_) => true,
            _ => false,
        };
        Self {
            is_open: element.name.text == "form" && !element.attributes.iter().any(says),
        }
    }
}

impl Lower {
    /// Writes the bound arguments that a browser must know as attributes of the listeners' element.
    pub(super) fn known_arguments(&mut self, element: &Element, scope: &Scope<'_>) {
        let listeners = element.attributes.iter().filter_map(Attribute::listener);
        for (at, listener) in listeners.enumerate() {
            let Some(call) = &listener.call else { continue };
            let Some(handler) = callee(call, scope) else {
                continue;
            };
            for (position, value) in bound_and_known(call, handler) {
                let ty = &handler.parameters[position].ty;
                self.known_argument(&attribute_name(at, position), value, ty, scope);
            }
        }
    }

    fn known_argument(&mut self, name: &str, value: &Expr, ty: &TokenStream, scope: &Scope<'_>) {
        if let Some(json) = keys::literal_json(&value.tokens) {
            return self.fixed(name, Some(&json));
        }
        let method = if scope.is_constant(&value.tokens) {
            "constant"
        } else {
            "argument"
        };
        self.value(
            method,
            attributes::plain(name.to_owned()),
            Value::Typed(value.clone(), ty.clone()),
        );
    }

    /// A listener, at an index among those of its element.
    ///
    /// In the start tag of a form that can be posted without JavaScript, `tag` is open.
    pub(super) fn listener(
        &mut self,
        listener: Listener,
        at: usize,
        tag: &mut OpenTag,
        scope: &Scope<'_>,
    ) {
        let Some(call) = listener.call else { return };
        let Some(handler) = callee(&call, scope) else {
            return self.no_call(call);
        };
        let sources = sources(&call, handler, at);
        let mut projections = Vec::new();
        let mut needs_memo = false;
        let mut arguments = Vec::new();
        for (argument, parameter) in call.arguments.into_iter().zip(&handler.parameters) {
            let source = match argument {
                ast::Argument::Projection(name) => {
                    let Some(projection) = projection(&name) else {
                        continue;
                    };
                    projections.push(projection);
                    let marker = marker(projection, &listener.event);
                    Source::Projection(Ident::new(marker, name.place.start), projections.len() - 1)
                }
                ast::Argument::Bound(value) => {
                    needs_memo |= !scope.is_constant(&value.tokens);
                    Source::Bound(value)
                }
            };
            arguments.push(Argument {
                source,
                ty: parameter.ty.clone(),
            });
        }
        let (mut flags, keys) = modifiers(&listener.event, &listener.modifiers);
        flags |= if needs_memo { Flag::Varies.bit() } else { 0 };
        let index = scope
            .handlers
            .map_or(u16::MAX, |handlers| handlers.index(handler));
        let event = listener.event.text;
        if event == VISIBLE {
            self.body.needs |= AddOn::Visible.bit();
        }
        let posts = tag.is_open && event == "submit" && projections == [Projection::Form];
        let handler = call.handler;
        self.hole(Kind::Event(Event {
            event,
            flags,
            keys,
            index,
            sources,
            projections,
            handler,
            arguments,
            posts,
        }));
        if posts {
            tag.is_open = false;
            self.html.push('>');
        }
    }

    /// Keeps the arguments of a call that cannot be made.
    pub(super) fn no_call(&mut self, call: Call) {
        for argument in call.arguments {
            if let ast::Argument::Bound(value) = argument {
                self.mention(value);
            }
        }
    }
}

/// The handler of a call, if it can be called like this.
pub(super) fn callee<'a>(call: &Call, scope: &Scope<'a>) -> Option<&'a Handler> {
    scope
        .handlers?
        .callable(&call.handler.unraw().to_string())
        .filter(|handler| fits(call, handler))
}

/// The bound arguments of a call whose values a browser must know.
fn bound_and_known<'c>(call: &'c Call, handler: &Handler) -> Vec<(usize, &'c Expr)> {
    let known = handler.known().unwrap_or_default();
    let bound = |(at, argument): (usize, &'c ast::Argument)| match argument {
        ast::Argument::Bound(value) if known.contains(&at) || is_predicted(value, handler) => {
            Some((at, value))
        }
        _ => None,
    };
    call.arguments
        .iter()
        .enumerate()
        .filter_map(bound)
        .collect()
}

/// Whether a prediction reads an argument: a literal, which the page may know.
fn is_predicted(value: &Expr, handler: &Handler) -> bool {
    handler.program.is_some() && keys::literal_json(&value.tokens).is_some()
}

/// The attribute that contains an argument of the listener at an index of its element.
fn attribute_name(listener: usize, position: usize) -> String {
    format!("data-taut-{listener}-{position}")
}

/// Where a browser finds the arguments, if it must know any.
fn sources(call: &Call, handler: &Handler, at: usize) -> Option<Vec<Origin>> {
    let known = match handler.known() {
        Some(known) => known,
        None => handler.program.as_ref().map(|_| BTreeSet::new())?,
    };
    let mut projections = 0;
    let source = |(position, argument): (usize, &ast::Argument)| match argument {
        ast::Argument::Projection(_) => {
            projections += 1;
            Origin::Event(projections - 1)
        }
        ast::Argument::Bound(value)
            if known.contains(&position) || is_predicted(value, handler) =>
        {
            Origin::Attribute(attribute_name(at, position))
        }
        ast::Argument::Bound(_) => Origin::Server,
    };
    Some(call.arguments.iter().enumerate().map(source).collect())
}

/// Whether all arguments of a call can be passed to the handler.
fn fits(call: &Call, handler: &Handler) -> bool {
    let is_right = |argument: &ast::Argument| match argument {
        ast::Argument::Projection(name) => projection(name).is_some(),
        ast::Argument::Bound(value) => value.is_whole,
    };
    call.arguments.len() == handler.parameters.len() && call.arguments.iter().all(is_right)
}

fn projection(name: &Name) -> Option<Projection> {
    Projection::named(&name.text)
}

/// The marker type of a projection: a value of the client state is a detail that may be missing.
fn marker(projection: Projection, event: &Name) -> &'static str {
    let is_published = projection == Projection::Detail && event.text.starts_with("client-");
    if is_published {
        "Published"
    } else {
        projection.row().variant
    }
}

/// Submitting a form would leave the page, so a listener always prevents it.
pub(super) fn modifiers(event: &Name, modifiers: &[Name]) -> (u8, Vec<String>) {
    let mut flags = if event.text == "submit" {
        Flag::Prevent.bit()
    } else {
        0
    };
    let mut keys = Vec::new();
    for Name { text, .. } in modifiers {
        if let Some(flag) = Flag::of_modifier(text) {
            flags |= flag.bit();
        } else {
            // Anything that is not a key is a modifier key.
            keys.push(key(text).unwrap_or(text).to_owned());
        }
    }
    (flags, keys)
}
