//! Random templates, parsed as by a browser: paths lead to the same kind of node in the server's HTML
//! and in a clone, and to the node that the hole was written for.

mod browser;
mod random;
mod server;

use super::{Body, Instance, Kind, Target, template};
use crate::errors::Errors;
use crate::live_view::handlers::Handlers;
use crate::template::check::Root;
use crate::template::{check, parse};
use random::Random;

/// Lowers a template without errors.
fn lowered(source: &str) -> Body {
    let Ok(mut item) = syn::parse_str("impl Page { fn go(&mut self) {} }") else {
        unreachable!()
    };
    let mut errors = Errors::default();
    let handlers = Handlers::of(&mut item, &mut errors);
    let nodes = parse::template(source.parse().unwrap_or_default(), &mut errors);
    check::template(&nodes, Some(&handlers), Root::Body, &mut errors);
    assert_eq!(errors.len(), 0, "{source}\n{}", errors.into_tokens());
    template(nodes, Some(&handlers), Instance::Page).body
}

/// The templates in a hole.
fn inner(kind: &Kind) -> Vec<&Body> {
    match kind {
        Kind::Block { arms, .. } => arms.iter().collect(),
        Kind::List { row, .. } => vec![row],
        _ => Vec::new(),
    }
}

/// Checks the server's HTML of a template, and the clones of it and of all templates in it.
fn check(source: &str, random: &mut Random) {
    let body = lowered(source);
    let (html, expected) = server::page(&body, random);
    let found = browser::page(&body, &html, source);
    let differs = found
        .iter()
        .zip(&expected)
        .find(|(found, expected)| !is_meant(found, expected));
    assert_eq!(differs, None, "\n{source}\n{html}");
    assert_eq!(found.len(), expected.len(), "\n{source}\n{html}");
    clones(&body, source);
}

/// Whether the node that was found is the one that was written; a class or style is one of several.
fn is_meant(found: &str, expected: &str) -> bool {
    let entries = |all: &str, suffix: &str| {
        all.strip_prefix("element with ")
            .and_then(|all| all.strip_suffix(suffix))
            .map(str::to_owned)
    };
    [" in class", " in style"].iter().any(|suffix| {
        match (entries(found, suffix), entries(expected, suffix)) {
            (Some(all), Some(one)) => {
                all.split([' ', ';']).any(|entry| entry == one) || one.is_empty()
            }
            _ => false,
        }
    }) || found == expected
}

fn clones(body: &Body, source: &str) {
    let (html, expected) = server::clone(body);
    assert_eq!(
        browser::clone(body, &html, source),
        expected,
        "\n{source}\n{html}"
    );
    for hole in body.holes() {
        inner(&hole.kind)
            .into_iter()
            .for_each(|body| clones(body, source));
    }
}

#[test]
fn paths_lead_to_the_nodes_of_random_templates() {
    let mut random = Random::new(7);
    for _ in 0..3_000 {
        let source = random.template();
        check(&source, &mut random);
    }
}

#[test]
fn paths_lead_to_the_nodes_of_templates_with_a_difficulty() {
    let mut random = Random::new(7);
    for source in [
        "",
        "\"\"",
        "{1}",
        "{1} {2} {3}",
        "\"a\" {1} \"b\" \"c\" {2}",
        "<></> {1} <>{2} <>\"a\"</></>",
        "<pre>{1}</pre> <pre>\"\\na\"</pre> <pre> if x { \"\\n\" } </pre> <pre> for x in y; key = x { {x} } </pre>",
        "<textarea value={1} data-e=\"e-1\" @e-1={go()}></textarea> {1}",
        "<textarea value=\"\\na\"></textarea> {1}",
        "if x { {1} } {2} if y { \"a\" } \"b\" match z { 0 => \"c\", _ => {} }",
        "for x in y; key = x { {x} } for x in y; key = x { {x} }",
        "for x in y; key = x { for z in x; key = z { for w in z; key = w { {w} \"a\" } } }",
        "for x in y; key = x { if x { {x} } } \"a\"",
        "if x { if y { if z { {1} } } } {2}",
        "<ul> for x in y; key = x { <li>{x}</li> } <li>\"last\"</li> </ul> {1}",
        "<p>{1}<br>{2}<br></p> <p>\"a\"</p> {3}",
        "<div> let x = 1; {x} if x { let y = x; {y} } </div> if z { <b>{1}</b> }",
        "<svg viewBox=\"0 0 1 1\"> for x in y; key = x { <g>{x}<path d={x}></path></g> } <foreignObject> if z { <p>{z}</p> } </foreignObject> </svg> {1}",
        "<table> if x { <caption>{1}</caption> } <tbody> for r in x; key = r { <tr> for c in r; key = c { <td>{c}</td> } </tr> } </tbody> </table> {2}",
        "<select> for x in y; key = x { <option value={x} selected={x}>{x}</option> } </select> {1}",
        "<math><mi>{1}</mi> if x { <mrow><mn>{2}</mn></mrow> }</math>",
        "<p style={..x}></p> <p style=\"color: red\" style={..x} style:width={z}>{1}</p> <p style:top={z} style={..x} {..y}></p>",
        "<p class=\"a b;\" class:c={x} class={y} style=\"color: red;\" style:width={z} id={1} hidden={x} data-e=\"e-1\" @e-1={go()}></p> {2}",
        "<p class={y} class:c={x}></p> <p class=\"\" class:c={x}></p> <p style=\"\" style:a={x}></p> <p class=\" a \" class={x} title={x}>{1}</p>",
        "<div inner_html={x}></div> {1} <div {..x} id={y}>{2}</div>",
        "\"&\" \"amp; <b> \\\" \\u{a0} \\r\\n é\" {1} <p title=\"&lt \\\" ' &\">\"&\" \"nbsp;\"</p> {2}",
        "<template><tr><td>\"a\"</td></tr></template> {1} <noscript><p>\"a\"</p></noscript> {2}",
        "<input value={1}> <input type=\"checkbox\" checked={x}> <details open={x}><summary>{1}</summary>{2}</details>",
    ] {
        for _ in 0..20 {
            check(source, &mut random);
        }
    }
}

#[test]
fn a_template_knows_what_may_be_marked_in_it() {
    let has_marks = |source: &str| lowered(source).has_marks;
    for source in [
        "<b data-loading></b>",
        "<b data-loading-text={1}></b>",
        "<b {..x}></b>",
        "<b inner_html={x}></b>",
    ] {
        assert!(has_marks(source), "{source}");
    }
    for source in [
        "<b title=\"data-loading\">\"data-loading\" {1}</b>",
        "<button disabled={x} class={y}></button>",
        "if x { <b data-loading></b> }",
    ] {
        assert!(!has_marks(source), "{source}");
    }
}

#[test]
fn a_template_knows_whether_it_is_a_document() {
    assert!(
        lowered("<!DOCTYPE html> <html lang=\"en\"><head><title>\"a\"</title></head><body></body></html>").is_document
    );
    assert!(!lowered("\"<!DOCTYPE\" {1}").is_document);
}

#[test]
fn a_whole_document_is_found_too() {
    let source = "<!DOCTYPE html> <html lang={1}> <head> <meta charset=\"utf-8\"> <title>\"a\" {1} \"b\"</title> \
        if x { <link rel=\"icon\" href={y}> } </head> <body class:a={x}> {1} <p>{2}</p> for x in y; key = x { <b>{x}</b> } \
        </body> </html>";
    let mut random = Random::new(7);
    for _ in 0..50 {
        check(source, &mut random);
    }
}
