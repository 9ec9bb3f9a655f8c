//! Checks `@event={handler(…)}`: the event, its modifiers, the handler and its arguments.

use super::Check;
use crate::errors::did_you_mean;
use crate::html::keys::{self, HELD, NAMED, spelled_as_elsewhere};
use crate::html::{EVENTS, has_held_keys, has_key};
use crate::live_view::handlers::Handler;
use crate::template::ast::{Argument, Call, Element, Listener, Name};
use crate::template::parse::command_names;
use syn::ext::IdentExt;
use taut_facts::add_ons::VISIBLE;
use taut_facts::projections::Of;
use taut_facts::{Command, Flag, Projection};

impl<'a> Check<'a> {
    pub(super) fn listener(&mut self, listener: &Listener, element: &Element) {
        self.event(&listener.event);
        self.modifiers(listener);
        self.commands(listener, element);
        if let Some(call) = &listener.call {
            self.call(call, listener, element);
        }
    }

    fn event(&mut self, event: &Name) {
        if event.text.contains('-') || EVENTS.contains(&event.text.as_str()) {
            return;
        }
        let without_on = event
            .text
            .strip_prefix("on")
            .filter(|name| EVENTS.contains(name));
        let hint = match without_on {
            Some(name) => format!("; did you mean `{name}`?"),
            None => did_you_mean(&event.text, EVENTS.iter().copied()),
        };
        let also = if hint.is_empty() {
            "; a custom event has a hyphen in its name"
        } else {
            ""
        };
        self.errors.at(
            event.place,
            format_args!("there is no event `{}`{hint}{also}", event.text),
        );
    }

    fn modifiers(&mut self, listener: &Listener) {
        let mut seen: Vec<&str> = Vec::new();
        let mut first_key = None;
        for modifier in &listener.modifiers {
            let name = modifier.text.as_str();
            if let Some(mistake) = modifier_mistake(name, &listener.event.text) {
                self.errors.at(modifier.place, mistake);
            } else if seen.contains(&name) {
                self.errors
                    .at(modifier.place, format_args!("`.{name}` is given twice"));
            } else if let (Some(first), true) = (first_key, is_key(name)) {
                self.errors.at(
                    modifier.place,
                    format_args!("an event has a single key, so this listener would never be called: write one listener for `.{first}` and one for `.{name}`"),
                );
            }
            first_key = first_key.or(is_key(name).then_some(name));
            seen.push(name);
        }
    }

    fn call(&mut self, call: &Call, listener: &Listener, element: &Element) {
        for argument in &call.arguments {
            if let Argument::Projection(projection) = argument {
                self.projection(projection, listener, element);
            }
        }
        let Some(handler) = self.callee(call) else {
            return;
        };
        if let Some(declared) = handler.in_row().filter(|_| self.loops == 0) {
            let name = &handler.text;
            let message = format_args!(
                "`{name}` has `{declared}`, which changes a row, but this listener is not in a `for`"
            );
            self.errors.at(call.handler.span(), message);
        }
    }

    /// The handler that a call is for, if there is one.
    pub(super) fn callee(&mut self, call: &Call) -> Option<&'a Handler> {
        let name = call.handler.unraw().to_string();
        let Some(handlers) = self.handlers else {
            let message = match did_you_mean(&name, command_names()) {
                hint if hint.is_empty() => "a listener needs a handler, so it is allowed only in a `view!` of a `#[live_view]` impl".to_owned(),
                hint => format!("there is no command `{name}`{hint}"),
            };
            self.errors.at(call.handler.span(), message);
            return None;
        };
        let Some(handler) = handlers.find(&name) else {
            let commands = Command::ALL.iter().map(|command| command.name());
            let callable = handlers.names().chain(commands);
            let message = match handlers.why_not(&name) {
                Some(why) => why,
                None => format!(
                    "there is no handler `{name}`{}",
                    did_you_mean(&name, callable)
                ),
            };
            self.errors.at(call.handler.span(), message);
            return None;
        };
        if handler.source().is_some() {
            self.errors.at(
                call.handler.span(),
                format_args!(
                    "`{name}` receives what its `#[on]` names, so a listener can't call it: write another handler"
                ),
            );
            return None;
        }
        let (expected, found) = (handler.parameters.len(), call.arguments.len());
        if expected != found {
            let signature = handler.signature();
            self.errors.at(
                call.place,
                format_args!("`{signature}` takes {}, found {found}", count(expected)),
            );
        }
        Some(handler)
    }

    fn projection(&mut self, projection: &Name, listener: &Listener, element: &Element) {
        let name = projection.text.as_str();
        let Some(known) = Projection::named(name) else {
            let hint = did_you_mean(name, Projection::ALL.iter().map(|known| known.name()));
            return self.errors.at(
                projection.place,
                format_args!("an event has no `{name}`{hint}"),
            );
        };
        let event = listener.event.text.as_str();
        let mistake = match known.row().of {
            Of::Keyboard if !has_key(event) && !event.contains('-') => Some(format!(
                "`{event}` has no key: use `event.{name}` with `@keydown` or `@keyup`"
            )),
            Of::Checkbox if element.name.text != "input" && !element.name.text.contains('-') => {
                Some(format!(
                    "`<{}>` is never checked: use `event.{name}` with a checkbox or radio button",
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

/// Whether a modifier is a key. A modifier key has its own name first.
fn is_key(modifier: &str) -> bool {
    !HELD.contains(&modifier) && keys::key(modifier).is_some()
}

fn modifier_mistake(name: &str, event: &str) -> Option<String> {
    let is_held = HELD.contains(&name);
    if event == VISIBLE && ["window", "outside"].contains(&name) {
        return Some(format!(
            "`visible` is about its own element: remove `.{name}`"
        ));
    }
    if Flag::of_modifier(name).is_some()
        || is_key(name) && has_key(event)
        || is_held && has_held_keys(event)
    {
        return None;
    }
    if is_key(name) || is_held {
        return Some(format!(
            "`{event}` has no keys: use `.{name}` with `@keydown` or `@keyup`"
        ));
    }
    let hint = match spelled_as_elsewhere(name) {
        Some(here) => format!("; did you mean `{here}`?"),
        None => did_you_mean(name, modifiers().iter().map(String::as_str)),
    };
    let also = if hint.is_empty() {
        "; a key without a name is the character that it types, `.a` or `.\"?\"`"
    } else {
        ""
    };
    Some(format!("there is no modifier `.{name}`{hint}{also}"))
}

fn modifiers() -> Vec<String> {
    let flags = Flag::ALL.iter().filter_map(|flag| flag.row().modifier);
    let known = flags.chain(HELD.iter().copied()).map(str::to_owned);
    known
        .chain(NAMED.iter().map(|name| keys::spelling(name)))
        .collect()
}

fn count(arguments: usize) -> String {
    match arguments {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        many => format!("{many} arguments"),
    }
}
