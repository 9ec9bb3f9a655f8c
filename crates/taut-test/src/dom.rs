//! A document in memory: nodes in an arena, and a record of all changes after parsing.

mod classes;
mod controls;
mod parse;
mod print;
mod select;
mod styles;

use html5ever::{QualName, ns};

pub(crate) use controls::Property;
pub use select::{Selector, SelectorError};

/// The identity of a node in a [`Dom`]. It is valid as long as the document exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// A document, including nodes that are not attached to it.
#[derive(Debug)]
pub struct Dom {
    nodes: Vec<Node>,
    changes: Vec<Change>,
}

/// A change of a node, as a `MutationObserver` reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// The data of a text was set.
    Text(NodeId),
    /// An attribute was set or removed.
    Attribute(NodeId),
    /// A property was set.
    Property(NodeId),
    /// The node was inserted into its parent.
    Inserted(NodeId),
    /// The node was removed from its parent.
    Removed(NodeId),
    /// The node was moved without leaving the document.
    Moved(NodeId),
}

impl Change {
    /// The node that has changed.
    #[must_use]
    pub fn node(self) -> NodeId {
        let (Change::Text(node)
        | Change::Attribute(node)
        | Change::Property(node)
        | Change::Inserted(node)
        | Change::Removed(node)
        | Change::Moved(node)) = self;
        node
    }
}

#[derive(Debug, Clone)]
struct Node {
    data: Data,
    parent: Option<NodeId>,
    before: Option<NodeId>,
    after: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
}

/// The type of a node.
#[derive(Debug, Clone)]
pub(crate) enum Data {
    Document,
    Fragment,
    Doctype(String),
    Text(String),
    Comment(String),
    Element(Element),
}

#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) name: QualName,
    pub(crate) attributes: Vec<(String, String)>,
    /// State that scripts or the user have set, and that no attribute shows.
    pub(crate) properties: Vec<(&'static str, Property)>,
    /// The content of a `<template>`.
    pub(crate) content: Option<NodeId>,
}

impl Dom {
    /// The document itself.
    pub(crate) const DOCUMENT: NodeId = NodeId(0);

    fn empty() -> Self {
        let mut dom = Self {
            nodes: Vec::new(),
            changes: Vec::new(),
        };
        dom.add(Data::Document);
        dom
    }

    pub(crate) fn add(&mut self, data: Data) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node {
            data,
            parent: None,
            before: None,
            after: None,
            first: None,
            last: None,
        });
        id
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    pub(crate) fn data(&self, id: NodeId) -> &Data {
        &self.node(id).data
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        if let Data::Element(element) = self.data(id) {
            Some(element)
        } else {
            None
        }
    }

    fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        if let Data::Element(element) = &mut self.node_mut(id).data {
            Some(element)
        } else {
            None
        }
    }

    /// The tag name of an element; nothing for other nodes.
    #[must_use]
    pub fn tag(&self, id: NodeId) -> Option<&str> {
        Some(&self.element(id)?.name.local)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let mut attributes = self.element(id)?.attributes.iter();
        attributes
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parent of a node.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// The next sibling of a node.
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).after
    }

    /// The first child of a node.
    #[must_use]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).first
    }

    /// The children of a node.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |child| self.next_sibling(*child))
    }

    /// A node and its ancestors, innermost first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |node| self.parent(*node))
    }

    /// All descendants of a node, in document order.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let next = move |node: &NodeId| {
            let mut on_the_way_up = self.ancestors(*node).take_while(|node| *node != id);
            self.first_child(*node)
                .or_else(|| on_the_way_up.find_map(|node| self.next_sibling(node)))
        };
        std::iter::successors(self.first_child(id), next)
    }

    /// Whether a node is attached to the document.
    #[must_use]
    pub fn is_connected(&self, id: NodeId) -> bool {
        self.ancestors(id).any(|node| node == Self::DOCUMENT)
    }

    /// All text in a node.
    #[must_use]
    pub fn text(&self, id: NodeId) -> String {
        let own = std::iter::once(id).chain(self.descendants(id));
        own.filter_map(|node| {
            if let Data::Text(text) = self.data(node) {
                Some(text.as_str())
            } else {
                None
            }
        })
        .collect()
    }

    /// Returns the changes since the last call.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    pub(crate) fn set_text(&mut self, id: NodeId, text: String) {
        self.node_mut(id).data = Data::Text(text);
        self.changes.push(Change::Text(id));
    }

    /// Sets an attribute, or removes it. On an HTML element, the name is converted to lower case.
    pub(crate) fn set_attribute(&mut self, id: NodeId, name: &str, value: Option<String>) {
        let Some(element) = self.element_mut(id) else {
            return;
        };
        let lower = (element.name.ns == ns!(html)).then(|| name.to_ascii_lowercase());
        let name = lower.as_deref().unwrap_or(name);
        let at = element
            .attributes
            .iter()
            .position(|(other, _)| other == name);
        match (at, value) {
            (None, None) => return,
            (Some(at), None) => drop(element.attributes.remove(at)),
            (Some(at), Some(value)) => element.attributes[at].1 = value,
            (None, Some(value)) => element.attributes.push((name.to_owned(), value)),
        }
        self.changes.push(Change::Attribute(id));
    }

    /// Inserts a node, or the content of a fragment, into a parent.
    pub(crate) fn insert(&mut self, node: NodeId, parent: NodeId, before: Option<NodeId>) {
        if matches!(self.data(node), Data::Fragment) {
            let children: Vec<_> = self.children(node).collect();
            for child in children {
                self.unlink(child);
                self.link(child, parent, before);
                self.changes.push(Change::Inserted(child));
            }
        } else {
            self.unlink(node);
            self.link(node, parent, before);
            self.changes.push(Change::Inserted(node));
        }
    }

    pub(crate) fn remove(&mut self, node: NodeId) {
        self.unlink(node);
        self.changes.push(Change::Removed(node));
    }

    pub(crate) fn move_before(&mut self, node: NodeId, parent: NodeId, before: NodeId) {
        self.unlink(node);
        self.link(node, parent, Some(before));
        self.changes.push(Change::Moved(node));
    }

    fn link(&mut self, node: NodeId, parent: NodeId, after: Option<NodeId>) {
        let before = match after {
            Some(after) => self.node(after).before,
            None => self.node(parent).last,
        };
        let place = self.node_mut(node);
        (place.parent, place.before, place.after) = (Some(parent), before, after);
        match before {
            Some(before) => self.node_mut(before).after = Some(node),
            None => self.node_mut(parent).first = Some(node),
        }
        match after {
            Some(after) => self.node_mut(after).before = Some(node),
            None => self.node_mut(parent).last = Some(node),
        }
    }

    fn unlink(&mut self, node: NodeId) {
        let place = self.node_mut(node);
        let (parent, before, after) =
            (place.parent.take(), place.before.take(), place.after.take());
        let Some(parent) = parent else { return };
        match before {
            Some(before) => self.node_mut(before).after = after,
            None => self.node_mut(parent).first = after,
        }
        match after {
            Some(after) => self.node_mut(after).before = before,
            None => self.node_mut(parent).last = before,
        }
    }

    /// A copy of a node and its descendants.
    pub(crate) fn copy(&mut self, id: NodeId) -> NodeId {
        let copy = self.add(self.data(id).clone());
        let children: Vec<_> = self.children(id).collect();
        for child in children {
            let child = self.copy(child);
            self.link(child, copy, None);
        }
        copy
    }
}
