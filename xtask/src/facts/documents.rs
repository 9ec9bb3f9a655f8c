//! Generates tables between marks in documents: `<!-- table: NAME -->` and `<!-- end -->`.

use taut_facts::holes::TemplateFlag;
use taut_facts::{
    Command, Effect, Flag, HoleKind, Member, Operation, Part, Projection, ViewOption,
};

use crate::Result;

const OPEN: &str = "<!-- table: ";
const NAMED: &str = " -->\n";
const CLOSE: &str = "<!-- end -->";

/// Returns a document with up-to-date tables.
pub(super) fn fill(document: &str) -> Result<String> {
    let mut parts = document.split(OPEN);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part
            .split_once(NAMED)
            .ok_or("the mark of a table is not closed")?;
        let (_, after) = rest
            .split_once(CLOSE)
            .ok_or_else(|| format!("the table `{name}` has no end"))?;
        let table = table(name).ok_or_else(|| format!("there is no table `{name}`"))?;
        filled.extend([OPEN, name, NAMED, "\n", &table, "\n", CLOSE, after]);
    }
    Ok(filled)
}

fn table(name: &str) -> Option<String> {
    match name {
        "projections" => Some(projections()),
        "event" => Some(event()),
        "holes" => Some(holes()),
        "templates" => Some(templates()),
        "flags" => Some(flags()),
        "annotations" => Some(annotations()),
        "options" => Some(options()),
        "effects" => Some(effects()),
        "commands" => Some(commands()),
        "operations" => Some(operations()),
        _ => None,
    }
}

/// A table in Markdown, with its head first.
fn lines<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: &[String; N]| format!("| {} |\n", cells.join(" | "));
    let rules = line(&head.map(|_| "---".to_owned()));
    let rows: String = rows.map(|row| line(&row)).collect();
    line(&head.map(str::to_owned)) + &rules + &rows
}

/// Without the space at the start of a documentation line.
fn about(text: &str) -> String {
    text.trim().to_owned()
}

fn projections() -> String {
    let row = |projection: &Projection| {
        let row = projection.row();
        [
            format!("`{}`", row.reads),
            about(row.about),
            row.decoded.sends().to_owned(),
        ]
    };
    lines(
        ["projection", "reads", "sends"],
        Projection::ALL.iter().map(row),
    )
}

fn event() -> String {
    let row = |projection: &Projection| {
        let row = projection.row();
        [
            format!("`event.{}`", row.name),
            about(row.about),
            row.decoded.becomes().to_owned(),
        ]
    };
    lines(
        ["projection", "reads", "type of the parameter"],
        Projection::ALL.iter().map(row),
    )
}

fn holes() -> String {
    let row = |kind: &HoleKind| {
        let row = kind.row();
        let parts: Vec<String> = row.parts.iter().map(part).collect();
        [row.number.to_string(), about(row.about), parts.join(", ")]
    };
    lines(
        ["kind", "content", "after the path"],
        HoleKind::ALL.iter().map(row),
    )
}

/// A part of a hole: its cell with its prefix, or its name, with a mark if it is optional or repeated.
fn part(Part(name, shape, count): &Part) -> String {
    use taut_facts::{Count, Shape};
    let text = match shape {
        Shape::Cell(prefix) if prefix.len() > 1 => format!("`{prefix}`"),
        Shape::Cell(prefix) => format!("`{prefix}name`"),
        _ => (*name).to_owned(),
    };
    match count {
        Count::One => text,
        Count::Optional => text + "?",
        Count::Many => text + " …",
    }
}

fn templates() -> String {
    let row = |flag: &TemplateFlag| [flag.bit().to_string(), about(flag.row().about)];
    lines(["what", "the template"], TemplateFlag::ALL.iter().map(row))
}

fn flags() -> String {
    let row = |flag: &Flag| [flag.bit().to_string(), about(flag.row().about)];
    lines(["flag", "meaning"], Flag::ALL.iter().map(row))
}

fn annotations() -> String {
    let row = |member: &Member| {
        let row = member.row();
        [
            format!("`\"{}\": {}`", row.name, notation(row.shape)),
            about(row.about),
        ]
    };
    lines(["member", "meaning"], Member::ALL.iter().map(row))
}

fn options() -> String {
    let row = |option: &ViewOption| [format!("`{}`", option.name()), about(option.row().about)];
    lines(["member", "meaning"], ViewOption::ALL.iter().map(row))
}

fn effects() -> String {
    let row = |effect: &Effect| [format!("`{}`", effect.name()), about(effect.row().about)];
    lines(["member", "meaning"], Effect::ALL.iter().map(row))
}

fn commands() -> String {
    let row = |command: &Command| {
        [
            format!("`{}`", command.signature()),
            about(command.row().about),
        ]
    };
    lines(["command", "what it does"], Command::ALL.iter().map(row))
}

fn operations() -> String {
    let row = |operation: &Operation| {
        [
            format!("`{}`", operation.name().replace('|', "\\|")),
            about(operation.row().about),
        ]
    };
    lines(["operation", "meaning"], Operation::ALL.iter().map(row))
}

/// A shape with the names of its parts, for readers of the document.
fn notation(shape: taut_facts::Shape) -> String {
    use taut_facts::{Count, Shape};
    let part = |Part(name, _, count): &Part| match count {
        Count::One => (*name).to_owned(),
        Count::Optional => format!("{name}?"),
        Count::Many => format!("{name}, …"),
    };
    match shape {
        Shape::Tuple(parts) => format!(
            "[{}]",
            parts.iter().map(part).collect::<Vec<_>>().join(", ")
        ),
        Shape::List(item) => format!("[{}, …]", notation(*item)),
        Shape::OneOf([first, ..]) => notation(*first),
        Shape::Number(least, most) if least == most => least.to_string(),
        Shape::Text => "text".to_owned(),
        _ => "value".to_owned(),
    }
}
