//! Files of one crate import each other in one direction. What does not yet stands in a list, with its reason.

mod rust;
mod typescript;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::Result;
use crate::run::root;

/// The files that a file imports, by their names without an ending, such as `session/listener`.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The circles that there are: the folder, the files, and why they stand.
const KNOWN: &[(&str, &[&str], &str)] = &[
    (
        "crates/taut-client/ts",
        &[
            "act",
            "alert",
            "align",
            "bus",
            "cache",
            "carry",
            "cells",
            "connection",
            "controls",
            "draft",
            "events",
            "focus",
            "gates",
            "holes",
            "hydrate",
            "instance",
            "likeness",
            "line",
            "loading",
            "optimistic",
            "others",
            "projections",
            "regions",
            "templates",
            "untold",
        ],
        "what happens to an event is told from feature to feature by name, and not through a list of hooks",
    ),
    (
        "crates/taut-core/src",
        &[
            "at_work", "child", "kept", "pass", "session", "template", "text", "trusted", "view",
            "wire",
        ],
        "a pass runs the handler of a view in a template, whose state is in what the pass keeps",
    ),
    (
        "crates/taut-core/src",
        &["form", "form/fields"],
        "a form is decoded by its fields, which say what is wrong with a form",
    ),
    (
        "crates/taut-macros/src",
        &["annotations", "live_view/handlers"],
        "an annotation reads the handler that it is on, which reads its annotations",
    ),
];

/// Complains of circles that are not in the list, and of those in the list that are no more.
pub(super) fn circles() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for folder in folders()? {
        let imports = if folder.ends_with("/src") {
            rust::imports(&folder)?
        } else {
            typescript::imports(&folder)?
        };
        let found = circles_in(&imports);
        let known: Vec<&[&str]> = KNOWN
            .iter()
            .filter(|(other, ..)| *other == folder)
            .map(|(_, files, _)| *files)
            .collect();
        let unknown = found
            .iter()
            .filter(|circle| !known.contains(&circle.as_slice()));
        complaints.extend(unknown.map(|circle| {
            format!(
                "{folder}: {} import each other; move what they share into a file of its own",
                circle.join(", ")
            )
        }));
        let gone = known
            .iter()
            .filter(|files| !found.iter().any(|circle| circle == *files));
        complaints.extend(gone.map(|files| {
            format!(
                "xtask/src/tidy/circles.rs: {folder} has no circle of {} any more",
                files.join(", ")
            )
        }));
    }
    Ok(complaints)
}

/// The folders whose files are looked at, relative to the project.
fn folders() -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(root().join("crates"))? {
        let path: PathBuf = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let inner = ["src", "ts"]
            .into_iter()
            .filter(|inner| path.join(inner).is_dir());
        folders.extend(inner.map(|inner| format!("crates/{name}/{inner}")));
    }
    folders.push("xtask/src".to_owned());
    folders.sort();
    Ok(folders)
}

/// Groups of files of which each one leads to each other one.
fn circles_in(imports: &Imports) -> Vec<Vec<&str>> {
    let mut graph = DiGraphMap::<&str, ()>::new();
    for (file, others) in imports {
        for other in others.iter().filter(|other| *other != file) {
            graph.add_edge(file, other, ());
        }
    }
    let mut circles: Vec<Vec<&str>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .collect();
    circles.iter_mut().for_each(|circle| circle.sort_unstable());
    circles.sort_unstable();
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(pairs: &[(&str, &[&str])]) -> Imports {
        let of = |others: &[&str]| others.iter().map(|other| (*other).to_owned()).collect();
        pairs
            .iter()
            .map(|(file, others)| ((*file).to_owned(), of(others)))
            .collect()
    }

    #[test]
    fn a_circle_is_found_however_long() {
        let imports = imports(&[
            ("a", &["b", "d"]),
            ("b", &["c"]),
            ("c", &["a"]),
            ("d", &["d", "e"]),
        ]);
        assert_eq!(circles_in(&imports), [["a", "b", "c"]]);
    }

    #[test]
    fn one_direction_is_no_circle() {
        assert!(circles_in(&imports(&[("a", &["b", "c"]), ("b", &["c"])])).is_empty());
    }
}
