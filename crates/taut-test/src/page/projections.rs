//! What a listener reads from an event, by the names in the asset.

use serde_json::{Number, Value, json};

use super::{DomEvent, Page};
use crate::dom::NodeId;
use crate::violation::{Judged, violation};

impl Page {
    /// Reads a projection: from the listener's element if it has a value of its own, or from where the
    /// event happened.
    pub(super) fn read(&self, projection: &str, event: &DomEvent, element: NodeId, target: NodeId) -> Judged<Value> {
        let has_open = matches!(self.dom.tag(element), Some("details" | "dialog"));
        let source = if self.dom.has_value(element) || has_open { element } else { target };
        let held = |key: &str| Value::Bool(event.held.contains(&key));
        Ok(match projection {
            "value" if self.dom.has_value(source) => Value::String(self.dom.value(source)),
            "checked" if self.dom.tag(source) == Some("input") => Value::Bool(self.dom.is(source, "checked")),
            "form" => match self.dom.form_of(element) {
                Some(form) => json!(self.dom.fields(form, event.submitter)),
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
            "selectedOptions" => {
                let selected = self.dom.selected_options(source);
                selected.into_iter().map(|option| self.dom.value(option)).collect()
            }
            "detail" => json!(event.detail),
            "textContent" => Value::String(self.dom.text(source)),
            "scrollTop" => json!(0),
            "open" if matches!(self.dom.tag(source), Some("details" | "dialog")) => {
                Value::Bool(self.dom.is(source, "open"))
            }
            "deltaY" => number(event.delta_y),
            "value" | "checked" | "open" => Value::Null,
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
