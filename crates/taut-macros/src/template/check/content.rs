//! Checks the content of elements where a parser reads only text, or nothing of the page.

use super::{Check, place_of};
use crate::html::{self, Content, Namespace, TEMPLATE_GROUPS};
use crate::template::ast::{Attribute, AttributeValue, Element, Node};

impl Check<'_> {
    pub(super) fn content(&mut self, element: &Element, namespace: Namespace) {
        let name = &element.name.text;
        let content = html::content(name, namespace);
        let (allowed, message): (fn(&Node) -> bool, String) = match content {
            Content::Normal | Content::Void => return,
            Content::EscapableText => (
                |node| matches!(node, Node::Text(_) | Node::Hole(_)),
                format!(
                    "`<{name}>` can contain only text and values: write a value with the condition inside, `{{if … {{ … }} else {{ … }}}}`"
                ),
            ),
            Content::RawText | Content::StaticText => {
                (|node| matches!(node, Node::Text(_)), fixed_message(name))
            }
            Content::Apart => (
                is_fixed,
                format!(
                    "the content of `<{name}>` must be static: a browser keeps it apart from the page"
                ),
            ),
        };
        let is_judged_as_text = matches!(name.as_str(), "textarea" | "iframe");
        for node in element
            .children
            .iter()
            .filter(|node| !allowed(node) && !is_noted(node))
        {
            if !(is_judged_as_text && matches!(node, Node::Hole(_))) {
                self.errors
                    .at(place_of(node).unwrap_or(element.name.place), &message);
            }
        }
        match content {
            Content::EscapableText => self.bus_beside_text(element),
            Content::RawText => self.raw_text(element),
            Content::Apart => self.template_groups(element),
            _ => {}
        }
    }

    /// A parser that has seen one part of a table in a `<template>` drops parts that do not belong to it.
    fn template_groups(&mut self, element: &Element) {
        let names = element.children.iter().filter_map(|node| match node {
            Node::Element(child) => Some(&child.name),
            _ => None,
        });
        let group_of = |name: &str| {
            TEMPLATE_GROUPS
                .iter()
                .position(|group| group.contains(&name))
        };
        let goes_anywhere = |name: &str| {
            matches!(
                name,
                "script" | "style" | "template" | "link" | "meta" | "title"
            )
        };
        let mut names = names.filter(|name| !goes_anywhere(&name.text));
        let Some(first) = names.next() else { return };
        for other in names.filter(|name| group_of(&name.text) != group_of(&first.text)) {
            let message = format_args!(
                "a browser would drop this `<{}>` next to a `<{}>`",
                other.text, first.text
            );
            self.errors.at(other.place, message);
        }
    }

    fn raw_text(&mut self, element: &Element) {
        let end = format!("</{}", element.name.text);
        for node in &element.children {
            let Node::Text(text) = node else { continue };
            let lower = text.value.to_ascii_lowercase();
            if lower.contains(&end) || lower.contains("<!--") {
                let message = format_args!(
                    "this text would end or hide the rest of `<{}>`",
                    element.name.text
                );
                self.errors.at(text.place, message);
            }
        }
    }
}

/// Whether another error of a node has been reported.
fn is_noted(node: &Node) -> bool {
    matches!(node, Node::Stray(_))
}

fn fixed_message(name: &str) -> String {
    match name {
        "script" => super::injection::SCRIPT.to_owned(),
        "style" => {
            "a dynamic `<style>` could read the page: use `class:name={…}` or `style:name={…}`"
                .to_owned()
        }
        _ => format!("`<{name}>` can contain only static text"),
    }
}

fn is_fixed(node: &Node) -> bool {
    match node {
        Node::Text(_) | Node::Stray(_) => true,
        Node::Fragment(children) => children.iter().all(is_fixed),
        Node::Element(element) => {
            let is_fixed_attribute = |attribute: &Attribute| {
                matches!(
                    attribute,
                    Attribute::Plain {
                        value: AttributeValue::Bare | AttributeValue::Static(_),
                        ..
                    }
                )
            };
            element.attributes.iter().all(is_fixed_attribute)
                && element.children.iter().all(is_fixed)
        }
        _ => false,
    }
}
