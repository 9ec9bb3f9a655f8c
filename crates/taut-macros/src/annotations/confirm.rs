//! `#[confirm("Really?")]`: the browser asks the user before it sends an event.

use quote::quote;

use super::options::Options;
use super::{Annotation, Declared};

pub(super) const CONFIRM: Annotation = Annotation {
    name: "confirm",
    how: "`#[confirm(\"Delete this for good?\")]`",
    options: &[],
    excludes: &[],
    read: |options, _| read(options),
};

fn read(options: &mut Options<'_>) -> Option<Declared> {
    let Some((tokens, place)) = options.value() else {
        options.expected();
        return None;
    };
    let Ok(question) = syn::parse2::<syn::LitStr>(tokens) else {
        options.errors.at(
            place,
            "a question is a text in quotes: browsers have it before there is an event",
        );
        return None;
    };
    if question.value().trim().is_empty() {
        options.errors.at(
            place,
            "the question is empty: the user would not know what to confirm",
        );
        return None;
    }
    Some(Declared::new(
        "confirm",
        quote!(::core::option::Option::Some(#question)),
    ))
}
