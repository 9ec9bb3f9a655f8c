//! Writes text so that an HTML parser reads back exactly that text.

/// Appends `text` as the content of an element.
#[inline]
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    if any(text, |byte| {
        (byte ^ b'&')
            .min(byte ^ b'\r')
            .min((byte | 2) ^ b'>')
            .min(byte)
    }) {
        escape(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Appends `text` as the value of an attribute in double quotes.
#[inline]
pub fn attribute(out: &mut Vec<u8>, text: &str) {
    if any(text, |byte| {
        ((byte | 4) ^ b'&')
            .min(byte ^ b'\r')
            .min((byte | 2) ^ b'>')
            .min(byte)
    }) {
        escape(out, text);
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Whether any byte is special.
///
/// Bytes are examined in chunks that fit a vector unit, the last ones twice where chunks overlap, and
/// by their smallest distance to a special byte, because compilers turn comparisons into a slower
/// table.
#[inline]
pub(crate) fn any(text: &str, distance: impl Fn(u8) -> u8 + Copy) -> bool {
    let bytes = text.as_bytes();
    if let Some(last) = bytes.last_chunk::<16>() {
        let chunks = bytes.as_chunks::<16>().0;
        return has(last, distance) || chunks.iter().any(|chunk| has(chunk, distance));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return has(first, distance) | has(last, distance);
    }
    let mut padded = [b'-'; 8];
    padded
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    has(&padded, distance)
}

#[inline(always)]
fn has<const N: usize>(chunk: &[u8; N], distance: impl Fn(u8) -> u8) -> bool {
    chunk
        .iter()
        .fold(false, |has, byte| has | (distance(*byte) == 0))
}

/// In text, a quote needs no escape, but escaping it does no harm.
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
        check(
            "<a href=\"x\">&",
            "&lt;a href=&quot;x&quot;&gt;&amp;",
            "&lt;a href=&quot;x&quot;&gt;&amp;",
        );
        check("a\r\nb\0", "a&#13;\nb\u{fffd}", "a&#13;\nb\u{fffd}");
        check("", "", "");
    }

    #[test]
    fn no_place_in_a_text_is_missed() {
        for (special, entity) in [
            ("&", "&amp;"),
            ("<", "&lt;"),
            (">", "&gt;"),
            ("\r", "&#13;"),
            ("\0", "\u{fffd}"),
        ] {
            for length in 0..50 {
                for at in 0..=length {
                    let around =
                        |it: &str| format!("{}{it}{}", "x".repeat(at), "y".repeat(length - at));
                    check(&around(special), &around(entity), &around(entity));
                }
            }
        }
        (0..50).for_each(|length| {
            check(
                &"\"".repeat(length),
                &"\"".repeat(length),
                &"&quot;".repeat(length),
            )
        });
    }
}
