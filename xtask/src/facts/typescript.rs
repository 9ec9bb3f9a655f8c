//! Generates the client's constants and types: tuples with labels, and objects.

use std::fmt::Write as _;

use taut_facts::add_ons::{HOOK, IGNORE, VISIBLE};
use taut_facts::frames::Operation;
use taut_facts::holes::{Content, TemplateFlag};
use taut_facts::limits::{Constant, SHARED};
use taut_facts::{
    AddOn, Command, Count, Effect, Flag, Frame, HoleKind, Member, Part, Shape, ViewOption,
};

const HEAD: &str = "\
/** What the client and the server must agree on. `cargo xtask build-client` writes this from the tables of taut-facts. */

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Steps between two nodes: up, right, and then down and to the right for each. */
export type Path = number[];
";

/// The whole module.
pub(super) fn module() -> String {
    [
        HEAD.to_owned(),
        holes(),
        templates(),
        flags(),
        handlers(),
        options(),
        add_ons(),
        commands(),
        operations(),
        effects(),
        frames(),
        shared(),
    ]
    .concat()
}

/// A constant with its documentation.
fn constant(name: &str, value: impl std::fmt::Display, about: &str) -> String {
    format!(
        "\n/** {} */\nexport const {name} = {value};\n",
        sentence(about)
    )
}

fn sentence(about: &str) -> String {
    let about = about.trim();
    let mut chars = about.chars();
    let first = chars
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let end = if about.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

fn holes() -> String {
    let mut out = String::new();
    for kind in HoleKind::ALL {
        let row = kind.row();
        out += &constant(row.constant, row.number, row.about);
        let value = ts(row.value);
        let parts = parts(row.parts, false);
        let _ = writeln!(
            out,
            "export type {} = [kind: typeof {}, path: Path{parts}];",
            hole_type(kind),
            row.constant
        );
        if kind.has_value() {
            let _ = writeln!(out, "export type {kind:?}Value = {value};");
        }
    }
    let types: Vec<String> = HoleKind::ALL.iter().map(hole_type).collect();
    out += "\n/** A hole of a template, whose own templates are parsed (`Template`) or not (`WireTemplate`). */\n";
    let _ = writeln!(
        out,
        "export type HoleOf<T> =\n  | {};",
        types.join("\n  | ")
    );
    let cells: Vec<String> = HoleKind::ALL
        .iter()
        .filter(|kind| is_cell(kind))
        .map(hole_type)
        .collect();
    out += "\n/** A hole that sets one thing of a node, its cell. */\n";
    let _ = writeln!(out, "export type CellHole = {};", cells.join(" | "));
    let several = |kind: &HoleKind| kind.row().content == Content::Values;
    out += &judge(
        "isSeveral",
        "Whether a hole of this kind sets several things of a node.",
        several,
        "==",
    );
    let place = |kind: &HoleKind| kind.row().content == Content::Place;
    out += &judge(
        "isPlace",
        "Whether a hole of this kind is a place for templates.",
        place,
        "==",
    );
    let silent = |kind: &HoleKind| kind.row().content == Content::Nothing;
    out += &judge(
        "hasValue",
        "Whether frames have a value for a hole of this kind.",
        silent,
        "!=",
    );
    let keeps = |kind: &HoleKind| kind.row().keeps_empty;
    out + &judge(
        "keepsEmpty",
        "Whether an empty value is written into a new instance, because a clone has another one.",
        keeps,
        "==",
    )
}

/// Whether a hole of this kind sets one thing of a node.
fn is_cell(kind: &HoleKind) -> bool {
    kind.row().content == Content::Value
}

/// The name of the type of a kind, with a parameter for its templates if it is a place.
fn hole_type(kind: &HoleKind) -> String {
    format!("{kind:?}Hole{}", if kind.is_place() { "<T>" } else { "" })
}

/// A function that returns whether a kind is one of some, or none of them.
fn judge(name: &str, about: &str, is: impl Fn(&HoleKind) -> bool, operator: &str) -> String {
    let constants = HoleKind::ALL
        .iter()
        .filter(|kind| is(kind))
        .map(|kind| kind.row().constant);
    let terms: Vec<String> = constants
        .map(|constant| format!("kind {operator} {constant}"))
        .collect();
    let joined = terms.join(if operator == "==" { " || " } else { " && " });
    format!("\n/** {about} */\nexport const {name} = (kind: number): boolean => {joined};\n")
}

fn templates() -> String {
    let mut out = String::new();
    for flag in TemplateFlag::ALL {
        out += &constant(flag.row().constant, flag.bit(), flag.row().about);
    }
    out + "
/** A template in the asset. The number says what it is. */
export type WireTemplate =
  | [html: string, what: number, tail: Path, ...holes: HoleOf<WireTemplate>[]]
  | [html: string, tail: Path, ...holes: HoleOf<WireTemplate>[]];
"
}

fn flags() -> String {
    Flag::ALL
        .iter()
        .map(|flag| constant(flag.row().constant, flag.bit(), flag.row().about))
        .collect()
}

fn handlers() -> String {
    let members = Member::ALL
        .iter()
        .map(|member| (member.name(), true, member.row().shape, member.row().about));
    let name = ("name", false, Shape::Text, "the name of the method");
    interface(
        "HandlerFacts",
        "A handler in the asset.",
        std::iter::once(name).chain(members),
    )
}

fn options() -> String {
    let options = ViewOption::ALL.iter().map(|option| {
        let row = option.row();
        (row.name, row.is_optional, row.shape, row.about)
    });
    interface(
        "ViewOptions",
        "The options of a whole view in the asset.",
        options,
    )
}

fn add_ons() -> String {
    let files: Vec<String> = AddOn::ALL
        .iter()
        .map(|add_on| format!("{0}: \"./{0}.js\"", add_on.name()))
        .collect();
    let files = format!("{{ {} }}", files.join(", "));
    [
        constant(
            "ADD_ONS: Record<string, string>",
            files,
            "The files of add-ons; the server puts in what they are called",
        ),
        constant(
            "HOOK",
            format!("{HOOK:?}"),
            "The attribute of an element that has hooks: their names",
        ),
        constant(
            "IGNORE",
            format!("{IGNORE:?}"),
            "The attribute of an element whose content belongs to other scripts",
        ),
        constant(
            "VISIBLE",
            format!("{VISIBLE:?}"),
            "The event of an element that comes near the viewport",
        ),
    ]
    .concat()
}

fn commands() -> String {
    let names: Vec<String> = Command::ALL
        .iter()
        .map(|command| format!("{:?}", command.name()))
        .collect();
    format!(
        "
/** The names of commands. */
export type CommandName = {};

/** A command, with its target and its arguments; what the server computes is in an attribute, whose name is in a list. */
export type Command = [command: CommandName, target: (string | string[] | 0)[], ...given: any[]];
",
        names.join(" | ")
    )
}

fn operations() -> String {
    let names: Vec<String> = taut_facts::Operation::ALL
        .iter()
        .map(|operation| format!("{:?}", operation.name()))
        .collect();
    format!(
        "
/** The names of the operations of predictions. */
export type Operation = {};
",
        names.join(" | ")
    )
}

fn effects() -> String {
    let effects = Effect::ALL
        .iter()
        .map(|effect| (effect.name(), true, effect.row().shape, effect.row().about));
    interface("Effects", "The effects of a frame.", effects)
}

/// An interface with members: name, whether it is optional, shape, and documentation.
fn interface<'a>(
    name: &str,
    about: &str,
    members: impl Iterator<Item = (&'a str, bool, Shape, &'a str)>,
) -> String {
    let mut out = format!("\n/** {about} */\nexport interface {name} {{\n");
    for (name, is_optional, shape, about) in members {
        let mark = if is_optional { "?" } else { "" };
        let _ = writeln!(
            out,
            "  /** {} */\n  {name}{mark}: {};",
            sentence(about),
            ts(shape)
        );
    }
    out + "}\n"
}

fn frames() -> String {
    let mut out = String::new();
    for frame in Frame::ALL {
        let row = frame.row();
        out += &match (row.constant, row.kind) {
            (Some(name), Some(kind)) => constant(name, kind, row.about),
            _ => format!("\n/** {} */\n", sentence(row.about)),
        };
        let _ = writeln!(
            out,
            "export type {frame:?}Frame = [{}];",
            parts(row.parts, true)
        );
    }
    let down = [Frame::Joined, Frame::Mounted, Frame::Refused, Frame::Patch]
        .map(|frame| format!("{frame:?}Frame"));
    let _ = writeln!(
        out,
        "\n/** A frame of the server. */\nexport type DownFrame = {};",
        down.join(" | ")
    );
    for operation in Operation::ALL {
        let row = operation.row();
        out += &constant(row.constant, row.number, row.about);
    }
    out
}

fn shared() -> String {
    let value = |value: &Constant| match value {
        Constant::Number(number) => number.to_string(),
        Constant::Text(text) => format!("{text:?}"),
    };
    SHARED
        .iter()
        .map(|(name, of, about)| constant(name, value(of), about))
        .collect()
}

/// The type of a shape.
fn ts(shape: Shape) -> String {
    match shape {
        Shape::Any => "Json".to_owned(),
        Shape::Text | Shape::Cell(_) => "string".to_owned(),
        Shape::Number(least, most) if least == most => least.to_string(),
        Shape::Number(0, 1) => "0 | 1".to_owned(),
        Shape::Number(..) => "number".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::List(item) => list(*item),
        Shape::Map(item) => format!("Record<string, {}>", ts(*item)),
        Shape::Tuple(items) => format!("[{}]", parts(items, true)),
        Shape::Object(members) => {
            let member = |Part(name, shape, count): &Part| {
                let mark = if *count == Count::One { "" } else { "?" };
                format!("{name}{mark}: {}", ts(*shape))
            };
            format!(
                "{{ {} }}",
                members.iter().map(member).collect::<Vec<_>>().join("; ")
            )
        }
        // Tuples whose parts have the same names differ in the values of these parts.
        Shape::OneOf([first @ Shape::Tuple(_), Shape::Tuple(_)]) => ts(*first),
        Shape::OneOf(shapes) => {
            let mut types: Vec<String> = shapes.iter().map(|shape| ts(*shape)).collect();
            types.dedup();
            types.join(" | ")
        }
        Shape::Template => "T".to_owned(),
        Shape::Effects => "Effects".to_owned(),
    }
}

fn list(item: Shape) -> String {
    let item = ts(item);
    if item.contains(" | ") && !item.starts_with('[') {
        format!("({item})[]")
    } else {
        format!("{item}[]")
    }
}

/// The parts of a tuple, with their names.
fn parts(parts: &[Part], is_first: bool) -> String {
    let part = |Part(name, shape, count): &Part| match count {
        Count::One => format!("{name}: {}", ts(*shape)),
        Count::Optional => format!("{name}?: {}", ts(*shape)),
        Count::Many => format!("...{name}: {}", list(*shape)),
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    let start = if is_first || parts.is_empty() {
        ""
    } else {
        ", "
    };
    format!("{start}{}", parts.join(", "))
}
