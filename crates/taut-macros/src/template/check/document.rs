//! Checks the outermost nodes: a whole document has each of its parts exactly once, and always.

use super::Check;
use crate::template::ast::{Element, Node};

impl Check<'_> {
    /// Reports errors in the parts of a document, and returns whether the template is one.
    pub(super) fn document(&mut self, nodes: &[Node]) -> bool {
        self.doctypes(nodes, true);
        let is_html =
            |node: &&Node| matches!(node, Node::Element(element) if element.name.text == "html");
        let Some(Node::Element(root)) = nodes.iter().find(is_html) else {
            return false;
        };
        if !matches!(nodes.iter().find(is_shown), Some(Node::Doctype(_))) {
            self.errors.at(
                root.name.place,
                "a document must start with `<!DOCTYPE html>`; without it, browsers use quirks mode",
            );
        }
        for part in ["head", "body"] {
            self.part(root, part);
        }
        for node in nodes
            .iter()
            .filter(is_shown)
            .filter(|node| !is_html(node) && !matches!(node, Node::Doctype(_)))
        {
            if let Some(place) = super::place_of(node) {
                self.errors.at(
                    place,
                    "nothing is allowed next to `<html>`: put it in the `<body>`",
                );
            }
        }
        true
    }

    fn part(&mut self, root: &Element, part: &str) {
        let parts = root.children.iter().filter_map(|node| match node {
            Node::Element(child) if child.name.text == part => Some(child),
            _ => None,
        });
        let parts: Vec<_> = parts.collect();
        if parts.is_empty() && !is_somewhere(&root.children, part) {
            self.errors.at(
                root.name.place,
                format_args!("`<html>` must have one `<{part}>`, outside any block"),
            );
        }
        for again in parts.iter().skip(1) {
            self.errors.at(
                again.name.place,
                format_args!("`<html>` can have only one `<{part}>`"),
            );
        }
    }

    /// A doctype comes first.
    fn doctypes(&mut self, nodes: &[Node], mut is_first: bool) {
        for node in nodes {
            match node {
                Node::Doctype(place) if !is_first => {
                    self.errors.at(
                        *place,
                        "`<!DOCTYPE html>` belongs at the start of a document",
                    );
                }
                Node::Element(element) => self.doctypes(&element.children, false),
                Node::Fragment(children) => self.doctypes(children, false),
                Node::If(chain) => chain
                    .branches
                    .iter()
                    .for_each(|(_, body)| self.doctypes(body, false)),
                Node::Match(choice) => choice
                    .arms
                    .iter()
                    .for_each(|(_, body)| self.doctypes(body, false)),
                Node::For(list) => self.doctypes(&list.body, false),
                _ => {}
            }
            is_first &= !is_shown(&node);
        }
    }
}

/// Whether a part is inside a block; the error is reported there.
fn is_somewhere(nodes: &[Node], part: &str) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => element.name.text == part,
        Node::Fragment(children) => is_somewhere(children, part),
        Node::If(chain) => chain
            .branches
            .iter()
            .any(|(_, body)| is_somewhere(body, part)),
        Node::Match(choice) => choice.arms.iter().any(|(_, body)| is_somewhere(body, part)),
        Node::For(list) => is_somewhere(&list.body, part),
        _ => false,
    })
}

fn is_shown(node: &&Node) -> bool {
    match node {
        Node::Let(_) | Node::Stray(_) => false,
        Node::Text(text) => !text.value.is_empty(),
        _ => true,
    }
}
