//! Finds elements whose whole content is one text that the user edits. It is a property of the element,
//! because an editor replaces the nodes in it.

use crate::template::ast::{Attribute, AttributeValue, Element, Node};

/// Whether the element is editable, and contains only texts and values, at least one of which is dynamic.
pub(super) fn is_text(element: &Element) -> bool {
    let holds = |is: fn(&Node) -> bool| element.children.iter().any(is);
    let is_beside_bus = element.children.len() > 1 && holds(is_bus);
    element.attributes.iter().any(is_editable)
        && holds(is_value)
        && !holds(is_other)
        && !is_beside_bus
}

fn is_editable(attribute: &Attribute) -> bool {
    match attribute {
        Attribute::Plain {
            name,
            value: AttributeValue::Static(text),
        } => name.text == "contenteditable" && !text.value.eq_ignore_ascii_case("false"),
        Attribute::Plain { name, .. } => name.text == "contenteditable",
        _ => false,
    }
}

fn is_value(node: &Node) -> bool {
    matches!(node, Node::Hole(value) if value.is_whole)
}

fn is_bus(node: &Node) -> bool {
    matches!(node, Node::Hole(value) if value.bus.is_some())
}

fn is_other(node: &Node) -> bool {
    !matches!(node, Node::Hole(_) | Node::Text(_) | Node::Stray(_))
}
