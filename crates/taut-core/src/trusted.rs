//! Values that the program vouches for, and the checks of all others.

use std::borrow::Cow;
use std::sync::LazyLock;

use url::Url;

use crate::template::{Context, Truth};
use crate::text::{Digest, Text, Value};

/// Text that is written without the checks of its context.
///
/// As `inner_html={&trusted}` it becomes the whole content of an element, and stays in it, even if its
/// tags are not balanced. As the value of an attribute that holds a URL, it may have any scheme. Only
/// the program may create one: sanitize user input first. If browsers would parse the HTML differently,
/// as with elements other than options in a `<select>`, only its text is shown.
///
/// ```
/// let emphasis = taut_core::Trusted::new("<em>checked by us</em>");
/// assert_eq!(emphasis.as_str(), "<em>checked by us</em>");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted(Cow<'static, str>);

impl Trusted {
    /// Vouches for a text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// HTML that can become the content of an element, which is only [`Trusted`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not trusted to be HTML",
    label = "expected `Trusted`",
    note = "write text in `{{…}}`, which escapes it",
    note = "for HTML that the program has created or sanitized itself, use `Trusted::new(html)`"
)]
pub trait TrustedHtml {
    /// The HTML.
    fn html(&self) -> &str;
}

impl TrustedHtml for Trusted {
    fn html(&self) -> &str {
        &self.0
    }
}

impl<T: TrustedHtml + ?Sized> TrustedHtml for &T {
    fn html(&self) -> &str {
        (**self).html()
    }
}

/// The value of an attribute: any [`Text`], checked for its context, or a [`Trusted`] one, unchecked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute",
    label = "this value is not text",
    note = "an attribute takes the same values as `{{…}}`; `None` omits it",
    note = "for a type of your own: implement `Display` and add `#[derive(taut::Text)]`"
)]
pub trait AttributeValue {
    /// The memo of a value, to detect changes.
    type Memo: Default + Send + 'static;
    /// Whether the program vouches for the value.
    const TRUSTED: bool;
    /// Stores the value in the memo, and returns whether it has changed.
    fn changed(&self, memo: &mut Self::Memo) -> bool;
    /// The value to write, for an attribute that writes booleans in that way.
    fn value(&self, truth: Truth) -> Value<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Text + ?Sized> AttributeValue for T {
    type Memo = T::Memo;
    const TRUSTED: bool = false;
    #[inline]
    fn changed(&self, memo: &mut T::Memo) -> bool {
        Text::changed(self, memo)
    }
    #[inline]
    fn value(&self, truth: Truth) -> Value<'_> {
        self.in_attribute(truth)
    }
}

impl AttributeValue for Trusted {
    type Memo = Digest;
    const TRUSTED: bool = true;
    fn changed(&self, memo: &mut Digest) -> bool {
        Text::changed(&self.0, memo)
    }
    fn value(&self, _: Truth) -> Value<'_> {
        Value::Str(&self.0)
    }
}

/// The allowed schemes of a dynamic URL. A URL without a scheme stays within the site.
pub const URL_SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "sms"];

/// The types of a dynamic `data:` URL that is shown as an image, where nothing in it runs.
pub const IMAGE_DATA: &[&str] = &["image/"];

/// The types of a dynamic `data:` URL that is played as a sound or video.
pub const MEDIA_DATA: &[&str] = &["audio/", "video/"];

/// The replacement for a refused URL.
pub const REFUSED_URL: &str = "about:invalid";

/// The value for its context, or its replacement; nothing if the whole attribute is refused.
pub(crate) fn checked(context: Context, text: &str) -> Option<&str> {
    let url = |data| {
        Some(if url_is_safe(text, data) {
            text
        } else {
            REFUSED_URL
        })
    };
    match context {
        Context::Plain => Some(text),
        Context::Url => url(&[]),
        Context::Image => url(IMAGE_DATA),
        Context::Media => url(MEDIA_DATA),
        Context::SourceSet => source_set_is_safe(text).then_some(text),
        Context::Style => style_is_safe(text).then_some(text),
    }
}

/// Whether a browser on any page of the site resolves the URL to an allowed scheme, or to data of an allowed type.
fn url_is_safe(text: &str, data: &[&str]) -> bool {
    static BASE: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("https://site.invalid/").ok());
    Url::options()
        .base_url(BASE.as_ref())
        .parse(text)
        .is_ok_and(|url| match url.scheme() {
            "data" => type_of_data(&url)
                .is_some_and(|ty| data.iter().any(|allowed| ty.starts_with(allowed))),
            scheme => URL_SCHEMES.contains(&scheme),
        })
}

/// The type of a `data:` URL, in lower case.
fn type_of_data(url: &Url) -> Option<String> {
    let (about, _) = url.path().split_once(',')?;
    let ty = about
        .split(';')
        .next()?
        .trim_matches(|char: char| char.is_ascii_whitespace());
    Some(ty.to_ascii_lowercase())
}

/// A candidate starts after a comma or white space, so each such part must pass on its own, except for commas in data.
fn source_set_is_safe(text: &str) -> bool {
    text.split_ascii_whitespace().all(|word| {
        let word = word.trim_matches(',');
        let is_data = word
            .as_bytes()
            .get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"data:"));
        if is_data {
            url_is_safe(word, IMAGE_DATA)
        } else {
            word.split(',').all(|piece| url_is_safe(piece, &[]))
        }
    })
}

/// Whether declarations are self-contained: they load nothing, escape nothing and open nothing.
fn style_is_safe(text: &str) -> bool {
    let opens = [
        "url(",
        "image(",
        "image-set(",
        "src(",
        "expression(",
        "/*",
        "@",
        "<",
        "\\",
        "{",
        "}",
    ];
    let contains = |open: &&str| {
        text.as_bytes()
            .windows(open.len())
            .any(|part| part.eq_ignore_ascii_case(open.as_bytes()))
    };
    !opens.iter().any(contains)
}

/// Whether the value of a style property can end neither its declaration nor its attribute.
pub(crate) fn style_value_is_safe(text: &str) -> bool {
    style_is_safe(text) && !text.contains([';', '"', '\'', '!']) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_could_run_script_is_refused() {
        for refused in [
            "javascript:alert(1)",
            " \u{1}JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r:alert(1)",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "blob:https://site/1",
            "file:///etc/passwd",
        ] {
            assert_eq!(
                checked(Context::Url, refused),
                Some(REFUSED_URL),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn a_url_that_people_write_is_kept() {
        for kept in [
            "/a?b=c#d",
            "",
            "#top",
            "?page=2",
            "https://example.org/ü",
            "mailto:a@example.org",
            "tel:+49",
            "//cdn.example/x",
            "a:b@c/../d".trim_start_matches("a:"),
        ] {
            assert_eq!(checked(Context::Url, kept), Some(kept), "{kept:?}");
        }
    }

    #[test]
    fn data_may_stand_where_it_is_shown_or_played() {
        let check = |url: &str, in_places: &[Context]| {
            for context in [Context::Url, Context::Image, Context::Media] {
                let expected = if in_places.contains(&context) {
                    url
                } else {
                    REFUSED_URL
                };
                assert_eq!(
                    checked(context, url),
                    Some(expected),
                    "{url:?} in {context:?}"
                );
            }
        };
        check("data:image/png;base64,iVBORw0KGgo=", &[Context::Image]);
        check(" DATA:Image/PNG ;base64,AA\n", &[Context::Image]);
        check(
            "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E#a?b",
            &[Context::Image],
        );
        check("data:audio/wav;base64,AA", &[Context::Media]);
        check("data:video/mp4,AA", &[Context::Media]);
        for refused in [
            "data:text/html,<script>alert(1)</script>",
            "data:text/html;image/png,x",
            "data:,image/png",
            "data:;image/png,x",
            "data:image/png",
            "data:image%2Fpng,x",
            "data:application/xhtml+xml,x",
            "data:x/image/png,x",
            "data://image/png,x",
        ] {
            check(refused, &[]);
        }
        let kept = |set: &str| assert_eq!(checked(Context::SourceSet, set), Some(set), "{set:?}");
        kept("data:image/png;base64,AA 1x, /b.png 2x");
        kept("/a.png, data:image/png,AA,B 2x,");
        for refused in [
            "data:text/html,x 1x",
            "/a.png 1x,data:image/png,x 2x",
            "/a,data:text/html,x",
            "data:audio/wav,x 1x",
        ] {
            assert_eq!(checked(Context::SourceSet, refused), None, "{refused:?}");
        }
    }

    #[test]
    fn lists_of_sources_and_styles_are_checked_as_a_whole() {
        assert_eq!(
            checked(Context::SourceSet, "a.png 1x, https://b/c.png 2x"),
            Some("a.png 1x, https://b/c.png 2x")
        );
        assert_eq!(
            checked(Context::SourceSet, "a.png 1x,javascript:x 2x"),
            None
        );
        assert_eq!(
            checked(Context::Style, "width: 3px; color: red"),
            Some("width: 3px; color: red")
        );
        assert_eq!(
            checked(Context::Style, "background: UrL(https://evil)"),
            None
        );
        assert!(style_value_is_safe("calc(1px + 2%)"));
        assert!(!style_value_is_safe("1px; color: red"));
    }
}
