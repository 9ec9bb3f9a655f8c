//! Handlers that the server calls by itself: a time, and the value that the timer follows.

use quote::quote;

use super::options::Options;
use super::{ASYNC, Declared, duration};
use crate::live_view::parameter::Parameter;

const NO_WAITING: &str =
    "the page would wait for every call; start slow work in the background, with an `Async` field";
const ONE_TIMER: &str = "a handler has one timer";

pub(super) const EXCLUDES: &[(&str, &str)] = &[
    (ASYNC, NO_WAITING),
    ("blocking", NO_WAITING),
    ("every", ONE_TIMER),
    ("after", ONE_TIMER),
];

/// Reads the time, and the option with the value.
pub(super) fn read(
    options: &mut Options<'_>,
    parameters: Option<&[Parameter]>,
    field: &'static str,
    option: &str,
) -> Option<Declared> {
    let Some(time) = options.value() else {
        options.expected();
        return None;
    };
    let place = time.1;
    let time = duration::read(time, duration::EVERY, options.errors)?;
    if parameters.is_some_and(|parameters| !parameters.is_empty()) {
        options.errors.at(
            place,
            format_args!(
                "a handler with `#[{field}]` takes only `&mut self` and optionally `&mut Context`, because it has no event"
            ),
        );
        return None;
    }
    let value = quote!(::core::option::Option::Some(#time));
    let mut declared = Declared::new(field, value);
    if let Some((follows, place)) = options.named(option) {
        if let Err(error) = syn::parse2::<syn::Expr>(follows.clone()) {
            options.errors.push(&error, place);
            return None;
        }
        declared.follows = Some(follows);
    }
    Some(declared)
}
