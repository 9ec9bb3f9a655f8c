//! Prints nodes as HTML, for humans.

use super::{Data, Dom, NodeId};

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

impl Dom {
    /// A node as HTML, with its attributes, but without properties that were set later.
    #[must_use]
    pub fn html(&self, id: NodeId) -> String {
        let mut html = String::new();
        self.print(id, &mut html);
        html
    }

    fn print(&self, id: NodeId, html: &mut String) {
        match self.data(id) {
            Data::Document | Data::Fragment => self.print_children(id, html),
            Data::Doctype(name) => html.push_str(&format!("<!DOCTYPE {name}>")),
            Data::Comment(data) => html.push_str(&format!("<!--{data}-->")),
            Data::Text(text) if self.parent(id).is_some_and(|parent| self.is_raw(parent)) => {
                html.push_str(text)
            }
            Data::Text(text) => html.push_str(&escaped(text)),
            Data::Element(element) => {
                let tag = &element.name.local;
                html.push_str(&format!("<{tag}"));
                for (name, value) in &element.attributes {
                    html.push_str(&format!(
                        " {name}=\"{}\"",
                        escaped(value).replace('"', "&quot;")
                    ));
                }
                html.push('>');
                if !VOID.contains(&&**tag) {
                    self.print_children(id, html);
                    html.push_str(&format!("</{tag}>"));
                }
            }
        }
    }

    fn print_children(&self, id: NodeId, html: &mut String) {
        self.children(id).for_each(|child| self.print(child, html));
    }

    fn is_raw(&self, id: NodeId) -> bool {
        matches!(self.tag(id), Some("script" | "style"))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
