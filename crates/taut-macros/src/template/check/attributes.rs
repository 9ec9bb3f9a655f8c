//! Checks the attributes of a start tag: their names, and that none replaces another.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};

use super::Check;
use crate::errors::did_you_mean;
use crate::html::{self, AttributeKind, Content, Namespace, Truth};
use crate::template::ast::{Attribute, AttributeValue, Element, Expr, Name};

/// The spelling of another framework, and how to write it here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("class_name", "class"),
    ("classname", "class"),
    ("html_for", "for"),
    ("htmlfor", "for"),
    ("innerhtml", "inner_html"),
    ("dangerouslysetinnerhtml", "inner_html"),
    ("defaultvalue", "value"),
    ("defaultchecked", "checked"),
];

/// The properties in `style={..properties}`; nothing for any other value.
pub(crate) fn declarations_in(value: &Expr) -> Option<Expr> {
    let mut tokens = value.tokens.clone().into_iter();
    let is_dot =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.');
    let is_list = tokens.by_ref().take(2).filter(is_dot).count() == 2;
    let rest: TokenStream = tokens.collect();
    (is_list && !rest.is_empty()).then(|| Expr::new(rest, value.place, value.is_whole))
}

impl Check<'_> {
    /// Reports errors in the attributes of an element; an unknown one may have any attribute.
    pub(super) fn attributes(&mut self, element: &Element, namespace: Namespace, is_known: bool) {
        self.given_twice(element);
        for attribute in &element.attributes {
            match attribute {
                Attribute::Plain { name, value } => {
                    self.plain(element, namespace, name, value, is_known)
                }
                Attribute::Class { name, .. } => self.class(name),
                Attribute::Event(listener) => self.listener(listener, element),
                Attribute::Style { name, .. } => self.style(name),
                Attribute::Loading(loading) => self.loading(loading),
                Attribute::Spread(value) => {
                    self.no_bus(value, "only the server can set the names of attributes")
                }
                Attribute::Mount(mount) => self.mount(mount),
                Attribute::Stray(_) => {}
            }
        }
        self.beside_each_other(element);
    }

    fn given_twice(&mut self, element: &Element) {
        let mut seen = HashSet::new();
        for attribute in &element.attributes {
            let (key, name, message) = match attribute {
                Attribute::Plain { name, value } => {
                    // Static and dynamic classes form one attribute, and so do declarations.
                    let is_dynamic = match value {
                        AttributeValue::Dynamic(value) if name.text == "style" => {
                            declarations_in(value).is_some()
                        }
                        AttributeValue::Dynamic(_) => name.text == "class",
                        _ => false,
                    };
                    let message = format!(
                        "`{}` is given twice, and a browser would ignore this one",
                        name.text
                    );
                    let property = html::property_mode(&name.text)
                        .map_or(name.text.as_str(), |(property, _)| property);
                    (
                        format!("{is_dynamic}:{}", property.to_ascii_lowercase()),
                        name,
                        message,
                    )
                }
                Attribute::Class { name, .. } => (
                    format!("class:{}", name.text),
                    name,
                    format!("the class `{}` is given twice", name.text),
                ),
                Attribute::Style { name, .. } => (
                    format!("style:{}", name.text),
                    name,
                    format!("the style `{}` is given twice", name.text),
                ),
                Attribute::Loading(loading) => (
                    "false:data-loading".to_owned(),
                    &loading.name,
                    "`@loading` is given twice".to_owned(),
                ),
                Attribute::Mount(mount) => (
                    "@mount".to_owned(),
                    &mount.name,
                    "`@mount` is given twice: write `@mount={hook(\"a\"), hook(\"b\")}`".to_owned(),
                ),
                _ => continue,
            };
            if !name.text.is_empty() && !seen.insert(key) {
                self.errors.at(name.place, message);
            }
        }
    }

    fn class(&mut self, name: &Name) {
        if name.text.contains(char::is_whitespace) {
            self.errors.at(
                name.place,
                "a class has no spaces: write `class:a={…} class:b={…}`",
            );
        }
    }

    fn style(&mut self, name: &Name) {
        let is_plain = |char: char| {
            char.is_ascii_alphanumeric() || matches!(char, '-' | '_') || !char.is_ascii()
        };
        if !name.text.chars().all(is_plain) {
            self.errors.at(
                name.place,
                "a style is named as in CSS: `style:max-width={…}`, `style:--size={…}`",
            );
        }
    }

    fn beside_each_other(&mut self, element: &Element) {
        let plain = |wanted: &str| {
            element
                .attributes
                .iter()
                .find_map(|attribute| match attribute {
                    Attribute::Plain { name, value } if name.text == wanted => Some((name, value)),
                    _ => None,
                })
        };
        if let Some((name, _)) = plain("inner_html")
            && !element.children.is_empty()
        {
            let message = "`inner_html` would replace the other content of its element";
            self.errors.at(name.place, message);
        }
        let has_entries = element
            .attributes
            .iter()
            .any(|attribute| matches!(attribute, Attribute::Style { .. }));
        if let Some((name, AttributeValue::Dynamic(value))) = plain("style")
            && has_entries
            && declarations_in(value).is_none()
        {
            let message =
                "`style={…}` and `style:name={…}` would overwrite each other: use one of them";
            self.errors.at(name.place, message);
        }
        self.fixed_and_dynamic_classes(element);
    }

    /// A static class cannot be removed.
    fn fixed_and_dynamic_classes(&mut self, element: &Element) {
        let Some(fixed) = super::static_value(element, "class") else {
            return;
        };
        for attribute in &element.attributes {
            if let Attribute::Class { name, .. } = attribute
                && fixed
                    .split_ascii_whitespace()
                    .any(|class| class == name.text)
            {
                let message = format_args!(
                    "the class `{}` is always present, because it is also in `class=\"…\"`",
                    name.text
                );
                self.errors.at(name.place, message);
            }
        }
    }

    fn plain(
        &mut self,
        element: &Element,
        namespace: Namespace,
        name: &Name,
        value: &AttributeValue,
        is_known: bool,
    ) {
        if let AttributeValue::Dynamic(value) = value {
            self.bus_attribute(element, name, value);
        }
        let mistake = misplaced(element, name, value)
            .or_else(|| super::injection::mistake(element, name, value))
            .or_else(|| inner_html_mistake(element, namespace, name))
            .or_else(|| {
                is_known
                    .then(|| unknown(&name.text, element.tag_for(&name.text), namespace))
                    .flatten()
            })
            .or_else(|| fixed_truth(&name.text, &element.name.text, value));
        match (mistake, value) {
            (Some(mistake), _) => self.errors.at(name.place, mistake),
            (None, AttributeValue::Static(text)) => self.quoted_value(name, text),
            (None, _) => {}
        }
    }
}

/// Attributes that have another syntax here.
fn misplaced(element: &Element, name: &Name, value: &AttributeValue) -> Option<String> {
    let tag = element.name.text.as_str();
    let lower = name.text.to_ascii_lowercase();
    let event = listener_elsewhere(&lower);
    if let Some(event) = event {
        return Some(format!("a listener is written `@{event}={{handler(…)}}`"));
    }
    if let Some((_, here)) = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == lower) {
        return Some(format!("the attribute is `{here}`"));
    }
    match (lower.as_str(), value) {
        ("shadowrootmode", _) => Some(
            "a browser would turn this `<template>` into a shadow root, which can't be live"
                .to_owned(),
        ),
        ("key", _) => Some("a key belongs to the loop: `for … in …; key = … { … }`".to_owned()),
        ("value", _) if tag == "select" => Some(
            "the value of a `<select>` is its selected option: write `<option selected={…}>`"
                .to_owned(),
        ),
        (mode, AttributeValue::Bare | AttributeValue::Static(_))
            if let Some((property, _)) = html::property_mode(mode) =>
        {
            Some(format!(
                "`{mode}` takes a dynamic value: `{mode}={{…}}`; write a static one as `{property}`"
            ))
        }
        ("inner_html", AttributeValue::Bare | AttributeValue::Static(_)) => {
            Some("`inner_html` takes a value of type `Trusted`: `inner_html={&html}`".to_owned())
        }
        _ => None,
    }
}

/// The event of `onclick`, `on:click`, `v-on:click` and the like.
pub(crate) fn listener_elsewhere(lower: &str) -> Option<&str> {
    let prefixes = ["on:", "v-on:", "x-on:", "bind:", "on-", "on"];
    let event = prefixes
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))?;
    html::EVENTS.contains(&event).then_some(event)
}

fn inner_html_mistake(element: &Element, namespace: Namespace, name: &Name) -> Option<String> {
    let tag = element.name.text.as_str();
    let is_inner = html::attribute_kind(&name.text, tag) == AttributeKind::InnerHtml;
    (is_inner && html::content(tag, namespace) != Content::Normal)
        .then(|| format!("`<{tag}>` cannot have `inner_html`"))
}

/// The error in a static boolean: in most attributes a browser misinterprets it.
fn fixed_truth(name: &str, element: &str, value: &AttributeValue) -> Option<String> {
    let AttributeValue::Static(text) = value else {
        return None;
    };
    let text = text.value.trim().to_ascii_lowercase();
    match html::attribute_kind(name, element) {
        // Only the element itself knows the meaning of its attributes.
        _ if html::is_custom(element) && !html::is_global(name) => None,
        AttributeKind::Flag | AttributeKind::FlagProperty => {
            let is_false = matches!(text.as_str(), "false" | "no" | "off" | "0");
            is_false.then(|| {
                format!("`{name}` is present or absent, whatever its text: write `{name}`, `{name}={{condition}}`, or leave it out")
            })
        }
        AttributeKind::Text(Truth::Flag) if matches!(text.as_str(), "true" | "false") => {
            Some(format!(
                "`{text}` is an ordinary text of `{name}`: write `{name}`, `{name}={{condition}}`, or leave it out"
            ))
        }
        AttributeKind::Text(Truth::Words(yes, no)) if matches!(text.as_str(), "true" | "false") => {
            Some(format!(
                "`{name}` is `{name}=\"{yes}\"` or `{name}=\"{no}\"`, or `{name}={{condition}}`"
            ))
        }
        _ => None,
    }
}

/// The error in the name of an attribute, if any.
fn unknown(name: &str, element: &str, namespace: Namespace) -> Option<String> {
    if namespace == Namespace::Html && name.contains(|char: char| char.is_ascii_uppercase()) {
        let lower = html::hyphened(name);
        let known = [name.to_ascii_lowercase(), lower]
            .into_iter()
            .find(|name| html::is_attribute(name, element, namespace));
        return Some(match known {
            Some(known) => format!("the attribute is `{known}`"),
            None => format!("`{name}`: attributes are in lower case in HTML"),
        });
    }
    if html::is_attribute(name, element, namespace) {
        return None;
    }
    let hyphened = html::hyphened(name);
    if hyphened != name && html::is_attribute(&hyphened, element, namespace) {
        return Some(format!("the attribute is `{hyphened}`"));
    }
    if let Some(instead) = html::instead_of_obsolete(name, element) {
        return Some(format!("`{name}` of `<{element}>` is obsolete: {instead}"));
    }
    let names = html::attribute_names(name, element, namespace);
    let hint = did_you_mean(name, names.iter().map(String::as_str));
    let owners = html::elements_with(name);
    Some(match (hint.is_empty(), owners.as_slice()) {
        (true, [_, ..]) => format!(
            "`<{element}>` has no attribute `{name}`: it belongs to {}",
            listed(&owners)
        ),
        _ => format!("`<{element}>` has no attribute `{name}`{hint}"),
    })
}

/// A few elements, as a readable list.
fn listed(names: &[&str]) -> String {
    let tags: Vec<String> = names
        .iter()
        .take(4)
        .map(|name| format!("`<{name}>`"))
        .collect();
    match tags.split_last() {
        Some((last, [])) => last.clone(),
        Some((_, rest)) if names.len() > 4 => format!("{} and others", rest.join(", ")),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
