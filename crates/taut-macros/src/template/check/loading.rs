//! Checks `@loading`: its modifiers, and the handlers that it names.

use syn::ext::IdentExt;

use super::Check;
use crate::annotations::duration;
use crate::errors::did_you_mean;
use crate::template::ast::{Loading, LoadingModifier};

const MODIFIERS: &[&str] = &["view", "show", "hide", "delay"];

impl Check<'_> {
    pub(super) fn loading(&mut self, loading: &Loading) {
        let mut seen: Vec<&str> = Vec::new();
        for modifier in &loading.modifiers {
            let name = modifier.name.text.as_str();
            if seen.contains(&name) {
                self.errors.at(
                    modifier.name.place,
                    format_args!("`.{name}` is given twice"),
                );
            } else {
                self.loading_modifier(modifier);
            }
            if name == "hide" && seen.contains(&"show") || name == "show" && seen.contains(&"hide")
            {
                self.errors.at(
                    modifier.name.place,
                    "an element can be shown or hidden while it is marked, not both",
                );
            }
            if name == "view" && loading.has_handlers {
                let message = "`.view` is for all events of the view, so it takes no handlers";
                self.errors.at(modifier.name.place, message);
            }
            seen.push(name);
        }
        for handler in &loading.handlers {
            self.loading_handler(handler);
        }
    }

    fn loading_modifier(&mut self, LoadingModifier { name, argument }: &LoadingModifier) {
        match (name.text.as_str(), argument) {
            ("delay", Some(argument)) => {
                duration::read(argument.clone(), duration::GATE, self.errors);
            }
            ("delay", None) => self
                .errors
                .at(name.place, "expected a duration: `.delay(200ms)`"),
            (known, Some((_, place))) if MODIFIERS.contains(&known) => {
                self.errors
                    .at(*place, format_args!("`.{known}` takes no argument"));
            }
            (known, None) if MODIFIERS.contains(&known) => {}
            (unknown, _) => {
                let hint = did_you_mean(unknown, MODIFIERS.iter().copied());
                self.errors.at(
                    name.place,
                    format_args!("`@loading` has no modifier `.{unknown}`{hint}"),
                );
            }
        }
    }

    fn loading_handler(&mut self, handler: &syn::Ident) {
        let Some(handlers) = self.handlers else {
            let message = "there are no handlers here: `@loading={…}` is allowed only in a `view!` of a `#[live_view]` impl";
            return self.errors.at(handler.span(), message);
        };
        let name = handler.unraw().to_string();
        if handlers.find(&name).is_none() {
            let message = match handlers.why_not(&name) {
                Some(why) => why,
                None => format!(
                    "there is no handler `{name}`{}",
                    did_you_mean(&name, handlers.names())
                ),
            };
            self.errors.at(handler.span(), message);
        } else if !handlers.is_used(&name) {
            self.errors.at(
                handler.span(),
                format_args!("no listener calls `{name}`, so it would never be marked"),
            );
        }
    }
}
