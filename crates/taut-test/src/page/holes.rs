//! Writes a value into a hole, after checking it. Each kind writes what it stands for and touches nothing else.

use serde_json::Value;
use taut_facts::HoleKind;

use super::{InstanceId, Page, Said};
use crate::dom::{Data, NodeId, Property};
use crate::table::Kind;
use crate::violation::{Judged, Stream, violation};

impl Page {
    /// Patches the page's own instance, and leaves what follows the pairs.
    pub(crate) fn patch_page(&mut self, pairs: &mut Stream<'_>) -> Judged {
        self.patch(Self::ROOT, pairs)
    }

    /// Writes all values of the page.
    pub(crate) fn write_page(&mut self, values: &mut Stream<'_>) -> Judged {
        self.write_all(Self::ROOT, values)
    }

    /// Writes pairs of a hole and a value, which are in document order.
    pub(super) fn patch(&mut self, id: InstanceId, pairs: &mut Stream<'_>) -> Judged {
        let mut last = None;
        while pairs.len() >= 2 {
            let hole = pairs.count("a hole")?;
            if last.is_some_and(|last| last >= hole) {
                return violation(format!(
                    "hole {hole} comes after hole {}",
                    last.unwrap_or_default()
                ));
            }
            last = Some(hole);
            self.write(id, hole, pairs.next("a value")?, true)?;
        }
        Ok(())
    }

    /// Writes the values of all holes that have one.
    pub(super) fn write_all(&mut self, id: InstanceId, values: &mut Stream<'_>) -> Judged {
        for hole in 0..self.instance(id).at.len() {
            if self.facts(id, hole)?.has_value() {
                self.write(id, hole, values.next("the value of a hole")?, false)?;
            }
        }
        Ok(())
    }

    /// Writes a value. A patch contains no unchanged value; a new instance gets all values.
    pub(super) fn write(
        &mut self,
        id: InstanceId,
        hole: usize,
        value: &Value,
        is_patch: bool,
    ) -> Judged {
        let wrong =
            |expected: &str| violation(format!("hole {hole} expects {expected}, found {value}"));
        match self.kind(id, hole)? {
            Kind::Block(_) => return self.set_block(id, hole, value, is_patch),
            Kind::List(_) => return self.set_list(id, hole, value, is_patch),
            _ => {}
        }
        let Kind::Value(kind, name) = self.kind(id, hole)? else {
            return wrong("no value: it is a listener or a binding");
        };
        let (kind, name, node) = (*kind, name.clone(), self.node(id, hole)?);
        match (kind, value, shown(value), truth(value)) {
            (HoleKind::Text, _, Some(text), _) if matches!(self.dom.data(node), Data::Text(_)) => {
                self.dom.set_text(node, text);
            }
            (HoleKind::Text, ..) => return wrong("a text"),
            (HoleKind::Attribute, Value::Null, ..) => self.dom.set_attribute(node, &name, None),
            (HoleKind::Attribute, _, Some(text), _) => {
                self.dom.set_attribute(node, &name, Some(text))
            }
            (HoleKind::Attribute, ..) => return wrong("a text or `null`"),
            (HoleKind::Flag, _, _, Some(is)) => {
                self.dom.set_attribute(node, &name, is.then(String::new))
            }
            (HoleKind::Class, _, _, Some(is)) => {
                let name = vec![name];
                let (gone, new): (&[_], &[_]) = if is { (&[], &name) } else { (&name, &[]) };
                self.dom.change_classes(node, gone, new);
            }
            (HoleKind::Flag | HoleKind::Class, ..) => return wrong("`0` or `1`"),
            (HoleKind::Property, ..) => match property(&name, value) {
                Some(property) => self.set_property(id, hole, node, &name, property),
                None => return wrong("the value of its property"),
            },
            (HoleKind::Classes, Value::String(text), ..) => {
                self.set_classes(id, hole, &tokens(&name), tokens(text))?
            }
            (HoleKind::Classes, ..) => return wrong("classes"),
            (HoleKind::Style, Value::String(text), ..) => self.dom.set_style(node, &name, text),
            (HoleKind::Style, ..) => return wrong("a text"),
            (HoleKind::Spread, ..) => self.spread(node, value)?,
            (HoleKind::Styles, ..) => self.styles(node, value)?,
            (HoleKind::Html, Value::String(html), ..) => self.set_html(node, html),
            (HoleKind::Html, ..) => return wrong("HTML"),
            (
                HoleKind::Block
                | HoleKind::List
                | HoleKind::Event
                | HoleKind::Binding
                | HoleKind::Formula,
                ..,
            ) => {}
        }
        Ok(())
    }

    /// Classes of the previous value are removed, unless they are also next to the hole.
    fn set_classes(
        &mut self,
        id: InstanceId,
        hole: usize,
        beside: &[String],
        classes: Vec<String>,
    ) -> Judged {
        let node = self.node(id, hole)?;
        let before = match &self.instance(id).said[hole] {
            Some(Said::Classes(said)) => said.clone(),
            _ => self
                .dom
                .classes(node)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        };
        let gone: Vec<_> = before
            .into_iter()
            .filter(|class| !beside.contains(class))
            .collect();
        self.dom.change_classes(node, &gone, &classes);
        self.instance_mut(id).said[hole] = Some(Said::Classes(classes));
        Ok(())
    }

    fn spread(&mut self, node: NodeId, value: &Value) -> Judged {
        let mut pairs = Stream::of(value, "names and values of attributes")?;
        while !pairs.is_empty() {
            let name = pairs.text("the name of an attribute")?;
            let value = pairs.next("the value of an attribute")?;
            match (value, shown(value)) {
                (Value::Null, _) => self.dom.set_attribute(node, name, None),
                (_, Some(text)) => self.dom.set_attribute(node, name, Some(text)),
                _ => return violation(format!("the attribute `{name}` cannot be {value}")),
            }
        }
        Ok(())
    }

    fn styles(&mut self, node: NodeId, value: &Value) -> Judged {
        let mut pairs = Stream::of(value, "names and values of style properties")?;
        while !pairs.is_empty() {
            let name = pairs.text("the name of a style property")?;
            match pairs.next("the value of a style property")? {
                Value::Null => self.dom.set_style(node, name, ""),
                Value::String(text) if !text.is_empty() => self.dom.set_style(node, name, text),
                other => return violation(format!("the style `{name}` cannot be {other}")),
            }
        }
        Ok(())
    }

    fn set_html(&mut self, node: NodeId, html: &str) {
        let Some(context) = self.dom.element(node).map(|element| element.name.clone()) else {
            return;
        };
        let children: Vec<_> = self.dom.children(node).collect();
        children
            .into_iter()
            .for_each(|child| self.dom.remove(child));
        let fragment = self.dom.fragment(html, context);
        self.dom.insert(fragment, node, None);
    }
}

fn tokens(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// A string, or an integer that a JavaScript number represents exactly.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.as_i64()?.unsigned_abs() < 1 << 53 => {
            Some(number.to_string())
        }
        _ => None,
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value.as_u64()? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}

fn property(name: &str, value: &Value) -> Option<Property> {
    if matches!(name, "textContent" | "value") {
        shown(value).map(Property::Text)
    } else {
        truth(value).map(Property::Truth)
    }
}
