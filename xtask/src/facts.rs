//! Writes what follows from the tables of facts: the client's types and constants, and the tables of the documents.

mod documents;
mod typescript;

use std::fs;

use crate::Result;
use crate::run::root;

/// A file that is written, or parts of which are.
struct Target {
    path: &'static str,
    /// Gives the file as it should be, of the file as it is.
    written: fn(&str) -> Result<String>,
}

const TARGETS: [Target; 3] = [
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
];

/// Writes all files that follow from the tables.
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

/// The files that are not what the tables say.
pub(crate) fn stale() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for Target { path, written } in &TARGETS {
        let old = fs::read_to_string(root().join(path)).unwrap_or_default();
        if written(&old)? != old {
            complaints.push(format!(
                "{path}: is not what the tables of taut-facts say: run `cargo xtask build-client`"
            ));
        }
    }
    Ok(complaints)
}
