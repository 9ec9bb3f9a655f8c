//! What of a template matters for where it may stand as a part, and where a part stands.

use super::Lower;
use crate::html::{self, Ancestors, Namespace};
use crate::template::ast::{Element, Node};

/// As `taut_core::outline::Outline`.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) roots: Vec<String>,
    pub(crate) has_text: bool,
    pub(crate) ends_paragraph: bool,
    /// The numbers of the parts next to the root elements.
    pub(crate) root_parts: Vec<usize>,
}

/// As `taut_core::outline::Within`.
pub(crate) enum Within {
    Paragraph,
    Only(Vec<&'static str>),
}

impl Outline {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut outline = Self::default();
        outline.add(nodes);
        let mut paragraph = Ancestors::default();
        paragraph.push("p", Namespace::Html);
        outline.ends_paragraph = ends_paragraph(nodes, &mut paragraph);
        outline
    }

    fn add(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => self.roots.push(element.name.text.clone()),
                Node::Text(text) => self.has_text |= !text.value.trim().is_empty(),
                Node::Hole(_) => self.has_text = true,
                _ => inner(node).into_iter().for_each(|nodes| self.add(nodes)),
            }
        }
    }
}

/// Whether an element, at any depth, is a mistake in a `<p>`.
fn ends_paragraph(nodes: &[Node], ancestors: &mut Ancestors) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(Element { name, children, .. }) => {
            if ancestors.mistake(&name.text, &|_| None).is_some() {
                return true;
            }
            ancestors.push(&name.text, ancestors.namespace_of(&name.text));
            let ends = ends_paragraph(children, ancestors);
            ancestors.pop();
            ends
        }
        _ => inner(node)
            .into_iter()
            .any(|nodes| ends_paragraph(nodes, ancestors)),
    })
}

/// The nodes of a block, a loop or a fragment.
fn inner(node: &Node) -> Vec<&[Node]> {
    match node {
        Node::Fragment(children) => vec![children],
        Node::If(chain) => chain
            .branches
            .iter()
            .map(|(_, body)| body.as_slice())
            .collect(),
        Node::Match(choice) => choice
            .arms
            .iter()
            .map(|(_, body)| body.as_slice())
            .collect(),
        Node::For(list) => vec![&list.body],
        _ => Vec::new(),
    }
}

impl Lower {
    /// What keeps some elements from standing here, if anything does.
    pub(super) fn within(ancestors: &Ancestors) -> Option<Within> {
        let is_allowed =
            |ancestors: &Ancestors, name: &str| ancestors.mistake(name, &|_| None).is_none();
        if ancestors.inner_namespace() != Namespace::Html {
            return Some(Within::Only(Vec::new()));
        }
        if is_allowed(ancestors, "div") {
            return None;
        }
        let mut inside = ancestors.clone();
        inside.push("span", Namespace::Html);
        if !is_allowed(&inside, "div") {
            return Some(Within::Paragraph);
        }
        let mut names = html::element_names(Namespace::Html);
        names.retain(|name| is_allowed(ancestors, name));
        Some(Within::Only(names))
    }
}
