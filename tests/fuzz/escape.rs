//! A text in each place of a template, read by an HTML parser: it stays in its place, as it is or as its place allows, and nothing
//! around it changes.

use taut::prelude::*;
use taut_core::{Session as _, ViewSession, templates_json};
use taut_test::{Browser, Dom, NodeId};

/// Takes the first line for the name of an attribute, and all else for a text.
pub(crate) fn check(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (name, text) = input.split_once('\n').unwrap_or(("", &input));
    let (_, parsed) = open(name, text);
    assert_eq!(
        parsed.snapshot(),
        patched(name, text).snapshot(),
        "a parser sees another page than the protocol says"
    );
    judge(&parsed, name, text);
}

/// The page by its HTML, which an HTML parser has read.
fn open(name: &str, text: &str) -> (ViewSession<Places>, Browser) {
    let mut session = ViewSession::new(Places {
        name: name.to_owned(),
        text: text.to_owned(),
    });
    let mut html = Vec::new();
    session.write_html(&mut html);
    let browser = Browser::open(
        &String::from_utf8(html).unwrap(),
        &templates_json::<Places>(&taut_core::limits::Limits::default()),
    );
    (session, browser)
}

/// The page by a frame, which no HTML parser sees.
fn patched(name: &str, text: &str) -> Browser {
    let (mut session, mut browser) = open("lang", "x");
    let mut frame = Vec::new();
    *session.view_mut().unwrap() = Places {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    session.write_patch(&mut frame);
    if !frame.is_empty() {
        browser.receive(&String::from_utf8(frame).unwrap());
    }
    browser
}

fn judge(browser: &Browser, name: &str, text: &str) {
    // HTML holds no NUL.
    let text = text.replace('\0', "\u{fffd}");
    let dom = browser.dom();
    for selector in [
        "h1", "b", "u", "pre", "title", "td", "option", "mtext", "desc", "#tspan", "#more",
    ] {
        assert_eq!(dom.text(find(dom, selector)), text, "in {selector}");
    }
    assert_eq!(
        dom.text(find(dom, "p")),
        format!("before {text} between {text} after")
    );
    let place = find(dom, "#place");
    for name in ["title", "data-text", "aria-label", "alt", "lang"] {
        assert_eq!(dom.attribute(place, name), Some(text.as_str()), "in {name}");
    }
    // Controls have their own way with line ends.
    let on_a_line = |text: &str| text.replace(['\r', '\n'], "");
    for control in ["textarea", "input"] {
        assert_eq!(
            on_a_line(&dom.value(find(dom, control))),
            on_a_line(&text),
            "in {control}"
        );
    }
    let classes: Vec<_> = dom
        .attribute(find(dom, "#class"), "class")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .collect();
    assert!(
        classes
            .iter()
            .all(|class| *class == "fixed"
                || text.split_ascii_whitespace().any(|word| word == *class)),
        "{classes:?}"
    );
    judge_style(dom.attribute(find(dom, "#style"), "style"), &text);
    judge_spread(dom, find(dom, "#spread"), name);
    assert_eq!(
        dom.descendants(find(dom, "html"))
            .filter(|node| dom.tag(*node).is_some())
            .count(),
        ELEMENTS
    );
}

/// No style, or one declaration that says no more than the text.
fn judge_style(style: Option<&str>, text: &str) {
    let Some(value) = style.and_then(|style| style.strip_prefix("width:")) else {
        return assert_eq!(style, None);
    };
    assert_eq!(value, text.trim());
    assert!(
        !value.contains([';', '"', '\'', '\\', '{', '}', '@', '<']),
        "{value}"
    );
    assert!(!value.to_ascii_lowercase().contains("url("), "{value}");
}

/// No attribute that could run script.
fn judge_spread(dom: &Dom, node: NodeId, name: &str) {
    let lower = name.to_ascii_lowercase();
    let is_there = dom.attribute(node, &lower).is_some();
    let runs =
        lower.starts_with("on") || ["srcdoc", "style", "http-equiv"].contains(&lower.as_str());
    assert!(!(is_there && runs), "{name}");
}

fn find(dom: &Dom, selector: &str) -> NodeId {
    let found = dom.find_all(&selector.parse().unwrap());
    assert_eq!(found.len(), 1, "{selector} is there {} times", found.len());
    found[0]
}

/// How many elements the page has, whatever the text is.
const ELEMENTS: usize = 28;

/// A view with a text in each place that takes one.
#[derive(Default)]
struct Places {
    name: String,
    text: String,
}

#[live_view]
impl Places {
    fn render(&self) -> impl View {
        let text = &self.text;
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><title>{text}</title></head>
                <body>
                    <h1>{text}</h1>
                    <p>"before " {text} " between " {text} " after"</p>
                    if !text.is_empty() { <b>{text}</b> } else { <b></b> }
                    for (at, text) in [text].iter().enumerate(); key = at { <u>{text}</u> }
                    <pre>{text}</pre>
                    <textarea value={text}></textarea>
                    <input value={text}>
                    <img id="place" title={text} data-text={text} aria-label={text} alt={text} lang={text}>
                    <i id="class" class="fixed" class={text}></i>
                    <i id="style" style:width={text}></i>
                    <i id="spread" {..Attributes::new().with(self.name.clone(), text.clone())}></i>
                    <table><tbody><tr><td>{text}</td></tr></tbody></table>
                    <select><option value={text}>{text}</option></select>
                    <svg><desc>{text}</desc><text><tspan id="tspan" class={text}>{text}</tspan></text></svg>
                    <math><mtext>{text}</mtext></math>
                    <details title={text}><summary id="more">{text}</summary></details>
                </body>
            </html>
        }
    }
}
