//! Checks quoted text, which is shown literally: text that looks like a value in braces, or like a
//! character reference of HTML, is rarely intended.
//!
//! Text looks like a value if it could be one in Rust, `{name}`, `{self.name}`, `{&item.name}` or
//! `{name:?}`; `{}`, JSON and CSS rules do not. If the literal text is intended, it can be written as a
//! value, which is not checked.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Check;
use crate::html::{self, Content};
use crate::template::ast::{Name, Text};

impl Check<'_> {
    /// Reports errors in the text between tags.
    pub(super) fn quoted_text(&mut self, text: &Text) {
        self.characters(text);
        let parent = self.ancestors.parent();
        // Scripts of the page may fill a `<template>`, and use braces as placeholders.
        let is_for_scripts = self.ancestors.is_in_template();
        match html::content(parent, self.ancestors.namespace()) {
            Content::RawText if parent == "style" => self.braces_in_styles(text),
            Content::RawText => {}
            _ if is_for_scripts => self.references(text, None),
            _ => {
                self.references(text, None);
                self.braces(text, None, &outside_of_quotes(&text.value));
            }
        }
    }

    /// Reports errors in the quoted value of an attribute.
    pub(super) fn quoted_value(&mut self, name: &Name, text: &Text) {
        self.characters(text);
        self.references(text, Some(name));
        self.braces(text, Some(name), &as_dynamic_value(&name.text, &text.value));
    }

    fn braces(&mut self, text: &Text, name: Option<&Name>, instead: &str) {
        let Some(first) = values_in(&text.value).into_iter().next() else {
            return;
        };
        let piece = &text.value[first];
        // A style never contains braces, so they are not intended there.
        let otherwise = match name {
            Some(name) if name.text == "style" => String::new(),
            _ => format!(
                "; for literal braces, write {}",
                as_it_stands(&text.value, name)
            ),
        };
        let message =
            format_args!("`{piece}` in quotes is text, not a value: write {instead}{otherwise}");
        self.errors.at(text.place, message);
    }

    fn braces_in_styles(&mut self, text: &Text) {
        let Some(first) = values_in(&text.value).into_iter().next() else {
            return;
        };
        let message = format_args!(
            "`{}` is text here, and a dynamic `<style>` could read the page: write `style:--name={{…}}` on an element, and `var(--name)` here",
            &text.value[first]
        );
        self.errors.at(text.place, message);
    }

    fn references(&mut self, text: &Text, name: Option<&Name>) {
        let found: BTreeSet<_> = references_in(&text.value).into_iter().collect();
        if found.is_empty() {
            return;
        }
        let instead: Vec<_> = found
            .iter()
            .map(|(written, meant)| format!("`{meant}` for `{written}`"))
            .collect();
        let message = format_args!(
            "quoted text has no character references: write {}; for the literal text, write {}",
            instead.join(", "),
            as_it_stands(&text.value, name)
        );
        self.errors.at(text.place, message);
    }
}

/// How to write a text that is not checked.
fn as_it_stands(text: &str, name: Option<&Name>) -> String {
    match name {
        Some(name) => format!("`{}={{{}}}`", name.text, quoted(text)),
        None => format!("`{{{}}}`", quoted(text)),
    }
}

/// A text with values between its pieces: `"Hello " {name} "!"`.
fn outside_of_quotes(text: &str) -> String {
    let mut nodes = Vec::new();
    let mut written = 0;
    for found in values_in(text) {
        nodes.push(quoted(&text[written..found.start]));
        nodes.push(as_value(&text[found.clone()]));
        written = found.end;
    }
    nodes.push(quoted(&text[written..]));
    nodes.retain(|node| node != "\"\"");
    format!("`{}`", nodes.join(" "))
}

/// An attribute with the values in its text: `title={name}`, `style:width={format!("{}px", self.n)}`.
fn as_dynamic_value(name: &str, text: &str) -> String {
    if let ("style", Some((property, value))) = (name, one_declaration(text)) {
        return format!("`style:{property}={{{}}}`", formatted(value));
    }
    format!("`{name}={{{}}}`", formatted(text))
}

/// The name and the value of the only declaration in a style, if only its value is dynamic.
fn one_declaration(style: &str) -> Option<(&str, &str)> {
    let (property, value) = style.trim().trim_end_matches(';').split_once(':')?;
    let is_one = !property.contains('{') && !value.contains(';');
    is_one.then(|| (property.trim(), value.trim()))
}

/// An expression for a text with values in it.
fn formatted(text: &str) -> String {
    let values = values_in(text);
    if let [only] = values.as_slice()
        && only.len() == text.len()
        && !text.contains(':')
    {
        return inner(text).to_owned();
    }
    let (mut format, mut arguments, mut written) = (String::new(), String::new(), 0);
    for found in values {
        format.push_str(&doubled(&text[written..found.start]));
        match inner(&text[found.clone()]) {
            name if name.chars().all(is_in_word) || name.contains(":") => {
                format.push_str(&format!("{{{name}}}"))
            }
            value => {
                format.push_str("{}");
                arguments.push_str(&format!(", {value}"));
            }
        }
        written = found.end;
    }
    format.push_str(&doubled(&text[written..]));
    format!("format!({}{arguments})", quoted(&format))
}

/// Braces, escaped for a format string.
fn doubled(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn as_value(piece: &str) -> String {
    match inner(piece) {
        value if is_formatted(value) => format!("{{{}}}", formatted(piece)),
        value => format!("{{{value}}}"),
    }
}

fn inner(piece: &str) -> &str {
    piece.trim_matches(['{', '}']).trim()
}

/// A text in quotes; only the beginning of a long one.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

/// The position of something in braces that looks like a value.
fn values_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('{') {
        let inner = &text[start + 1..];
        let Some(length) = inner
            .find(['{', '}'])
            .filter(|end| inner[*end..].starts_with('}'))
        else {
            continue;
        };
        if looks_like_value(inner[..length].trim()) {
            let end = start + length + 2;
            // Elsewhere, a value is written in two braces.
            let is_doubled = text[..start].ends_with('{') && text[end..].starts_with('}');
            let more = usize::from(is_doubled);
            found.push(start - more..end + more);
        }
    }
    found
}

/// Whether a text in braces could be a place or a call in Rust, or a name with a format.
fn looks_like_value(inner: &str) -> bool {
    let place = inner.trim_start_matches(['&', '*', '!']);
    let place = place.strip_prefix("mut ").unwrap_or(place);
    place.starts_with("self.") || after_place(place) == Some("") || is_formatted(inner)
}

/// `name:?` or `name:.2`.
fn is_formatted(inner: &str) -> bool {
    let Some((name, format)) = inner.split_once(':') else {
        return false;
    };
    let is_precision = |format: &str| {
        let rest = format.trim_start_matches(|char: char| "<^>+0123456789".contains(char));
        rest.strip_prefix('.').is_some_and(|digits| {
            !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
        })
    };
    after_word(name) == Some("") && (matches!(format, "?" | "#?") || is_precision(format))
}

/// The rest after a path, its fields, calls and indexes; nothing if it is not one.
fn after_place(text: &str) -> Option<&str> {
    let mut rest = after_word(text)?;
    loop {
        let next = rest.strip_prefix("::").or_else(|| rest.strip_prefix('.'));
        rest = match next {
            Some(next) => after_word(next).or_else(|| after_number(next))?,
            None if rest.starts_with('(') => after_group(rest, '(', ')')?,
            None if rest.starts_with('[') => after_group(rest, '[', ']')?,
            None => return Some(rest),
        };
    }
}

fn after_word(text: &str) -> Option<&str> {
    let is_word = text.starts_with(|char: char| char.is_alphabetic() || char == '_');
    is_word.then(|| text.trim_start_matches(is_in_word))
}

fn after_number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

fn is_in_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn after_group(text: &str, open: char, close: char) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, char) in text.char_indices() {
        depth += usize::from(char == open);
        depth = depth.checked_sub(usize::from(char == close))?;
        if depth == 0 {
            return text.get(at + char.len_utf8()..);
        }
    }
    None
}

/// The character references in a text, and the character of each as written in a string.
fn references_in(text: &str) -> Vec<(&str, String)> {
    let pieces = text.match_indices('&').filter_map(|(start, _)| {
        let length = text[start..].find(';')?;
        let written = &text[start..=start + length];
        let meant = html_escape::decode_html_entities(written);
        let is_one = !written[1..].contains('&') && meant != written;
        is_one.then(|| (written, inner_of_literal(&meant)))
    });
    pieces.collect()
}

/// A text as written between the quotes of a string.
fn inner_of_literal(text: &str) -> String {
    let literal = format!("{text:?}");
    literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(&literal)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom;

    #[test]
    fn what_could_be_a_value_looks_like_one() {
        for value in [
            "{name}",
            "{ name }",
            "{self.n}",
            "{&self.name}",
            "{self.n + 1}",
            "{*count}",
            "{todo.id}",
            "{pair.0}",
            "{self.items.len()}",
            "{total(&a, b)}",
            "{names[0].first}",
            "{Self::LIMIT}",
            "{größe}",
            "{{name}}",
            "${name}",
            "{name:?}",
            "{price:.2}",
            "{x} {",
        ] {
            assert_eq!(values_in(value).len(), 1, "{value}");
        }
    }

    #[test]
    fn json_styles_patterns_and_lone_braces_do_not() {
        for text in [
            "",
            "{}",
            "{{}}",
            "}{",
            "{",
            "{ color: red }",
            "a{color:red;margin:0}",
            "{\"open\": false}",
            "{'a': 1}",
            "{a: 1, b: 2}",
            "{margin:0}",
            "[0-9]{3}",
            "\\d{2,4}",
            "{a|b}",
            "{a, b}",
            "{a-b}",
            "{half a thought",
            "{it's}",
            "{\n  return 1;\n}",
            "{f(}",
            "{1 + 1}",
        ] {
            assert_eq!(values_in(text), [], "{text}");
        }
    }

    #[test]
    fn the_message_shows_what_to_write() {
        assert_eq!(
            outside_of_quotes("Hello {name}!"),
            "`\"Hello \" {name} \"!\"`"
        );
        assert_eq!(outside_of_quotes("{self.n}"), "`{self.n}`");
        assert_eq!(
            outside_of_quotes("{price:.2} €"),
            "`{format!(\"{price:.2}\")} \" €\"`"
        );
        let check = |name, text, expected: &str| {
            assert_eq!(as_dynamic_value(name, text), format!("`{expected}`"))
        };
        check("title", "{self.name}", "title={self.name}");
        check("href", "/users/{id}", "href={format!(\"/users/{id}\")}");
        check("title", "{{name}}", "title={name}");
        check(
            "title",
            "{ {a.b} } and {c}",
            "title={format!(\"{{ {} }} and {c}\", a.b)}",
        );
        check(
            "style",
            "width: {self.n}px;",
            "style:width={format!(\"{}px\", self.n)}",
        );
        check(
            "style",
            "color: red; width: {w}px",
            "style={format!(\"color: red; width: {w}px\")}",
        );
        check(
            "style",
            "{property}: 1px",
            "style={format!(\"{property}: 1px\")}",
        );
    }

    #[test]
    fn what_a_parser_reads_as_another_character_is_found() {
        for written in [
            "&nbsp;",
            "&amp;",
            "&lt;",
            "&copy;",
            "&#8212;",
            "&#x2014;",
            "&quot;",
            "&NotEqualTilde;",
            "&zwj;",
        ] {
            let dom = dom::document(&format!("<!DOCTYPE html><p>{written}</p>"));
            let read = dom.find("p").map(|p| dom.written(p)).unwrap_or_default();
            // The tree is written with the syntax of strings.
            let read = read
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .unwrap_or_default();
            assert_eq!(references_in(written), [(written, read.to_owned())]);
        }
        for text in [
            "&",
            "AT&T; R&D",
            "a & b;",
            "?a=1&copy=2;",
            "&nothing;",
            "&#;",
            "& nbsp;",
            "&&;",
        ] {
            assert_eq!(references_in(text), [], "{text}");
        }
    }
}
