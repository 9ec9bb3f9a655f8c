//! Refuses dynamic attributes that would let a value run script, or redirect the user.

use super::static_value;
use crate::template::ast::{AttributeValue, Element, Name};

/// Why a part of a script must not change.
pub(super) const SCRIPT: &str = "a dynamic `<script>` could run any code: load a static one, and pass data in `data-…` attributes";

/// The error in an attribute with a dynamic value, if any.
pub(super) fn mistake(element: &Element, name: &Name, value: &AttributeValue) -> Option<String> {
    let AttributeValue::Dynamic(_) = value else {
        return None;
    };
    let has = |wanted: &str| static_value(element, wanted).is_some();
    let (tag, lower) = (element.name.text.as_str(), name.text.to_ascii_lowercase());
    let message = match (tag, lower.as_str()) {
        ("script", _) => SCRIPT,
        ("meta", "content") if !has("name") && !has("property") => {
            "the `content` of a `<meta>` can be dynamic only with a static `name` or `property`"
        }
        ("meta", "http-equiv") => {
            "`http-equiv` must be static: a dynamic one could redirect the user anywhere"
        }
        ("base", "href") => {
            "the address of `<base>` must be static: a dynamic one could redirect every script"
        }
        ("link", "rel") => {
            "`rel` must be static: a dynamic one could turn an address into a style sheet"
        }
        _ if is_animation(tag) && lower == "attributename" => {
            "`attributeName` must be static: a dynamic one could animate the address of a link"
        }
        _ if is_animation(tag) && matches!(lower.as_str(), "to" | "from" | "by" | "values") => {
            let is_harmless = |animated: &str| !animated.to_ascii_lowercase().ends_with("href");
            if static_value(element, "attributeName").is_some_and(is_harmless) {
                return None;
            }
            "this value can be dynamic only with a static `attributeName` that is not an address"
        }
        (_, "is" | "nonce") => "this attribute must be static: a browser reads it only once",
        (_, lower) if is_script(lower) => {
            "an attribute that starts with `on` could run script: listen with `@event={handler(…)}`"
        }
        _ => return None,
    };
    Some(message.to_owned())
}

fn is_animation(tag: &str) -> bool {
    matches!(
        tag,
        "animate" | "set" | "animateMotion" | "animateTransform"
    )
}

/// A browser treats the value as script.
fn is_script(name: &str) -> bool {
    name.strip_prefix("on")
        .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_alphabetic()))
}
