//! What a listener reads from an event, by the names in the asset.

use serde_json::{Number, Value, json};

use super::{DomEvent, Page};
use crate::dom::NodeId;
use crate::violation::{Judged, violation};

impl Page {
    /// Reads a projection: of where the event happened in the listener's element, or else of that element.
    pub(super) fn read(&self, projection: &str, event: &DomEvent, element: NodeId, target: NodeId) -> Judged<Value> {
        let dom = &self.dom;
        let at = if dom.ancestors(target).any(|node| node == element) { target } else { element };
        let control = dom.control_at(at, element);
        let held = |key: &str| Value::Bool(event.held.contains(&key));
        Ok(match projection {
            "value" if dom.has_value(control) => Value::String(dom.value(control)),
            "checked" if dom.tag(control) == Some("input") => Value::Bool(dom.is(control, "checked")),
            "form" => match dom.form_of(at) {
                Some(form) => json!(dom.fields(form, event.submitter)),
                None => return violation("a listener reads a form, and there is none around it"),
            },
            "key" => json!(event.key),
            "code" => json!(event.code),
            "ctrlKey" => held("ctrl"),
            "shiftKey" => held("shift"),
            "altKey" => held("alt"),
            "metaKey" => held("meta"),
            "clientX" | "x" => number(event.at.map(|(x, _)| x)),
            "clientY" | "y" => number(event.at.map(|(_, y)| y)),
            "button" => json!(event.button),
            "selectedOptions" => dom.selected_options(control).into_iter().map(|option| dom.value(option)).collect(),
            "detail" => json!(event.detail),
            "textContent" => Value::String(dom.text(dom.editable_at(at).unwrap_or(element))),
            "scrollTop" => json!(0),
            "open" => dom.openable_at(at).map_or(Value::Null, |node| Value::Bool(dom.is(node, "open"))),
            "deltaY" => number(event.delta_y),
            "value" | "checked" => Value::Null,
            other => return violation(format!("there is no projection {other}")),
        })
    }
}

/// A number as a browser writes it: whole ones without a fraction.
#[allow(clippy::cast_possible_truncation, reason = "only whole numbers are cast, and pixels are small")]
fn number(value: Option<f64>) -> Value {
    match value {
        None => Value::Null,
        Some(whole) if whole.fract() == 0.0 => Value::from(whole as i64),
        Some(other) => Number::from_f64(other).map_or(Value::Null, Value::Number),
    }
}
