//! Reads addresses.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::form;
use crate::limits::MAX_ITEMS;

/// Reads the address of a page; for generated code.
#[derive(Debug)]
pub struct RouteReader<'a> {
    path: &'a str,
    members: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// The parts of a path that a pattern leaves open.
#[derive(Debug)]
pub struct Parameters<'a>(Vec<&'a str>);

impl<'a> RouteReader<'a> {
    /// Reads a path and a query; nothing if the query has more than 1,024 members.
    #[must_use]
    pub fn new(path: &'a str, query: &'a str) -> Option<Self> {
        let members: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
            .take(MAX_ITEMS + 1)
            .collect();
        (members.len() <= MAX_ITEMS).then_some(Self { path, members })
    }

    /// The parameters of the path, if it fits a pattern, which is a list of parts: an empty part is a parameter, and the
    /// pattern without parts is `/`.
    #[must_use]
    pub fn fits(&self, pattern: &[&str]) -> Option<Parameters<'a>> {
        if pattern.is_empty() {
            return (self.path == "/").then(|| Parameters(Vec::new()));
        }
        let mut parts = self.path.strip_prefix('/')?.split('/');
        let mut parameters = Vec::new();
        for expected in pattern {
            match parts.next()? {
                part if expected.is_empty() && !part.is_empty() => parameters.push(part),
                part if !expected.is_empty() && is_same(part, expected) => {}
                _ => return None,
            }
        }
        parts.next().is_none().then_some(Parameters(parameters))
    }

    /// A member of the query, or its default if it is missing or an empty control; nothing if it does not fit.
    pub(super) fn member<T: DeserializeOwned>(
        &self,
        name: &str,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        let named = self.members.iter().filter(|(known, _)| known == name);
        let texts: Vec<&str> = named.map(|(_, text)| &**text).collect();
        if texts.is_empty() {
            return Some(default());
        }
        match form::from_texts(&texts) {
            Ok(value) => Some(value),
            Err(_) if texts == [""] => Some(default()),
            Err(_) => None,
        }
    }
}

impl Parameters<'_> {
    /// A parameter, by its place in the path; nothing if it does not fit.
    pub(super) fn get<T: DeserializeOwned>(&self, at: usize) -> Option<T> {
        form::from_text(&decode(self.0.get(at)?)?).ok()
    }
}

/// Whether a part of a path is that of a pattern; it may be encoded more than is needed.
fn is_same(part: &str, expected: &str) -> bool {
    part == expected || part.contains('%') && decode(part).as_deref() == Some(expected)
}

/// Decodes a part of a path; nothing if it is not text.
fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let [high, low] = [rest.next()?, rest.next()?].map(|digit| char::from(digit).to_digit(16));
        bytes.push(u8::try_from(high? * 16 + low?).ok()?);
    }
    String::from_utf8(bytes).ok()
}
