//! `#[cache(ttl = 5min)]`: the browser keeps what an event has changed, and shows it again without asking.

use quote::quote;
use syn::LitInt;

use super::options::Options;
use super::{Annotation, Declared, duration, positions};
use crate::live_view::handlers::Parameter;

pub(super) const CACHE: Annotation = Annotation {
    name: "cache",
    how: "`#[cache(ttl = 5min)]`, and perhaps `key(query)`, `max = 100`, `revalidate`",
    options: &["ttl", "key", "max", "revalidate"],
    excludes: &[],
    read,
};

/// So many results are kept.
const ENTRIES: u32 = 100;
const MOST_ENTRIES: u32 = 10_000;

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    let revalidate = options.word("revalidate").is_some();
    let max = max(options);
    let key = options.list("key");
    let Some(ttl) = options.named("ttl") else {
        options.expected();
        return None;
    };
    let ttl = duration::read(ttl, duration::KEPT, options.errors);
    let parameters = parameters?;
    let known = match key {
        Some((names, place)) if names.is_empty() => {
            options.errors.at(place, "`key(…)` names parameters; without it all parameters make the key");
            return None;
        }
        Some((names, _)) => positions(&names, parameters, options.errors)?,
        None => (0..parameters.len()).collect(),
    };
    let (ttl, max) = (ttl?, max?);
    if ttl == 0 {
        return None;
    }
    let key = known.iter().map(|position| {
        let (ty, parameter) =
            (parameters.get(*position).map(|it| &it.ty), u16::try_from(*position).unwrap_or(u16::MAX));
        quote!(KeyPart { parameter: #parameter, number: NumberOf::<#ty>::NUMBER })
    });
    let value = quote!(Cache { ttl: #ttl, max: #max, revalidate: #revalidate, key: &[#(#key),*] });
    Some(Declared { known: Some(known), ..Declared::new("cache", quote!(::core::option::Option::Some(#value))) })
}

fn max(options: &mut Options<'_>) -> Option<u32> {
    let Some((tokens, place)) = options.named("max") else { return Some(ENTRIES) };
    let literal = syn::parse2::<LitInt>(tokens).ok().filter(|literal| literal.suffix().is_empty());
    let max = literal.and_then(|literal| literal.base10_parse().ok()).filter(|max| (1..=MOST_ENTRIES).contains(max));
    if max.is_none() {
        options.errors.at(place, format_args!("`max` is a number of results between 1 and {MOST_ENTRIES}"));
    }
    max
}
