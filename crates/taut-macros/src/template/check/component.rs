//! Checks the places of components in a template: their content is not known, so anything must be allowed there.

use proc_macro2::Ident;

use super::Check;
use crate::errors::Place;
use crate::html::Namespace;
use crate::template::ast::{Argument, Component, Expr, Listener};

impl Check<'_> {
    pub(super) fn component(
        &mut self,
        Component {
            tokens,
            name,
            place,
            listeners,
            contents,
            ..
        }: &Component,
    ) {
        // Which elements are around the content is not known here.
        let around = std::mem::take(&mut self.ancestors);
        contents
            .iter()
            .for_each(|content| self.inner(&content.nodes));
        self.ancestors = around;
        listeners
            .iter()
            .for_each(|listener| self.component_listener(listener));
        if tokens.to_string() == "Self" {
            self.errors.at(*place, "a view can't contain itself");
        } else {
            self.stands(&format!("<{name}/>"), *place);
        }
    }

    pub(super) fn view(&mut self, view: &Expr) {
        self.stands(&format!("{{{}}}", view.tokens), view.place);
    }

    /// A part may stand where anything may.
    fn stands(&mut self, written: &str, place: Place) {
        let around = self.ancestors.parent();
        if self.ancestors.inner_namespace() != Namespace::Html
            || self.ancestors.mistake("div", &|_| None).is_some()
        {
            let message = format!(
                "`{written}` may contain any element, and `<{around}>` can't: put it where a `<div>` is allowed"
            );
            self.errors.at(place, message);
        }
    }

    fn component_listener(&mut self, listener: &Listener) {
        let event = &listener.event;
        if event.words.len() != 1 || syn::parse_str::<Ident>(&event.text).is_err() {
            self.errors.at(
                event.place,
                "an event of a component has the name of its declaration: one word, with `_` if needed",
            );
        }
        for modifier in &listener.modifiers {
            self.errors.at(
                modifier.place,
                format_args!(
                    "`.{}` is for events of the browser, and `@{}` is an event of a component",
                    modifier.text, event.text
                ),
            );
        }
        let Some(call) = &listener.call else { return };
        for argument in &call.arguments {
            if let Argument::Projection(name) = argument
                && name.text != "detail"
            {
                self.errors.at(
                    name.place,
                    format_args!(
                        "an event of a component has no `{}`: its value is `event.detail`",
                        name.text
                    ),
                );
            }
        }
        if self.handlers.is_some() {
            self.callee(call);
        }
    }
}
