//! What of a template matters for where it may stand as a part, and what may stand where a part does.

use crate::html::{self, Ancestors, Namespace};
use crate::template::ast::{Element, Node};

/// The elements that cannot be in one another, at any depth.
const EXCLUSIVE: &[&str] = &["p", "a", "button", "form", "li", "dd"];

/// As `taut_core::outline::Outline`.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) roots: Vec<String>,
    pub(crate) has_text: bool,
    pub(crate) ends: Vec<&'static str>,
    /// The numbers of the parts next to the root elements.
    pub(crate) root_parts: Vec<usize>,
}

/// As `taut_core::outline::Within`.
pub(crate) struct Within {
    pub(crate) roots: Roots,
    pub(crate) has_text: bool,
    pub(crate) open: Vec<&'static str>,
}

/// As `taut_core::outline::Roots`.
pub(crate) enum Roots {
    Only(Vec<&'static str>),
    Except(Vec<&'static str>),
}

impl Outline {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut outline = Self::default();
        outline.add(nodes);
        let is_ended =
            |name: &&&str| ends(nodes, &mut inside(&Ancestors::default()), &mut around(name));
        outline.ends = EXCLUSIVE.iter().filter(is_ended).copied().collect();
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

/// Whether an element, at any depth, is a mistake in an element, and not without it.
fn ends(nodes: &[Node], without: &mut Ancestors, with: &mut Ancestors) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(Element { name, children, .. }) => {
            let name = &name.text;
            if is_allowed(name, without) && !is_allowed(name, with) {
                return true;
            }
            without.push(name, without.namespace_of(name));
            with.push(name, with.namespace_of(name));
            let is_ended = ends(children, without, with);
            without.pop();
            with.pop();
            is_ended
        }
        _ => inner(node)
            .into_iter()
            .any(|nodes| ends(nodes, without, with)),
    })
}

/// Somewhere deep in an element.
fn around(name: &str) -> Ancestors {
    let mut ancestors = Ancestors::default();
    ancestors.push(name, Namespace::Html);
    inside(&ancestors)
}

fn inside(ancestors: &Ancestors) -> Ancestors {
    let mut inside = ancestors.clone();
    inside.push("span", Namespace::Html);
    inside
}

fn is_allowed(name: &str, ancestors: &Ancestors) -> bool {
    ancestors.mistake(name, &|_| None).is_none()
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

impl Within {
    /// What may stand in some elements.
    pub(super) fn of(ancestors: &Ancestors) -> Self {
        let inside = inside(ancestors);
        let is_open = |name: &&&str| !is_allowed(name, &inside);
        Self {
            roots: Roots::of(ancestors),
            has_text: ancestors.text_mistake().is_none(),
            open: EXCLUSIVE.iter().filter(is_open).copied().collect(),
        }
    }
}

impl Roots {
    fn of(ancestors: &Ancestors) -> Self {
        if ancestors.inner_namespace() != Namespace::Html {
            return Self::Only(Vec::new());
        }
        let names = html::element_names(Namespace::Html).into_iter();
        let (allowed, others) = names.partition(|name| is_allowed(name, ancestors));
        // Where words may stand, elements may that HTML does not know.
        if is_allowed("span", ancestors) {
            Self::Except(others)
        } else {
            Self::Only(allowed)
        }
    }
}
