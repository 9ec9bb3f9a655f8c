//! What the macro knows about HTML: the existing names, and how a browser's parser treats them.

mod attributes;
mod elements;
mod events;
mod foreign;
pub(crate) mod items;
pub(crate) mod keys;
mod nesting;
#[cfg(test)]
mod oracle;
mod parser;

pub(crate) use attributes::{Kind as AttributeKind, Truth};
pub(crate) use events::{EVENTS, has_held_keys, has_key};
pub(crate) use nesting::Ancestors;
pub(crate) use parser::TEMPLATE_GROUPS;

use crate::errors::did_you_mean;

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// How a parser reads the content of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Elements and text.
    Normal,
    /// Text with character references, without elements or comments.
    EscapableText,
    /// Literal text.
    RawText,
    /// Text with character references that can't be changed.
    StaticText,
    /// Content that is not part of the page, or not in every browser.
    Apart,
    /// No content: the element ends with its start tag.
    Void,
}

pub(crate) fn is_void(name: &str) -> bool {
    elements::VOID.contains(&name)
}

pub(crate) fn content(name: &str, namespace: Namespace) -> Content {
    match name {
        "style" if namespace == Namespace::Svg => Content::StaticText,
        _ if namespace != Namespace::Html => Content::Normal,
        _ if is_void(name) => Content::Void,
        "title" | "textarea" => Content::EscapableText,
        "script" | "style" | "iframe" => Content::RawText,
        "template" | "noscript" => Content::Apart,
        _ => Content::Normal,
    }
}

/// Custom elements have a hyphen in their names, and any attributes.
pub(crate) fn is_custom(name: &str) -> bool {
    name.contains('-') && !foreign::MATH_ELEMENTS.contains(&name)
}

pub(crate) fn is_element(name: &str, namespace: Namespace) -> bool {
    is_custom(name) || element_names(namespace).contains(&name)
}

/// The error in the name of an element, if any.
pub(crate) fn element_mistake(name: &str, namespace: Namespace) -> Option<String> {
    if is_custom(name) {
        let is_plain = |char: char| {
            char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '-' | '_')
        };
        let is_right =
            name.starts_with(|char: char| char.is_ascii_lowercase()) && name.chars().all(is_plain);
        return (!is_right).then(|| {
            format!("`<{name}>`: the name of a custom element is in lower case, `<my-element>`")
        });
    }
    if is_element(name, namespace) {
        return None;
    }
    if let Some((_, instead)) = elements::OBSOLETE
        .iter()
        .find(|(obsolete, _)| *obsolete == name)
    {
        return Some(format!("`<{name}>` is obsolete: {instead}"));
    }
    let (other, home) = match namespace {
        Namespace::Svg => (Namespace::Html, "`<foreignObject>`"),
        Namespace::Html if foreign::SVG_ELEMENTS.contains(&name) => (Namespace::Svg, "`<svg>`"),
        Namespace::Html => (Namespace::MathMl, "`<math>`"),
        Namespace::MathMl => (Namespace::Html, "`<mtext>`"),
    };
    if element_names(other).contains(&name) {
        return Some(format!("`<{name}>` belongs in {home}"));
    }
    let hint = did_you_mean(name, element_names(namespace));
    let also = if hint.is_empty() {
        "; the name of a custom element has a hyphen"
    } else {
        ""
    };
    Some(format!("there is no element `<{name}>`{hint}{also}"))
}

/// The names of all elements in a namespace.
pub(crate) fn element_names(namespace: Namespace) -> Vec<&'static str> {
    match namespace {
        Namespace::Html => elements::ELEMENTS
            .iter()
            .copied()
            .chain(["svg", "math"])
            .collect(),
        Namespace::Svg => foreign::SVG_ELEMENTS.to_vec(),
        Namespace::MathMl => foreign::MATH_ELEMENTS.to_vec(),
    }
}

/// The names of the attributes of an element besides the global ones.
fn own_attributes(element: &str, namespace: Namespace) -> Vec<&'static str> {
    match namespace {
        Namespace::Html => attributes::OWN
            .iter()
            .filter(|own| own.on.contains(&element))
            .map(|own| own.name)
            .collect(),
        Namespace::Svg => foreign::SVG_ATTRIBUTES.to_vec(),
        Namespace::MathMl => foreign::MATH_ATTRIBUTES.to_vec(),
    }
}

pub(crate) fn is_attribute(name: &str, element: &str, namespace: Namespace) -> bool {
    match name.strip_prefix("aria-") {
        Some(aria) => attributes::ARIA.contains(&aria),
        None => {
            name.len() > 5 && name.starts_with("data-")
                || is_custom(element)
                || own_attributes(element, namespace).contains(&name)
                || is_global(name)
        }
    }
}

/// The names that an attribute may have been meant to have.
pub(crate) fn attribute_names(meant: &str, element: &str, namespace: Namespace) -> Vec<String> {
    if meant.starts_with("aria-") {
        return attributes::ARIA
            .iter()
            .map(|name| format!("aria-{name}"))
            .collect();
    }
    let global = attributes::GLOBAL.iter().map(|(name, _)| *name);
    own_attributes(element, namespace)
        .into_iter()
        .chain(global)
        .map(str::to_owned)
        .collect()
}

/// The elements of HTML that have an attribute which is not global.
pub(crate) fn elements_with(attribute: &str) -> Vec<&'static str> {
    let on = attributes::OWN
        .iter()
        .filter(|own| own.name == attribute)
        .flat_map(|own| own.on);
    let mut elements: Vec<_> = on
        .copied()
        .filter(|element| elements::ELEMENTS.contains(element))
        .collect();
    elements.sort_unstable();
    elements
}

/// The replacement for an obsolete attribute.
pub(crate) fn instead_of_obsolete(attribute: &str, element: &str) -> Option<&'static str> {
    let is_it = |(name, on, _): &&(&str, &[&str], &str)| {
        *name == attribute && (on.is_empty() || on.contains(&element))
    };
    attributes::OBSOLETE
        .iter()
        .find(is_it)
        .map(|(_, _, instead)| *instead)
}

/// A name in camel case or with underscores, as it is written in HTML.
pub(crate) fn hyphened(name: &str) -> String {
    let mut hyphened = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            hyphened.push('-');
        }
        hyphened.push(if char == '_' {
            '-'
        } else {
            char.to_ascii_lowercase()
        });
    }
    hyphened
}

/// A property that the client writes in a special way: its name, and the mode after the colon.
pub(crate) fn property_mode(name: &str) -> Option<(&str, &str)> {
    name.split_once(':')
        .filter(|mode| matches!(mode, ("value", "live") | ("open", "modal")))
}

/// The kind of an attribute on an element.
pub(crate) fn attribute_kind(name: &str, element: &str) -> AttributeKind {
    let own = attributes::OWN
        .iter()
        .find(|own| own.name == name && own.on.contains(&element))
        .map(|own| own.kind);
    let kind = own.or_else(|| global_kind(name));
    match kind {
        Some(kind) => kind,
        None if name.starts_with("aria-") || name.starts_with("data-") => attributes::OTHER,
        None if is_custom(element) => attributes::CUSTOM,
        None => named(attributes::SVG, name).unwrap_or(attributes::OTHER),
    }
}

/// The attributes of an element that hold more than an ordinary URL.
pub(crate) fn loaded(element: &str) -> impl Iterator<Item = (&'static str, AttributeKind)> {
    let own = attributes::OWN
        .iter()
        .filter(move |own| own.on.contains(&element));
    own.filter(|own| matches!(own.kind, AttributeKind::Image | AttributeKind::Media))
        .map(|own| (own.name, own.kind))
}

/// Whether a `<link>` links to an icon, and so to an image.
pub(crate) fn is_icon(rel: &str) -> bool {
    let icons = ["icon", "apple-touch-icon", "mask-icon"];
    rel.split_ascii_whitespace()
        .any(|word| icons.iter().any(|icon| icon.eq_ignore_ascii_case(word)))
}

/// Whether an attribute is global.
pub(crate) fn is_global(name: &str) -> bool {
    global_kind(name).is_some()
}

/// The kind of a global attribute.
fn global_kind(name: &str) -> Option<AttributeKind> {
    named(attributes::GLOBAL, name)
}

fn named(table: &[(&str, AttributeKind)], name: &str) -> Option<AttributeKind> {
    table
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, kind)| *kind)
}
