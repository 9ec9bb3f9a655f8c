//! Checks the places of `client.key`: the browser writes its value itself, without the server's checks.

use super::Check;
use crate::html::{self, AttributeKind};
use crate::template::ast::{Element, Expr, Name, Node};

impl Check<'_> {
    /// As the value of an attribute.
    pub(super) fn bus_attribute(&mut self, element: &Element, name: &Name, value: &Expr) {
        let why = match html::attribute_kind(&name.text, element.tag_for(&name.text)) {
            AttributeKind::Url
            | AttributeKind::Image
            | AttributeKind::Media
            | AttributeKind::SourceSet => {
                "only the server can set an address, because it checks it"
            }
            AttributeKind::Style => "write a single style: `style:name={client.key}`",
            AttributeKind::Class => "write a single class: `class:name={client.key == \"value\"}`",
            AttributeKind::InnerHtml | AttributeKind::Document => "only the server can set HTML",
            _ => return,
        };
        self.no_bus(value, why);
    }

    /// The places where client state is not allowed.
    pub(super) fn no_bus(&mut self, value: &Expr, why: &str) {
        if let Some(bus) = &value.bus {
            self.errors.at(
                bus.place,
                format_args!("`client.{}` is not allowed here: {why}", bus.key),
            );
        }
    }

    /// An element that contains a single text is written as a whole.
    pub(super) fn bus_beside_text(&mut self, element: &Element) {
        if element.children.len() < 2 {
            return;
        }
        for child in &element.children {
            if let Node::Hole(value) = child {
                let why = format!(
                    "it would replace the other content of `<{}>`",
                    element.name.text
                );
                self.no_bus(value, &why);
            }
        }
    }
}
