//! Prints the content of a page, so that two pages can be compared as texts.
//!
//! Two pages are equal if they have the same nodes in the same order, including the empty texts of
//! holes. A snapshot omits only what the protocol leaves open:
//! - the digits in the comment before a block: they are read once, when the page is taken over;
//! - the order of attributes, of classes and of style declarations, and whether a class is repeated;
//! - whether an empty `class` or `style` exists;
//! - where a hole holds a property: the attribute of that name, or the content of a `<textarea>`, which
//!   was its initial value. The property itself is in the snapshot.

use taut_facts::HoleKind;

use super::Page;
use crate::dom::{Data, Dom, NodeId, Property};
use crate::table::Kind;

impl Page {
    /// The page, one node per line.
    pub(crate) fn snapshot(&self) -> String {
        let mut lines = String::new();
        for child in self.dom.children(Dom::DOCUMENT) {
            self.describe(child, 0, &mut lines);
        }
        lines
    }

    pub(crate) fn describe_one(&self, node: NodeId) -> String {
        let mut lines = String::new();
        self.describe(node, 0, &mut lines);
        lines
    }

    fn describe(&self, node: NodeId, depth: usize, lines: &mut String) {
        let mut line = |text: &str| {
            lines.extend(std::iter::repeat_n("  ", depth));
            lines.push_str(text);
            lines.push('\n');
        };
        match self.dom.data(node) {
            Data::Text(text) => line(&format!("{text:?}")),
            Data::Comment(data)
                if data == "?" || data.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                line("<!>")
            }
            Data::Comment(data) => line(&format!("<!{data}>")),
            Data::Doctype(name) => line(&format!("<!DOCTYPE {name}>")),
            Data::Document | Data::Fragment => {}
            Data::Element(element) => {
                let properties = self.properties(node);
                line(&format!(
                    "<{}{}>",
                    element.name.local,
                    self.attributes(node, &properties)
                ));
                let holds_value = properties.contains(&"textContent")
                    || element.name.local == *"textarea" && !properties.is_empty();
                if !holds_value {
                    self.dom
                        .children(node)
                        .for_each(|child| self.describe(child, depth + 1, lines));
                }
            }
        }
    }

    /// The names of the properties of an element that are set by holes.
    fn properties(&self, node: NodeId) -> Vec<&str> {
        let wires = self.wires.get(&node).into_iter().flatten();
        let names = wires.filter_map(|(id, hole)| match self.kind(*id, *hole) {
            Ok(Kind::Value(HoleKind::Property, name)) => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }

    fn attributes(&self, node: NodeId, properties: &[&str]) -> String {
        let Some(element) = self.dom.element(node) else {
            return String::new();
        };
        let mut shown = Vec::new();
        for (name, value) in &element.attributes {
            match name.as_str() {
                "class" => {
                    let mut classes = self.dom.classes(node);
                    classes.sort_unstable();
                    shown.extend((!classes.is_empty()).then(|| format!(" class={classes:?}")));
                }
                "style" => {
                    let mut styles = self.dom.styles(node);
                    styles.sort_unstable();
                    shown.extend((!styles.is_empty()).then(|| format!(" style={styles:?}")));
                }
                name if properties.contains(&name) => {}
                name => shown.push(format!(" {name}={value:?}")),
            }
        }
        for name in properties {
            shown.push(match self.dom.property(node, name) {
                Property::Text(text) => format!(" .{name}={text:?}"),
                Property::Truth(is) => format!(" .{name}={is}"),
            });
        }
        shown.sort_unstable();
        shown.concat()
    }
}
