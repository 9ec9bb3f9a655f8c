//! `#[throttle(100ms)]`: at most one event is sent per interval.

use quote::quote;

use super::options::Options;
use super::{Annotation, Declared, duration};

pub(super) const THROTTLE: Annotation = Annotation {
    name: "throttle",
    how: "`#[throttle(100ms)]`, `#[throttle(100ms, leading = false)]` or `#[throttle(100ms, trailing = false)]`",
    options: &["leading", "trailing"],
    excludes: &[(
        "debounce",
        "an event can either wait for a pause or be limited to an interval",
    )],
    read: |options, _| read(options),
};

fn read(options: &mut Options<'_>) -> Option<Declared> {
    let (leading, trailing) = (options.truth("leading"), options.truth("trailing"));
    if let (Some((false, _)), Some((false, place))) = (leading, trailing) {
        options.errors.at(
            place,
            "without the first and the last event of an interval, nothing would ever be sent",
        );
    }
    let Some(interval) = options.value() else {
        options.expected();
        return None;
    };
    let interval = duration::read(interval, duration::GATE, options.errors)?;
    let (leading, trailing) = (
        leading.is_none_or(|(is, _)| is),
        trailing.is_none_or(|(is, _)| is),
    );
    let value = quote!(Throttle { interval: #interval, leading: #leading, trailing: #trailing });
    Some(Declared::new(
        "throttle",
        quote!(::core::option::Option::Some(#value)),
    ))
}
