//! Files of one crate import each other in one direction. Exceptions are listed here with a reason.

mod rust;
mod typescript;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::Result;
use crate::run::root;

/// The imports of each file. Files are named without extension, such as `session/listener`.
type Imports = BTreeMap<String, BTreeSet<String>>;

/// The known circles: the folder, the files, and the reason.
const KNOWN: &[(&str, &[&str], &str)] = &[];

/// Complains about circles that are not in the list, and about listed ones that no longer exist.
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
                "{folder}: {} import each other; move what they share into a separate file",
                circle.join(", ")
            )
        }));
        let gone = known
            .iter()
            .filter(|files| !found.iter().any(|circle| circle == *files));
        complaints.extend(gone.map(|files| {
            format!(
                "xtask/src/tidy/circles.rs: {folder} no longer has a circle of {}",
                files.join(", ")
            )
        }));
    }
    Ok(complaints)
}

/// The folders to check, relative to the project.
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

/// Groups of files that can each reach all others of the group.
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
