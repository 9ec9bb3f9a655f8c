//! URLs in attributes: what is let through stays as it is, and has a scheme that may be, or holds data of a type that may be shown
//! or played where it stands; all else becomes `about:invalid`.
//!
//! The judge reads schemes by the letter of the URL standard, without the parser that the verdict comes from. Chromium
//! judges the corpus in `tests/e2e/urls.test.mjs`.

use std::collections::BTreeMap;

use taut::prelude::*;
use taut_core::{
    IMAGE_DATA, MEDIA_DATA, REFUSED_URL, Session as _, URL_SCHEMES, ViewSession, templates_json,
};
use taut_test::Browser;

use crate::escapes::unescaped;

/// More URLs of one input are not tried.
const MAX_URLS: usize = 400;

/// Takes each line for a URL; `\xNN` and `\u{…}` in it stand for characters.
pub(crate) fn check(input: &[u8]) {
    let urls: Vec<_> = String::from_utf8_lossy(input)
        .lines()
        .take(MAX_URLS)
        .map(unescaped)
        .collect();
    let first = shown(&open(urls.clone()).1);
    assert_eq!(
        first,
        patched(urls.clone()),
        "the first HTML and a patch differ"
    );
    for (at, url) in urls.iter().enumerate() {
        let links = PLACES
            .iter()
            .zip(&first)
            .map(|(place, links)| (place, links[at].as_deref()));
        judge(url, &links.collect::<Vec<_>>());
    }
}

fn judge(url: &str, shown: &[(&Place, Option<&str>)]) {
    // HTML holds no NUL.
    let kept = url.replace('\0', "\u{fffd}");
    let mut verdicts = BTreeMap::new();
    for (place, link) in shown {
        match link {
            None => assert!(place.is_set(), "{place:?} has lost its value"),
            Some(link) if place.is_set() => {
                assert_eq!(*link, kept, "{place:?}");
                candidates(link).for_each(|candidate| assert_may_be(place, candidate));
            }
            Some(link) => {
                assert!(
                    *link == kept || *link == REFUSED_URL,
                    "{url:?} became {link:?} in {place:?}"
                );
                // Data is judged by what its place is for, all else in one way.
                let kind = if scheme(url).is_some_and(|scheme| scheme == "data") {
                    place.data
                } else {
                    &[]
                };
                assert_eq!(
                    *verdicts.entry(kind).or_insert(*link == kept),
                    *link == kept,
                    "{url:?} in {place:?}"
                );
                assert!(
                    *link == kept || !is_plain(url, place),
                    "{url:?} is refused in {place:?}"
                );
                if *link != REFUSED_URL {
                    assert_may_be(place, link);
                }
            }
        }
    }
}

fn assert_may_be(place: &Place, url: &str) {
    match scheme(url).as_deref() {
        None => {}
        Some("data") => {
            let ty = type_of_data(url);
            assert!(
                place.data.iter().any(|allowed| ty.starts_with(allowed)),
                "{url:?} in {place:?} is {ty:?}"
            );
        }
        Some(scheme) => assert!(
            URL_SCHEMES.contains(&scheme),
            "{url:?} in {place:?} has the scheme `{scheme}`"
        ),
    }
}

/// The type of the data in a URL, as far as its letters go: <https://fetch.spec.whatwg.org/#data-url-processor>.
fn type_of_data(url: &str) -> String {
    let letters = url
        .chars()
        .filter(|char| !['\t', '\n', '\r'].contains(char));
    let about = letters
        .skip_while(|char| *char != ':')
        .skip(1)
        .take_while(|char| !",;?#".contains(*char));
    about.collect::<String>().trim().to_ascii_lowercase()
}

/// The scheme of a URL, if it has one of its own: <https://url.spec.whatwg.org/#concept-basic-url-parser>, up to the colon.
fn scheme(url: &str) -> Option<String> {
    let url = url.trim_start_matches(|char| char <= ' ');
    let mut scheme = String::new();
    for char in url
        .chars()
        .filter(|char| !['\t', '\n', '\r'].contains(char))
    {
        match char {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' | 'A'..='Z' => scheme.push(char.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(char),
            _ => return None,
        }
    }
    None
}

/// The URLs of a `srcset`: <https://html.spec.whatwg.org/#parse-a-srcset-attribute>, and what stands after commas in them, unless
/// that is data.
fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    let words = srcset
        .split(|char: char| char.is_ascii_whitespace())
        .map(|word| word.trim_matches(','));
    words.flat_map(|word| {
        let is_data = scheme(word).is_some_and(|scheme| scheme == "data");
        let inner = word
            .match_indices(',')
            .filter(move |_| !is_data)
            .map(|(at, _)| &word[at + 1..]);
        inner.chain([word])
    })
}

/// Whether nobody could mean anything but a place, or an image, that may be.
fn is_plain(url: &str, place: &Place) -> bool {
    let starts = ["https://example.org/", "mailto:", "tel:", "/", "?", "#"];
    let images = ["data:image/png;base64,", "data:image/svg+xml,"]
        .iter()
        .filter(|_| place.data == IMAGE_DATA);
    starts
        .iter()
        .chain(images)
        .filter_map(|start| url.strip_prefix(start))
        .any(|path| path.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// An attribute that holds a URL.
#[derive(Debug)]
struct Place {
    selector: &'static str,
    name: &'static str,
    /// Which data may stand there.
    data: &'static [&'static str],
}

impl Place {
    fn is_set(&self) -> bool {
        self.name.ends_with("srcset")
    }
}

const fn place(selector: &'static str, name: &'static str, data: &'static [&'static str]) -> Place {
    Place {
        selector,
        name,
        data,
    }
}

const PLACES: &[Place] = &[
    place("a.link", "href", &[]),
    place("a.spread", "href", &[]),
    place("form", "action", &[]),
    place("button", "formaction", &[]),
    place("iframe", "src", &[]),
    place("embed", "src", &[]),
    place("object", "data", &[]),
    place("track", "src", &[]),
    place("q", "cite", &[]),
    place("use", "href", &[]),
    place("link.other", "href", &[]),
    place("img.given", "src", IMAGE_DATA),
    place("img.given", "srcset", IMAGE_DATA),
    place("img.spread", "src", IMAGE_DATA),
    place("input", "src", IMAGE_DATA),
    place("video", "poster", IMAGE_DATA),
    place("image", "href", IMAGE_DATA),
    place("feImage", "href", IMAGE_DATA),
    place("link.icon", "href", IMAGE_DATA),
    place("audio.given", "src", MEDIA_DATA),
    place("audio.spread", "src", MEDIA_DATA),
    place("source", "src", MEDIA_DATA),
];

/// What the URLs have become in each place.
type Shown = Vec<Vec<Option<String>>>;

fn shown(browser: &Browser) -> Shown {
    let dom = browser.dom();
    let places = PLACES.iter().map(|place| {
        let found = dom.find_all(&place.selector.parse().unwrap()).into_iter();
        found
            .map(|node| dom.attribute(node, place.name).map(str::to_owned))
            .collect()
    });
    places.collect()
}

fn open(urls: Vec<String>) -> (ViewSession<Links>, Browser) {
    let mut session = ViewSession::new(Links { urls });
    let mut html = Vec::new();
    session.write_html(&mut html);
    let browser = Browser::open(
        &String::from_utf8(html).unwrap(),
        &templates_json::<Links>(&taut_core::limits::Limits::default()),
    );
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
                <embed src={url}>
                <object data={url}></object>
                <q cite={url}>"quoted"</q>
                <link class="other" rel="alternate" href={url}>
                <link class="icon" rel="shortcut icon" href={url}>
                <img class="given" alt="" src={url} srcset={url}>
                <img class="spread" alt="" {..Attributes::new().with("src", url.clone())}>
                <input type="image" alt="" src={url}>
                <video poster={url}><source src={url}><track src={url}></video>
                <audio class="given" src={url}></audio>
                <audio class="spread" {..Attributes::new().with("SRC", url.clone())}></audio>
                <svg><use href={url}/><image href={url}/><filter><feImage href={url}/></filter></svg>
            }
        }
    }
}
