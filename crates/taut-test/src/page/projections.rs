//! What a listener reads from an event, by the numbers in the asset.

use serde_json::{Number, Value, json};

use super::{DomEvent, Page};
use crate::dom::NodeId;
use crate::violation::{Judged, violation};

impl Page {
    /// Reads a projection: from the listener's element if it has a value of its own, or from where the
    /// event happened.
    pub(super) fn read(&self, projection: i64, event: &DomEvent, element: NodeId, target: NodeId) -> Judged<Value> {
        let has_open = matches!(self.dom.tag(element), Some("details" | "dialog"));
        let source = if self.dom.has_value(element) || has_open { element } else { target };
        let held = |key: &str| Value::Bool(event.held.contains(&key));
        Ok(match projection {
            0 if self.dom.has_value(source) => Value::String(self.dom.value(source)),
            1 if self.dom.tag(source) == Some("input") => Value::Bool(self.dom.is(source, "checked")),
            2 => match self.dom.form_of(element) {
                Some(form) => json!(self.dom.fields(form, event.submitter)),
                None => return violation("a listener reads a form, and there is none around it"),
            },
            3 => json!(event.key),
            4 => json!(event.code),
            5 => held("ctrl"),
            6 => held("shift"),
            7 => held("alt"),
            8 => held("meta"),
            9 | 11 => number(event.at.map(|(x, _)| x)),
            10 | 12 => number(event.at.map(|(_, y)| y)),
            13 => json!(event.button),
            14 => {
                let selected = self.dom.selected_options(source);
                selected.into_iter().map(|option| self.dom.value(option)).collect()
            }
            15 => json!(event.detail),
            16 => Value::String(self.dom.text(source)),
            17 => json!(0),
            18 if matches!(self.dom.tag(source), Some("details" | "dialog")) => {
                Value::Bool(self.dom.is(source, "open"))
            }
            19 => number(event.delta_y),
            0 | 1 | 18 => Value::Null,
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
