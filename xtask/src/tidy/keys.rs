//! The client reads everything that the macro writes for it: each key of the asset, and each attribute.

use std::fs;

use taut_facts::options::ATTRIBUTES;

use crate::Result;
use crate::run::root;

/// The files that browsers load.
const CLIENT: &str = "crates/taut-client/dist/taut.js";
const PREDICTIONS: &str = "crates/taut-client/dist/predict.js";
const STYLE: &str = "crates/taut-client/css/taut.css";

/// The keys and attributes that nothing in the browser reads.
pub(super) fn unread() -> Result<Vec<String>> {
    let read = |path: &str| fs::read_to_string(root().join(path));
    let client = without_comments(&(read(CLIENT)? + &read(PREDICTIONS)?));
    let style = without_comments(&read(STYLE)?);
    let mut complaints = Vec::new();
    let keys = taut_facts::object_keys();
    let unread = keys.iter().filter(|key| !has_reader(&client, key));
    complaints.extend(unread.map(|key| format!("{CLIENT}: nothing reads `{key}` of the asset")));
    let unknown = ATTRIBUTES
        .iter()
        .filter(|name| !is_selected(&client, name) && !is_selected(&style, name));
    complaints
        .extend(unknown.map(|name| format!("{CLIENT}: nothing knows the attribute `{name}`")));
    Ok(complaints)
}

fn without_comments(source: &str) -> String {
    let mut parts = source.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |code, part| {
        code + part.split_once("*/").map_or("", |(_, rest)| rest)
    })
}

/// Whether code reads a member with that name: `object.name`, or a pattern with it, `{name: …} =`.
fn has_reader(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + name.len()..]);
        let ends = !after.starts_with(is_word);
        ends && (is_member(before) || before.ends_with(['{', ',']) && is_in_pattern(after))
    })
}

/// Matches after `object.`; in a text such as `".name"` there is no object.
fn is_member(before: &str) -> bool {
    let object = before
        .strip_suffix('.')
        .map(|object| object.strip_suffix('?').unwrap_or(object));
    object.is_some_and(|object| object.ends_with(|char| is_word(char) || matches!(char, ')' | ']')))
}

/// Matches before the end of a pattern, which is assigned to or is a parameter.
fn is_in_pattern(after: &str) -> bool {
    let mut depth = 0_i32;
    let end = after.char_indices().find(|(_, char)| {
        depth += i32::from(*char == '{') - i32::from(*char == '}');
        depth < 0
    });
    let is_named = after.starts_with([':', ',', '}', '=']);
    let Some((end, _)) = end.filter(|_| is_named) else {
        return false;
    };
    let rest = &after[end + 1..];
    rest.starts_with(')') || rest.starts_with('=') && !rest.starts_with("==")
}

/// Whether a text mentions the attribute: literally, or as the key of a data set.
fn is_selected(code: &str, name: &str) -> bool {
    code.match_indices(name)
        .any(|(at, _)| !code[at + name.len()..].starts_with(|char| is_word(char) || char == '-'))
}

fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_a_member_or_a_pattern() {
        for code in [
            "let e=t.x.cache??[]",
            "t?.cache[0]",
            "let{a:b,cache:c}=t",
            "({cache})=>1",
            "f()[0].cache,",
        ] {
            assert!(has_reader(code, "cache"), "{code}");
        }
        for code in [
            "f({a:1},cache)",
            "\".cache\"",
            "let a={cache:1};",
            "cache(1)",
            "t.caches",
            "t.my_cache",
        ] {
            assert!(!has_reader(code, "cache"), "{code}");
        }
    }

    #[test]
    fn comments_read_nothing() {
        assert_eq!(without_comments("a/* t.cache */b/**/c"), "abc");
    }

    #[test]
    fn a_longer_name_is_another() {
        assert!(is_selected("[data-loading]", "data-loading"));
        assert!(!is_selected("[data-loading-text]", "data-loading"));
    }
}
