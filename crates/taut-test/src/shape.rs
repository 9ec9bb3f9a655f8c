//! Compares JSON with the shapes in the tables of taut-facts.

use serde_json::Value;
use taut_facts::{Count, Part, Shape};

use crate::violation::{Judged, violation};

/// Returns an error for a value that does not have the shape.
pub(crate) fn check(value: &Value, shape: Shape, what: &str) -> Judged {
    if fits(value, shape) {
        Ok(())
    } else {
        violation(format!("expected {what}, found {value}"))
    }
}

/// Whether a value has a shape.
pub(crate) fn fits(value: &Value, shape: Shape) -> bool {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Text, Value::String(_)) | (Shape::Null, Value::Null) => true,
        (Shape::Cell(prefix), Value::String(text)) => text.starts_with(prefix),
        (Shape::Number(least, most), Value::Number(number)) => number
            .as_i64()
            .is_some_and(|number| (least..=most).contains(&number)),
        (Shape::List(item), Value::Array(values)) => values.iter().all(|value| fits(value, *item)),
        (Shape::Map(item), Value::Object(members)) => {
            members.values().all(|value| fits(value, *item))
        }
        (Shape::Tuple(parts), Value::Array(values)) => fits_parts(values, parts),
        (Shape::Object(parts), Value::Object(members)) => {
            let is_known = |name: &String| parts.iter().any(|Part(known, ..)| known == name);
            members.keys().all(is_known)
                && parts
                    .iter()
                    .all(|part| fits_member(members.get(part.0), part))
        }
        (Shape::OneOf(shapes), _) => shapes.iter().any(|shape| fits(value, *shape)),
        (Shape::Template, value) => value.is_array(),
        (Shape::Effects, value) => value.is_object(),
        _ => false,
    }
}

/// Whether the values of an array match these parts.
pub(crate) fn fits_parts(values: &[Value], parts: &[Part]) -> bool {
    let mut rest = values;
    for Part(_, shape, count) in parts {
        match (count, rest) {
            (Count::Many, _) => return rest.iter().all(|value| fits(value, *shape)),
            (Count::Optional, []) => return true,
            (_, [first, others @ ..]) if fits(first, *shape) => rest = others,
            _ => return false,
        }
    }
    rest.is_empty()
}

fn fits_member(value: Option<&Value>, Part(_, shape, count): &Part) -> bool {
    value.map_or(*count != Count::One, |value| fits(value, *shape))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use taut_facts::{Effect, Member, ViewOption};

    use super::*;

    #[track_caller]
    fn check(shape: Shape, right: &[Value], wrong: &[Value]) {
        right
            .iter()
            .for_each(|value| assert!(fits(value, shape), "{value}"));
        wrong
            .iter()
            .for_each(|value| assert!(!fits(value, shape), "{value}"));
    }

    #[test]
    fn annotations_have_their_forms() {
        let debounce = Member::Debounce.row().shape;
        check(
            debounce,
            &[json!([300, 0]), json!([1, 2]), json!([-1, 0])],
            &[json!([0, 0]), json!([-1, 5]), json!([1])],
        );
        check(
            Member::Throttle.row().shape,
            &[json!([100, 3])],
            &[json!([0, 1]), json!([100, 4]), json!([100, 1, 1])],
        );
        let cache = Member::Cache.row().shape;
        check(
            cache,
            &[json!([1, 1, 1, 0]), json!([1, 1, 1, 1, 0, [1, 3]])],
            &[json!([1, 1, 0, 0]), json!([1, 1, 1, 0, [1, 4]])],
        );
        let state = Member::ClientState.row().shape;
        check(
            state,
            &[json!([["key", 0], ["key", 1, 2]])],
            &[json!([[0, 1]]), json!([["key"]]), json!(["key", 0])],
        );
        check(
            Member::OnReject.row().shape,
            &[json!(1)],
            &[json!(0), json!(true)],
        );
    }

    #[test]
    fn objects_have_the_members_that_they_must_and_no_others() {
        let draft = json!({"fields": "input", "every": 1, "ttl": 1, "auto": 0, "ask": ""});
        let with = |name: &str, value: Value| {
            let mut other = draft.clone();
            other[name] = value;
            other
        };
        let wrong = [
            with("auto", json!(2)),
            with("more", json!(1)),
            with("every", json!(0)),
            json!({"fields": "input"}),
        ];
        check(
            ViewOption::Draft.row().shape,
            std::slice::from_ref(&draft),
            &wrong,
        );
        let publish = Effect::Publish.row().shape;
        check(publish, &[json!({"key": [1]})], &[json!([]), json!(1)]);
    }
}
