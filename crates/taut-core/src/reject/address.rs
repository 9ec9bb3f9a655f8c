//! Targets of redirects: whether they can lead to another site, and how a header can carry them.

use std::fmt::Write as _;

use url::Url;

/// Pages of two sites that have nothing in common, not even the scheme: an address that stays on both
/// stays on any site.
const PAGES: [&str; 2] = ["http://one.invalid/a/b?c", "https://two.invalid/a/b?c"];

/// An address that stays on the site of the page, whatever that site is.
pub(super) fn of_own_site(location: &str) -> Option<String> {
    let stays = |page: &str| {
        let page = Url::parse(page).ok()?;
        let there = page.join(location).ok()?;
        (there.origin() == page.origin()).then_some(())
    };
    PAGES.into_iter().try_for_each(stays)?;
    Some(written(location)).filter(|location| !location.is_empty())
}

/// A complete address of a page on the web.
pub(super) fn of_any_site(location: &str) -> Option<String> {
    let url = Url::parse(location).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Returns where browsers find an address of an application that is below a prefix. An address that is
/// not a path of the application, such as one that is relative or of another site, is unchanged.
#[doc(hidden)]
#[must_use]
pub fn below_prefix(prefix: &str, address: &str) -> String {
    let is_slash = |byte: Option<&u8>| byte.is_some_and(|byte| b"/\\".contains(byte));
    let (first, second) = (address.as_bytes().first(), address.as_bytes().get(1));
    let is_path = is_slash(first) && !is_slash(second);
    format!("{}{address}", if is_path { prefix } else { "" })
}

/// The address without characters that browsers ignore, and with escapes for those that a header cannot carry.
fn written(location: &str) -> String {
    let location = location.trim_matches(|char| char <= ' ');
    let mut written = String::with_capacity(location.len());
    for byte in location.bytes().filter(|byte| !b"\t\n\r".contains(byte)) {
        if byte.is_ascii_graphic() {
            written.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(location: &str, expected: Option<&str>) {
        assert_eq!(of_own_site(location).as_deref(), expected, "{location:?}");
    }

    #[test]
    fn an_address_of_the_site_stays_as_it_is() {
        for location in [
            "/",
            "/a/b?c=d#e",
            "?c=d",
            "#e",
            "a",
            "./a:b",
            "../a",
            "/a//b",
            "/?next=//x.example",
            "/%2F/x",
            "/a:b@c",
        ] {
            check(location, Some(location));
        }
    }

    #[test]
    fn what_a_header_cannot_carry_is_escaped() {
        check(
            "/straße?ü=\u{1f30a}",
            Some("/stra%C3%9Fe?%C3%BC=%F0%9F%8C%8A"),
        );
        check(
            " /a b\u{1}\u{7f}\r\nset-cookie: x ",
            Some("/a%20b%01%7Fset-cookie:%20x"),
        );
    }

    #[test]
    fn no_address_of_another_site_is_one_of_this() {
        let slashes = [
            "//", "/\\", "\\/", "\\\\", "///", "/\t/", "\t//", "/\r\n/", "\u{1} //", "/\t\\",
        ];
        let schemes = [
            "", "http:", "https:", "HTTPS:", "ht\ntps:", "ftp:", "ws:", "file:",
        ];
        for scheme in schemes {
            for slashes in slashes {
                for host in [
                    "elsewhere.example",
                    "one.invalid",
                    "two.invalid",
                    "user@one.invalid",
                    "[::1]",
                    "127.1:8080",
                    "",
                ] {
                    check(&format!("{scheme}{slashes}{host}"), None);
                    check(&format!("{scheme}{slashes}{host}/a"), None);
                }
            }
        }
        for location in [
            "https:elsewhere.example",
            "http:/a",
            "javascript:alert(1)",
            "java\nscript:1",
            "data:,x",
            "mailto:a@b",
            "a:b",
            "",
            " \t",
        ] {
            check(location, None);
        }
    }

    #[test]
    fn a_path_is_below_the_prefix_and_nothing_else_is() {
        let check =
            |address, expected| assert_eq!(below_prefix("/shop", address), expected, "{address}");
        check("/", "/shop/");
        check("/a?next=/b#/c", "/shop/a?next=/b#/c");
        check("/shop", "/shop/shop");
        check("\\a", "/shop\\a");
        for address in [
            "",
            "a",
            "../a",
            "?a",
            "#a",
            "//cdn.example/a",
            "/\\a",
            "https://pay.example/a",
        ] {
            check(address, address);
            assert_eq!(below_prefix("", address), address);
        }
        assert_eq!(below_prefix("", "/a"), "/a");
    }

    #[test]
    fn what_stays_on_the_site_stays_there_below_a_prefix() {
        for location in [
            "/",
            "/a/b?c=d#e",
            "?c=d",
            "#e",
            "a",
            "../../a",
            "/a//b",
            "\\a",
            "/../..//x",
            "/.//x.example",
        ] {
            let below = of_own_site(location).map(|location| below_prefix("/shop", &location));
            assert!(
                below.and_then(|below| of_own_site(&below)).is_some(),
                "{location}"
            );
        }
    }

    #[test]
    fn another_site_has_a_complete_address() {
        let check = |location, expected: Option<&str>| {
            assert_eq!(of_any_site(location).as_deref(), expected, "{location}")
        };
        check("https://pay.example", Some("https://pay.example/"));
        check(
            "http://\u{fc}.example/\u{fc}",
            Some("http://xn--tda.example/%C3%BC"),
        );
        for location in [
            "/a",
            "//pay.example",
            "javascript:alert(1)",
            "mailto:a@b",
            "ftp://a",
            "file:///a",
            "",
        ] {
            check(location, None);
        }
    }
}
