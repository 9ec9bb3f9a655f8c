//! Writes text so that an HTML parser reads back exactly that text; refuses nothing.

/// Appends `text` as the content of an element.
#[inline]
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    if text.bytes().fold(false, |any, byte| any | matches!(byte, b'&' | b'<' | b'>' | b'\r' | 0)) {
        escape(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends `text` as the value of an attribute in double quotes.
#[inline]
pub fn attribute(out: &mut Vec<u8>, text: &str) {
    if text.bytes().fold(false, |any, byte| any | matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\r' | 0)) {
        escape(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// A quote needs no escape in text, and does no harm there.
#[cold]
fn escape(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if let Some(entity) = entity(byte) {
            out.extend_from_slice(&bytes[written..at]);
            out.extend_from_slice(entity.as_bytes());
            written = at + 1;
        }
    }
    out.extend_from_slice(&bytes[written..]);
}

/// A parser turns a carriage return into a line feed and has no way to receive a NUL.
fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\r' => Some("&#13;"),
        0 => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    fn check(input: &str, in_text: &str, in_attribute: &str) {
        let (mut text, mut attribute) = (Vec::new(), Vec::new());
        super::text(&mut text, input);
        super::attribute(&mut attribute, input);
        assert_eq!(String::from_utf8_lossy(&text), in_text);
        assert_eq!(String::from_utf8_lossy(&attribute), in_attribute);
    }

    #[test]
    fn what_a_parser_would_change_is_written_as_a_reference() {
        check("plain – text", "plain – text", "plain – text");
        check("<a href=\"x\">&", "&lt;a href=&quot;x&quot;&gt;&amp;", "&lt;a href=&quot;x&quot;&gt;&amp;");
        check("a\r\nb\0", "a&#13;\nb\u{fffd}", "a&#13;\nb\u{fffd}");
        check("", "", "");
    }
}
