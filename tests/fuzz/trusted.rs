//! HTML that the program vouches for: whatever it opens and closes, what is after it in the page stays where it is, and the first HTML
//! shows what a patch does.
//!
//! Chromium judges the same places, with fragments at random, in `tests/e2e/trusted.test.mjs`.

use taut_core::{Session as _, ViewSession, templates_json};
use taut_test::Browser;

use crate::fragments::{Fragments, PLACES};

pub(crate) fn check(input: &[u8]) {
    check_all(vec![String::from_utf8_lossy(input).into_owned()]);
}

pub(crate) fn check_all(fragments: Vec<String>) {
    let (session, first) = open(fragments.clone());
    let patched = patched(fragments.clone());
    assert_eq!(
        first.snapshot(),
        patched.snapshot(),
        "the first HTML and a patch differ"
    );
    drop(session);
    let dom = first.dom();
    let found = dom.find_all(&".after".parse().unwrap());
    assert_eq!(
        found.len(),
        PLACES * fragments.len(),
        "what lives after the HTML"
    );
}

fn open(fragments: Vec<String>) -> (ViewSession<Fragments>, Browser) {
    let mut session = ViewSession::new(Fragments {
        fragments,
        ..Fragments::default()
    });
    let mut html = Vec::new();
    session.write_html(&mut html);
    let browser = Browser::open(
        &String::from_utf8(html).unwrap(),
        &templates_json::<Fragments>(&taut_core::limits::Limits::default()),
    );
    (session, browser)
}

/// The page after other HTML stood there.
fn patched(fragments: Vec<String>) -> Browser {
    let (mut session, mut browser) = open(
        fragments
            .iter()
            .map(|_| "<td>other</td>".to_owned())
            .collect(),
    );
    let mut frame = Vec::new();
    session.view_mut().unwrap().fragments = fragments;
    session.write_patch(&mut frame);
    if !frame.is_empty() {
        browser.receive(&String::from_utf8(frame).unwrap());
    }
    browser
}
