//! The nodes that a browser makes from HTML, for tests: the tree that html5ever's parser builds.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns};

/// The number of a node.
pub(crate) type Id = usize;

/// A tree of nodes; the first is the document.
#[derive(Default)]
pub(crate) struct Dom {
    nodes: RefCell<Vec<Node>>,
}

#[derive(Default)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    what: What,
}

/// The type of a node.
#[derive(Default, Clone, Debug, PartialEq)]
pub(crate) enum What {
    #[default]
    Fragment,
    Doctype,
    Element {
        name: Rc<QualName>,
        attributes: Vec<(String, String)>,
        contents: Option<Id>,
        holds_html: bool,
    },
    Text(String),
    Comment(String),
}

/// Parses a whole document.
pub(crate) fn document(html: &str) -> Dom {
    html5ever::parse_document(Dom::new(), ParseOpts::default()).one(html)
}

impl Dom {
    fn new() -> Self {
        let dom = Self::default();
        dom.add(What::Fragment);
        dom
    }

    fn add(&self, what: What) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            what,
            ..Node::default()
        });
        nodes.len() - 1
    }

    pub(crate) fn what(&self, id: Id) -> What {
        self.nodes.borrow()[id].what.clone()
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.borrow()[id].parent
    }

    pub(crate) fn children(&self, id: Id) -> Vec<Id> {
        self.nodes.borrow()[id].children.clone()
    }

    pub(crate) fn next_sibling(&self, id: Id) -> Option<Id> {
        let (parent, at) = self.position(id)?;
        self.nodes.borrow()[parent].children.get(at + 1).copied()
    }

    /// Inserts an empty text before a node, or at the end.
    pub(crate) fn insert_text(&self, parent: Id, before: Option<Id>) -> Id {
        let text = self.add(What::Text(String::new()));
        let end = self.nodes.borrow()[parent].children.len();
        let at = before
            .and_then(|before| self.position(before))
            .map_or(end, |(_, at)| at);
        self.insert(parent, at, NodeOrText::AppendNode(text));
        text
    }

    /// The first element with a name, in document order.
    pub(crate) fn find(&self, name: &str) -> Option<Id> {
        let is_it = |node: &Node| matches!(&node.what, What::Element { name: other, .. } if &*other.local == name);
        self.nodes.borrow().iter().position(is_it)
    }

    /// The content of a `<template>`.
    pub(crate) fn contents(&self, template: Id) -> Id {
        match self.what(template) {
            What::Element {
                contents: Some(contents),
                ..
            } => contents,
            _ => template,
        }
    }

    /// The content of a node in a notation such as `ul(li("text") li)`; elements of SVG and MathML have a prefix.
    pub(crate) fn written(&self, id: Id) -> String {
        let children: Vec<String> = self
            .children(id)
            .into_iter()
            .map(|child| self.written_node(child))
            .collect();
        children.join(" ")
    }

    fn written_node(&self, id: Id) -> String {
        match self.what(id) {
            What::Fragment => self.written(id),
            What::Doctype => "!".to_owned(),
            What::Text(text) => format!("{text:?}"),
            What::Comment(text) => format!("<{text}>"),
            What::Element { name, .. } => {
                let prefix = match name.ns {
                    ns!(svg) => "svg:",
                    ns!(mathml) => "math:",
                    _ => "",
                };
                let inner = self.written(self.contents(id));
                let inner = if inner.is_empty() {
                    inner
                } else {
                    format!("({inner})")
                };
                format!("{prefix}{}{inner}", name.local)
            }
        }
    }

    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Id>) {
        let mut nodes = self.nodes.borrow_mut();
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                let before = at
                    .checked_sub(1)
                    .map(|before| nodes[parent].children[before]);
                if let Some(before) = before
                    && let What::Text(data) = &mut nodes[before].what
                {
                    data.push_str(&text);
                    return;
                }
                nodes.push(Node {
                    what: What::Text(text.to_string()),
                    ..Node::default()
                });
                nodes.len() - 1
            }
        };
        nodes[id].parent = Some(parent);
        nodes[parent].children.insert(at, id);
    }

    fn position(&self, id: Id) -> Option<(Id, usize)> {
        let parent = self.parent(id)?;
        let at = self.nodes.borrow()[parent]
            .children
            .iter()
            .position(|child| *child == id)?;
        Some((parent, at))
    }
}

/// The name of an element, shared with the tree.
#[derive(Debug)]
pub(crate) struct Name(Rc<QualName>);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Dom {
    type Handle = Id;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        let nodes = Ref::map(self.nodes.borrow(), |nodes| &nodes[*target].what);
        match &*nodes {
            What::Element { name, .. } => Name(Rc::clone(name)),
            _ => Name(Rc::new(QualName::new(None, ns!(), local_name!("")))),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Id {
        let contents = flags.template.then(|| self.add(What::Fragment));
        let attributes = attributes
            .into_iter()
            .map(|attribute| {
                let prefix = attribute
                    .name
                    .prefix
                    .filter(|prefix| !prefix.is_empty())
                    .map(|prefix| format!("{prefix}:"))
                    .unwrap_or_default();
                (
                    format!("{prefix}{}", attribute.name.local),
                    attribute.value.to_string(),
                )
            })
            .collect();
        let holds_html = flags.mathml_annotation_xml_integration_point;
        self.add(What::Element {
            name: Rc::new(name),
            attributes,
            contents,
            holds_html,
        })
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.add(What::Comment(text.to_string()))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> Id {
        self.add(What::Comment(data.to_string()))
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let at = self.nodes.borrow()[*parent].children.len();
        self.insert(*parent, at, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {
        let doctype = self.add(What::Doctype);
        self.append(&0, NodeOrText::AppendNode(doctype));
    }

    fn get_template_contents(&self, target: &Id) -> Id {
        self.contents(*target)
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let Some((parent, at)) = self.position(*sibling) {
            self.insert(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, _: &Id, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Id) {
        if let Some((parent, at)) = self.position(*target) {
            let mut nodes = self.nodes.borrow_mut();
            nodes[parent].children.remove(at);
            nodes[*target].parent = None;
        }
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        for child in self.children(*node) {
            self.remove_from_parent(&child);
            self.append(new_parent, NodeOrText::AppendNode(child));
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Id) -> bool {
        matches!(
            self.what(*handle),
            What::Element {
                holds_html: true,
                ..
            }
        )
    }
}
