//! Lowers start tags: static attributes, then classes and styles, then other dynamic ones.

use syn::ext::IdentExt;
use taut_facts::AddOn;
use taut_facts::add_ons::HOOK;
use taut_facts::options::LOADING;

use super::{Lower, Scope, Target, Value, bus, escape};
use crate::annotations::duration;
use crate::errors::Errors;
use crate::html::{self, AttributeKind, Truth};
use crate::template::ast::{Attribute, AttributeValue, Element, Expr, Loading, Mount};
use crate::template::check::declarations_in;

/// A value that is written as the content of its element.
pub(super) enum Inner {
    Static(String),
    /// The value of a `<textarea>`, and its mode.
    Text(Expr, String),
    Html(Expr),
    /// The text of an editable element.
    Edited(Value),
}

/// Static and dynamic entries of one attribute, `class` or `style`.
#[derive(Default)]
struct Group {
    fixed: Option<String>,
    entries: Vec<(Option<String>, Expr)>,
}

impl Group {
    /// The entries whose names are known, with spaces between.
    fn beside(&self) -> String {
        let named = self.entries.iter().filter_map(|(name, _)| name.as_deref());
        self.fixed
            .as_deref()
            .into_iter()
            .chain(named)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The parts of a start tag.
#[derive(Default)]
struct Tag {
    class: Group,
    style: Group,
    dynamic: Vec<(AttributeKind, String, Expr)>,
    spreads: Vec<Expr>,
    inner: Option<Inner>,
}

impl Lower {
    /// Lowers all attributes of an element; returns a value that is written as its content.
    pub(super) fn attributes(&mut self, element: &Element) -> Option<Inner> {
        let mut tag = Tag::default();
        for attribute in &element.attributes {
            if !can_be_lowered(attribute) {
                continue;
            }
            match attribute {
                Attribute::Class { name, value } => tag
                    .class
                    .entries
                    .push((Some(name.text.clone()), value.clone())),
                Attribute::Style { name, value } => tag
                    .style
                    .entries
                    .push((Some(name.text.clone()), value.clone())),
                Attribute::Plain { name, value } => {
                    self.plain(element, &name.text, value, &mut tag)
                }
                Attribute::Spread(value) => tag.spreads.push(value.clone()),
                Attribute::Loading(loading) => self.loading(loading),
                Attribute::Mount(mount) => self.mount(mount),
                Attribute::Event(_) | Attribute::Stray(_) => {}
            }
        }
        self.classes(tag.class);
        self.styles(tag.style);
        for (kind, name, value) in tag.dynamic {
            self.dynamic(kind, name, value);
        }
        tag.inner.or(self.spreads(element, &tag.spreads))
    }

    /// `@loading` becomes static attributes for the client.
    fn loading(&mut self, loading: &Loading) {
        let has = |name: &str| {
            loading
                .modifiers
                .iter()
                .any(|modifier| modifier.name.text == name)
        };
        let handlers: Vec<_> = loading
            .handlers
            .iter()
            .map(|handler| handler.unraw().to_string())
            .collect();
        let scope = if has("view") {
            "*".to_owned()
        } else {
            handlers.join(" ")
        };
        self.fixed(LOADING, (!scope.is_empty()).then_some(scope.as_str()));
        for (modifier, attribute) in [("show", "data-loading-show"), ("hide", "data-loading-hide")]
        {
            if has(modifier) {
                self.fixed(attribute, None);
            }
        }
        let delay = loading
            .modifiers
            .iter()
            .find(|modifier| modifier.name.text == "delay");
        if let Some(delay) = delay.and_then(|delay| delay.argument.clone()) {
            // The error has been reported.
            if let Some(delay) = duration::read(delay, duration::GATE, &mut Errors::default()) {
                self.fixed("data-loading-delay", Some(&delay.to_string()));
            }
        }
    }

    /// Hooks become a static attribute for the client.
    fn mount(&mut self, mount: &Mount) {
        let names: Vec<_> = mount.hooks.iter().map(|hook| hook.value.as_str()).collect();
        self.fixed(HOOK, Some(&names.join(" ")));
        self.body.needs |= AddOn::Hooks.bit();
    }

    fn plain(&mut self, element: &Element, name: &str, value: &AttributeValue, tag: &mut Tag) {
        use AttributeKind::{Class, InnerHtml, Style, Value};
        let is_textarea = element.name.text == "textarea";
        match (kind_of(element, name), value) {
            (Class, AttributeValue::Static(text)) => tag.class.fixed = Some(text.value.clone()),
            (Class, AttributeValue::Dynamic(value)) => {
                tag.class.entries.push((None, value.clone()))
            }
            (Style, AttributeValue::Static(text)) => tag.style.fixed = Some(text.value.clone()),
            (Value, AttributeValue::Static(text)) if is_textarea => {
                tag.inner = Some(Inner::Static(text.value.clone()))
            }
            (Value, AttributeValue::Dynamic(value)) if is_textarea => {
                let mode = html::property_mode(name).map_or("", |(_, mode)| mode);
                tag.inner = Some(Inner::Text(value.clone(), mode.to_owned()));
            }
            (InnerHtml, AttributeValue::Dynamic(value)) => {
                tag.inner = Some(Inner::Html(value.clone()))
            }
            (_, AttributeValue::Bare) => self.fixed(name, None),
            (_, AttributeValue::Static(text)) => self.fixed(name, Some(&text.value)),
            (kind, AttributeValue::Dynamic(value)) => {
                match declarations_in(value).filter(|_| kind == Style) {
                    Some(properties) => tag.style.entries.push((None, properties)),
                    None => tag.dynamic.push((kind, name.to_owned(), value.clone())),
                }
            }
        }
    }

    pub(super) fn fixed(&mut self, name: &str, value: Option<&str>) {
        self.body.has_marks |= name.starts_with(LOADING);
        self.html.push(' ');
        self.html.push_str(name);
        if let Some(value) = value {
            self.html
                .push_str(&format!("=\"{}\"", escape::attribute(value)));
        }
    }

    /// Writes the static entries; an attribute that dynamic ones continue stays open.
    fn open(&mut self, name: &str, group: &Group) -> bool {
        let fixed = group
            .fixed
            .as_deref()
            .unwrap_or_default()
            .trim()
            .trim_end_matches(';');
        if fixed.is_empty() {
            return false;
        }
        self.fixed(name, Some(fixed));
        if !group.entries.is_empty() {
            self.html.pop();
        }
        true
    }

    fn classes(&mut self, group: Group) {
        let mut open = self.open("class", &group);
        let beside = group.beside();
        for (name, value) in group.entries {
            let (open, beside) = (std::mem::take(&mut open), beside.clone());
            if let Some(name) = name {
                self.value("class", Target::Class { name, open }, Value::Copied(value));
            } else {
                self.value(
                    "classes",
                    Target::Classes { beside, open },
                    Value::Borrowed(value),
                );
            }
        }
    }

    fn styles(&mut self, group: Group) {
        let mut open = self.open("style", &group);
        for (name, value) in group.entries {
            let open = std::mem::take(&mut open);
            match name {
                Some(name) => self.value(
                    "style",
                    Target::Style { name, open },
                    Value::Borrowed(value),
                ),
                None => self.value("styles", Target::Styles { open }, Value::Borrowed(value)),
            }
        }
    }

    fn dynamic(&mut self, kind: AttributeKind, name: String, value: Expr) {
        let (method, target, value) = match kind {
            AttributeKind::Flag => ("flag", Target::Flag { name }, Value::Copied(value)),
            AttributeKind::FlagProperty => ("flag", property(&name), Value::Copied(value)),
            AttributeKind::Value => ("property", property(&name), Value::Borrowed(value)),
            AttributeKind::Document => ("document", plain(name), Value::Borrowed(value)),
            AttributeKind::Text(truth) => {
                let target = Target::Attribute {
                    name,
                    context: "Plain",
                    truth,
                };
                (
                    "attribute",
                    target,
                    Value::Borrowed(bus::absent_at_first(value)),
                )
            }
            _ => (
                "attribute",
                Target::Attribute {
                    name,
                    context: context(kind),
                    truth: Truth::Text,
                },
                Value::Borrowed(value),
            ),
        };
        self.value(method, target, value);
    }

    /// Writes the content of a `<textarea>` or of an element with `inner_html`.
    pub(super) fn inner_value(&mut self, inner: Inner, name: &str, scope: &Scope<'_>) {
        match inner {
            // A parser drops one line feed after the start tag.
            Inner::Static(text) => self.html.push_str(&format!("\n{}", escape::text(&text))),
            Inner::Text(value, mode) => {
                self.html.push('\n');
                self.value(
                    "property",
                    Target::Property {
                        name: "value".to_owned(),
                        mode,
                        content: true,
                    },
                    Value::Borrowed(value),
                );
            }
            Inner::Edited(value) => {
                let (name, mode) = ("textContent".to_owned(), String::new());
                self.value(
                    "property",
                    Target::Property {
                        name,
                        mode,
                        content: true,
                    },
                    value,
                );
            }
            Inner::Html(value) => {
                let mut around = scope.ancestors.names();
                around.push(name.to_owned());
                self.value("html", Target::Html { around }, Value::Borrowed(value));
            }
        }
    }
}

/// The kind of an attribute; a link to an icon is a link to an image.
fn kind_of(element: &Element, name: &str) -> AttributeKind {
    let is_icon = |attribute: &Attribute| match attribute {
        Attribute::Plain {
            name,
            value: AttributeValue::Static(rel),
        } => name.text == "rel" && html::is_icon(&rel.value),
        _ => false,
    };
    match html::attribute_kind(name, element.tag_for(name)) {
        AttributeKind::Url
            if element.name.text == "link" && element.attributes.iter().any(is_icon) =>
        {
            AttributeKind::Image
        }
        kind => kind,
    }
}

/// An attribute with any text.
pub(super) fn plain(name: String) -> Target {
    Target::Attribute {
        name,
        context: "Plain",
        truth: Truth::Text,
    }
}

/// A property that an attribute with its name shows in the first HTML.
pub(super) fn property(name: &str) -> Target {
    let (name, mode) = html::property_mode(name).unwrap_or((name, ""));
    Target::Property {
        name: name.to_owned(),
        mode: mode.to_owned(),
        content: false,
    }
}

/// The variant of `taut_core::template::Context`.
pub(super) fn context(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Url => "Url",
        AttributeKind::Image => "Image",
        AttributeKind::Media => "Media",
        AttributeKind::SourceSet => "SourceSet",
        AttributeKind::Style => "Style",
        _ => "Plain",
    }
}

/// Whether an attribute has a value that the compiler can parse and that belongs to the page. If the
/// attribute does not exist, the error is about its name: its value may be anything.
fn can_be_lowered(attribute: &Attribute) -> bool {
    match attribute {
        Attribute::Plain {
            name,
            value: AttributeValue::Dynamic(value),
        } => {
            let is_odd = name.text == "key" || name.text.to_ascii_lowercase().starts_with("on");
            // HTML is never client state; the error has been reported.
            let is_html = matches!(name.text.as_str(), "inner_html" | "srcdoc");
            value.is_whole && !is_odd && !(is_html && value.bus.is_some())
        }
        Attribute::Class { name, value } | Attribute::Style { name, value } => {
            value.is_whole && !name.text.is_empty()
        }
        Attribute::Spread(value) => value.is_whole && value.bus.is_none(),
        Attribute::Plain { .. }
        | Attribute::Event(_)
        | Attribute::Loading(_)
        | Attribute::Mount(_)
        | Attribute::Stray(_) => true,
    }
}
