//! The values that a listener reads from an event.

use serde_json::{Number, Value, json};
use taut_facts::Projection;

use super::{DomEvent, Page};
use crate::dom::NodeId;
use crate::violation::{Judged, violation};

impl Page {
    /// Reads a projection: from the place inside the listener's element where the event happened, or else
    /// from that element.
    pub(super) fn read(
        &self,
        projection: Projection,
        event: &DomEvent,
        element: NodeId,
        target: NodeId,
    ) -> Judged<Value> {
        let dom = &self.dom;
        let at = if dom.ancestors(target).any(|node| node == element) {
            target
        } else {
            element
        };
        let control = dom.control_at(at, element);
        let held = |key: &str| Value::Bool(event.held.contains(&key));
        Ok(match projection {
            Projection::Value if dom.has_value(control) => Value::String(dom.value(control)),
            Projection::Name => json!(dom.attribute(control, "name").unwrap_or_default()),
            Projection::Checked if dom.tag(control) == Some("input") => {
                Value::Bool(dom.is(control, "checked"))
            }
            Projection::Form => match dom.form_of(at) {
                Some(form) => json!(dom.fields(form, event.submitter)),
                None => return violation("a listener reads a form, and there is none around it"),
            },
            Projection::Key => json!(event.key),
            Projection::Code => json!(event.code),
            // A key that is pressed here is let go of at once.
            Projection::Repeat => Value::Bool(false),
            Projection::Ctrl => held("ctrl"),
            Projection::Shift => held("shift"),
            Projection::Alt => held("alt"),
            Projection::Meta => held("meta"),
            Projection::X | Projection::OffsetX => number(event.at.map(|(x, _)| x)),
            Projection::Y | Projection::OffsetY => number(event.at.map(|(_, y)| y)),
            Projection::Button => json!(event.button),
            Projection::Values => dom
                .selected_options(control)
                .into_iter()
                .map(|option| dom.value(option))
                .collect(),
            Projection::Detail => json!(event.detail),
            Projection::Text => Value::String(dom.text(dom.editable_at(at).unwrap_or(element))),
            Projection::ScrollTop => json!(0),
            Projection::Open => dom
                .openable_at(at)
                .map_or(Value::Null, |node| Value::Bool(dom.is(node, "open"))),
            Projection::DeltaY => number(event.delta_y),
            Projection::Value | Projection::Checked => Value::Null,
        })
    }
}

/// A number as a browser writes it: without a fraction if it is whole.
#[allow(
    clippy::cast_possible_truncation,
    reason = "only whole numbers are cast, and pixels are small"
)]
fn number(value: Option<f64>) -> Value {
    match value {
        None => Value::Null,
        Some(whole) if whole.fract() == 0.0 => Value::from(whole as i64),
        Some(other) => Number::from_f64(other).map_or(Value::Null, Value::Number),
    }
}
