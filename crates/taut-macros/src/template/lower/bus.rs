//! Lowers `client.key`: a hole of its kind for the server's value, and one for the browser's.

use super::{Kind, Target, Value};
use crate::html::Truth;
use crate::template::ast::{Bus, Expr};

/// Separates the client state from the server's value; without a fallback, a boolean is false on the server.
pub(super) fn of(value: &mut Value) -> Option<Box<Bus>> {
    let (expression, is_truth) = match value {
        Value::Borrowed(expression) => (expression, false),
        Value::Copied(expression) => (expression, true),
        Value::Typed(..) | Value::Json(_) | Value::Joined(_) => return None,
    };
    let bus = expression.bus.take()?;
    if is_truth && !bus.has_fallback && bus.compared.is_none() {
        expression.tokens = quote::quote_spanned!(bus.place.start=> false);
    }
    Some(bus)
}

/// Client state in an attribute, which is absent as long as there is no value: many attributes have a
/// meaning without a text, too.
pub(super) fn absent_at_first(mut value: Expr) -> Expr {
    if let Some(bus) = &value.bus
        && !bus.has_fallback
        && bus.compared.is_none()
    {
        value.tokens =
            quote::quote_spanned!(bus.place.start=> ::core::option::Option::None::<&str>);
    }
    value
}

/// The hole of what the browser shows at the node of a hole, if that is a single part of the node.
pub(super) fn hole(
    target: &Target,
    Bus {
        key,
        is_kept,
        compared,
        ..
    }: Bus,
) -> Option<Kind> {
    let truth = if let Target::Attribute { truth, .. } = target {
        *truth
    } else {
        Truth::Text
    };
    Some(Kind::Bus {
        cell: cell(target)?,
        key,
        is_kept,
        compared,
        truth,
    })
}

/// The part of a node that a hole writes.
fn cell(target: &Target) -> Option<String> {
    match target {
        Target::Text => Some("data".to_owned()),
        Target::Attribute { name, .. } => Some(format!("@{name}")),
        Target::Flag { name } => Some(format!("?{name}")),
        Target::Property { name, .. } => Some(name.clone()),
        Target::Class { name, .. } => Some(format!(".{name}")),
        Target::Style { name, .. } => Some(format!(":{name}")),
        _ => None,
    }
}
