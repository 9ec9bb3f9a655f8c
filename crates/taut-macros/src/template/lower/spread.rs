//! Lowers `{..attributes}`. What the user can change in a control is a hole of its own, so that it obeys the rules of `value={…}`.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};

use super::attributes::{Inner, context, property};
use super::body::Step;
use super::{Lower, Target, Value};
use crate::html;
use crate::template::ast::{Attribute, AttributeValue, Element, Expr};

impl Lower {
    /// Lowers the spreads of an element; returns the content of a `<textarea>` that comes from them.
    pub(super) fn spreads(&mut self, element: &Element, spreads: &[Expr]) -> Option<Inner> {
        let (last, before) = spreads.split_last()?;
        for value in before {
            self.spread(element, value.clone());
        }
        let state = state_of(element).filter(|state| !is_written(element, state));
        match state {
            Some("value") if element.name.text == "textarea" => {
                self.spread(element, last.clone());
                let has_text = !element.children.is_empty();
                (!has_text).then(|| Inner::Text(text_of("value", last), String::new()))
            }
            Some(state) => {
                self.spread_with_state(element, last, state);
                None
            }
            None => {
                self.spread(element, last.clone());
                None
            }
        }
    }

    /// A spread, and a hole for what its control shows.
    fn spread_with_state(&mut self, element: &Element, value: &Expr, state: &str) {
        let name = Ident::new("__spread", Span::mixed_site());
        let list = Expr::new(name.to_token_stream(), value.place, true);
        let outer = std::mem::take(&mut self.body.steps);
        self.spread(element, list.clone());
        let mut text = text_of(state, &list);
        if state == "value" {
            self.value("property", property(state), Value::Borrowed(text));
        } else {
            let tokens = &text.tokens;
            text.tokens = quote!(#tokens.is_some());
            self.value("flag", property(state), Value::Copied(text));
        }
        let inner = std::mem::replace(&mut self.body.steps, outer);
        self.body
            .steps
            .push(Step::Spread(name, value.clone(), inner));
    }

    fn spread(&mut self, element: &Element, value: Expr) {
        let own = html::loaded(&element.name.text)
            .map(|(name, kind)| (name, context(kind)))
            .collect();
        let target = Target::Spread {
            own,
            omits: omitted(element),
        };
        self.value("spread", target, Value::Borrowed(value));
    }
}

/// The text of an attribute in a list.
fn text_of(name: &str, list: &Expr) -> Expr {
    let tokens = &list.tokens;
    let get = Ident::new("get", Span::mixed_site().located_at(list.around));
    Expr {
        tokens: quote!((#tokens).#get(#name)),
        ..list.clone()
    }
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
