//! URLs in attributes: what is let through stays as it is, and has a scheme that may be; all else becomes `about:invalid`.
//!
//! The judge reads schemes by the letter of the URL standard, without the parser that the verdict comes from. Chromium
//! judges the corpus in `tests/e2e/urls.test.mjs`.

use taut::prelude::*;
use taut_core::{REFUSED_URL, Session as _, URL_SCHEMES, ViewSession, templates_json};
use taut_test::Browser;

use crate::escapes::unescaped;

/// More URLs of one input are not tried.
const MAX_URLS: usize = 400;

/// Takes each line for a URL; `\xNN` and `\u{…}` in it stand for characters.
pub(crate) fn check(input: &[u8]) {
    let urls: Vec<_> = String::from_utf8_lossy(input).lines().take(MAX_URLS).map(unescaped).collect();
    let first = shown(&open(urls.clone()).1);
    assert_eq!(first, patched(urls.clone()), "the first HTML and a patch differ");
    for (at, url) in urls.iter().enumerate() {
        let links = first.iter().map(|(place, links)| (place.as_str(), links[at].as_deref()));
        judge(url, &links.collect::<Vec<_>>());
    }
}

fn judge(url: &str, shown: &[(&str, Option<&str>)]) {
    // HTML holds no NUL.
    let kept = url.replace('\0', "\u{fffd}");
    let mut verdicts = Vec::new();
    for (place, link) in shown {
        match link {
            None => assert!(place.ends_with("srcset"), "{place} has lost its value"),
            Some(link) if place.ends_with("srcset") => {
                assert_eq!(*link, kept, "{place}");
                candidates(link).for_each(|candidate| assert_may_be(place, candidate));
            }
            Some(link) => {
                assert!(*link == kept || *link == REFUSED_URL, "{url:?} became {link:?} in {place}");
                verdicts.push(*link == kept);
                if *link != REFUSED_URL {
                    assert_may_be(place, link);
                }
            }
        }
    }
    verdicts.dedup();
    assert_eq!(verdicts.len(), 1, "{url:?} is judged in two ways");
    assert!(verdicts[0] || !is_plain(url), "{url:?} is refused");
}

fn assert_may_be(place: &str, url: &str) {
    if let Some(scheme) = scheme(url) {
        assert!(URL_SCHEMES.contains(&scheme.as_str()), "{url:?} in {place} has the scheme `{scheme}`");
    }
}

/// The scheme of a URL, if it has one of its own: <https://url.spec.whatwg.org/#concept-basic-url-parser>, up to the colon.
fn scheme(url: &str) -> Option<String> {
    let url = url.trim_start_matches(|char| char <= ' ');
    let mut scheme = String::new();
    for char in url.chars().filter(|char| !['\t', '\n', '\r'].contains(char)) {
        match char {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' | 'A'..='Z' => scheme.push(char.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(char),
            _ => return None,
        }
    }
    None
}

/// The URLs of a `srcset`: <https://html.spec.whatwg.org/#parse-a-srcset-attribute>, and what stands after commas in them.
fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    let words = srcset.split(|char: char| char.is_ascii_whitespace());
    words.flat_map(|word| word.match_indices(',').map(|(at, _)| &word[at + 1..]).chain([word.trim_start_matches(',')]))
}

/// Whether nobody could mean anything but a place that may be.
fn is_plain(url: &str) -> bool {
    let starts = ["https://example.org/", "mailto:", "tel:", "/", "?", "#"];
    starts
        .iter()
        .filter_map(|start| url.strip_prefix(start))
        .any(|path| path.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What the URLs have become in each place.
type Shown = Vec<(String, Vec<Option<String>>)>;

fn shown(browser: &Browser) -> Shown {
    let dom = browser.dom();
    let places = PLACES.iter().map(|(selector, name)| {
        let found = dom.find_all(&selector.parse().unwrap()).into_iter();
        let links = found.map(|node| dom.attribute(node, name).map(str::to_owned)).collect();
        (format!("{selector} {name}"), links)
    });
    places.collect()
}

const PLACES: &[(&str, &str)] = &[
    ("a.link", "href"),
    ("a.spread", "href"),
    ("form", "action"),
    ("button", "formaction"),
    ("iframe", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("video", "poster"),
    ("q", "cite"),
    ("object", "data"),
    ("use", "href"),
];

fn open(urls: Vec<String>) -> (ViewSession<Links>, Browser) {
    let mut session = ViewSession::new(Links { urls });
    let mut html = Vec::new();
    session.write_html(&mut html);
    let browser = Browser::open(&String::from_utf8(html).unwrap(), &templates_json::<Links>());
    (session, browser)
}

/// What the URLs become in a page that has shown others.
fn patched(urls: Vec<String>) -> Shown {
    let (mut session, mut browser) = open(urls.iter().map(|url| format!("/{url}")).collect());
    let mut frame = Vec::new();
    session.view_mut().unwrap().urls = urls;
    session.write_patch(&mut frame);
    if !frame.is_empty() {
        browser.receive(&String::from_utf8(frame).unwrap());
    }
    shown(&browser)
}

/// A view with URLs in each place that takes one.
#[derive(Default)]
struct Links {
    urls: Vec<String>,
}

#[live_view]
impl Links {
    fn render(&self) -> impl View {
        view! {
            for (at, url) in self.urls.iter().enumerate(); key = at {
                <a class="link" href={url}>"link"</a>
                <a class="spread" {..Attributes::new().with("href", url.clone())}>"link"</a>
                <form action={url}><button formaction={url}>"send"</button></form>
                <iframe src={url}></iframe>
                <img alt="" src={url} srcset={url}>
                <video poster={url}></video>
                <q cite={url}>"quoted"</q>
                <object data={url}></object>
                <svg><use href={url}/></svg>
            }
        }
    }
}
