//! Characters that a line of a corpus cannot hold, or that nobody would see there.

/// Replaces `\xNN` and `\u{…}` by the characters that they name.
pub(crate) fn unescaped(line: &str) -> String {
    let mut pieces = line.split('\\');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (char, rest) = escape(piece).unwrap_or(('\\', piece));
        text.push(char);
        text.push_str(rest);
    }
    text
}

/// The character that stands behind a backslash, and what follows it.
fn escape(piece: &str) -> Option<(char, &str)> {
    let (digits, rest) = match piece.strip_prefix("u{") {
        Some(rest) => rest.split_once('}')?,
        None => piece.strip_prefix('x')?.split_at_checked(2)?,
    };
    Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, rest))
}
