//! The table of templates, read from the JSON of the asset and nothing else.

use std::collections::HashSet;

use serde_json::Value;

use crate::violation::{Judged, Stream, violation};

/// All templates of a page, whose own is the last, and the handlers that listeners call.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) templates: Vec<Template>,
    handlers: Vec<Handler>,
}

/// A handler; what is declared about it is for a browser in which time passes.
#[derive(Debug)]
struct Handler {
    /// Whether its listeners must say where their arguments are found.
    has_sources: bool,
}

/// Which template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TemplateId(pub(crate) usize);

#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) html: String,
    /// Whether the template is what the outermost element of its HTML contains.
    pub(crate) inner: bool,
    pub(crate) tail: Vec<usize>,
    pub(crate) holes: Vec<Hole>,
}

#[derive(Debug)]
pub(crate) struct Hole {
    pub(crate) path: Vec<usize>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Text,
    Attribute(String),
    Flag(String),
    Property(String),
    Class(String),
    /// With the classes beside it.
    Classes(Vec<String>),
    Style(String),
    Spread,
    Html,
    Block(Vec<TemplateId>),
    List(TemplateId),
    Event(Listener),
    /// Shows what is published in the page, which is for a browser in which more than one view is.
    Bus,
}

#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) event: String,
    pub(crate) flags: i64,
    pub(crate) keys: Vec<String>,
    pub(crate) projections: Vec<String>,
    handler: usize,
    /// The attributes in which arguments are found, if any must be.
    pub(crate) attributes: Option<Vec<String>>,
}

impl Table {
    pub(crate) fn read(json: &[u8]) -> Judged<Self> {
        let value: Value = serde_json::from_slice(json)
            .or_else(|error| violation(format!("the table of templates is not JSON: {error}")))?;
        let mut stream = Stream::of(&value, "the table of templates")?;
        let mut table = Self { templates: Vec::new(), handlers: Vec::new() };
        table.template(stream.next("the page's template")?)?;
        options(stream.next("the options")?)?;
        while !stream.is_empty() {
            table.handlers.push(Handler::read(stream.next("a handler")?)?);
        }
        table.check_handlers()?;
        Ok(table)
    }

    /// Each listener calls a handler that there is, and each handler is called.
    fn check_handlers(&self) -> Judged {
        let holes = self.templates.iter().flat_map(|template| &template.holes);
        let listeners: Vec<&Listener> = holes.filter_map(|hole| hole.kind.listener()).collect();
        let called: HashSet<usize> = listeners.iter().map(|listener| listener.handler).collect();
        if called != (0..self.handlers.len()).collect() {
            return violation(format!("there are {} handlers, and called are {called:?}", self.handlers.len()));
        }
        let is_right =
            |of: &&Listener| of.attributes.is_some() == self.handlers.get(of.handler).is_some_and(|of| of.has_sources);
        if let Some(wrong) = listeners.iter().find(|listener| !is_right(listener)) {
            return violation(format!("a listener has sources, or its handler needs them, not both: {wrong:?}"));
        }
        Ok(())
    }

    /// The page's own template.
    pub(crate) fn page(&self) -> TemplateId {
        TemplateId(self.templates.len() - 1)
    }

    pub(crate) fn hole(&self, template: TemplateId, hole: usize) -> Judged<&Hole> {
        let holes = &self.get(template).holes;
        holes
            .get(hole)
            .map_or_else(|| violation(format!("there is no hole {hole}: the template has {}", holes.len())), Ok)
    }

    pub(crate) fn get(&self, template: TemplateId) -> &Template {
        &self.templates[template.0]
    }

    fn template(&mut self, value: &Value) -> Judged<TemplateId> {
        let mut stream = Stream::of(value, "a template")?;
        let html = stream.text("the HTML of a template")?.to_owned();
        let has_number = stream.clone().next("a path")?.is_number();
        let about = if has_number { stream.integer("what a template is")? } else { 0 };
        if has_number && !(1..=2).contains(&about) {
            return violation("only `1` or `2` may stand between the HTML of a template and its path");
        }
        let inner = about == 1;
        let tail = path(stream.next("a path")?)?;
        let mut holes = Vec::new();
        while !stream.is_empty() {
            holes.push(self.read_hole(stream.next("a hole")?)?);
        }
        self.templates.push(Template { html, inner, tail, holes });
        Ok(self.page())
    }

    fn read_hole(&mut self, value: &Value) -> Judged<Hole> {
        let mut stream = Stream::of(value, "a hole")?;
        let number = stream.integer("the kind of a hole")?;
        let path = path(stream.next("the path of a hole")?)?;
        let mut name = |prefix: &str| {
            let cell = stream.text("the cell of a hole")?;
            let name = cell.strip_prefix(prefix).map(str::to_owned);
            name.map_or_else(|| violation(format!("expected `{prefix}…`, found `{cell}`")), Ok)
        };
        let kind = match number {
            0 => name("$data").map(|_| Kind::Text)?,
            1 => Kind::Attribute(name("@")?),
            2 => Kind::Flag(name("?")?),
            3 => {
                let property = name("$")?;
                if !stream.is_empty() {
                    match (property.as_str(), stream.text("how a property is written")?) {
                        ("value", "live") | ("open", "modal") => {}
                        (_, other) => return violation(format!("`{property}` cannot be written `{other}`")),
                    }
                }
                Kind::Property(property)
            }
            4 => Kind::Class(name(".")?),
            5 => Kind::Classes(name("")?.split_ascii_whitespace().map(str::to_owned).collect()),
            6 => Kind::Style(name(":")?),
            7 => Kind::Spread,
            8 => name("$innerHTML").map(|_| Kind::Html)?,
            9 => {
                let mut arms = Vec::new();
                while !stream.is_empty() {
                    arms.push(self.template(stream.next("an arm")?)?);
                }
                Kind::Block(arms)
            }
            10 => Kind::List(self.template(stream.next("a row")?)?),
            11 => Kind::Event(listener(&mut stream)?),
            12 => binding(&mut stream, &path)?,
            other => return violation(format!("there is no kind {other} of holes")),
        };
        stream.end("a hole")?;
        Ok(Hole { path, kind })
    }
}

impl Kind {
    /// Whether frames carry a value for the hole.
    pub(crate) fn has_value(&self) -> bool {
        !matches!(self, Kind::Event(_) | Kind::Bus)
    }

    fn listener(&self) -> Option<&Listener> {
        if let Kind::Event(listener) = self { Some(listener) } else { None }
    }
}

impl Handler {
    fn read(value: &Value) -> Judged<Self> {
        let Value::Object(members) = value else { return violation(format!("expected a handler, found {value}")) };
        let mut is_named = false;
        for (key, declared) in members {
            match key.as_str() {
                "name" => is_named = declared.is_string(),
                "on_reject" if *declared == 1 => {}
                _ if is_annotation(key, declared) => {}
                _ => return violation(format!("a handler cannot have `{key}`: {declared}")),
            }
        }
        let has_sources = members.contains_key("cache") || members.contains_key("client_state");
        if is_named { Ok(Self { has_sources }) } else { violation("a handler has no name") }
    }
}

/// Whether an annotation is written as a browser reads it.
fn is_annotation(key: &str, declared: &Value) -> bool {
    let Value::Array(declared) = declared else { return false };
    let numbers: Option<Vec<i64>> = declared.iter().map(Value::as_i64).collect();
    match (key, numbers.as_deref(), declared.as_slice()) {
        ("debounce", Some([wait, max_wait]), _) => *wait > 0 && *max_wait >= 0 || [*wait, *max_wait] == [-1, 0],
        ("throttle", Some([interval, edges]), _) => *interval > 0 && (1..=3).contains(edges),
        ("optimistic", Some([timeout] | [timeout, _]), _) => *timeout > 0,
        ("cache", _, [ttl, max, revalidate, key @ ..]) => {
            let is_some = |number: &Value| number.as_u64().is_some_and(|number| number > 0);
            is_some(ttl) && is_some(max) && matches!(revalidate.as_u64(), Some(0 | 1)) && key.iter().all(is_key_part)
        }
        ("client_state", _, [_, ..]) => declared.iter().all(is_state),
        _ => false,
    }
}

/// A parameter, or one that is a number with its kind.
fn is_key_part(value: &Value) -> bool {
    match value.as_array().map(Vec::as_slice) {
        Some([parameter, number]) => parameter.is_u64() && matches!(number.as_u64(), Some(1..=3)),
        _ => value.is_u64(),
    }
}

/// A name, and the parameter whose value is published under it.
fn is_state(value: &Value) -> bool {
    match value.as_array().map(Vec::as_slice) {
        Some([Value::String(_), parameter]) => parameter.is_u64(),
        Some([Value::String(_), parameter, number]) => parameter.is_u64() && matches!(number.as_u64(), Some(1..=3)),
        _ => false,
    }
}

fn options(value: &Value) -> Judged {
    let is_option = |(name, value): (&String, &Value)| match name.as_str() {
        "frame" | "depth" => value.as_u64().is_some_and(|most| most > 0),
        "loading" => *value == 1,
        "draft" => is_draft(value),
        _ => false,
    };
    match value {
        Value::Object(members) if members.iter().all(is_option) => Ok(()),
        _ => violation(format!("expected options, found {value}")),
    }
}

/// Whether drafts are declared as a browser reads it.
fn is_draft(value: &Value) -> bool {
    let Value::Object(draft) = value else { return false };
    let number = |name: &str| draft.get(name).and_then(Value::as_u64);
    let has_texts = ["fields", "ask"].iter().all(|name| draft.get(*name).is_some_and(Value::is_string));
    let has_times = number("every").is_some_and(|every| every > 0) && number("ttl").is_some_and(|ttl| ttl > 0);
    draft.len() == 5 && has_texts && has_times && number("auto").is_some_and(|auto| auto < 2)
}

fn path(value: &Value) -> Judged<Vec<usize>> {
    let mut stream = Stream::of(value, "a path")?;
    let mut path = Vec::new();
    while !stream.is_empty() {
        path.push(stream.count("a step")?);
    }
    if path.len() == 1 { violation("a path has no step or at least two") } else { Ok(path) }
}

/// A binding is at the node of the hole before, and says which part of it.
fn binding(stream: &mut Stream<'_>, path: &[usize]) -> Judged<Kind> {
    let cell = stream.text("the cell of a binding")?;
    stream.text("the key of a binding")?;
    if !stream.is_empty() && !(0..=1).contains(&stream.integer("whether the view has a value of its own")?) {
        return violation("a binding's view has a value of its own (`1`) or none (`0`)");
    }
    if !stream.is_empty() {
        let (is, _) = (stream.next("a comparison")?, stream.next("a literal")?);
        if !matches!(is.as_u64(), Some(0 | 1)) && !is.is_null() {
            return violation(format!("expected `0`, `1` or `null`, found {is}"));
        }
    }
    if !stream.is_empty() {
        stream.text("a word for what is true")?;
        let no = stream.next("a word for what is false")?;
        if !no.is_string() && !no.is_null() {
            return violation(format!("expected a text or `null`, found {no}"));
        }
    }
    if !path.is_empty() || cell.is_empty() { violation("a binding without a place") } else { Ok(Kind::Bus) }
}

fn listener(stream: &mut Stream<'_>) -> Judged<Listener> {
    let event = stream.text("the name of an event")?.to_owned();
    let flags = stream.integer("the flags of a listener")?;
    let mut keys_left = Stream::of(stream.next("the keys of a listener")?, "keys")?;
    let (mut keys, mut projections) = (Vec::new(), Vec::new());
    while !keys_left.is_empty() {
        keys.push(keys_left.text("a key")?.to_owned());
    }
    let handler = stream.count("the handler of a listener")?;
    let sources = stream.next("the sources of a listener")?;
    while !stream.is_empty() {
        projections.push(stream.text("a projection")?.to_owned());
    }
    let attributes = attributes(sources, projections.len())?;
    Ok(Listener { event, flags, keys, projections, handler, attributes })
}

/// Each parameter's value is in the event, in an attribute, or nowhere; gives the attributes.
fn attributes(sources: &Value, projections: usize) -> Judged<Option<Vec<String>>> {
    if sources.as_i64() == Some(0) {
        return Ok(None);
    }
    let (mut stream, mut attributes) = (Stream::of(sources, "sources")?, Vec::new());
    while !stream.is_empty() {
        match stream.next("a source")? {
            Value::Null => {}
            Value::String(name) => attributes.push(name.clone()),
            Value::Number(number) if number.as_u64().is_some_and(|number| number < projections as u64) => {}
            _ => return violation(format!("expected sources, found {sources}")),
        }
    }
    Ok(Some(attributes))
}
