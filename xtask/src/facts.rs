//! Generates the client's types and constants, and the tables of the documents, from the tables of facts.

mod documents;
mod typescript;

use std::fs;

use crate::Result;
use crate::run::root;

/// A file that is generated, in whole or in part.
struct Target {
    path: &'static str,
    /// Returns the new content of the file, from its current content.
    written: fn(&str) -> Result<String>,
}

const TARGETS: [Target; 4] = [
    Target {
        path: "crates/taut-client/ts/facts.ts",
        written: |_| Ok(typescript::module()),
    },
    Target {
        path: "crates/taut-core/docs/protocol.md",
        written: documents::fill,
    },
    Target {
        path: "crates/taut/docs/handlers.md",
        written: documents::fill,
    },
    Target {
        path: "crates/taut/docs/commands.md",
        written: documents::fill,
    },
];

/// Writes all generated files.
pub(crate) fn write() -> Result {
    for Target { path, written } in &TARGETS {
        let file = root().join(path);
        let old = fs::read_to_string(&file).unwrap_or_default();
        let new = written(&old)?;
        if new != old {
            fs::write(&file, new)?;
            println!("{path}: written");
        }
    }
    Ok(())
}

/// The generated files that are out of date.
pub(crate) fn stale() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for Target { path, written } in &TARGETS {
        let old = fs::read_to_string(root().join(path)).unwrap_or_default();
        if written(&old)? != old {
            complaints.push(format!(
                "{path}: out of date with the tables of taut-facts; run `cargo xtask build-client`"
            ));
        }
    }
    Ok(complaints)
}
