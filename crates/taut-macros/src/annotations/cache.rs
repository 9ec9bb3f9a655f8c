//! `#[cache(ttl = 5min)]`: the browser stores what an event has changed, and shows it again without asking.

use quote::quote;
use syn::LitInt;

use super::options::Options;
use super::{Annotation, Declared, duration, positions};
use crate::live_view::parameter::Parameter;

pub(super) const CACHE: Annotation = Annotation {
    name: "cache",
    how: "`#[cache(ttl = 5min)]`, and perhaps `key(query)`, `max = 100`, `max_bytes = 100_000`, `revalidate`",
    options: &["ttl", "key", "max", "max_bytes", "revalidate"],
    excludes: &[],
    read,
};

/// The default number of results.
const ENTRIES: u32 = 100;
const MOST_ENTRIES: u32 = 10_000;
/// The default size of all results, in bytes.
const BYTES: u32 = 1 << 20;
const MOST_BYTES: u32 = 1 << 26;

fn read(options: &mut Options<'_>, parameters: Option<&[Parameter]>) -> Option<Declared> {
    let revalidate = options.word("revalidate").is_some();
    let max = count(options, "max", ENTRIES, MOST_ENTRIES, "results");
    let max_bytes = count(options, "max_bytes", BYTES, MOST_BYTES, "bytes");
    let key = options.list("key");
    let Some(ttl) = options.named("ttl") else {
        options.expected();
        return None;
    };
    let ttl = duration::read(ttl, duration::KEPT, options.errors);
    let parameters = parameters?;
    let known = match key {
        Some((names, place)) if names.is_empty() => {
            options.errors.at(
                place,
                "`key(…)` lists parameters; without it, all parameters form the key",
            );
            return None;
        }
        Some((names, _)) => positions(&names, parameters, options.errors)?,
        None => (0..parameters.len()).collect(),
    };
    let (ttl, max, max_bytes) = (ttl?, max?, max_bytes?);
    if ttl == 0 {
        return None;
    }
    let key = known.iter().map(|position| {
        let (ty, parameter) = (
            parameters.get(*position).map(|it| &it.ty),
            u16::try_from(*position).unwrap_or(u16::MAX),
        );
        quote!(KeyPart { parameter: #parameter, number: NumberOf::<#ty>::NUMBER })
    });
    let value = quote!(Cache { ttl: #ttl, max: #max, max_bytes: #max_bytes, revalidate: #revalidate, key: &[#(#key),*] });
    Some(Declared {
        known: Some(known),
        ..Declared::new("cache", quote!(::core::option::Option::Some(#value)))
    })
}

fn count(options: &mut Options<'_>, name: &str, default: u32, most: u32, of: &str) -> Option<u32> {
    let Some((tokens, place)) = options.named(name) else {
        return Some(default);
    };
    let literal = syn::parse2::<LitInt>(tokens)
        .ok()
        .filter(|literal| literal.suffix().is_empty());
    let count = literal
        .and_then(|literal| literal.base10_parse().ok())
        .filter(|count| (1..=most).contains(count));
    if count.is_none() {
        options.errors.at(
            place,
            format_args!("`{name}` must be a number of {of} between 1 and {most}"),
        );
    }
    count
}
