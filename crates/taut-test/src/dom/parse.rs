//! Parses HTML into nodes as browsers do, with html5ever.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};

use super::{Data, Dom, Element, NodeId};

impl Dom {
    /// Parses a document.
    #[must_use]
    pub fn document(html: &str) -> Self {
        parse_document(Sink(RefCell::new(Dom::empty())), ParseOpts::default()).one(html)
    }

    /// Parses HTML as the content of an element, and returns it as a fragment.
    pub(crate) fn fragment(&mut self, html: &str, context: QualName) -> NodeId {
        let dom = std::mem::replace(self, Dom::empty());
        let sink = Sink(RefCell::new(dom));
        // The parser appends to the document; its other nodes must not be touched.
        let before = sink.0.borrow().children(Dom::DOCUMENT).last();
        *self = parse_fragment(sink, ParseOpts::default(), context, Vec::new(), false).one(html);
        let root = before.map_or(self.first_child(Dom::DOCUMENT), |before| {
            self.next_sibling(before)
        });
        let fragment = self.add(Data::Fragment);
        if let Some(root) = root {
            self.unlink(root);
            self.reparent(root, fragment);
        }
        fragment
    }

    /// The element in which a template's HTML is parsed.
    pub(crate) fn template_name() -> QualName {
        QualName::new(None, ns!(html), local_name!("template"))
    }

    fn reparent(&mut self, from: NodeId, to: NodeId) {
        let children: Vec<_> = self.children(from).collect();
        for child in children {
            self.unlink(child);
            self.link(child, to, None);
        }
    }

    /// Inserts a node, or appends text, at the end of a parent or before a sibling.
    fn place(&mut self, parent: NodeId, before: Option<NodeId>, what: NodeOrText<NodeId>) {
        match what {
            NodeOrText::AppendNode(node) => {
                self.unlink(node);
                self.link(node, parent, before);
            }
            NodeOrText::AppendText(more) => {
                let neighbour =
                    before.map_or(self.node(parent).last, |before| self.node(before).before);
                if let Some(Data::Text(text)) = neighbour.map(|node| &mut self.node_mut(node).data)
                {
                    return text.push_str(&more);
                }
                let text = self.add(Data::Text(more.to_string()));
                self.link(text, parent, before);
            }
        }
    }
}

struct Sink(RefCell<Dom>);

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Dom::DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.0.borrow(), |dom| match dom.data(*target) {
            Data::Element(element) => &element.name,
            other => panic!("the parser asked for the name of {other:?}"),
        })
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let mut dom = self.0.borrow_mut();
        let content = flags.template.then(|| dom.add(Data::Fragment));
        let attributes = attributes.into_iter().map(named).collect();
        dom.add(Data::Element(Element {
            name,
            attributes,
            properties: Vec::new(),
            content,
        }))
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.0.borrow_mut().add(Data::Comment(text.to_string()))
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeId {
        self.create_comment(data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.0.borrow_mut().place(*parent, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        if self.0.borrow().parent(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, _: StrTendril, _: StrTendril) {
        let mut dom = self.0.borrow_mut();
        let doctype = dom.add(Data::Doctype(name.to_string()));
        dom.link(doctype, Dom::DOCUMENT, None);
    }

    fn is_mathml_annotation_xml_integration_point(&self, target: &NodeId) -> bool {
        let dom = self.0.borrow();
        let encoding = dom.attribute(*target, "encoding").unwrap_or_default();
        ["text/html", "application/xhtml+xml"]
            .iter()
            .any(|html| html.eq_ignore_ascii_case(encoding))
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        let content = self
            .0
            .borrow()
            .element(*target)
            .and_then(|element| element.content);
        content.unwrap_or(*target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        let mut dom = self.0.borrow_mut();
        if let Some(parent) = dom.parent(*sibling) {
            dom.place(parent, Some(*sibling), node);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let mut dom = self.0.borrow_mut();
        let Some(element) = dom.element_mut(*target) else {
            return;
        };
        for (name, value) in attributes.into_iter().map(named) {
            if !element.attributes.iter().any(|(other, _)| *other == name) {
                element.attributes.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.0.borrow_mut().unlink(*target);
    }

    fn reparent_children(&self, from: &NodeId, to: &NodeId) {
        self.0.borrow_mut().reparent(*from, *to);
    }
}

/// The name of an attribute as it is written, such as `xlink:href`.
fn named(attribute: Attribute) -> (String, String) {
    let name = match attribute.name.prefix {
        Some(prefix) => format!("{prefix}:{}", attribute.name.local),
        None => attribute.name.local.to_string(),
    };
    (name, attribute.value.to_string())
}
