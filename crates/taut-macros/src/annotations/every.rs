//! `#[every(1s)]`: a handler that the server calls by itself, as long as a browser shows the page.

use quote::quote;

use super::options::Options;
use super::{ASYNC, Annotation, Declared, duration};
use crate::live_view::parameter::Parameter;

pub(super) const EVERY: Annotation = Annotation {
    name: "every",
    how: "`#[every(1s)]`",
    options: &[],
    excludes: &[
        (
            ASYNC,
            "the page would wait for every call; spawn slow work elsewhere, and let each call check for its result",
        ),
        (
            "blocking",
            "the page would wait for every call; spawn slow work elsewhere, and let each call check for its result",
        ),
    ],
    read,
};

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    let Some(interval) = options.value() else {
        options.expected();
        return None;
    };
    let place = interval.1;
    let interval = duration::read(interval, duration::EVERY, options.errors)?;
    if parameters.is_some_and(|parameters| !parameters.is_empty()) {
        options.errors.at(
            place,
            "a handler with `#[every]` takes only `&mut self` and optionally `&mut Context`, because it has no event",
        );
        return None;
    }
    Some(Declared::new(
        "every",
        quote!(::core::option::Option::Some(#interval)),
    ))
}
