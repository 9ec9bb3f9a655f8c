//! Checks the commands of a listener: their arguments, and what of their element belongs to the template.

use syn::Lit;
use taut_facts::commands::Parameter;
use taut_facts::options::ATTRIBUTES;

use super::{Check, static_value};
use crate::template::ast::{Attribute, AttributeValue, Command, Element, Expr, Goal, Listener};

/// Attributes that a command may set, besides those with a hyphen in their names.
const FREE: &[&str] = &[
    "contenteditable",
    "dir",
    "disabled",
    "draggable",
    "enterkeyhint",
    "inert",
    "inputmode",
    "lang",
    "part",
    "placeholder",
    "readonly",
    "required",
    "role",
    "slot",
    "spellcheck",
    "tabindex",
    "title",
    "translate",
];

impl Check<'_> {
    pub(super) fn commands(&mut self, listener: &Listener, element: &Element) {
        for command in &listener.commands {
            self.goal(command, element);
            for (value, parameter) in command.arguments.iter().zip(command.of.row().parameters) {
                self.argument(value, *parameter, listener);
            }
            if matches!(command.goal, Goal::Itself) {
                self.own(command, element);
            }
        }
    }

    fn goal(&mut self, command: &Command, element: &Element) {
        let selectors: Vec<&Expr> = match &command.goal {
            Goal::Itself => Vec::new(),
            Goal::Page(selector) => vec![selector],
            Goal::Closest(around, inside) => [around].into_iter().chain(inside).collect(),
        };
        for selector in &selectors {
            self.is_text(selector, "a selector", "\"#menu\"");
            if literal(selector).is_some_and(|text| text.trim().is_empty()) {
                self.errors
                    .at(selector.place, "an empty selector selects nothing");
            }
        }
        let name = command.of.name();
        let opens =
            matches!(element.name.text.as_str(), "dialog" | "details") || has(element, "popover");
        if matches!(name, "open" | "close") && selectors.is_empty() && !opens {
            self.errors.at(
                command.name.span(),
                format_args!(
                    "`<{}>` is no `<dialog>`, popover or `<details>`: write what to {name}, `{name}(\"#menu\")`",
                    element.name.text
                ),
            );
        }
    }

    /// A parameter that is a text: an expression is checked when it is rendered.
    fn is_text(&mut self, value: &Expr, what: &str, example: &str) -> bool {
        let is_other = matches!(
            syn::parse2::<Lit>(value.tokens.clone()),
            Ok(lit) if !matches!(lit, Lit::Str(_))
        );
        if is_other {
            let message = format_args!("expected {what}, which is a text: `{example}`");
            self.errors.at(value.place, message);
        }
        !is_other
    }

    fn argument(&mut self, value: &Expr, parameter: Parameter, listener: &Listener) {
        let (what, example) = match parameter {
            Parameter::Detail => return,
            Parameter::Classes => ("classes", "\"open\""),
            Parameter::Attribute => ("the name of an attribute", "\"aria-expanded\""),
            Parameter::Event => ("the name of an event", "\"item-picked\""),
            Parameter::Value | Parameter::Other => ("the value of an attribute", "\"true\""),
            Parameter::Text => ("a text", "\"copied\""),
        };
        if !self.is_text(value, what, example) {
            return;
        }
        let text = literal(value);
        if parameter.is_literal() && text.is_none() && value.is_whole {
            let message = format_args!("expected {what} in quotes: `{example}`");
            return self.errors.at(value.place, message);
        }
        let mistake = text.and_then(|text| match parameter {
            Parameter::Classes => class_mistake(&text),
            Parameter::Attribute => attribute_mistake(&text),
            Parameter::Event => event_mistake(&text, &listener.event.text),
            _ => None,
        });
        if let Some(mistake) = mistake {
            self.errors.at(value.place, mistake);
        }
    }

    /// What the server writes, a command must not: the next patch might undo it.
    fn own(&mut self, command: &Command, element: &Element) {
        let first = command.arguments.first();
        let text = first.and_then(literal).unwrap_or_default();
        let name = command.of.name();
        let mistake = if name.ends_with("_class") {
            let own = text
                .split_whitespace()
                .find(|class| has_class(element, class));
            own.map(|class| format!("the class `{class}` is the server's: `class:{class}={{…}}` says when it is there"))
        } else if name.ends_with("_attribute") && is_dynamic(element, &text) {
            Some(format!(
                "the attribute `{text}` is the server's: `{text}={{…}}` says what it is"
            ))
        } else if matches!(name, "show" | "hide" | "toggle") && is_dynamic(element, "hidden") {
            Some(format!(
                "whether this is hidden is the server's: write `hidden={{…}}` or `{name}`, not both"
            ))
        } else {
            None
        };
        if let Some(mistake) = mistake {
            let place = first.map_or(command.name.span().into(), |value| value.place);
            self.errors.at(place, mistake);
        }
    }
}

/// Whether an element has `class:name={…}`.
fn has_class(element: &Element, class: &str) -> bool {
    let is_own = |attribute: &Attribute| matches!(attribute, Attribute::Class { name, .. } if name.text == class);
    element.attributes.iter().any(is_own)
}

/// Whether the server computes an attribute of an element.
fn is_dynamic(element: &Element, wanted: &str) -> bool {
    let is_own = |attribute: &Attribute| {
        matches!(
            attribute,
            Attribute::Plain { name, value: AttributeValue::Dynamic(_) } if name.text == wanted
        )
    };
    element.attributes.iter().any(is_own)
}

fn has(element: &Element, wanted: &str) -> bool {
    let is_wanted = |attribute: &Attribute| matches!(attribute, Attribute::Plain { name, .. } if name.text == wanted);
    static_value(element, wanted).is_some() || element.attributes.iter().any(is_wanted)
}

/// The text of a literal.
fn literal(value: &Expr) -> Option<String> {
    match syn::parse2::<Lit>(value.tokens.clone()) {
        Ok(Lit::Str(text)) => Some(text.value()),
        _ => None,
    }
}

fn class_mistake(classes: &str) -> Option<String> {
    if classes.trim().is_empty() {
        return Some("expected classes, with spaces between: `\"open wide\"`".to_owned());
    }
    let dotted = classes
        .split_whitespace()
        .find_map(|class| class.strip_prefix('.'))?;
    Some(format!(
        "a class is written without its dot: `\"{dotted}\"`"
    ))
}

fn attribute_mistake(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let why = match lower.as_str() {
        "class" => "write `toggle_class`, `add_class` or `remove_class`",
        "hidden" => "write `show`, `hide` or `toggle`",
        "open" | "popover" => "write `open` or `close`",
        "style" => "toggle a class, and style it",
        "value" | "checked" | "selected" | "indeterminate" => {
            "it is the user's, whose input the server must learn of: write a handler"
        }
        _ if lower.starts_with("on") => "it is a script",
        "accept-charset" | "http-equiv" => "it is about the document",
        _ if lower.starts_with("data-taut") || ATTRIBUTES.contains(&lower.as_str()) => {
            "it belongs to the client"
        }
        _ if !is_name(name) => "that is no name",
        _ if lower.contains('-') || FREE.contains(&lower.as_str()) => return None,
        _ => "the page is found by it, or loads something: write a handler",
    };
    Some(format!("a command can't set `{name}`: {why}"))
}

fn is_name(name: &str) -> bool {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.:".contains(char);
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(is_plain)
}

fn event_mistake(name: &str, listens: &str) -> Option<String> {
    if !name.contains('-') || !is_name(name) {
        return Some("a custom event has a hyphen in its name: `\"item-picked\"`".to_owned());
    }
    if name.starts_with("client-") || name.starts_with("taut-") {
        return Some(format!(
            "`{name}` is an event of the client: choose another name"
        ));
    }
    (name == listens)
        .then(|| format!("this listens for `{name}` and dispatches it, so it would never end"))
}
