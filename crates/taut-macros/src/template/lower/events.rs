//! Lowers listeners: the flags and keys for the browser, the arguments for the server.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::{Argument, Event, Kind, Lower, Memo, Scope, Source, Step};
use crate::html::{FLAGS, KEYS, PROJECTIONS};
use crate::live_view::handlers::Handler;
use crate::template::ast::{self, Call, Listener, Name};

impl Lower {
    pub(super) fn listener(&mut self, listener: Listener, scope: &Scope<'_>) {
        let Some(call) = listener.call else { return };
        let Some(handlers) = scope.handlers else { return self.no_call(call) };
        let handler = handlers.callable(&call.handler.unraw().to_string());
        let Some(handler) = handler.filter(|handler| fits(&call, handler)) else { return self.no_call(call) };
        let mut projections = Vec::new();
        let mut needs_memo = false;
        let mut arguments = Vec::new();
        for (argument, parameter) in call.arguments.into_iter().zip(&handler.parameters) {
            let source = match argument {
                ast::Argument::Projection(name) => {
                    let Some(projection) = projection(&name) else { continue };
                    projections.push(projection);
                    Source::Projection(Ident::new(projection, name.place.start), projections.len() - 1)
                }
                ast::Argument::Bound(value) => {
                    needs_memo |= !scope.is_constant(&value.tokens);
                    Source::Bound(value)
                }
            };
            arguments.push(Argument { source, ty: parameter.ty.clone() });
        }
        let (flags, keys) = modifiers(&listener.event, &listener.modifiers);
        let handler = handlers.index(handler);
        let hole = self.hole(Kind::Event { event: listener.event.text, flags, keys, handler, projections });
        let memo = needs_memo.then(|| self.memo(Memo::Leaf));
        self.body.steps.push(Step::Event(Event { hole, handler: call.handler, arguments, memo }));
    }

    /// Keeps the arguments of a call that cannot be made.
    fn no_call(&mut self, call: Call) {
        for argument in call.arguments {
            if let ast::Argument::Bound(value) = argument {
                self.mention(value);
            }
        }
    }
}

/// Whether all arguments of a call can be given to the handler.
fn fits(call: &Call, handler: &Handler) -> bool {
    let is_right = |argument: &ast::Argument| match argument {
        ast::Argument::Projection(name) => projection(name).is_some(),
        ast::Argument::Bound(value) => value.is_whole,
    };
    call.arguments.len() == handler.parameters.len() && call.arguments.iter().all(is_right)
}

fn projection(name: &Name) -> Option<&'static str> {
    PROJECTIONS.iter().find(|(known, _)| *known == name.text).map(|(_, variant)| *variant)
}

/// Submitting a form would leave the page, so a listener always prevents it.
fn modifiers(event: &Name, modifiers: &[Name]) -> (u8, Vec<String>) {
    let mut flags = u8::from(event.text == "submit");
    let mut keys = Vec::new();
    for Name { text, .. } in modifiers {
        if let Some((_, flag)) = FLAGS.iter().find(|(name, _)| name == text) {
            flags |= flag;
        } else {
            let key = KEYS.iter().find(|(name, _)| name == text).map(|(_, key)| *key);
            keys.push(key.unwrap_or(text).to_owned());
        }
    }
    (flags, keys)
}
