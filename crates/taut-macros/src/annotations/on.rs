//! `#[on(Room(self.id))]`: a handler that receives the messages of a topic, or the values of a flow.

use quote::quote;

use super::options::Options;
use super::{ASYNC, Annotation, Declared};
use crate::live_view::parameter::Parameter;

const NO_LISTENER: &str = "messages call the handler, and no listener does";
const NO_WAITING: &str =
    "the messages after it would wait; start slow work elsewhere, and publish its result";

pub(super) const ON: Annotation = Annotation {
    name: "on",
    how: "`#[on(Room(self.id))]`",
    options: &[],
    excludes: &[
        ("after", NO_LISTENER),
        (ASYNC, NO_WAITING),
        ("blocking", NO_WAITING),
        ("cache", NO_LISTENER),
        ("client_state", NO_LISTENER),
        ("confirm", NO_LISTENER),
        ("debounce", NO_LISTENER),
        ("every", NO_LISTENER),
        ("optimistic", NO_LISTENER),
        ("throttle", NO_LISTENER),
    ],
    read,
};

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    let Some((source, place)) = options.expression() else {
        options.expected();
        return None;
    };
    if let Err(error) = syn::parse2::<syn::Expr>(source.clone()) {
        options.errors.push(&error, place);
        return None;
    }
    if parameters.is_some_and(|parameters| parameters.len() != 1) {
        options.errors.at(
            place,
            "a handler with `#[on]` takes the message or value, as in `message: &Said`, and optionally `&mut Context`",
        );
        return None;
    }
    let mut declared = Declared::new("on", quote!(true));
    declared.source = Some(source);
    Some(declared)
}
