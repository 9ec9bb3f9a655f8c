//! Lowers components: what they are given, and who is called with what they emit.

use proc_macro2::Ident;

use super::events::callee;
use super::{ComponentListener, Kind, Lower, Scope, Source};
use crate::template::ast::{Argument, Component, Listener};

impl Lower {
    pub(super) fn component(&mut self, component: Component, scope: &Scope<'_>) {
        let (around, place) = (scope.ancestors.names(), component.place);
        let listeners = component
            .listeners
            .into_iter()
            .filter_map(|listener| self.component_listener(listener, scope))
            .collect();
        self.hole(Kind::Component {
            view: component.tokens,
            around,
            place,
            props: component.props,
            listeners,
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
