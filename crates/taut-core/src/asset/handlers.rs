//! The handlers that listeners call, and their places in the table.

use std::collections::{BTreeMap, BTreeSet};

use crate::handler::Handler;
use crate::template::{Kind, Template};

/// The handlers that a browser can call: those of a view and of its components, once for each place of a component.
#[derive(Default)]
pub(super) struct Handlers {
    pub(super) all: Vec<Handler>,
    /// The view that is being written, and those around it.
    pub(super) views: Vec<Written>,
}

/// A view that is being written.
pub(super) struct Written {
    /// The numbers of its handlers that listeners call, and their places in the table.
    places: BTreeMap<u16, usize>,
    /// What its slots show.
    pub(super) contents: &'static [&'static Template],
}

impl Handlers {
    /// Adds the handlers of a view that the listeners of its template call. Others are not for the browser, such as those
    /// that the server calls by itself.
    pub(super) fn enter(
        &mut self,
        template: &Template,
        handlers: &[Handler],
        contents: &'static [&'static Template],
    ) {
        let mut called = BTreeSet::new();
        note_calls(template, &mut called);
        let mut places = BTreeMap::new();
        for number in called {
            if let Some(handler) = handlers.get(usize::from(number)) {
                places.insert(number, self.all.len());
                self.all.push(*handler);
            }
        }
        self.views.push(Written { places, contents });
    }

    pub(super) fn place(&self, number: u16) -> usize {
        let view = self.views.last();
        view.and_then(|view| view.places.get(&number).copied())
            .unwrap_or_default()
    }
}

/// Notes which handlers the listeners of a template call, without those of components.
fn note_calls(template: &Template, called: &mut BTreeSet<u16>) {
    for hole in template.holes {
        match &hole.kind {
            Kind::Event(listener) if listener.commands.is_empty() => {
                called.insert(listener.handler);
            }
            Kind::Block { arms } => arms.iter().for_each(|arm| note_calls(arm, called)),
            Kind::List { row } => note_calls(row, called),
            Kind::Piece { template, .. } => note_calls(template, called),
            Kind::Component { contents, .. } => {
                contents
                    .iter()
                    .for_each(|content| note_calls(content, called));
            }
            _ => {}
        }
    }
}
