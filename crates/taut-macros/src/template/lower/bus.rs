//! Lowers `client.key`: a hole of its kind for what the server shows, and one for what the browser does.

use super::{Kind, Lower, Value};
use crate::html::Truth;
use crate::template::ast::{Bus, Expr};

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

/// A value of the page in an attribute, which is absent as long as nothing else is known: many mean something without a text, too.
pub(super) fn absent_at_first(mut value: Expr) -> Expr {
    if let Some(bus) = &value.bus
        && !bus.has_fallback
        && bus.compared.is_none()
    {
        value.tokens = quote::quote_spanned!(bus.place.start=> ::core::option::Option::None::<&str>);
    }
    value
}

impl Lower {
    /// What the browser shows at the node of a hole.
    pub(super) fn bus(&mut self, hole: u16, Bus { key, is_kept, compared, .. }: Bus) {
        let Some(kind) = self.body.holes.get(usize::from(hole)).map(|hole| &hole.kind) else { return };
        let Some(cell) = cell(kind) else { return };
        let truth = if let Kind::Attribute { truth, .. } = kind { *truth } else { Truth::Text };
        self.hole_at(self.last.clone(), Kind::Bus { cell, key, is_kept, compared, truth });
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
