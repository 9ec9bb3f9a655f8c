//! What the macro knows about HTML: which names there are, and how a browser's parser treats them.

mod elements;
mod events;
mod foreign;
pub(crate) mod items;
mod nesting;
#[cfg(test)]
mod oracle;
mod parser;

pub(crate) use events::{EVENTS, FLAGS, HELD_KEYS, KEYS, PROJECTIONS};
pub(crate) use nesting::Ancestors;
pub(crate) use parser::TEMPLATE_GROUPS;

use crate::errors::did_you_mean;

/// Which vocabulary an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// How the content of an element is read by a parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Elements and text.
    Normal,
    /// Text with character references, without elements or comments.
    EscapableText,
    /// Text as it stands.
    RawText,
    /// Text with character references that never changes.
    StaticText,
    /// Content that is no part of the page, or not on every browser.
    Apart,
    /// None: the element ends with its start tag.
    Void,
}

/// How the value of an attribute is written and patched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeKind {
    Plain,
    Flag,
    /// A property with text.
    Value,
    /// A property with a truth.
    FlagProperty,
    Url,
    SourceSet,
    Style,
    Class,
    InnerHtml,
    /// `srcdoc`: a document of its own, which only the program may write.
    Document,
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

/// What is wrong with the name of an element.
pub(crate) fn element_mistake(name: &str, namespace: Namespace) -> Option<String> {
    if is_custom(name) {
        let is_plain = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '-' | '_');
        let is_right = name.starts_with(|char: char| char.is_ascii_lowercase()) && name.chars().all(is_plain);
        return (!is_right).then(|| format!("`<{name}>`: a custom element is named in small letters, `<my-element>`"));
    }
    if is_element(name, namespace) {
        return None;
    }
    if let Some((_, instead)) = elements::OBSOLETE.iter().find(|(obsolete, _)| *obsolete == name) {
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
    let also = if hint.is_empty() { "; a custom element has a hyphen in its name" } else { "" };
    Some(format!("there is no element `<{name}>`{hint}{also}"))
}

/// The names of all elements that may stand in a namespace.
pub(crate) fn element_names(namespace: Namespace) -> Vec<&'static str> {
    match namespace {
        Namespace::Html => elements::ELEMENTS.iter().map(|element| element.name).chain(["svg", "math"]).collect(),
        Namespace::Svg => foreign::SVG_ELEMENTS.to_vec(),
        Namespace::MathMl => foreign::MATH_ELEMENTS.to_vec(),
    }
}

/// The names of the attributes that an element has besides those that all have.
fn own_attributes(element: &str, namespace: Namespace) -> &'static [&'static str] {
    match namespace {
        Namespace::Html => {
            elements::ELEMENTS.iter().find(|other| other.name == element).map_or(&[], |element| element.attributes)
        }
        Namespace::Svg => foreign::SVG_ATTRIBUTES,
        Namespace::MathMl => foreign::MATH_ATTRIBUTES,
    }
}

pub(crate) fn is_attribute(name: &str, element: &str, namespace: Namespace) -> bool {
    match name.strip_prefix("aria-") {
        Some(aria) => elements::ARIA_ATTRIBUTES.contains(&aria),
        None => {
            name.len() > 5 && name.starts_with("data-")
                || is_custom(element)
                || own_attributes(element, namespace).contains(&name)
                || elements::GLOBAL_ATTRIBUTES.contains(&name)
        }
    }
}

/// The names that an attribute may have been meant to have.
pub(crate) fn attribute_names(meant: &str, element: &str, namespace: Namespace) -> Vec<String> {
    if meant.starts_with("aria-") {
        return elements::ARIA_ATTRIBUTES.iter().map(|name| format!("aria-{name}")).collect();
    }
    let own = own_attributes(element, namespace).iter();
    own.chain(elements::GLOBAL_ATTRIBUTES).map(|name| (*name).to_owned()).collect()
}

/// The elements of HTML that have an attribute which not all have.
pub(crate) fn elements_with(attribute: &str) -> Vec<&'static str> {
    let has = |element: &&elements::Element| element.attributes.contains(&attribute);
    elements::ELEMENTS.iter().filter(has).map(|element| element.name).collect()
}

/// A name in camel case or with underscores, as HTML writes it.
pub(crate) fn hyphened(name: &str) -> String {
    let mut hyphened = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() {
            hyphened.push('-');
        }
        hyphened.push(if char == '_' { '-' } else { char.to_ascii_lowercase() });
    }
    hyphened
}

pub(crate) fn attribute_kind(name: &str, element: &str) -> AttributeKind {
    let is_property = |(property, on): &(&str, &[&str])| *property == name && on.contains(&element);
    match name {
        "class" => AttributeKind::Class,
        "style" => AttributeKind::Style,
        "inner_html" => AttributeKind::InnerHtml,
        "srcdoc" => AttributeKind::Document,
        "value" if matches!(element, "input" | "textarea") => AttributeKind::Value,
        _ if elements::FLAG_PROPERTIES.iter().any(is_property) => AttributeKind::FlagProperty,
        _ if is_custom(element) => AttributeKind::Plain,
        _ if elements::FLAGS.contains(&name) => AttributeKind::Flag,
        _ if elements::URLS.contains(&name) => AttributeKind::Url,
        _ if elements::SOURCE_SETS.contains(&name) => AttributeKind::SourceSet,
        _ => AttributeKind::Plain,
    }
}
