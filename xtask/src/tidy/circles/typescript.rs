//! The imports between the files of the client, without types, which do not exist at run time.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Imports;
use crate::Result;
use crate::run::root;

/// Reads the imports of all files below a folder.
pub(super) fn imports(folder: &str) -> Result<Imports> {
    let start = root().join(folder);
    let mut imports = Imports::new();
    for path in super::super::files(folder, "ts") {
        let name = path.strip_prefix(&start)?.with_extension("");
        imports.insert(
            name.to_string_lossy().into_owned(),
            imported(&name, &fs::read_to_string(&path)?),
        );
    }
    Ok(imports)
}

/// The imports of a file: the texts in quotes after `from`, or after `import` alone.
fn imported(name: &Path, source: &str) -> BTreeSet<String> {
    let statements = source
        .split(';')
        .map(str::trim_start)
        .filter_map(|statement| {
            let start = statement
                .rfind("import ")
                .filter(|at| statement[..*at].ends_with(['\n', '/']) || *at == 0)?;
            Some(&statement[start..])
        });
    let values = statements.filter(|statement| !statement.starts_with("import type"));
    let quoted = values.filter_map(|statement| {
        statement
            .rsplit_once('"')?
            .0
            .rsplit_once('"')
            .map(|(_, path)| path)
    });
    let folder = name.parent().unwrap_or(Path::new(""));
    quoted
        .filter(|path| path.starts_with('.'))
        .map(|path| plain(&folder.join(path)))
        .collect()
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> String {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_lead_to_files() {
        let source = "/** What it is. */\nimport { a } from \"./cells\";\nimport {\n  b,\n} from \"../net/line\";\nimport type { C } from \"./types\";\nimport \"./start\";\n\nconst text = \"from ./no\";";
        let found: Vec<String> = imported(Path::new("page/holes"), source)
            .into_iter()
            .collect();
        assert_eq!(found, ["net/line", "page/cells", "page/start"]);
    }
}
