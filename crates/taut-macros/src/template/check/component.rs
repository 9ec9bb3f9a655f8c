//! Checks the tags of components. Where they stand is checked by the compiler, which knows what they are.

use proc_macro2::Ident;

use super::Check;
use crate::template::ast::{Argument, Component, Listener};

impl Check<'_> {
    pub(super) fn component(
        &mut self,
        Component {
            tokens,
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
        if let Some(command) = listener.commands.first() {
            self.errors.at(
                command.name.span(),
                format_args!(
                    "`{}` is a command of the browser, and `@{}` is an event of a component, which the server tells: write a handler",
                    command.of.name(),
                    event.text
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
