//! The patterns of `#[form(pattern = "…")]`.

use std::sync::OnceLock;

use regex_lite::Regex;

/// A regular expression in the syntax that Rust and browsers share, compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that the derive has checked.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceLock::new(),
        }
    }

    pub(super) fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the whole text matches, as in the attribute `pattern`.
    pub(super) fn matches(&self, text: &str) -> bool {
        let whole = || Regex::new(&format!(r"\A(?:{})\z", self.source)).ok();
        let compiled = self.compiled.get_or_init(whole);
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_for_the_whole_text() {
        let pattern = Pattern::new("a|bc*");
        for (text, expected) in [
            ("a", true),
            ("bcc", true),
            ("ab", false),
            ("", false),
            ("a\n", false),
        ] {
            assert_eq!(pattern.matches(text), expected, "{text:?}");
        }
    }
}
