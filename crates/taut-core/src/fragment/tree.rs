//! The nodes that an HTML parser creates, for comparing and writing them.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::sync::LazyLock;

use html5ever::driver::parse_fragment_for_element;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink, create_element};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{
    Attribute, LocalName, ParseOpts, Parser, QualName, local_name, ns, parse_document,
};

/// All nodes by number. The content of a `<template>` is stored as its children.
#[derive(Debug, Default)]
pub(super) struct Tree(Vec<Node>);

#[derive(Debug)]
struct Node {
    parent: Option<usize>,
    /// How many nodes it was inserted into.
    depth: usize,
    children: Vec<usize>,
    data: Data,
}

#[derive(Debug)]
enum Data {
    Document,
    Element(Element),
    Text(StrTendril),
    Comment(StrTendril),
}

#[derive(Debug)]
struct Element {
    name: QualName,
    attributes: Vec<Attribute>,
    /// Whether it is a MathML element that contains HTML.
    holds_html: bool,
}

/// One step of a walk over nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece<'t> {
    Open(&'t QualName, &'t [Attribute]),
    Text(&'t str),
    Comment(&'t str),
    Close(&'t QualName),
}

const DOCUMENT: usize = 0;

impl Tree {
    /// Parses a whole page.
    pub(super) fn of_page(html: &str, scripting: bool) -> Self {
        feed(parse_document(Sink::new(), options(scripting)), html)
    }

    /// Parses the content of an element as `innerHTML` does.
    pub(super) fn of_content(
        html: &str,
        element: &QualName,
        is_in_form: bool,
        scripting: bool,
    ) -> Self {
        let sink = Sink::new();
        let context = create_element(&sink, element.clone(), Vec::new());
        let form = QualName::new(None, ns!(html), local_name!("form"));
        let form = is_in_form.then(|| create_element(&sink, form, Vec::new()));
        feed(
            parse_fragment_for_element(sink, options(scripting), context, scripting, form),
            html,
        )
    }

    /// All of a page.
    pub(super) fn pieces(&self) -> Vec<Piece<'_>> {
        self.walk(DOCUMENT)
    }

    /// All in the root of parsed content.
    pub(super) fn content(&self) -> Vec<Piece<'_>> {
        let root = self
            .0
            .first()
            .and_then(|document| document.children.first());
        root.map_or_else(Vec::new, |root| self.walk(*root))
    }

    /// The content of a node, in document order. Iterative, because trees may be deeper than a thread's stack.
    fn walk(&self, root: usize) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut open = vec![(root, 0)];
        while let Some((at, next)) = open.last_mut() {
            let Some(node) = self.0.get(*at) else { break };
            let Some(child) = node.children.get(*next).copied() else {
                open.pop();
                if let (Data::Element(element), false) = (&node.data, open.is_empty()) {
                    pieces.push(Piece::Close(&element.name));
                }
                continue;
            };
            *next += 1;
            match self.0.get(child).map(|node| &node.data) {
                Some(Data::Element(element)) => {
                    pieces.push(Piece::Open(&element.name, &element.attributes))
                }
                Some(Data::Text(text)) => pieces.push(Piece::Text(text)),
                Some(Data::Comment(text)) => pieces.push(Piece::Comment(text)),
                Some(Data::Document) | None => {}
            }
            open.push((child, 0));
        }
        pieces
    }

    fn add(&mut self, data: Data) -> usize {
        self.0.push(Node {
            parent: None,
            depth: 0,
            children: Vec::new(),
            data,
        });
        self.0.len() - 1
    }

    /// The position of a node among its siblings, and their parent. Parsers usually ask for late siblings.
    fn position(&self, node: usize) -> Option<(usize, usize)> {
        let parent = self.0.get(node)?.parent?;
        let at = self
            .0
            .get(parent)?
            .children
            .iter()
            .rposition(|child| *child == node)?;
        Some((parent, at))
    }

    fn unlink(&mut self, node: usize) {
        if let Some((parent, at)) = self.position(node) {
            self.0[parent].children.remove(at);
            self.0[node].parent = None;
        }
    }

    /// Inserts a node, or appends text, before the child at a position.
    fn insert(&mut self, parent: usize, at: usize, what: NodeOrText<usize>) {
        let node = match what {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(more) => {
                let before = at
                    .checked_sub(1)
                    .map(|before| self.0[parent].children[before]);
                if let Some(Data::Text(text)) = before.map(|before| &mut self.0[before].data) {
                    return text.push_tendril(&more);
                }
                self.add(Data::Text(more))
            }
        };
        self.0[node].parent = Some(parent);
        self.0[node].depth = self.0[parent].depth + 1;
        self.0[parent].children.insert(at, node);
    }
}

/// How many bytes are parsed before the nodes are counted.
const STEP: usize = 128;

/// Feeds HTML to a parser, until it creates many more nodes than were written: it reopens unclosed
/// elements in each paragraph, `<p><b id=1><b id=2>…</p><p>x<p>x…`, which can take any amount of
/// memory. It also ends where elements are nested deeper than in any browser: for each start tag, a parser looks through those that are
/// open. Only the part that was parsed by then is kept.
fn feed(mut parser: Parser<Sink>, html: &str) -> Tree {
    let most = MOST_IMPLIED + html.len();
    let (mut rest, mut known) = (html, 0);
    while !rest.is_empty() {
        let tree = parser.tokenizer.sink.sink.0.borrow();
        let is_deep = tree.0.iter().skip(known).any(|node| node.depth > DEEPEST);
        known = tree.0.len();
        drop(tree);
        if is_deep || known >= most {
            break;
        }
        let step = rest.floor_char_boundary(STEP);
        let (next, later) = rest.split_at(step);
        parser.process(StrTendril::from_slice(next));
        rest = later;
    }
    parser.finish()
}

/// How deep elements may be nested; Chromium's parser puts what is nested deeper next to each other.
const DEEPEST: usize = 512;

/// The number of nodes that are implied, such as `<head>`; each other node takes at least a byte.
const MOST_IMPLIED: usize = 64;

fn options(scripting: bool) -> ParseOpts {
    let tree_builder = TreeBuilderOpts {
        scripting_enabled: scripting,
        ..TreeBuilderOpts::default()
    };
    ParseOpts {
        tree_builder,
        ..ParseOpts::default()
    }
}

/// Builds a tree as the parser directs. All numbers that the parser knows were created here.
#[derive(Default)]
struct Sink(RefCell<Tree>);

/// The name of a node that is not an element.
static NAMELESS: LazyLock<QualName> =
    LazyLock::new(|| QualName::new(None, ns!(), LocalName::default()));

impl Sink {
    fn new() -> Self {
        let sink = Self::default();
        sink.add(Data::Document);
        sink
    }

    fn add(&self, data: Data) -> usize {
        self.0.borrow_mut().add(data)
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_document(&self) -> usize {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |tree| match &tree.0[*target].data {
            Data::Element(element) => &element.name,
            _ => &*NAMELESS,
        })
    }

    fn create_element(
        &self,
        name: QualName,
        mut attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> usize {
        // Only the parser of a page creates a shadow root from a template, which would hide later content.
        attributes.retain(|attribute| &*attribute.name.local != "shadowrootmode");
        let holds_html = flags.mathml_annotation_xml_integration_point;
        self.add(Data::Element(Element {
            name,
            attributes,
            holds_html,
        }))
    }

    fn create_comment(&self, text: StrTendril) -> usize {
        self.add(Data::Comment(text))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> usize {
        self.create_comment(data)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let mut tree = self.0.borrow_mut();
        let at = tree.0[*parent].children.len();
        tree.insert(*parent, at, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &usize,
        previous: &usize,
        child: NodeOrText<usize>,
    ) {
        if self.0.borrow().0[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_before_sibling(&self, sibling: &usize, what: NodeOrText<usize>) {
        let mut tree = self.0.borrow_mut();
        if let NodeOrText::AppendNode(node) = &what {
            tree.unlink(*node);
        }
        if let Some((parent, at)) = tree.position(*sibling) {
            tree.insert(parent, at, what);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Data::Element(Element { attributes, .. }) = &mut self.0.borrow_mut().0[*target].data
        {
            for attribute in more {
                if !attributes.iter().any(|other| other.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &usize) -> bool {
        matches!(
            self.0.borrow().0[*target].data,
            Data::Element(Element {
                holds_html: true,
                ..
            })
        )
    }

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn remove_from_parent(&self, target: &usize) {
        self.0.borrow_mut().unlink(*target);
    }

    fn reparent_children(&self, from: &usize, to: &usize) {
        let mut tree = self.0.borrow_mut();
        let children = std::mem::take(&mut tree.0[*from].children);
        for child in &children {
            tree.0[*child].parent = Some(*to);
        }
        tree.0[*to].children.extend(children);
    }
}
