//! `#[debounce(300ms)]`: an event is sent only when no other has followed it for a while.

use quote::quote;

use super::options::Options;
use super::{Annotation, Declared, duration};

pub(super) const DEBOUNCE: Annotation = Annotation {
    name: "debounce",
    how: "`#[debounce(300ms)]`, `#[debounce(300ms, max_wait = 2s)]` or `#[debounce(blur)]`",
    options: &["blur", "max_wait"],
    excludes: &[(
        "throttle",
        "an event can either wait for a pause or be limited to an interval",
    )],
    read: |options, _| read(options),
};

fn read(options: &mut Options<'_>) -> Option<Declared> {
    let blur = options.word("blur");
    let max_wait = options.named("max_wait");
    if let Some(blur) = blur {
        if let Some((_, place)) = max_wait {
            options.errors.at(
                place,
                "`blur` waits until the user leaves the control, so it has no `max_wait`",
            );
        } else if let Some((_, place)) = options.value() {
            options
                .errors
                .at(place.to(blur), "the wait is either a duration or `blur`");
        }
        return Some(declared(None, None));
    }
    let Some(wait) = options.value() else {
        options.expected();
        return None;
    };
    let wait = duration::read(wait, duration::GATE, options.errors)?;
    let max_wait = match max_wait {
        None => None,
        Some((tokens, place)) => {
            let max_wait = duration::read((tokens, place), duration::GATE, options.errors)?;
            if max_wait < wait {
                options.errors.at(
                    place,
                    "`max_wait` limits the total wait, so it must be longer than the wait",
                );
            }
            Some(max_wait)
        }
    };
    Some(declared(Some(wait), max_wait))
}

fn declared(wait: Option<u32>, max_wait: Option<u32>) -> Declared {
    let option = |milliseconds: Option<u32>| match milliseconds {
        Some(milliseconds) => quote!(::core::option::Option::Some(#milliseconds)),
        None => quote!(::core::option::Option::None),
    };
    let (wait, max_wait) = (option(wait), option(max_wait));
    Declared::new(
        "debounce",
        quote!(::core::option::Option::Some(Debounce { wait: #wait, max_wait: #max_wait })),
    )
}
