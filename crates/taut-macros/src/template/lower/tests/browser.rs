//! What a browser finds through the paths of a template, as the client walks them.

use super::{Body, Kind, Target, inner};
use crate::dom::{self, Dom, Id, What};
use crate::html::Namespace;

/// Finds the holes of a page in the server's HTML.
pub(super) fn page(body: &Body, html: &str, source: &str) -> Vec<String> {
    let is_document = html.starts_with("<!DOCTYPE");
    let around = if is_document {
        ["", ""]
    } else {
        ["<!DOCTYPE html><html><head></head><body>", "</body></html>"]
    };
    let dom = dom::document(&[around[0], html, around[1]].concat());
    let root = if is_document {
        Some(0)
    } else {
        dom.find("body")
    };
    let mut walk = Walk {
        dom: &dom,
        found: Vec::new(),
        is_clone: false,
    };
    let Some(root) = root else { return walk.found };
    let first = dom.children(root).first().copied();
    assert_ne!(
        first, None,
        "there is a node to start from:\n{source}\n{html}"
    );
    let last = walk.instance(body, root, first);
    assert_eq!(
        dom.next_sibling(last),
        None,
        "the tail leads to the last node:\n{source}\n{html}"
    );
    walk.found
}

/// Finds the holes of an instance in its clone.
pub(super) fn clone(body: &Body, html: &str, source: &str) -> Vec<String> {
    let (open, close) = match body.namespace {
        Namespace::Html => ("", ""),
        Namespace::Svg => ("<svg>", "</svg>"),
        Namespace::MathMl => ("<math>", "</math>"),
    };
    let dom = if html.starts_with("<!DOCTYPE") {
        // A document is never cloned.
        return super::server::clone(body).1;
    } else {
        dom::document(&format!(
            "<!DOCTYPE html><html><head></head><body><template>{open}{html}{close}</template>"
        ))
    };
    let contents = dom.find("template").map(|template| dom.contents(template));
    let root = match open {
        "" => contents,
        _ => contents.and_then(|contents| dom.children(contents).first().copied()),
    };
    let mut walk = Walk {
        dom: &dom,
        found: Vec::new(),
        is_clone: true,
    };
    let Some(root) = root else { return walk.found };
    let first = dom.children(root).first().copied();
    assert_ne!(
        first, None,
        "there is a node to start from:\n{source}\n{html}"
    );
    let last = walk.instance(body, root, first);
    assert_eq!(
        dom.next_sibling(last),
        None,
        "the tail leads to the last node:\n{source}\n{html}"
    );
    walk.found
}

struct Walk<'d> {
    dom: &'d Dom,
    found: Vec<String>,
    is_clone: bool,
}

/// A place in a tree; an empty text has no node yet.
#[derive(Clone, Copy)]
struct At {
    parent: Id,
    node: Option<Id>,
}

impl Walk<'_> {
    /// Finds the holes of an instance that starts with a node, or with an empty text at the end of its
    /// parent, and returns its last node.
    fn instance(&mut self, body: &Body, parent: Id, first: Option<Id>) -> Id {
        let mut at = At {
            parent,
            node: first,
        };
        for hole in body.holes() {
            self.step(&mut at, &hole.path);
            let is_text = matches!(
                hole.kind,
                Kind::Value {
                    target: Target::Text,
                    ..
                }
            );
            if is_text && !matches!(at.node.map(|node| self.dom.what(node)), Some(What::Text(_))) {
                at.node = Some(self.dom.insert_text(at.parent, at.node));
            }
            let Some(node) = at.node else { return parent };
            at.node = Some(self.hole(node, &hole.kind));
        }
        self.step(&mut at, &body.tail);
        at.node.unwrap_or(parent)
    }

    fn step(&self, at: &mut At, path: &[u16]) {
        let [up, right, down @ ..] = path else { return };
        for _ in 0..*up {
            at.node = at.node.and_then(|node| self.dom.parent(node));
        }
        at.parent = at
            .node
            .and_then(|node| self.dom.parent(node))
            .unwrap_or_default();
        self.right(at, *right);
        for right in down {
            at.parent = at.node.unwrap_or_default();
            at.node = self.dom.children(at.parent).first().copied();
            self.right(at, *right);
        }
    }

    fn right(&self, at: &mut At, steps: u16) {
        for _ in 0..steps {
            at.node = at.node.and_then(|node| self.dom.next_sibling(node));
        }
    }

    /// Records the kind of a hole, and returns its last node.
    fn hole(&mut self, node: Id, kind: &Kind) -> Id {
        let what = self.dom.what(node);
        match (kind, what) {
            (
                Kind::Value {
                    target: Target::Text,
                    ..
                },
                What::Text(text),
            ) => self.found.push(format!("text {text:?}")),
            (Kind::Block { arms, .. }, What::Comment(arm)) => {
                self.found.push(format!("block {arm}"));
                let arm = arm.parse::<usize>().ok().and_then(|arm| arms.get(arm));
                if let (Some(arm), Some(parent)) = (arm, self.dom.parent(node)) {
                    return self.instance(arm, parent, self.dom.next_sibling(node));
                }
            }
            (Kind::List { .. }, _) => return self.list(node, &inner(kind)),
            (Kind::Bus { .. }, What::Text(_)) => {
                self.found.push("value of the page in a text".to_owned())
            }
            (Kind::Bus { .. }, What::Element { .. }) => self
                .found
                .push("value of the page in an element".to_owned()),
            (_, What::Element { attributes, .. }) => {
                self.found.push(self.element(kind, &attributes))
            }
            (_, other) => self.found.push(format!("{other:?}")),
        }
        node
    }

    fn list(&mut self, mut node: Id, row: &[&Body]) -> Id {
        self.found.push("list".to_owned());
        while self.dom.what(node) != What::Comment("/".to_owned()) {
            self.found.push("row".to_owned());
            let parent = self.dom.parent(node).unwrap_or_default();
            let last = row
                .first()
                .map_or(node, |row| self.instance(row, parent, Some(node)));
            match self.dom.next_sibling(last) {
                Some(next) => node = next,
                None => return last,
            }
        }
        self.found.push("end of list".to_owned());
        node
    }

    fn element(&self, kind: &Kind, attributes: &[(String, String)]) -> String {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, value)| value.clone())
                .unwrap_or_default()
        };
        let target = match kind {
            Kind::Event(_) | Kind::Commands(_) => {
                return format!("element with data-e {}", value("data-e"));
            }
            Kind::Value { target, .. } if !self.is_clone => target,
            _ => return "element".to_owned(),
        };
        match target {
            Target::Attribute { name, .. }
            | Target::Flag { name }
            | Target::Property {
                name,
                content: false,
                ..
            } => {
                format!("element with {name} {}", value(name))
            }
            Target::Spread { .. } => format!("element with data-s {}", value("data-s")),
            Target::Class { .. } | Target::Classes { .. } => {
                format!("element with {} in class", value("class"))
            }
            Target::Style { .. } | Target::Styles { .. } => {
                format!("element with {} in style", value("style"))
            }
            Target::Text | Target::Property { .. } | Target::Html { .. } => "element".to_owned(),
        }
    }
}
