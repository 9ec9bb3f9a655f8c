//! Writes addresses.

use serde::Serialize;
use serde_json::value::RawValue;

/// Writes the address of a page; for generated code.
#[derive(Debug, Default)]
pub struct RouteWriter {
    address: String,
    has_query: bool,
}

impl RouteWriter {
    /// Appends a part of the path that every page of the route has, such as `/tickets/`.
    pub fn fixed(&mut self, part: &str) {
        self.address.push_str(part);
    }

    /// Appends a parameter of the path.
    pub(super) fn parameter(&mut self, value: &impl Serialize) {
        for text in texts(value) {
            encode(&text, &mut self.address);
        }
    }

    /// Appends a member of the query, unless it has its default.
    pub(super) fn member<T: Serialize + PartialEq>(&mut self, name: &str, value: &T, default: &T) {
        if value == default {
            return;
        }
        for text in texts(value) {
            self.address.push(if self.has_query { '&' } else { '?' });
            self.has_query = true;
            encode(name, &mut self.address);
            self.address.push('=');
            encode(&text, &mut self.address);
        }
    }

    /// The address.
    #[must_use]
    pub fn end(self) -> String {
        // With two slashes at its start it would be one of another site.
        if self.address.starts_with("//") {
            format!("/.{}", self.address)
        } else {
            self.address
        }
    }
}

/// The texts of a value, as the controls of a form would have them: one, several for a list, and none for nothing.
fn texts(value: &impl Serialize) -> Vec<String> {
    let json = serde_json::to_string(value).unwrap_or_default();
    texts_of(&json)
}

fn texts_of(json: &str) -> Vec<String> {
    match json.as_bytes().first() {
        None => Vec::new(),
        Some(b'n') => Vec::new(),
        Some(b'"') => serde_json::from_str(json).into_iter().collect(),
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(json).unwrap_or_default();
            items.iter().flat_map(|item| texts_of(item.get())).collect()
        }
        Some(b'{') => panic!("a struct or map can't stand in an address: {json}"),
        Some(_) => vec![json.to_owned()],
    }
}

/// Percent-encodes all but the characters that mean nothing in any part of an address.
fn encode(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}
