//! Messages about input, limited in length.

use std::fmt::{self, Display, Write};

/// The longest message, in bytes.
const MOST: usize = 240;

/// A message, cut if it is too long.
pub(crate) fn short(message: &dyn Display) -> String {
    let mut text = Short(String::new());
    if write!(text, "{message}").is_err() {
        text.0.push('…');
    }
    text.0
}

/// Accepts text while there is room, and then fails, so that the writer can stop.
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = text.floor_char_boundary(MOST - self.0.len());
        self.0.push_str(text.get(..room).unwrap_or_default());
        if room < text.len() {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(short(&"as it is"), "as it is");
        assert_eq!(short(&"x".repeat(MOST)), "x".repeat(MOST));
        assert_eq!(
            short(&"ä".repeat(MOST)),
            format!("{}…", "ä".repeat(MOST / 2))
        );
        assert_eq!(
            short(&format_args!("{:?}", "\u{7f}".repeat(MOST)))
                .chars()
                .last(),
            Some('…')
        );
    }
}
