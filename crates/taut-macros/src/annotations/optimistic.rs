//! `#[optimistic]`: the browser shows the predicted result of an event before the server has answered.

use proc_macro2::{Ident, Span};
use quote::quote;
use taut_facts::limits::ANSWER_MILLISECONDS;

use super::options::Options;
use super::{Annotation, Declared, duration};

pub(super) const OPTIMISTIC: Annotation = Annotation {
    name: "optimistic",
    how: "`#[optimistic]`, `#[optimistic(remove)]` (or `first`, `last`, `up`, `down`), `#[optimistic(predict)]`, `#[optimistic(timeout = 10s)]` or `#[optimistic(error_for = 5s)]`",
    options: &[
        "remove",
        "first",
        "last",
        "up",
        "down",
        "predict",
        "timeout",
        "error_for",
    ],
    excludes: &[],
    read: |options, _| read(options),
};

/// How long an element is marked by default whose event was refused, in milliseconds.
const ERROR_MARK: u32 = 2_000;

/// What can happen to a row, and the variant of `taut_core::handler::Action`.
const ACTIONS: &[(&str, &str)] = &[
    ("remove", "Remove"),
    ("first", "First"),
    ("last", "Last"),
    ("up", "Up"),
    ("down", "Down"),
];

fn read(options: &mut Options<'_>) -> Option<Declared> {
    let timeout = match options.named("timeout") {
        Some(timeout) => duration::read(timeout, duration::GATE, options.errors)?,
        None => ANSWER_MILLISECONDS,
    };
    let mark = match options.named("error_for") {
        Some(mark) => duration::read(mark, duration::MARK, options.errors)?,
        None => ERROR_MARK,
    };
    let mut chosen = None::<(&str, &str)>;
    for (name, variant) in ACTIONS {
        let Some(place) = options.word(name) else {
            continue;
        };
        if let Some((other, _)) = chosen {
            options.errors.at(
                place,
                format_args!("a row can't do both: write either `{other}` or `{name}`"),
            );
        }
        chosen = Some((name, variant));
    }
    let predict = options.word("predict");
    let action = match chosen {
        Some((_, variant)) => {
            let variant = Ident::new(variant, Span::mixed_site());
            quote!(::core::option::Option::Some(Action::#variant))
        }
        None => quote!(::core::option::Option::None),
    };
    let value = quote!(::core::option::Option::Some(Optimistic { timeout: #timeout, mark: #mark, action: #action }));
    let in_row = chosen.map(|(name, _)| format!("#[optimistic({name})]"));
    Some(Declared {
        in_row,
        predicts: predict.is_some(),
        ..Declared::new("optimistic", value)
    })
}
