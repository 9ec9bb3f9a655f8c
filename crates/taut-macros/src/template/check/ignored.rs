//! Checks what is in an element with `data-taut-ignore`: nothing that changes, because other scripts own it.

use taut_facts::add_ons::IGNORE;

use super::{Check, place_of};
use crate::errors::Place;
use crate::template::ast::{Attribute, AttributeValue, Element, Name, Node};

impl Check<'_> {
    /// Reports what could not be kept up to date in an element, if it belongs to other scripts.
    pub(super) fn ignored(&mut self, element: &Element) {
        for attribute in &element.attributes {
            let Attribute::Plain { name, value } = attribute else {
                continue;
            };
            if name.text != IGNORE {
                continue;
            }
            if !matches!(value, AttributeValue::Bare) {
                self.errors.at(
                    name.place,
                    format_args!("`{IGNORE}` takes no value: its element belongs to other scripts as long as it exists"),
                );
            }
            self.own_content(element);
            self.ignored_nodes(&element.children);
        }
    }

    /// Attributes that write the content of their own element.
    fn own_content(&mut self, element: &Element) {
        for attribute in &element.attributes {
            if let Attribute::Plain { name, .. } = attribute
                && name.text == "inner_html"
            {
                self.not_shown(name.place, "`inner_html` would replace what they put there");
            }
        }
    }

    fn ignored_nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Element(element) => {
                    for attribute in &element.attributes {
                        self.ignored_attribute(attribute);
                    }
                    self.ignored_nodes(&element.children);
                }
                Node::Fragment(children) => self.ignored_nodes(children),
                Node::Text(_) | Node::Doctype(_) | Node::Let(_) | Node::Stray(_) => {}
                _ => {
                    if let Some(place) = place_of(node) {
                        self.not_shown(place, "pass a value in an attribute of that element");
                    }
                }
            }
        }
    }

    fn ignored_attribute(&mut self, attribute: &Attribute) {
        let place = match attribute {
            Attribute::Plain {
                name: Name { place, .. },
                value: AttributeValue::Dynamic(_),
            } => *place,
            Attribute::Class { name, .. } | Attribute::Style { name, .. } => name.place,
            Attribute::Spread(value) => value.place,
            Attribute::Event(listener) => {
                let message = "a listener on that element hears the events in it";
                return self.not_shown(listener.event.place, message);
            }
            _ => return,
        };
        self.not_shown(place, "pass a value in an attribute of that element");
    }

    fn not_shown(&mut self, place: Place, instead: &str) {
        self.errors.at(
            place,
            format_args!(
                "what is in an element with `{IGNORE}` belongs to other scripts and must be static; {instead}"
            ),
        );
    }
}
