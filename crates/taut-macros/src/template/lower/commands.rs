//! Lowers the commands of a listener: a hole that only the browser knows, and attributes for arguments that the server computes.

use taut_facts::AddOn;
use taut_facts::add_ons::VISIBLE;
use taut_facts::commands::Parameter;

use super::events::modifiers;
use super::{Commands, Kind, Lower, Value, attributes, keys};
use crate::template::ast::{Attribute, Command, Element, Expr, Goal, Listener};

impl Lower {
    /// The commands of each listener of an element, as JSON; what the server computes for them becomes attributes.
    pub(super) fn all_commands(&mut self, element: &Element) -> Vec<Option<String>> {
        let listeners = element.attributes.iter().filter_map(Attribute::listener);
        listeners
            .enumerate()
            .map(|(at, Listener { commands, .. })| {
                (!commands.is_empty()).then(|| self.commands(commands, at))
            })
            .collect()
    }

    /// Writes what the server computes for the commands of a listener, at an index among those of its element, as attributes; returns
    /// the commands as JSON.
    fn commands(&mut self, commands: &[Command], at: usize) -> String {
        let mut given = Given {
            lower: self,
            prefix: format!("data-taut-do-{at}"),
            count: 0,
        };
        let all: Vec<String> = commands
            .iter()
            .map(|command| given.command(command))
            .collect();
        format!("[{}]", all.join(","))
    }

    /// The listener that runs commands, before the one that calls a handler.
    pub(super) fn commands_hole(&mut self, listener: &Listener, json: String) {
        let (flags, keys) = modifiers(&listener.event, &listener.modifiers);
        self.body.needs |= AddOn::Commands.bit();
        if listener.event.text == VISIBLE {
            self.body.needs |= AddOn::Visible.bit();
        }
        self.hole(Kind::Commands(Commands {
            event: listener.event.text.clone(),
            flags,
            keys,
            json,
        }));
    }
}

/// The arguments of the commands of a listener.
struct Given<'l> {
    lower: &'l mut Lower,
    prefix: String,
    /// How many of them the server computes.
    count: usize,
}

impl Given<'_> {
    fn command(&mut self, command: &Command) -> String {
        let goal: Vec<String> = match &command.goal {
            Goal::Itself => Vec::new(),
            Goal::Page(selector) => vec![self.text(selector)],
            Goal::Closest(around, inside) => vec![
                self.text(around),
                inside
                    .as_ref()
                    .map_or("0".to_owned(), |inside| self.text(inside)),
            ],
        };
        let mut parts = vec![quoted(command.of.name()), format!("[{}]", goal.join(","))];
        for (value, parameter) in command.arguments.iter().zip(command.of.row().parameters) {
            parts.push(match parameter {
                Parameter::Detail => self.json(value),
                _ => self.text(value),
            });
        }
        format!("[{}]", parts.join(","))
    }

    /// A text: a literal, or where the browser finds it.
    fn text(&mut self, value: &Expr) -> String {
        match syn::parse2::<syn::LitStr>(value.tokens.clone()) {
            Ok(text) => quoted(&text.value()),
            Err(_) => self.attribute(value, Value::Borrowed(value.clone())),
        }
    }

    /// Any value, as JSON in an attribute.
    fn json(&mut self, value: &Expr) -> String {
        if let Some(json) = keys::literal_json(&value.tokens) {
            return json;
        }
        self.attribute(value, Value::Json(value.clone()))
    }

    fn attribute(&mut self, value: &Expr, written: Value) -> String {
        if !value.is_whole {
            return quoted("");
        }
        let name = format!("{}-{}", self.prefix, self.count);
        self.count += 1;
        self.lower
            .value("attribute", attributes::plain(name.clone()), written);
        format!("[{}]", quoted(&name))
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    let mut json = String::from('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => json.extend(['\\', char]),
            char if char.is_control() => json.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => json.push(char),
        }
    }
    json + "\""
}
