//! Checks a template against HTML and the existing handlers. Changes nothing.

mod attributes;
mod bus;
mod command;
mod component;
mod content;
mod document;
mod ignored;
mod injection;
mod listener;
mod loading;
mod mount;
mod quoted;

pub(crate) use attributes::declarations_in;

use super::ast::{Element, Expr, Name, Node, Text};
use crate::errors::{Errors, Place};
use crate::html::{self, Ancestors, Namespace};
use crate::live_view::branches::view_in;
use crate::live_view::handlers::Handlers;

/// What contains a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Root {
    /// The `<body>` of a page, unless it is a whole document.
    Body,
    /// Some element: anything is allowed there.
    Unknown,
}

/// Reports all errors in a template. Without handlers, it must not have listeners.
pub(crate) fn template(
    nodes: &[Node],
    handlers: Option<&Handlers>,
    root: Root,
    errors: &mut Errors,
) {
    let mut check = Check {
        handlers,
        errors,
        ancestors: Ancestors::default(),
        depth: 0,
        // A method that returns a view may be shown in a loop.
        loops: usize::from(root == Root::Unknown),
    };
    let is_document = check.document(nodes);
    if root == Root::Body && !is_document {
        check.ancestors.push("body", Namespace::Html);
    }
    check.nodes(nodes);
}

struct Check<'a> {
    handlers: Option<&'a Handlers>,
    errors: &'a mut Errors,
    ancestors: Ancestors,
    /// The number of blocks and loops around: their content may come and go.
    depth: usize,
    /// The number of loops around.
    loops: usize,
}

impl<'a> Check<'a> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Doctype(_) | Node::View(_) | Node::Let(_) | Node::Stray(_) => {}
            Node::Text(text) => {
                self.quoted_text(text);
                self.text(text.place);
            }
            Node::Hole(hole) => {
                self.text(hole.place);
                self.nested(hole);
            }
            Node::Element(element) => self.element(element),
            Node::Component(component) => self.component(component),
            Node::Fragment(children) => self.nodes(children),
            Node::If(chain) => chain.branches.iter().for_each(|(_, body)| self.inner(body)),
            Node::Match(choice) => choice.arms.iter().for_each(|(_, body)| self.inner(body)),
            Node::For(list) => {
                self.loops += 1;
                self.inner(&list.body);
                self.loops -= 1;
            }
        }
    }

    /// Nodes that may come and go.
    fn inner(&mut self, nodes: &[Node]) {
        self.depth += 1;
        self.nodes(nodes);
        self.depth -= 1;
    }

    fn text(&mut self, place: Place) {
        if let Some(mistake) = self.ancestors.text_mistake() {
            self.errors.at(place, mistake);
        }
    }

    /// A template in a value of another one.
    fn nested(&mut self, value: &Expr) {
        if let Some(place) = view_in(&value.tokens) {
            self.errors.at(
                place,
                "a template is no value of another one: write its nodes there, with `if`, `match` and `for` around them as nodes",
            );
        }
    }

    /// A parser drops or replaces one character.
    fn characters(&mut self, text: &Text) {
        if text.value.contains('\0') {
            self.errors
                .at(text.place, "a page can't contain the character `\\0`");
        }
    }

    fn element(&mut self, element: &Element) {
        let name = &element.name;
        let namespace = self.ancestors.namespace_of(&name.text);
        let mistake = self
            .always_there(&name.text)
            .or_else(|| {
                self.ancestors
                    .mistake(&name.text, &|attribute| static_value(element, attribute))
            })
            .or_else(|| html::element_mistake(&name.text, namespace));
        let is_known = mistake.is_none() || html::is_element(&name.text, namespace);
        if let Some(mistake) = mistake {
            self.errors.at(name.place, mistake);
        }
        self.self_closing(element, namespace);
        self.attributes(element, namespace, is_known);
        self.content(element, namespace);
        self.ignored(element);
        self.ancestors.push(&name.text, namespace);
        self.nodes(&element.children);
        self.ancestors.pop();
    }

    /// The parts of a document must always exist.
    fn always_there(&self, name: &str) -> Option<String> {
        let is_part = self.depth > 0 && matches!(name, "html" | "head" | "body");
        is_part.then(|| format!("`<{name}>` can't be conditional: put the condition inside it"))
    }

    fn self_closing(&mut self, element: &Element, namespace: Namespace) {
        let Name {
            text: name, place, ..
        } = &element.name;
        if element.self_closing && namespace == Namespace::Html && !html::is_void(name) {
            self.errors.at(
                *place,
                format_args!(
                    "`<{name}/>` does not end `<{name}>` in HTML: write `<{name}></{name}>`"
                ),
            );
        }
    }
}

/// The text of a static attribute.
fn static_value<'e>(element: &'e Element, wanted: &str) -> Option<&'e str> {
    use super::ast::{Attribute, AttributeValue};
    element
        .attributes
        .iter()
        .find_map(|attribute| match attribute {
            Attribute::Plain {
                name,
                value: AttributeValue::Static(text),
            } if name.text == wanted => Some(text.value.as_str()),
            _ => None,
        })
}

/// The position of a node; that of a fragment is that of its first node.
fn place_of(node: &Node) -> Option<Place> {
    match node {
        Node::Doctype(place) => Some(*place),
        Node::Text(text) => Some(text.place),
        Node::Hole(hole) => Some(hole.place),
        Node::View(view) => Some(view.value.place),
        Node::Element(element) => Some(element.name.place),
        Node::Component(component) => Some(component.place),
        Node::Fragment(children) => children.iter().find_map(place_of),
        Node::If(chain) => chain
            .branches
            .iter()
            .find_map(|(condition, _)| Some(condition.as_ref()?.place)),
        Node::Match(choice) => Some(choice.scrutinee.place),
        Node::For(list) => Some(list.place),
        Node::Let(statement) | Node::Stray(statement) => Some(statement.place),
    }
}
