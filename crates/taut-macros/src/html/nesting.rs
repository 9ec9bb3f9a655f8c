//! Elements that a browser's parser would move, close or drop, which are compile errors.
//!
//! The rules are those of the tree construction stage (WHATWG HTML, 13.2.6). As everything around an
//! element was checked before, the parser's stack of open elements is the list of its ancestors.

use super::{Content, Namespace, content, foreign, parser};

/// The elements around a position, outermost first.
#[derive(Default, Clone)]
pub(crate) struct Ancestors(Vec<Ancestor>);

#[derive(Clone)]
struct Ancestor {
    name: String,
    namespace: Namespace,
}

impl Ancestors {
    pub(crate) fn push(&mut self, name: &str, namespace: Namespace) {
        self.0.push(Ancestor {
            name: name.to_owned(),
            namespace,
        });
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// Their names.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|ancestor| ancestor.name.clone())
            .collect()
    }

    /// The namespace of an element that starts here.
    pub(crate) fn namespace_of(&self, name: &str) -> Namespace {
        let is_in_annotation =
            self.parent() == "annotation-xml" && self.namespace() == Namespace::MathMl;
        match (self.inner_namespace(), name) {
            (Namespace::Html, "svg") => Namespace::Svg,
            (_, "svg") if is_in_annotation => Namespace::Svg,
            (Namespace::Html, "math") => Namespace::MathMl,
            (namespace, _) => namespace,
        }
    }

    /// The namespace of the content of the innermost element; some elements of SVG and MathML contain HTML.
    pub(crate) fn inner_namespace(&self) -> Namespace {
        match self.0.last() {
            Some(ancestor) if !ancestor.holds_html() => ancestor.namespace,
            _ => Namespace::Html,
        }
    }

    /// The error in an element here, with how to write it. `attribute` returns its static attributes.
    pub(crate) fn mistake<'a>(
        &self,
        name: &str,
        attribute: &dyn Fn(&str) -> Option<&'a str>,
    ) -> Option<String> {
        if self.inner_namespace() != Namespace::Html {
            return self.ends_foreign(name);
        }
        let is_hidden_input = name == "input"
            && attribute("type").is_some_and(|ty| ty.eq_ignore_ascii_case("hidden"));
        if is_hidden_input && parser::TABLE_PARTS.contains(&self.parent()) {
            return None;
        }
        self.not_in_parent(name)
            .or_else(|| self.not_at_home(name))
            .or_else(|| self.ends_an_ancestor(name))
    }

    /// The error in text here.
    pub(crate) fn text_mistake(&self) -> Option<String> {
        let parent = self.parent();
        if self.namespace() != Namespace::Html {
            return None;
        }
        match parent {
            "table" | "thead" | "tbody" | "tfoot" | "tr" => Some(format!(
                "a browser would move text out of `<{parent}>`: it belongs in a cell"
            )),
            "select" | "optgroup" => Some(format!(
                "text in `<{parent}>` is not shown: it belongs in an `<option>`"
            )),
            "colgroup" => Some(
                "a browser would move text out of `<colgroup>`, which can contain only `<col>`"
                    .to_owned(),
            ),
            "html" | "head" => Some(format!(
                "a browser would move text out of `<{parent}>`: it belongs in the `<body>`"
            )),
            "textarea" => {
                Some("the text of a `<textarea>` is its value: write `value={…}`".to_owned())
            }
            "iframe" => Some("an `<iframe>` has no content: write `src={…}`".to_owned()),
            _ if content(parent, Namespace::Html) == Content::Void => {
                Some(format!("`<{parent}>` is void: it has no content"))
            }
            _ => None,
        }
    }

    pub(crate) fn parent(&self) -> &str {
        self.0.last().map_or("", |ancestor| ancestor.name.as_str())
    }

    /// The namespace of the innermost element.
    pub(crate) fn namespace(&self) -> Namespace {
        self.0
            .last()
            .map_or(Namespace::Html, |ancestor| ancestor.namespace)
    }

    /// HTML in SVG or MathML ends it, unless it is in one of the elements that can contain HTML.
    fn ends_foreign(&self, name: &str) -> Option<String> {
        let holder = if self.namespace() == Namespace::Svg {
            "foreignObject"
        } else {
            "mtext"
        };
        foreign::BREAKOUT.contains(&name).then(|| {
            format!(
                "a browser would end the `<{}>` at this `<{name}>`: put HTML in a `<{holder}>`",
                self.parent()
            )
        })
    }

    /// Elements that can contain only certain others.
    fn not_in_parent(&self, name: &str) -> Option<String> {
        let parent = self.parent();
        if let Some((_, wrapper)) = parser::IMPLIED
            .iter()
            .find(|(pair, _)| *pair == (parent, name))
        {
            return Some(format!(
                "a browser would put a `<{wrapper}>` around this `<{name}>`: write the `<{wrapper}>` yourself"
            ));
        }
        if parent == "noscript" && self.0.iter().any(|ancestor| ancestor.name == "head") {
            let fits = matches!(name, "link" | "meta" | "style");
            return (!fits)
                .then(|| format!("a browser would end the `<head>` at this `<{name}>`: it belongs in the `<body>`"));
        }
        let (_, allowed, how) = parser::CHILDREN
            .iter()
            .find(|(parents, ..)| parents.contains(&parent))?;
        (!allowed.contains(&name)).then(|| how.replace("{name}", name).replace("{parent}", parent))
    }

    /// Elements that are allowed only in certain others; the elements around a row or an arm may be among them.
    fn not_at_home(&self, name: &str) -> Option<String> {
        let parent = self.parent();
        let (_, homes, home) = parser::HOMES
            .iter()
            .find(|(names, ..)| names.contains(&name))?;
        let is_part_of_table = !matches!(name, "html" | "head" | "body");
        let is_right = match parent {
            "" => is_part_of_table || name == "html",
            "template" => is_part_of_table,
            _ => homes.contains(&parent),
        };
        (!is_right).then(|| format!("a browser would drop this `<{name}>`: it belongs in {home}"))
    }

    /// Elements whose start tag closes an open element.
    fn ends_an_ancestor(&self, name: &str) -> Option<String> {
        let parent = self.parent();
        let ended = |by: &str| {
            format!(
                "a browser would end the `<{by}>` around it at this `<{name}>`: put one after the other"
            )
        };
        if parser::HEADINGS.contains(&name) && parser::HEADINGS.contains(&parent) {
            return Some(ended(parent));
        }
        if parser::ENDS_PARAGRAPH.contains(&name) && self.is_open("p", parser::BUTTON_SCOPE) {
            return Some(format!(
                "a browser would end the `<p>` around it at this `<{name}>`: make the outer one a `<div>`, or this one a `<span>`"
            ));
        }
        match name {
            "li" => self.open_item(&["li"]).map(ended),
            "dd" | "dt" => self.open_item(&["dd", "dt"]).map(ended),
            "button" if self.is_open("button", parser::SCOPE) => Some(ended("button")),
            "a" if self.is_formatted("a") => Some(ended("a")),
            "option" | "optgroup" if parent == "option" => Some(ended("option")),
            "rt" | "rp" if self.is_open("ruby", parser::SCOPE) && parser::IMPLIED_ENDS.contains(&parent) => {
                Some(ended(parent))
            }
            "form" if self.is_in_form() => {
                Some("a browser would drop a `<form>` in a `<form>`: give its controls a `form` attribute".to_owned())
            }
            _ => None,
        }
    }

    /// Whether there is a `<template>` around.
    pub(crate) fn is_in_template(&self) -> bool {
        self.html().any(|name| name == "template")
    }

    /// The HTML elements around, innermost first.
    fn html(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .rev()
            .filter(|ancestor| ancestor.namespace == Namespace::Html)
            .map(|ancestor| ancestor.name.as_str())
    }

    /// Whether an element is open, with no element in it that ends the scope.
    fn is_open(&self, name: &str, scope: &[&str]) -> bool {
        let ends_scope = |ancestor: &Ancestor| match ancestor.namespace {
            Namespace::Html => scope.contains(&ancestor.name.as_str()),
            _ => ancestor.holds_html(),
        };
        // The element itself may end a scope for others.
        let is_it =
            |ancestor: &&Ancestor| ancestor.namespace == Namespace::Html && ancestor.name == name;
        self.0
            .iter()
            .rev()
            .find(|ancestor| is_it(ancestor) || ends_scope(ancestor))
            .is_some_and(|found| is_it(&found))
    }

    /// Whether a formatting element is open, up to an element that starts a new list of them.
    fn is_formatted(&self, name: &str) -> bool {
        self.html()
            .find(|other| *other == name || parser::MARKERS.contains(other))
            == Some(name)
    }

    fn is_in_form(&self) -> bool {
        let names: Vec<&str> = self.html().collect();
        names.contains(&"form") && !names.contains(&"template")
    }

    /// An open item that the next one would close: only certain elements keep it open.
    fn open_item(&self, items: &[&str]) -> Option<&str> {
        for ancestor in self.0.iter().rev() {
            let name = ancestor.name.as_str();
            if ancestor.namespace != Namespace::Html {
                if ancestor.holds_html() {
                    return None;
                }
            } else if items.contains(&name) {
                return Some(name);
            } else if parser::SPECIAL.contains(&name) && !matches!(name, "address" | "div" | "p") {
                return None;
            }
        }
        None
    }
}

impl Ancestor {
    /// Whether its content is HTML.
    fn holds_html(&self) -> bool {
        let name = self.name.as_str();
        match self.namespace {
            Namespace::Html => true,
            Namespace::Svg => foreign::SVG_HOLDS_HTML.contains(&name),
            Namespace::MathMl => foreign::MATH_HOLDS_HTML.contains(&name),
        }
    }
}
