//! The table of templates as a browser reads it, once, from an immutable asset.

mod handlers;
mod options;

use taut_facts::holes::TemplateFlag;
use taut_facts::{AddOn, HoleKind};

use crate::flat::Flat;
use crate::handler::Handler;
use crate::limits::Limits;
use crate::template::{
    Binding, Comparison, Formula, Kind, Listener, Namespace, Source, Template, Truth,
};
use crate::text::json_str;
use crate::view::{LiveView, template_of};

use handlers::Handlers;
use options::write_options;

/// Writes what a browser must know about a view as JSON: `[template, options, handler, …]`.
///
/// A template is `[html, path, hole, …]`, a hole `[kind, path, …]`.
///
/// A number after the HTML has its flags: `FOREIGN`, `VIEW`, `DOCUMENT` or `CONTENT`.
///
/// The templates of arms and rows are inside their hole.
#[must_use]
pub fn templates_json<V: LiveView>(limits: &Limits) -> Vec<u8> {
    let mut out = vec![b'['];
    let mut handlers = Handlers::default();
    handlers.enter(template_of::<V>(), V::HANDLERS, &[]);
    write_template(&mut out, template_of::<V>(), None, &mut handlers);
    out.push(b',');
    // A formula is of use only if there is a handler whose fields have types that a browser knows.
    let is_predicted = handlers.all.iter().any(|handler| handler.is_predicted());
    let unused = if is_predicted {
        0
    } else {
        AddOn::Predict.bit()
    };
    write_options(
        &mut out,
        limits,
        V::PAGES,
        V::DRAFT,
        template_of::<V>().may_be_marked(),
        template_of::<V>().all_needs() & !unused,
    );
    for handler in &handlers.all {
        out.push(b',');
        write_handler(&mut out, handler);
    }
    out.push(b']');
    out
}

/// Writes a handler's name, and a member for each of its annotations.
fn write_handler(out: &mut Vec<u8>, handler: &Handler) {
    out.extend_from_slice(b"{\"name\":");
    json_str(out, handler.name);
    for (member, json) in handler.members() {
        let member = member.name();
        out.extend_from_slice(format!(",\"{member}\":{json}").as_bytes());
    }
    out.push(b'}');
}

fn write_template(
    out: &mut Vec<u8>,
    template: &Template,
    part: Option<TemplateFlag>,
    handlers: &mut Handlers,
) {
    out.push(b'[');
    let flat = Flat::of(template);
    let html = html_to_clone(&flat);
    match template.namespace {
        Namespace::Html => json_str(out, &html),
        Namespace::Svg => json_str(out, &format!("<svg>{html}</svg>")),
        Namespace::MathMl => json_str(out, &format!("<math>{html}</math>")),
    }
    let flags = [
        (TemplateFlag::Foreign, template.namespace != Namespace::Html),
        (TemplateFlag::Document, template.is_document),
    ];
    let flags = flags.iter().filter(|(_, is)| *is).map(|(flag, _)| flag);
    let what: u8 = flags.chain(&part).map(|flag| flag.bit()).sum();
    if what != 0 {
        out.extend_from_slice(format!(",{what}").as_bytes());
    }
    out.push(b',');
    write_path(out, &flat.tail);
    for (path, kind) in &flat.holes {
        out.push(b',');
        write_hole(out, path, kind, handlers);
    }
    for (hole, formula) in &flat.formulas {
        write_formula(out, *hole, formula);
    }
    out.push(b']');
}

fn write_formula(out: &mut Vec<u8>, hole: usize, formula: &Formula) {
    let (kind, tree) = (HoleKind::Formula.number(), formula.tree);
    out.extend_from_slice(format!(",[{kind},[],{hole},{tree}").as_bytes());
    if formula.truth != Truth::Text {
        write_truth(out, formula.truth);
    }
    out.push(b']');
}

/// Writes the texts for true and false.
fn write_truth(out: &mut Vec<u8>, truth: Truth) {
    let (yes, no) = truth.words();
    write_cell(out, "", yes);
    match no {
        Some(no) => write_cell(out, "", no),
        None => out.extend_from_slice(b",null"),
    }
}

/// The HTML that a browser clones: the static parts, with just enough in each hole to give it a node.
#[must_use]
pub fn cloned_html(template: &Template) -> String {
    html_to_clone(&Flat::of(template))
}

fn html_to_clone(flat: &Flat) -> String {
    let mut html = String::new();
    let mut open = false;
    for (at, piece) in flat.statics.iter().enumerate() {
        if open && !piece.is_empty() {
            html.push('"');
            open = false;
        }
        html.push_str(piece);
        match flat.holes.get(at).map(|(_, kind)| kind) {
            Some(Kind::Text) => html.push(' '),
            Some(Kind::Block { .. } | Kind::Component { .. } | Kind::Slot { .. }) => {
                html.push_str("<!?>");
            }
            Some(kind) => open |= kind.is_open(),
            None => {}
        }
    }
    html
}

fn write_hole(out: &mut Vec<u8>, path: &[u16], kind: &Kind, handlers: &mut Handlers) {
    let Some(facts) = kind.facts() else { return };
    out.push(b'[');
    out.extend_from_slice(facts.number().to_string().as_bytes());
    out.push(b',');
    write_path(out, path);
    match kind {
        Kind::Block { arms } => {
            for arm in *arms {
                out.push(b',');
                write_template(out, arm, None, handlers);
            }
        }
        Kind::List { row } => {
            out.push(b',');
            write_template(out, row, None, handlers);
        }
        Kind::Component { view, contents, .. } => {
            out.push(b',');
            handlers.enter(view.template, view.handlers, contents);
            write_template(out, view.template, Some(TemplateFlag::Component), handlers);
            handlers.views.pop();
        }
        Kind::Slot { number, .. } => {
            // A content is written as one of the view around the component.
            let Some(own) = handlers.views.pop() else {
                return;
            };
            if let Some(content) = own.contents.get(usize::from(*number)) {
                out.push(b',');
                write_template(out, content, Some(TemplateFlag::Content), handlers);
            }
            handlers.views.push(own);
        }
        Kind::Event(listener) => write_listener(out, listener, handlers.place(listener.handler)),
        Kind::Bus(binding) => write_binding(out, binding),
        value => value
            .parts()
            .iter()
            .for_each(|part| write_cell(out, "", part)),
    }
    out.push(b']');
}

/// Writes which part of a node a hole sets.
fn write_cell(out: &mut Vec<u8>, kind: &str, name: &str) {
    out.push(b',');
    json_str(out, &format!("{kind}{name}"));
}

fn write_path(out: &mut Vec<u8>, path: &[u16]) {
    let steps: Vec<String> = path.iter().map(u16::to_string).collect();
    out.extend_from_slice(format!("[{}]", steps.join(",")).as_bytes());
}

fn write_listener(out: &mut Vec<u8>, listener: &Listener, handler: usize) {
    out.push(b',');
    json_str(out, listener.event);
    out.extend_from_slice(format!(",{},[", listener.flags).as_bytes());
    for (at, key) in listener.keys.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        json_str(out, key);
    }
    match listener.commands {
        "" => out.extend_from_slice(format!("],{handler},").as_bytes()),
        commands => out.extend_from_slice(format!("],{commands},").as_bytes()),
    }
    write_sources(out, listener.sources);
    for projection in listener.projections {
        out.push(b',');
        json_str(out, projection.reads());
    }
}

fn write_binding(out: &mut Vec<u8>, binding: &Binding) {
    let is_property = binding
        .cell
        .starts_with(|first: char| first.is_ascii_alphanumeric());
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
        write_truth(out, binding.truth);
    }
}

fn write_sources(out: &mut Vec<u8>, sources: Option<&[Source]>) {
    let Some(sources) = sources else {
        return out.push(b'0');
    };
    out.push(b'[');
    for (at, source) in sources.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match source {
            Source::Event(projection) => out.extend_from_slice(projection.to_string().as_bytes()),
            Source::Attribute(name) => json_str(out, name),
            Source::Row { depth, key } => {
                out.extend_from_slice(format!("[{depth},{key}]").as_bytes());
            }
            Source::Server => out.extend_from_slice(b"null"),
        }
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::draft::DraftOptions;
    use crate::template::Hole;
    use crate::view::Pages;
    use serde_json::Value;

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
    fn marks_and_needs_are_those_of_all_templates() {
        const fn template(has_marks: bool, holes: &'static [Hole]) -> Template {
            let namespace = Namespace::Html;
            Template {
                namespace,
                statics: &[],
                holes,
                numbers: &[],
                tail: &[],
                is_document: false,
                has_marks,
                needs: has_marks as u8,
                has_components: false,
            }
        }
        const MARKED: Template = template(true, &[]);
        const PLAIN: Template = template(false, &[]);
        const fn hole(kind: Kind) -> Hole {
            Hole {
                path: &[],
                kind,
                formula: None,
            }
        }
        const LISTS: [Template; 2] = [
            template(false, &[hole(Kind::List { row: &MARKED })]),
            template(false, &[hole(Kind::List { row: &PLAIN })]),
        ];
        const BLOCKS: [Template; 2] = [
            template(
                false,
                &[hole(Kind::Block {
                    arms: &[PLAIN, MARKED],
                })],
            ),
            template(false, &[hole(Kind::Block { arms: &[PLAIN] })]),
        ];
        for [marked, plain] in [[MARKED, PLAIN], LISTS, BLOCKS] {
            assert!(marked.may_be_marked() && !plain.may_be_marked());
            assert_eq!([marked.all_needs(), plain.all_needs()], [1, 0]);
        }
    }

    #[test]
    fn the_keys_are_those_that_are_written() {
        let draft = DraftOptions {
            fields: &["title"],
            save_every: 1,
            ttl: 2,
            restores: true,
        };
        let mut out = vec![b'['];
        let limits = Limits {
            max_frame_bytes: 4096,
            ..Limits::default()
        };
        let pages = Pages {
            paths: || vec!["/{id}"],
            others: || vec!["/"],
            waits: false,
        };
        write_options(
            &mut out,
            &limits,
            Some(pages),
            Some(&draft),
            true,
            AddOn::Hooks.bit(),
        );
        out.push(b',');
        write_handler(&mut out, &Handler::with_all_annotations());
        out.push(b']');
        let written = String::from_utf8_lossy(&out);
        let value = serde_json::from_str::<Value>(&written)
            .unwrap_or_else(|error| panic!("{error} in {written}"));
        let mut found = BTreeSet::new();
        keys(&value, &mut found);
        assert_eq!(
            found,
            taut_facts::object_keys()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            "{written}"
        );
        assert!(
            written.starts_with("[{\"frame\":4096,\"depth\":32,\"waiting\":200,"),
            "{written}"
        );
        assert!(
            written.contains("\"debounce\":[-1,2],\"throttle\":[1,3],\"optimistic\":[1,2,-1]"),
            "{written}"
        );
        assert!(
            written.contains("\"cache\":[1,2,3,1,0,[2,1]],\"client_state\":[[\"filter\",1,3]]"),
            "{written}"
        );
    }
}
