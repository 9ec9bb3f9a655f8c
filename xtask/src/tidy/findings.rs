//! Each finding is an executable script, with a line in the list.

use std::fs;
use std::path::Path;

use super::{files, relative};
use crate::Result;
use crate::run::root;

/// Complaints about scripts that are not executable or not listed, and lines without a script.
pub(super) fn untidy() -> Result<Vec<String>> {
    let list = fs::read_to_string(root().join("findings/README.md"))?;
    let scripts: Vec<_> = files("findings", "sh").collect();
    let mut complaints = Vec::new();
    for script in &scripts {
        let name = script.file_name().unwrap_or_default().to_string_lossy();
        if !list
            .lines()
            .any(|line| line.starts_with(&format!("- [{name}]({name}): ")))
        {
            complaints.push(format!(
                "{}: has no line in findings/README.md",
                relative(script)
            ));
        }
        if !is_executable(script)? {
            complaints.push(format!("{}: is not executable", relative(script)));
        }
    }
    let lines = list
        .lines()
        .filter_map(|line| line.strip_prefix("- [")?.split(']').next());
    let stray = lines.filter(|name| !scripts.iter().any(|script| script.ends_with(name)));
    complaints.extend(stray.map(|name| format!("findings/README.md: there is no {name}")));
    Ok(complaints)
}

#[cfg(unix)]
fn is_executable(file: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(file)?.permissions().mode() & 0o111 == 0o111)
}

#[cfg(not(unix))]
fn is_executable(_file: &Path) -> Result<bool> {
    Ok(true)
}
