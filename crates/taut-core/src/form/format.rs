//! The formats of texts that HTML defines.

use url::Url;

use super::invalid::Invalid;

/// A format of a text that HTML defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An e-mail address, as in `<input type="email">`.
    Email,
    /// The `http` or `https` address of a page.
    Url,
}

impl Format {
    pub(super) fn check(self, text: &str) -> Result<(), Invalid> {
        match self {
            Format::Email if !is_email(text) => Err(Invalid::NotEmail),
            Format::Url if !is_web_address(text) => Err(Invalid::NotUrl),
            _ => Ok(()),
        }
    }
}

/// Whether a text is an address as `<input type="email">` accepts it.
fn is_email(text: &str) -> bool {
    let is_atom =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && user.bytes().all(is_atom) && host.split('.').all(is_label)
    })
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_that_browsers_accept() {
        for text in ["a@b", "ada.l+x@example.org", "o'neil@ex-ample.co"] {
            assert!(is_email(text), "{text}");
        }
        let wrong = [
            "", "a", "a@", "@b", "a@b.", "a b@c", "a@b@c", "a@-b", "ä@b", "a@b..c", "a@b\n",
        ];
        for text in wrong {
            assert!(!is_email(text), "{text}");
        }
        assert!(is_web_address("https://example.org/a?b"));
        for text in ["javascript:alert(1)", "//example.org", "example.org", ""] {
            assert!(!is_web_address(text), "{text}");
        }
    }
}
