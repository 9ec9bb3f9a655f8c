//! Each annotation has its companions: a guide, a test of its compile errors, and a browser test.

use std::fs;

use crate::Result;
use crate::run::root;

const FOLDER: &str = "crates/taut-macros/src/annotations";

/// The missing companions.
pub(super) fn missing() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for name in names()? {
        let companions = [
            ("documentation", vec![format!("crates/taut/docs/{name}.md")]),
            (
                "compile errors",
                vec![
                    format!("tests/ui/annotations/{name}.rs"),
                    format!("tests/ui/{name}"),
                ],
            ),
            (
                "browser test",
                vec![format!("tests/e2e/features/{name}.test.mjs")],
            ),
        ];
        for (what, paths) in companions {
            if !paths.iter().any(|path| root().join(path).exists()) {
                complaints.push(format!(
                    "`{name}` has no {what}: expected {}",
                    paths.join(" or ")
                ));
            }
        }
    }
    Ok(complaints)
}

/// The annotations, each in a file that starts with its syntax, and the marks of templates.
fn names() -> Result<Vec<String>> {
    let mut names = vec!["loading".to_owned()];
    for entry in fs::read_dir(root().join(FOLDER))? {
        let path = entry?.path();
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        if fs::read_to_string(&path)?.starts_with(&format!("//! `#[{stem}")) {
            names.push(stem);
        }
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn annotations_are_found_by_their_files() {
        let names = names().unwrap_or_default();
        assert!(
            ["cache", "debounce", "draft", "loading"]
                .iter()
                .all(|name| names.iter().any(|other| other == name))
        );
        assert!(
            !names
                .iter()
                .any(|name| ["options", "duration"].contains(&name.as_str())),
            "{names:?}"
        );
    }
}
