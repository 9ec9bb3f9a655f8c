//! Lowers `{..attributes}`. What the user can change in a control is a hole of its own, so that it obeys the rules of `value={…}`.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::attributes::{Inner, context, property};
use super::{Lower, Target, Value};
use crate::html;
use crate::template::ast::{Attribute, AttributeValue, Element, Expr};

impl Lower {
    /// Lowers the spreads of an element; returns the content of a `<textarea>` that comes from them.
    pub(super) fn spreads(&mut self, element: &Element, spreads: &[Expr]) -> Option<Inner> {
        if spreads.is_empty() {
            return None;
        }
        let state = state_of(element).filter(|state| !is_written(element, state));
        for value in spreads {
            let own = html::loaded(&element.name.text)
                .map(|(name, kind)| (name, context(kind)))
                .collect();
            let target = Target::Spread {
                own,
                omits: omitted(element),
            };
            self.value("spread", target, Value::Borrowed(value.clone()));
        }
        match state? {
            "value" if element.name.text == "textarea" => element
                .children
                .is_empty()
                .then(|| Inner::Text(text_of("value", spreads), String::new())),
            "value" => {
                let value = Value::Borrowed(text_of("value", spreads));
                self.value("property", property("value"), value);
                None
            }
            flag => {
                let mut value = text_of(flag, spreads);
                let tokens = &value.tokens;
                value.tokens = quote!((#tokens).is_some());
                self.value("flag", property(flag), Value::Copied(value));
                None
            }
        }
    }
}

/// The attribute of the first spread that has it.
fn text_of(name: &str, spreads: &[Expr]) -> Expr {
    let get = |value: &Expr| {
        let tokens = &value.tokens;
        let get = Ident::new("get", Span::mixed_site().located_at(value.around));
        quote!((#tokens).#get(#name))
    };
    let mut value = spreads[0].clone();
    let rest = spreads[1..].iter().map(|value| {
        let other = get(value);
        quote!(.or(#other))
    });
    let first = get(&value);
    value.tokens = quote!(#first #(#rest)*);
    value
}

/// The attribute that begins what the user changes in an element. Passwords and files are never sent back.
fn state_of(element: &Element) -> Option<&'static str> {
    match element.name.text.as_str() {
        "option" => Some("selected"),
        "textarea" => Some("value"),
        "input" => match type_of(element).as_deref() {
            Some("checkbox" | "radio") => Some("checked"),
            Some("password" | "file") => None,
            _ => Some("value"),
        },
        _ => None,
    }
}

/// The type of an `<input>`, if it is constant.
fn type_of(element: &Element) -> Option<String> {
    element
        .attributes
        .iter()
        .find_map(|attribute| match attribute {
            Attribute::Plain {
                name,
                value: AttributeValue::Static(text),
            } if name.text == "type" => Some(text.value.trim().to_ascii_lowercase()),
            _ => None,
        })
}

/// The attributes that spreads leave alone: those that the tag has itself, and what a control shows.
fn omitted(element: &Element) -> Vec<String> {
    let mut names = written(element);
    names.extend(state_of(element).map(str::to_owned));
    if matches!(type_of(element).as_deref(), Some("password" | "file"))
        || element.name.text == "select"
    {
        names.push("value".to_owned());
    }
    names.sort();
    names.dedup();
    names
}

fn is_written(element: &Element, name: &str) -> bool {
    written(element).iter().any(|written| written == name)
}

/// The attributes that a tag has itself, by the names that they have in the page.
fn written(element: &Element) -> Vec<String> {
    let name_of = |attribute: &Attribute| match attribute {
        Attribute::Plain { name, .. } => Some(name.text.to_ascii_lowercase()),
        _ => None,
    };
    let in_page = |name: String| match html::property_mode(&name) {
        Some((property, _)) => property.to_owned(),
        None => name,
    };
    element
        .attributes
        .iter()
        .filter_map(name_of)
        .map(in_page)
        .collect()
}
