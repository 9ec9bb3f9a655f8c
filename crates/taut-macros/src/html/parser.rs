//! Tables of a browser's parser (WHATWG HTML, "tree construction").

/// Parts of a table that can't contain text, only other parts.
pub(super) const TABLE_PARTS: &[&str] = &["table", "tbody", "tfoot", "thead", "tr"];

/// A parent and a child between which a parser inserts an element.
pub(super) const IMPLIED: &[((&str, &str), &str)] = &[
    (("table", "tr"), "tbody"),
    (("table", "td"), "tbody"),
    (("table", "th"), "tbody"),
    (("table", "col"), "colgroup"),
    (("tbody", "td"), "tr"),
    (("tbody", "th"), "tr"),
    (("thead", "td"), "tr"),
    (("thead", "th"), "tr"),
    (("tfoot", "td"), "tr"),
    (("tfoot", "th"), "tr"),
];

const OUT_OF_TABLE: &str =
    "a browser would move this `<{name}>` out of the table: put it in a cell";

/// Elements that contain only certain others, and what happens to the rest. What browsers of recent
/// years would drop from a `<select>` is refused, although newer ones keep it.
pub(super) const CHILDREN: &[(&[&str], &[&str], &str)] = &[
    (
        &["table"],
        &[
            "caption", "colgroup", "script", "style", "tbody", "template", "tfoot", "thead",
        ],
        OUT_OF_TABLE,
    ),
    (
        &["tbody", "tfoot", "thead"],
        &["script", "style", "template", "tr"],
        OUT_OF_TABLE,
    ),
    (
        &["tr"],
        &["script", "style", "td", "template", "th"],
        OUT_OF_TABLE,
    ),
    (
        &["colgroup"],
        &["col", "template"],
        "a browser would move this `<{name}>` out of the `<colgroup>`, which can contain only `<col>`",
    ),
    (
        &["select"],
        &["hr", "optgroup", "option", "script", "template"],
        "a browser would drop this `<{name}>`: a `<select>` can contain only `<option>`, `<optgroup>` and `<hr>`",
    ),
    (
        &["optgroup"],
        &["option", "script", "template"],
        "a browser would drop or move this `<{name}>`: an `<optgroup>` can contain only `<option>`",
    ),
    (
        &["option"],
        &[],
        "a browser would drop this `<{name}>`: an `<option>` can contain only text",
    ),
    (
        &["head"],
        &[
            "base", "link", "meta", "noscript", "script", "style", "template", "title",
        ],
        "a browser would end the `<head>` at this `<{name}>`: it belongs in the `<body>`",
    ),
    (
        &["html"],
        &["body", "head"],
        "a browser would move this `<{name}>`: it belongs in the `<body>` or `<head>`",
    ),
];

/// Elements that are allowed only in certain others, and the description of those.
pub(super) const HOMES: &[(&[&str], &[&str], &str)] = &[
    (
        &["tr"],
        &["tbody", "tfoot", "thead"],
        "a `<tbody>`, `<thead>` or `<tfoot>`",
    ),
    (&["td", "th"], &["tr"], "a `<tr>`"),
    (
        &["caption", "colgroup", "tbody", "tfoot", "thead"],
        &["table"],
        "a `<table>`",
    ),
    (&["col"], &["colgroup"], "a `<colgroup>`"),
    (&["body", "head"], &["html"], "`<html>`"),
    (&["html"], &[], "no other element"),
];

/// The groups of elements that can be next to each other in a `<template>`, apart from those that are allowed anywhere.
pub(crate) const TEMPLATE_GROUPS: &[&[&str]] = &[
    &["caption", "colgroup", "tbody", "tfoot", "thead"],
    &["col"],
    &["tr"],
    &["td", "th"],
];

pub(super) const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that start a new list of formatting elements.
pub(super) const MARKERS: &[&str] = &["caption", "object", "td", "template", "th"];

/// Elements that keep the elements around them open.
pub(super) const SCOPE: &[&str] = &[
    "caption", "html", "object", "select", "table", "td", "template", "th",
];

/// Elements that keep a paragraph around them open.
pub(super) const BUTTON_SCOPE: &[&str] = &[
    "button", "caption", "html", "object", "select", "table", "td", "template", "th",
];

/// Elements that are closed implicitly before `<rt>` and `<rp>`.
pub(super) const IMPLIED_ENDS: &[&str] = &["dd", "dt", "li", "optgroup", "option", "p", "rp", "rt"];

/// Start tags that end an open `<p>`.
pub(super) const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements at which a parser stops looking for an open list item. Not all parsers count `<search>` as one.
pub(super) const SPECIAL: &[&str] = &[
    "address",
    "area",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "select",
    "source",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "wbr",
];
