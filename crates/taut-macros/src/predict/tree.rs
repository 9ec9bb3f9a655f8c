//! What the browser gets: operations as a tree, which is written as JSON.

use taut_facts::Operation;

use super::fields::{Field, Fields};

/// A value, or an operation on others.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Text(String),
    Truth(bool),
    Number(i64),
    Nothing,
    Of(Operation, Vec<Tree>),
    /// All fields that change with one in a way that is not known: those in it; and itself, unless it is set.
    Forget {
        field: Field,
        is_set: bool,
    },
}

impl Tree {
    pub(crate) fn number(number: usize) -> Self {
        Tree::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    pub(crate) fn unknown() -> Self {
        Tree::Of(Operation::Unknown, Vec::new())
    }

    /// One after the other.
    pub(crate) fn all(mut trees: Vec<Tree>) -> Self {
        match trees.len() {
            0 => Tree::Nothing,
            1 => trees.remove(0),
            _ => Tree::Of(Operation::Do, trees),
        }
    }

    /// The field whose value it is, if it is nothing else.
    pub(crate) fn field(&self) -> Option<usize> {
        match self {
            Tree::Of(Operation::Get, parts) => match parts.as_slice() {
                [Tree::Number(_), Tree::Number(field)] => usize::try_from(*field).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether it depends on a row of a loop.
    pub(crate) fn reads_rows(&self) -> bool {
        match self {
            Tree::Of(Operation::Get, parts) => parts.first() != Some(&Tree::Number(0)),
            Tree::Of(_, parts) => parts.iter().any(Tree::reads_rows),
            _ => false,
        }
    }

    pub(crate) fn json(&self, fields: &Fields) -> String {
        match self {
            Tree::Text(text) => quoted(text),
            Tree::Truth(truth) => truth.to_string(),
            Tree::Number(number) => number.to_string(),
            Tree::Nothing => "null".to_owned(),
            Tree::Of(operation, parts) => {
                let name = quoted(operation.name());
                let parts = parts.iter().map(|part| part.json(fields));
                let all: Vec<String> = std::iter::once(name).chain(parts).collect();
                format!("[{}]", all.join(","))
            }
            Tree::Forget { field, is_set } => {
                let of = fields
                    .within(field)
                    .filter(|at| !is_set || fields.get(*at) != Some(field));
                let forget = |at| Tree::Of(Operation::Forget, vec![Tree::number(at)]);
                Tree::all(of.map(forget).collect()).json(fields)
            }
        }
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => json.extend(['\\', char]),
            char if char.is_control() || char > '\u{ffff}' => {
                let mut units = [0; 2];
                for unit in char.encode_utf16(&mut units) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            }
            char => json.push(char),
        }
    }
    json.push('"');
    json
}
