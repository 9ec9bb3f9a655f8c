//! Lowers parts: views in their place, and tags with what they are given, and who is called with what they emit.

use proc_macro2::Ident;

use super::events::callee;
use super::{ComponentListener, Instance, Kind, Lower, Part, Scope, Source, template};
use crate::template::ast::{Argument, Component, Listener};

impl Lower {
    pub(super) fn component(&mut self, component: Component, scope: &mut Scope<'_>) {
        let Some(props) = component.props else { return };
        let place = component.place;
        let listeners = component
            .listeners
            .into_iter()
            .filter_map(|listener| self.component_listener(listener, scope))
            .collect();
        let contents = component.contents.into_iter();
        let of = Instance::Piece;
        let contents =
            contents.map(|content| (content.name, template(content.nodes, scope.handlers, of)));
        let tag = Part::Tag {
            contents: contents.collect(),
            name: component.tokens,
            place,
            props,
            listeners,
        };
        self.part(tag, scope);
    }

    /// A part, which is a node at its start and at its end.
    pub(super) fn part(&mut self, shown: Part, scope: &mut Scope<'_>) {
        let (number, around) = (scope.parts, scope.ancestors.names());
        scope.parts += 1;
        if around.is_empty() {
            scope.root_parts.push(number);
        }
        self.hole(Kind::Part {
            number,
            around,
            within: scope.within(),
            shown,
        });
        self.node();
    }

    /// A listener on the tag of a component, if its handler can be called so.
    fn component_listener(
        &mut self,
        listener: Listener,
        scope: &Scope<'_>,
    ) -> Option<ComponentListener> {
        let call = listener.call?;
        let event = <[Ident; 1]>::try_from(listener.event.words).ok();
        let handler = callee(&call, scope);
        let (Some([event]), Some(handler)) = (event, handler) else {
            self.no_call(call);
            return None;
        };
        Some(ComponentListener {
            event,
            index: scope
                .handlers
                .map_or(u16::MAX, |handlers| handlers.index(handler)),
            handler: call.handler,
            arguments: call.arguments.into_iter().map(source).collect(),
        })
    }
}

/// What an argument is made of; a component's event has only its detail.
fn source(argument: Argument) -> Source {
    match argument {
        Argument::Bound(value) => Source::Bound(value),
        Argument::Projection(name) => Source::Projection(Ident::new("detail", name.place.start), 0),
    }
}
