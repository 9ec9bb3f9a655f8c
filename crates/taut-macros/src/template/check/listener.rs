//! Judges `@event={handler(…)}`: the event, its modifiers, the handler and what it is called with.

use super::Check;
use crate::errors::did_you_mean;
use crate::html::{EVENTS, FLAGS, HELD_KEYS, KEYS, PROJECTIONS};
use crate::template::ast::{Argument, Call, Element, Listener, Name};
use syn::ext::IdentExt;

impl Check<'_> {
    pub(super) fn listener(&mut self, listener: &Listener, element: &Element) {
        self.event(&listener.event);
        for modifier in &listener.modifiers {
            self.modifier(modifier, &listener.event);
        }
        if let Some(call) = &listener.call {
            self.call(call, listener, element);
        }
    }

    fn event(&mut self, event: &Name) {
        if event.text.contains('-') || EVENTS.contains(&event.text.as_str()) {
            return;
        }
        let without_on = event.text.strip_prefix("on").filter(|name| EVENTS.contains(name));
        let hint = match without_on {
            Some(name) => format!("; did you mean `{name}`?"),
            None => did_you_mean(&event.text, EVENTS.iter().copied()),
        };
        let also = if hint.is_empty() { "; a custom event has a hyphen in its name" } else { "" };
        self.errors.at(event.place, format_args!("there is no event `{}`{hint}{also}", event.text));
    }

    fn modifier(&mut self, modifier: &Name, event: &Name) {
        let name = modifier.text.as_str();
        if FLAGS.iter().any(|(flag, _)| *flag == name) {
            return;
        }
        let is_key = KEYS.iter().any(|(key, _)| *key == name) || name.chars().count() == 1;
        let is_held = HELD_KEYS.contains(&name);
        let has_keys = event.text.starts_with("key");
        let has_held = has_keys
            || ["click", "mouse", "pointer", "dblclick", "wheel", "drag", "touch"]
                .iter()
                .any(|kind| event.text.contains(kind));
        if is_key && has_keys || is_held && has_held {
            return;
        }
        if is_key || is_held {
            let message = format_args!("`{}` has no keys: `.{name}` belongs to `@keydown` or `@keyup`", event.text);
            return self.errors.at(modifier.place, message);
        }
        let known = FLAGS
            .iter()
            .map(|(flag, _)| *flag)
            .chain(HELD_KEYS.iter().copied())
            .chain(KEYS.iter().map(|(key, _)| *key));
        self.errors.at(modifier.place, format_args!("there is no modifier `.{name}`{}", did_you_mean(name, known)));
    }

    fn call(&mut self, call: &Call, listener: &Listener, element: &Element) {
        for argument in &call.arguments {
            if let Argument::Projection(projection) = argument {
                self.projection(projection, listener, element);
            }
        }
        let Some(handlers) = self.handlers else {
            return self.errors.at(
                call.handler.span(),
                "a listener needs a handler: events work in the `view!` of a `#[live_view]` impl",
            );
        };
        let name = call.handler.unraw().to_string();
        let Some(handler) = handlers.find(&name) else {
            let message = match handlers.why_not(&name) {
                Some(why) => why,
                None => format!("there is no handler `{name}`{}", did_you_mean(&name, handlers.names())),
            };
            return self.errors.at(call.handler.span(), message);
        };
        let (expected, found) = (handler.parameters.len(), call.arguments.len());
        if expected != found {
            let signature = handler.signature();
            self.errors.at(call.place, format_args!("`{signature}` takes {}, found {found}", count(expected)));
        }
        if let Some(declared) = handler.in_row().filter(|_| self.loops == 0) {
            let message =
                format_args!("`{name}` is `{declared}`, which happens to a row: this listener is in no `for`");
            self.errors.at(call.handler.span(), message);
        }
    }

    fn projection(&mut self, projection: &Name, listener: &Listener, element: &Element) {
        let name = projection.text.as_str();
        let names = PROJECTIONS.iter().map(|(name, _)| *name);
        if !names.clone().any(|known| known == name) {
            let hint = did_you_mean(name, names);
            return self.errors.at(projection.place, format_args!("an event has no `{name}`{hint}"));
        }
        let event = listener.event.text.as_str();
        let mistake = match name {
            "form" if element.name.text != "form" && event == "submit" => None,
            "key" | "code" if !event.starts_with("key") && !event.contains('-') => {
                Some(format!("`{event}` has no key: `event.{name}` belongs to `@keydown` or `@keyup`"))
            }
            "checked" if !matches!(element.name.text.as_str(), "input") && !element.name.text.contains('-') => {
                Some(format!(
                    "`<{}>` is never checked: `event.checked` belongs to a checkbox or radio button",
                    element.name.text
                ))
            }
            _ => None,
        };
        if let Some(mistake) = mistake {
            self.errors.at(projection.place, mistake);
        }
    }
}

fn count(arguments: usize) -> String {
    match arguments {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        many => format!("{many} arguments"),
    }
}
