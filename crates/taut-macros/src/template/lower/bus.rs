//! Lowers `client.key`: a hole of its kind for what the server shows, and one for what the browser does.

use super::{Kind, Lower, Value};
use crate::template::ast::Bus;

/// Takes the value of the page from what the server shows; without a fallback, a truth is false there.
pub(super) fn of(value: &mut Value) -> Option<Box<Bus>> {
    let (expression, is_truth) = match value {
        Value::Borrowed(expression) => (expression, false),
        Value::Copied(expression) => (expression, true),
        Value::Typed(..) | Value::Joined(_) => return None,
    };
    let bus = expression.bus.take()?;
    if is_truth && !bus.has_fallback && bus.compared.is_none() {
        expression.tokens = quote::quote_spanned!(bus.place.start=> false);
    }
    Some(bus)
}

impl Lower {
    /// What the browser shows at the node of a hole.
    pub(super) fn bus(&mut self, hole: u16, Bus { key, compared, .. }: Bus) {
        let Some(cell) = self.body.holes.get(usize::from(hole)).and_then(|hole| cell(&hole.kind)) else { return };
        self.hole_at(self.last.clone(), Kind::Bus { cell, key, compared });
    }
}

/// The part of a node that a hole writes.
fn cell(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Text => Some("data".to_owned()),
        Kind::Attribute { name, .. } => Some(format!("@{name}")),
        Kind::Flag { name } => Some(format!("?{name}")),
        Kind::Property { name, .. } => Some(name.clone()),
        Kind::Class { name, .. } => Some(format!(".{name}")),
        Kind::Style { name, .. } => Some(format!(":{name}")),
        _ => None,
    }
}
