//! The pattern of a path: `/tickets/{id}`.

use syn::LitStr;

use crate::errors::Errors;

/// The parts of a path; none for `/`.
pub(super) struct Pattern {
    pub(super) text: LitStr,
    pub(super) parts: Vec<Part>,
    /// Whether there is an error in it.
    pub(super) is_broken: bool,
}

/// A part of a path.
pub(super) enum Part {
    Fixed(String),
    /// The name of a parameter.
    Parameter(String),
}

impl Pattern {
    /// Reads a pattern; errors stand at the whole text, because the compiler has no position inside of it.
    pub(super) fn of(text: LitStr, errors: &mut Errors) -> Self {
        let (before, path) = (errors.len(), text.value());
        let mut parts = Vec::new();
        match path.strip_prefix('/') {
            None => errors.on(
                &text,
                format_args!("a path begins with a slash: write `/{path}`"),
            ),
            Some("") => {}
            Some(rest) => {
                for part in rest.split('/') {
                    parts.extend(part_of(part, &text, errors));
                }
            }
        }
        Self {
            text,
            parts,
            is_broken: errors.len() > before,
        }
    }

    /// Whether all paths that fit another pattern fit this one, too.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let pairs = self.parts.iter().zip(&other.parts);
        let are_whole = !self.is_broken && !other.is_broken;
        are_whole
            && self.parts.len() == other.parts.len()
            && pairs.into_iter().all(|pair| match pair {
                (Part::Parameter(_), _) => true,
                (Part::Fixed(own), Part::Fixed(other)) => own == other,
                (Part::Fixed(_), Part::Parameter(_)) => false,
            })
    }

    /// The names of the parameters, in order.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Parameter(name) => Some(name.as_str()),
            Part::Fixed(_) => None,
        })
    }
}

fn part_of(part: &str, text: &LitStr, errors: &mut Errors) -> Option<Part> {
    let parameter = part
        .strip_prefix('{')
        .and_then(|part| part.strip_suffix('}'));
    if let Some(name) = parameter {
        if syn::parse_str::<syn::Ident>(name).is_ok() {
            return Some(Part::Parameter(name.to_owned()));
        }
        errors.on(
            text,
            format_args!(
                "`{{{name}}}` is no parameter: its name is that of a field, such as `{{id}}`"
            ),
        );
        return None;
    }
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-._~".contains(char);
    let problem = match part {
        "" => "a path has something between its slashes, and no slash at its end".to_owned(),
        "." | ".." => format!("browsers resolve `{part}` in a path: write the path without it"),
        _ if part.contains('?') => {
            "the query is not in the path: put `#[query]` on the fields that are in it".to_owned()
        }
        _ if part.contains(['{', '}']) => {
            format!("a parameter is a whole part of the path, such as `/{{id}}/`; found `{part}`")
        }
        _ if !part.chars().all(is_plain) => format!(
            "`{part}` has characters that addresses encode: use letters from a to z, digits, `-`, `.`, `_` and `~`"
        ),
        _ => return Some(Part::Fixed(part.to_owned())),
    };
    errors.on(text, problem);
    None
}
