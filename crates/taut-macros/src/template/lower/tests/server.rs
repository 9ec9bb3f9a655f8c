//! The first HTML that the server writes of a lowered template, with what a browser should find in it.

use super::random::Random;
use super::{Body, Kind, Target, inner};

/// Writes a page with random values, and the expected kind of each hole, in the order of the walk.
pub(super) fn page(body: &Body, random: &mut Random) -> (String, Vec<String>) {
    let mut page = Page {
        html: String::new(),
        group: "",
        found: Vec::new(),
        random,
        values: 0,
    };
    page.instance(body);
    (page.html, page.found)
}

struct Page<'r> {
    html: String,
    /// The attribute that waits for more entries.
    group: &'static str,
    found: Vec<String>,
    random: &'r mut Random,
    values: usize,
}

impl Page<'_> {
    fn fixed(&mut self, html: &str) {
        if !self.group.is_empty() {
            self.group = "";
            self.html.push('"');
        }
        self.html.push_str(html);
    }

    fn entry(&mut self, group: &'static str, before: &str, open: bool, text: &str) {
        if !before.is_empty() || self.group != group {
            self.fixed(before);
            if open {
                self.group = group;
            }
        }
        if text.is_empty() {
            return;
        }
        if self.group == group {
            self.html.push(if group == "style" { ';' } else { ' ' });
        } else {
            self.html.push_str(&format!(" {group}=\""));
            self.group = group;
        }
        self.html.push_str(text);
    }

    fn value(&mut self) -> String {
        self.values += 1;
        format!("v{}", self.values)
    }

    fn some(&mut self) -> bool {
        self.random.below(2) == 0
    }

    fn instance(&mut self, body: &Body) {
        for hole in body.holes() {
            self.hole(&hole.before, &hole.kind);
        }
        self.fixed(&body.last);
    }

    fn hole(&mut self, before: &str, kind: &Kind) {
        let value = self.value();
        match kind {
            Kind::Value { target, .. } => self.target(before, target, value),
            Kind::Event(event) => {
                if !before.is_empty() {
                    self.fixed(before);
                }
                self.found
                    .push(format!("element with data-e {}", event.event));
            }
            Kind::Commands(commands) => self
                .found
                .push(format!("element with data-e {}", commands.event)),
            Kind::Bus { cell, .. } => self.found.push(bus(cell)),
            Kind::Block { .. } => {
                self.fixed(before);
                self.block(&inner(kind));
            }
            Kind::List { .. } => {
                self.fixed(before);
                self.list(&inner(kind));
            }
            Kind::Part { .. } => self.fixed(before),
        }
    }

    fn target(&mut self, before: &str, target: &Target, value: String) {
        match target {
            Target::Class { open, .. } | Target::Classes { open, .. } => {
                let text = if self.some() { value } else { String::new() };
                self.found.push(format!("element with {text} in class"));
                return self.entry("class", before, *open, &text);
            }
            Target::Style { name, open } => {
                let text = if self.some() {
                    format!("{name}:{value}")
                } else {
                    String::new()
                };
                self.found.push(format!("element with {text} in style"));
                return self.entry("style", before, *open, &text);
            }
            Target::Styles { open } => {
                let text = if self.some() {
                    format!("width:{value}")
                } else {
                    String::new()
                };
                self.found.push(format!("element with {text} in style"));
                return self.entry("style", before, *open, &text);
            }
            _ => self.fixed(before),
        }
        match target {
            Target::Text => {
                let text = if self.some() { value } else { String::new() };
                self.html.push_str(&text);
                self.found.push(format!("text {text:?}"));
            }
            Target::Attribute { name, .. }
            | Target::Property {
                name,
                content: false,
                ..
            } => {
                self.html.push_str(&format!(" {name}=\"{value}\""));
                self.found.push(format!("element with {name} {value}"));
            }
            Target::Property { .. } => {
                self.html.push_str(&value);
                self.found.push("element".to_owned());
            }
            Target::Flag { name } => {
                self.html.push_str(&format!(" {name}"));
                self.found.push(format!("element with {name} "));
            }
            Target::Spread { .. } => {
                self.html.push_str(&format!(" data-s=\"{value}\""));
                self.found.push(format!("element with data-s {value}"));
            }
            Target::Html { .. } => {
                self.html.push_str(&format!("<b>{value}</b>"));
                self.found.push("element".to_owned());
            }
            Target::Class { .. }
            | Target::Classes { .. }
            | Target::Style { .. }
            | Target::Styles { .. } => {}
        }
    }

    fn block(&mut self, arms: &[&Body]) {
        let arm = self.random.below(arms.len() + 1);
        let number = if arm < arms.len() {
            arm.to_string()
        } else {
            String::new()
        };
        self.html.push_str(&format!("<!{number}>"));
        self.found.push(format!("block {number}"));
        if let Some(arm) = arms.get(arm) {
            self.instance(arm);
        }
    }

    fn list(&mut self, row: &[&Body]) {
        let count = self.random.below(4);
        self.found.push("list".to_owned());
        for row in row.iter().cycle().take(count) {
            self.found.push("row".to_owned());
            self.instance(row);
        }
        self.found.push("end of list".to_owned());
    }
}

/// Client state is found at the node of the previous hole.
fn bus(cell: &str) -> String {
    format!(
        "value of the page in {}",
        if cell == "data" {
            "a text"
        } else {
            "an element"
        }
    )
}

/// Writes the HTML that a browser clones, and the expected kind of each hole.
pub(super) fn clone(body: &Body) -> (String, Vec<String>) {
    let (mut html, mut found, mut open) = (String::new(), Vec::new(), false);
    let fixed = |html: &mut String, open: &mut bool, piece: &str| {
        if *open && !piece.is_empty() {
            html.push('"');
            *open = false;
        }
        html.push_str(piece);
    };
    for hole in body.holes() {
        fixed(&mut html, &mut open, &hole.before);
        match &hole.kind {
            Kind::Value { target, .. } => {
                open |= opens(target);
                let is_text = matches!(target, Target::Text);
                html.push_str(if is_text { " " } else { "" });
                found.push(if is_text { "text \" \"" } else { "element" }.to_owned());
            }
            Kind::Block { .. } => {
                html.push_str("<!>");
                found.push("block ".to_owned());
            }
            Kind::List { .. } => found.extend(["list".to_owned(), "end of list".to_owned()]),
            Kind::Event(event) => found.push(format!("element with data-e {}", event.event)),
            Kind::Commands(commands) => {
                found.push(format!("element with data-e {}", commands.event))
            }
            Kind::Bus { cell, .. } => found.push(bus(cell)),
            Kind::Part { .. } => found.push("element".to_owned()),
        }
    }
    fixed(&mut html, &mut open, &body.last);
    (html, found)
}

/// Whether static HTML has opened the attribute that a value is an entry of.
fn opens(target: &Target) -> bool {
    match target {
        Target::Class { open, .. } | Target::Classes { open, .. } => *open,
        Target::Style { open, .. } | Target::Styles { open } => *open,
        _ => false,
    }
}
