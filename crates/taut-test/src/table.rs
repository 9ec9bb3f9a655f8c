//! The table of templates, read only from the JSON of the asset.

use std::collections::HashSet;

use serde_json::Value;
use taut_facts::holes::TemplateFlag;
use taut_facts::{HoleKind, Member, Part, Projection, Shape, ViewOption};

use crate::shape;
use crate::violation::{Judged, Stream, violation};

/// All templates of a page, with its own template last, and the handlers that listeners call.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) templates: Vec<Template>,
    handlers: Vec<Handler>,
}

/// A handler. Its annotations need a browser in which time passes, and are ignored.
#[derive(Debug)]
struct Handler {
    /// Whether its listeners must state where their arguments are found.
    has_sources: bool,
}

/// The index of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TemplateId(pub(crate) usize);

#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) html: String,
    /// Whether the template is the content of the outermost element of its HTML.
    pub(crate) inner: bool,
    pub(crate) is_document: bool,
    pub(crate) tail: Vec<usize>,
    pub(crate) holes: Vec<Hole>,
}

#[derive(Debug)]
pub(crate) struct Hole {
    pub(crate) path: Vec<usize>,
    /// The facts about the kind of a hole.
    pub(crate) facts: HoleKind,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// A value of a text or an element, with the name of what it sets; for classes, the classes next to them.
    Value(HoleKind, String),
    Block(Vec<TemplateId>),
    List(TemplateId),
    Event(Listener),
    /// Shows client state, which needs a browser with more than one view.
    Bus,
    /// Predicts the value of another hole, which needs a browser whose events take time.
    Formula,
}

#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) event: String,
    pub(crate) flags: i64,
    pub(crate) keys: Vec<String>,
    pub(crate) projections: Vec<Projection>,
    /// The handler that it calls, unless it has commands.
    handler: Option<usize>,
    /// The commands that a browser runs by itself.
    pub(crate) commands: Vec<Value>,
    /// The attributes that hold arguments, if any.
    pub(crate) attributes: Option<Vec<String>>,
}

impl Table {
    pub(crate) fn read(json: &[u8]) -> Judged<Self> {
        let value: Value = serde_json::from_slice(json)
            .or_else(|error| violation(format!("the table of templates is not JSON: {error}")))?;
        let mut stream = Stream::of(&value, "the table of templates")?;
        let mut table = Self {
            templates: Vec::new(),
            handlers: Vec::new(),
        };
        table.template(stream.next("the page's template")?)?;
        options(stream.next("the options")?)?;
        while !stream.is_empty() {
            table
                .handlers
                .push(Handler::read(stream.next("a handler")?)?);
        }
        table.check_handlers()?;
        Ok(table)
    }

    /// Checks that each listener calls an existing handler, and that each handler is called.
    fn check_handlers(&self) -> Judged {
        let holes = self.templates.iter().flat_map(|template| &template.holes);
        let listeners: Vec<&Listener> = holes.filter_map(|hole| hole.kind.listener()).collect();
        let called: HashSet<usize> = listeners
            .iter()
            .filter_map(|listener| listener.handler)
            .collect();
        if called != (0..self.handlers.len()).collect() {
            return violation(format!(
                "there are {} handlers, and called are {called:?}",
                self.handlers.len()
            ));
        }
        let is_right = |of: &&Listener| {
            of.attributes.is_some()
                == self
                    .handlers
                    .get(of.handler.unwrap_or(usize::MAX))
                    .is_some_and(|of| of.has_sources)
        };
        if let Some(wrong) = listeners.iter().find(|listener| !is_right(listener)) {
            return violation(format!(
                "a listener has sources, or its handler needs them, not both: {wrong:?}"
            ));
        }
        Ok(())
    }

    /// The page's own template.
    pub(crate) fn page(&self) -> TemplateId {
        TemplateId(self.templates.len() - 1)
    }

    pub(crate) fn hole(&self, template: TemplateId, hole: usize) -> Judged<&Hole> {
        let holes = &self.get(template).holes;
        holes.get(hole).map_or_else(
            || {
                violation(format!(
                    "there is no hole {hole}: the template has {}",
                    holes.len()
                ))
            },
            Ok,
        )
    }

    pub(crate) fn get(&self, template: TemplateId) -> &Template {
        &self.templates[template.0]
    }

    fn template(&mut self, value: &Value) -> Judged<TemplateId> {
        let mut stream = Stream::of(value, "a template")?;
        let html = stream.text("the HTML of a template")?.to_owned();
        let has_number = stream.clone().next("a path")?.is_number();
        let what = if has_number {
            stream.integer("what a template is")?
        } else {
            0
        };
        let known: i64 = TemplateFlag::ALL
            .iter()
            .map(|flag| i64::from(flag.bit()))
            .sum();
        if has_number && !(1..=known).contains(&what) {
            return violation(
                "only the flags of a template are allowed between its HTML and its path",
            );
        }
        let is = |flag: TemplateFlag| what & i64::from(flag.bit()) != 0;
        if is(TemplateFlag::Foreign) && what != i64::from(TemplateFlag::Foreign.bit()) {
            return violation("a component and a document are HTML");
        }
        let (inner, is_document) = (is(TemplateFlag::Foreign), is(TemplateFlag::Document));
        let tail = path(stream.next("a path")?)?;
        let mut holes = Vec::new();
        while !stream.is_empty() {
            let hole = self.read_hole(stream.next("a hole")?, &holes)?;
            holes.push(hole);
        }
        self.templates.push(Template {
            html,
            inner,
            is_document,
            tail,
            holes,
        });
        Ok(self.page())
    }

    fn read_hole(&mut self, value: &Value, before: &[Hole]) -> Judged<Hole> {
        let mut stream = Stream::of(value, "a hole")?;
        let number = stream.integer("the kind of a hole")?;
        let Some(facts) = HoleKind::of_number(number) else {
            return violation(format!("there is no kind {number} of holes"));
        };
        let path = path(stream.next("the path of a hole")?)?;
        if !shape::fits_parts(stream.rest(), facts.row().parts) {
            return violation(format!("a hole of kind {number} is not {value}"));
        }
        let kind = match facts {
            HoleKind::Block => {
                let mut arms = Vec::new();
                while !stream.is_empty() {
                    arms.push(self.template(stream.next("an arm")?)?);
                }
                Kind::Block(arms)
            }
            HoleKind::List => Kind::List(self.template(stream.next("a row")?)?),
            HoleKind::Event => Kind::Event(listener(&mut stream)?),
            HoleKind::Binding => binding(&mut stream, &path)?,
            HoleKind::Formula => formula(&mut stream, before)?,
            _ => value_of(facts, &mut stream)?,
        };
        stream.end("a hole")?;
        Ok(Hole { path, facts, kind })
    }
}

impl Kind {
    fn listener(&self) -> Option<&Listener> {
        if let Kind::Event(listener) = self {
            Some(listener)
        } else {
            None
        }
    }
}

impl Handler {
    fn read(value: &Value) -> Judged<Self> {
        let Value::Object(members) = value else {
            return violation(format!("expected a handler, found {value}"));
        };
        if !members.get("name").is_some_and(Value::is_string) {
            return violation("a handler has no name");
        }
        let mut has_sources = false;
        for (key, declared) in members.iter().filter(|(key, _)| *key != "name") {
            let Some(member) = Member::named(key).map(Member::row) else {
                return violation(format!("a handler cannot have `{key}`: {declared}"));
            };
            shape::check(declared, member.shape, &format!("what `{key}` declares"))?;
            has_sources |= member.needs_sources;
        }
        Ok(Self { has_sources })
    }
}

fn options(value: &Value) -> Judged {
    let Value::Object(members) = value else {
        return violation(format!("expected options, found {value}"));
    };
    for (name, value) in members {
        let Some(option) = ViewOption::named(name) else {
            return violation(format!("there is no option `{name}`"));
        };
        shape::check(value, option.row().shape, &format!("the option `{name}`"))?;
    }
    let missing = ViewOption::ALL
        .iter()
        .find(|option| !option.row().is_optional && !members.contains_key(option.name()));
    missing.map_or(Ok(()), |option| {
        violation(format!("the option `{}` is missing", option.name()))
    })
}

fn path(value: &Value) -> Judged<Vec<usize>> {
    let mut stream = Stream::of(value, "a path")?;
    let mut path = Vec::new();
    while !stream.is_empty() {
        path.push(stream.count("a step")?);
    }
    if path.len() == 1 {
        violation("a path has no step or at least two")
    } else {
        Ok(path)
    }
}

/// The target of a value; a property may have a mode.
fn value_of(facts: HoleKind, stream: &mut Stream<'_>) -> Judged<Kind> {
    let [Part(_, shape, _), ..] = facts.row().parts else {
        return Ok(Kind::Value(facts, String::new()));
    };
    let prefix = if let Shape::Cell(prefix) = shape {
        prefix
    } else {
        ""
    };
    let name = stream
        .text("the cell of a hole")?
        .trim_start_matches(prefix)
        .to_owned();
    if !stream.is_empty() {
        match (name.as_str(), stream.text("how a property is written")?) {
            ("value", "live") | ("open", "modal") => {}
            (_, other) => return violation(format!("`{name}` cannot be written `{other}`")),
        }
    }
    Ok(Kind::Value(facts, name))
}

/// A binding belongs to the node of the hole before it, and names a part of that node; its other parts
/// were compared with their shape.
fn binding(stream: &mut Stream<'_>, path: &[usize]) -> Judged<Kind> {
    let cell = stream.text("the cell of a binding")?;
    while !stream.is_empty() {
        stream.next("a part of a binding")?;
    }
    if !path.is_empty() || cell.is_empty() {
        violation("a binding without a place")
    } else {
        Ok(Kind::Bus)
    }
}

/// A formula belongs to a hole with a value before it; its other parts were compared with their shape.
fn formula(stream: &mut Stream<'_>, before: &[Hole]) -> Judged<Kind> {
    let of = before.get(stream.count("the hole of a formula")?);
    while !stream.is_empty() {
        stream.next("a part of a formula")?;
    }
    match of {
        Some(of) if of.facts.has_value() => Ok(Kind::Formula),
        _ => violation("a formula of no value"),
    }
}

fn listener(stream: &mut Stream<'_>) -> Judged<Listener> {
    let event = stream.text("the name of an event")?.to_owned();
    let flags = stream.integer("the flags of a listener")?;
    let mut keys_left = Stream::of(stream.next("the keys of a listener")?, "keys")?;
    let (mut keys, mut projections) = (Vec::new(), Vec::new());
    while !keys_left.is_empty() {
        keys.push(keys_left.text("a key")?.to_owned());
    }
    let (handler, commands) = match stream.clone().next("the handler of a listener")? {
        Value::Array(commands) => {
            let commands = commands.clone();
            stream.next("the commands of a listener")?;
            (None, commands)
        }
        _ => (Some(stream.count("the handler of a listener")?), Vec::new()),
    };
    let sources = stream.next("the sources of a listener")?;
    while !stream.is_empty() {
        let name = stream.text("a projection")?;
        let projection = Projection::read_as(name);
        projections.push(
            projection.map_or_else(|| violation(format!("there is no projection {name}")), Ok)?,
        );
    }
    let attributes = attributes(sources, projections.len())?;
    Ok(Listener {
        event,
        flags,
        keys,
        projections,
        handler,
        commands,
        attributes,
    })
}

/// Each parameter's value is in the event, in an attribute, or unknown. Returns the attributes.
fn attributes(sources: &Value, projections: usize) -> Judged<Option<Vec<String>>> {
    if sources.as_i64() == Some(0) {
        return Ok(None);
    }
    let (mut stream, mut attributes) = (Stream::of(sources, "sources")?, Vec::new());
    while !stream.is_empty() {
        match stream.next("a source")? {
            Value::Null => {}
            Value::String(name) => attributes.push(name.clone()),
            Value::Number(number)
                if number
                    .as_u64()
                    .is_some_and(|number| number < projections as u64) => {}
            _ => return violation(format!("expected sources, found {sources}")),
        }
    }
    Ok(Some(attributes))
}
