//! The table of templates as a browser reads it, once, from an immutable asset.

use crate::draft::DraftOptions;
use crate::handler::{Cache, ClientState, Debounce, Handler, KeyPart, Number, Optimistic, Throttle};
use crate::limits::{Limits, MAX_FRAME_DEPTH};
use crate::template::{Binding, Comparison, Hole, Kind, Listener, Namespace, Path, Source, Template, Truth};
use crate::text::json_str;
use crate::view::{LiveView, template_of};

/// The keys of all objects in the table. Each has a reader in the client, which `cargo xtask tidy` checks.
pub const ASSET_KEYS: &[&str] = &[
    "name",
    "debounce",
    "throttle",
    "optimistic",
    "cache",
    "client_state",
    "frame",
    "depth",
    "on_reject",
    "loading",
    "draft",
    "fields",
    "every",
    "ttl",
    "auto",
    "ask",
];

/// The attributes by which templates tell the client what to do, each known to it or to its style sheet.
pub const ASSET_ATTRIBUTES: &[&str] = &[
    "data-loading",
    "data-loading-text",
    "data-loading-show",
    "data-loading-hide",
    "data-loading-delay",
    "data-optimistic-target",
    "data-uncached",
];

/// Writes what a browser must know of a view as JSON: `[template, options, handler, …]`.
///
/// A template is `[html, path, hole, …]`, a hole `[kind, path, …]`.
///
/// A number after the HTML says more about it: `FOREIGN` or `VIEW`. A view of its own is always HTML, so it is never both.
///
/// The templates of arms and rows stand inside the hole that they belong to.
#[must_use]
pub fn templates_json<V: LiveView>(limits: &Limits) -> Vec<u8> {
    let mut out = vec![b'['];
    let mut handlers = Handlers { all: V::HANDLERS.to_vec(), first: 0 };
    write_template(&mut out, template_of::<V>(), 0, &mut handlers);
    out.push(b',');
    write_options(&mut out, limits, V::DRAFT, has_marks(template_of::<V>()));
    for handler in &handlers.all {
        out.push(b',');
        write_handler(&mut out, handler);
    }
    out.push(b']');
    out
}

/// Selects what a draft may hold, if it has the name of a field.
const CONTROLS: &str = ":is(input,textarea,select,[contenteditable])";

/// Selects all but what is never kept, whatever the view names.
const SECRETS: &str = ":not([type=password],[type=hidden],[type=file],\
                       [autocomplete*=password i],[autocomplete*=cc- i],[autocomplete*=one-time-code i])";

/// Asks whether to restore a draft; `$` stands for its age. The first button says yes.
const QUESTION: &str = "<div class=taut-draft role=alertdialog aria-label=Draft>Restore the draft of $?\
                        <button type=button id=draft-restore>Restore</button>\
                        <button type=button id=draft-discard>Discard</button></div>";

/// Whether anything in a template may be marked while an event is on its way: a browser looks for it only then.
fn has_marks(template: &Template) -> bool {
    template.statics.iter().any(|html| html.contains(MARK)) || template.holes.iter().any(has_marks_in)
}

/// The attribute of what is marked; others of marks begin like that.
const MARK: &str = "data-loading";

fn has_marks_in(hole: &Hole) -> bool {
    match &hole.kind {
        // What these hold is known when they are shown.
        Kind::Html { .. } | Kind::Spread { .. } => true,
        Kind::Attribute { name, .. } | Kind::Flag { name } => name.starts_with(MARK),
        Kind::Block { arms } => arms.iter().any(has_marks),
        Kind::List { row } => has_marks(row),
        Kind::Child { view, .. } => has_marks(view.template),
        Kind::Text
        | Kind::Property { .. }
        | Kind::Class { .. }
        | Kind::Classes { .. }
        | Kind::Style { .. }
        | Kind::Event(_)
        | Kind::Bus(_) => false,
    }
}

/// Writes what is declared about the whole view.
fn write_options(out: &mut Vec<u8>, limits: &Limits, draft: Option<&DraftOptions>, has_marks: bool) {
    let limits = format!("{{\"frame\":{},\"depth\":{MAX_FRAME_DEPTH}", limits.max_frame_bytes);
    out.extend_from_slice(limits.as_bytes());
    if has_marks {
        out.extend_from_slice(b",\"loading\":1");
    }
    if let Some(draft) = draft {
        out.push(b',');
        write_draft(out, draft);
    }
    out.push(b'}');
}

fn write_draft(out: &mut Vec<u8>, draft: &DraftOptions) {
    let DraftOptions { fields, save_every, ttl, restores } = draft;
    out.extend_from_slice(b"\"draft\":{\"fields\":");
    let names: Vec<String> = fields.iter().map(|field| format!("[name={field:?}]")).collect();
    json_str(out, &format!("{CONTROLS}:is({}){SECRETS}", names.join(",")));
    let rest = format!(",\"every\":{save_every},\"ttl\":{ttl},\"auto\":{},\"ask\":", u8::from(*restores));
    out.extend_from_slice(rest.as_bytes());
    json_str(out, QUESTION);
    out.push(b'}');
}

/// The handlers of a view and of all views in it, each time that they stand somewhere.
struct Handlers {
    all: Vec<Handler>,
    /// The place of the first handler of the view that is being written.
    first: usize,
}

/// Writes a handler's name, and a member for each of its annotations.
fn write_handler(out: &mut Vec<u8>, handler: &Handler) {
    out.extend_from_slice(b"{\"name\":");
    json_str(out, handler.name);
    if let Some(Debounce { wait, max_wait }) = handler.debounce {
        let wait = wait.map_or(-1, i64::from);
        member(out, format_args!("\"debounce\":[{wait},{}]", max_wait.unwrap_or(0)));
    }
    if let Some(Throttle { interval, leading, trailing }) = handler.throttle {
        let edges = u8::from(leading) + 2 * u8::from(trailing);
        member(out, format_args!("\"throttle\":[{interval},{edges}]"));
    }
    if let Some(Optimistic { timeout, action }) = handler.optimistic {
        let step = action.map_or_else(String::new, |action| format!(",{}", action.step()));
        member(out, format_args!("\"optimistic\":[{timeout}{step}]"));
    }
    if let Some(Cache { ttl, max, revalidate, key }) = handler.cache {
        let key: String = key.iter().map(key_part).collect();
        member(out, format_args!("\"cache\":[{ttl},{max},{}{key}]", u8::from(revalidate)));
    }
    if !handler.client_state.is_empty() {
        let states = handler
            .client_state
            .iter()
            .map(|ClientState { key, parameter, number }| format!("[\"{key}\",{parameter}{}]", number_after(*number)));
        member(out, format_args!("\"client_state\":[{}]", states.collect::<Vec<_>>().join(",")));
    }
    if handler.on_reject {
        member(out, format_args!("\"on_reject\":1"));
    }
    out.push(b'}');
}

/// A parameter of a key, and the kind of number that it is if it is one.
fn key_part(KeyPart { parameter, number }: &KeyPart) -> String {
    match number {
        Some(_) => format!(",[{parameter}{}]", number_after(*number)),
        None => format!(",{parameter}"),
    }
}

fn number_after(number: Option<Number>) -> String {
    number.map_or_else(String::new, |number| format!(",{}", number as u8))
}

fn member(out: &mut Vec<u8>, written: std::fmt::Arguments<'_>) {
    out.push(b',');
    out.extend_from_slice(written.to_string().as_bytes());
}

/// The template is what the outermost element of its HTML contains.
const FOREIGN: u8 = 1;
/// The template is that of a view of its own.
const VIEW: u8 = 2;

fn write_template(out: &mut Vec<u8>, template: &Template, is_view: u8, handlers: &mut Handlers) {
    out.push(b'[');
    let html = cloned_html(template);
    match template.namespace {
        Namespace::Html => json_str(out, &html),
        Namespace::Svg => json_str(out, &format!("<svg>{html}</svg>")),
        Namespace::MathMl => json_str(out, &format!("<math>{html}</math>")),
    }
    let about = is_view | if template.namespace == Namespace::Html { 0 } else { FOREIGN };
    if about != 0 {
        out.extend_from_slice(format!(",{about}").as_bytes());
    }
    out.push(b',');
    write_path(out, template.tail);
    for hole in template.holes {
        out.push(b',');
        write_hole(out, hole, handlers);
    }
    out.push(b']');
}

/// The HTML that a browser clones: statics with as little in the holes as gives each one its node.
#[must_use]
pub fn cloned_html(template: &Template) -> String {
    let mut html = String::new();
    let mut open = false;
    for (at, piece) in template.statics.iter().enumerate() {
        if open && !piece.is_empty() {
            html.push('"');
            open = false;
        }
        html.push_str(piece);
        match template.holes.get(at).map(|hole| hole.kind) {
            Some(Kind::Text) => html.push(' '),
            Some(Kind::Block { .. } | Kind::Child { .. }) => html.push_str("<!?>"),
            Some(
                Kind::Class { open: true, .. } | Kind::Classes { open: true, .. } | Kind::Style { open: true, .. },
            ) => open = true,
            _ => {}
        }
    }
    html
}

fn write_hole(out: &mut Vec<u8>, hole: &Hole, handlers: &mut Handlers) {
    out.push(b'[');
    out.extend_from_slice(kind_number(&hole.kind).to_string().as_bytes());
    out.push(b',');
    write_path(out, hole.path);
    match &hole.kind {
        Kind::Spread { .. } => {}
        Kind::Text => write_cell(out, "$", "data"),
        Kind::Attribute { name, .. } => write_cell(out, "@", name),
        Kind::Flag { name } => write_cell(out, "?", name),
        Kind::Property { name, mode, .. } => {
            write_cell(out, "$", name);
            if !mode.is_empty() {
                write_cell(out, "", mode);
            }
        }
        Kind::Class { name, .. } => write_cell(out, ".", name),
        Kind::Classes { beside, .. } => write_cell(out, "", beside),
        Kind::Style { name, .. } => write_cell(out, ":", name),
        Kind::Html { .. } => write_cell(out, "$", "innerHTML"),
        Kind::Block { arms } => {
            for arm in *arms {
                out.push(b',');
                write_template(out, arm, 0, handlers);
            }
        }
        Kind::List { row } => {
            out.push(b',');
            write_template(out, row, 0, handlers);
        }
        Kind::Child { view, .. } => {
            out.push(b',');
            let outer = std::mem::replace(&mut handlers.first, handlers.all.len());
            handlers.all.extend_from_slice(view.handlers);
            write_template(out, view.template, VIEW, handlers);
            handlers.first = outer;
        }
        Kind::Event(listener) => write_listener(out, listener, handlers.first),
        Kind::Bus(binding) => write_binding(out, binding),
    }
    out.push(b']');
}

/// Writes what of a node a hole is.
fn write_cell(out: &mut Vec<u8>, kind: &str, name: &str) {
    out.push(b',');
    json_str(out, &format!("{kind}{name}"));
}

fn write_path(out: &mut Vec<u8>, path: Path) {
    let steps: Vec<String> = path.iter().map(u16::to_string).collect();
    out.extend_from_slice(format!("[{}]", steps.join(",")).as_bytes());
}

fn write_listener(out: &mut Vec<u8>, listener: &Listener, first: usize) {
    out.push(b',');
    json_str(out, listener.event);
    out.extend_from_slice(format!(",{},[", listener.flags).as_bytes());
    for (at, key) in listener.keys.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json_str(out, key);
    }
    out.extend_from_slice(format!("],{},", first + usize::from(listener.handler)).as_bytes());
    write_sources(out, listener.sources);
    for projection in listener.projections {
        out.push(b',');
        json_str(out, projection.name());
    }
}

fn write_binding(out: &mut Vec<u8>, binding: &Binding) {
    let is_property = binding.cell.starts_with(|first: char| first.is_ascii_alphanumeric());
    write_cell(out, if is_property { "$" } else { "" }, binding.cell);
    write_cell(out, "", binding.key);
    if binding.is_kept || binding.compared.is_some() || binding.truth != Truth::Text {
        out.extend_from_slice(format!(",{}", u8::from(binding.is_kept)).as_bytes());
    }
    match binding.compared {
        Some(Comparison { equal, literal }) => {
            out.extend_from_slice(format!(",{},{literal}", u8::from(equal)).as_bytes());
        }
        None if binding.truth == Truth::Text => return,
        None => out.extend_from_slice(b",null,null"),
    }
    if binding.truth != Truth::Text {
        let (yes, no) = binding.truth.words();
        write_cell(out, "", yes);
        match no {
            Some(no) => write_cell(out, "", no),
            None => out.extend_from_slice(b",null"),
        }
    }
}

fn write_sources(out: &mut Vec<u8>, sources: Option<&[Source]>) {
    let Some(sources) = sources else { return out.push(b'0') };
    out.push(b'[');
    for (at, source) in sources.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match source {
            Source::Event(projection) => out.extend_from_slice(projection.to_string().as_bytes()),
            Source::Attribute(name) => json_str(out, name),
            Source::Server => out.extend_from_slice(b"null"),
        }
    }
    out.push(b']');
}

/// The number of a kind in the asset.
#[must_use]
pub const fn kind_number(kind: &Kind) -> u8 {
    match kind {
        Kind::Text => 0,
        Kind::Attribute { .. } => 1,
        Kind::Flag { .. } => 2,
        Kind::Property { .. } => 3,
        Kind::Class { .. } => 4,
        Kind::Classes { .. } => 5,
        Kind::Style { .. } => 6,
        Kind::Spread { .. } => 7,
        Kind::Html { .. } => 8,
        Kind::Block { .. } | Kind::Child { .. } => 9,
        Kind::List { .. } => 10,
        Kind::Event(_) => 11,
        Kind::Bus(_) => 12,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::handler::{Action, Number};

    /// The keys of all objects in a value.
    fn keys(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| keys(value, found)),
            Value::Object(members) => members.iter().for_each(|(key, value)| {
                found.insert(key.clone());
                keys(value, found);
            }),
            _ => {}
        }
    }

    #[test]
    fn marks_are_looked_for_where_there_may_be_some() {
        const fn template(statics: &'static [&'static str]) -> Template {
            Template { namespace: Namespace::Html, statics, holes: &[], tail: &[] }
        }
        const MARKED: Template = template(&["<b data-loading></b>"]);
        const PLAIN: Template = template(&["<b></b>"]);
        let has = |kind: Kind| has_marks_in(&Hole { path: &[], kind });
        assert!(has_marks(&MARKED) && !has_marks(&PLAIN));
        assert!(has(Kind::List { row: &MARKED }) && !has(Kind::List { row: &PLAIN }));
        assert!(has(Kind::Block { arms: &[PLAIN, MARKED] }) && !has(Kind::Block { arms: &[PLAIN] }));
        assert!(has(Kind::Spread { own: &[] }) && has(Kind::Html { around: &[] }) && !has(Kind::Text));
        assert!(has(Kind::Flag { name: "data-loading" }) && !has(Kind::Flag { name: "disabled" }));
    }

    #[test]
    fn the_keys_are_those_that_are_written() {
        const KEY: [KeyPart; 2] =
            [KeyPart { parameter: 0, number: None }, KeyPart { parameter: 2, number: Some(Number::Integer) }];
        let handler = Handler {
            debounce: Some(Debounce { wait: None, max_wait: Some(2) }),
            throttle: Some(Throttle { interval: 1, leading: true, trailing: true }),
            optimistic: Some(Optimistic { timeout: 1, action: Some(Action::Up) }),
            cache: Some(Cache { ttl: 1, max: 2, revalidate: true, key: &KEY }),
            client_state: &[ClientState { key: "filter", parameter: 1, number: Some(Number::Single) }],
            on_reject: true,
            ..Handler::new("search")
        };
        let draft = DraftOptions { fields: &["title"], save_every: 1, ttl: 2, restores: true };
        let mut out = vec![b'['];
        let limits = Limits { max_frame_bytes: 4096, ..Limits::default() };
        write_options(&mut out, &limits, Some(&draft), true);
        out.push(b',');
        write_handler(&mut out, &handler);
        out.push(b']');
        let written = String::from_utf8_lossy(&out);
        let value = serde_json::from_str::<Value>(&written).unwrap_or_else(|error| panic!("{error} in {written}"));
        let mut found = BTreeSet::new();
        keys(&value, &mut found);
        assert_eq!(found, ASSET_KEYS.iter().map(|key| (*key).to_owned()).collect(), "{written}");
        assert!(written.starts_with("[{\"frame\":4096,\"depth\":32,"), "{written}");
        assert!(written.contains("\"debounce\":[-1,2],\"throttle\":[1,3],\"optimistic\":[1,-1]"), "{written}");
        assert!(written.contains("\"cache\":[1,2,1,0,[2,1]],\"client_state\":[[\"filter\",1,3]]"), "{written}");
    }
}
