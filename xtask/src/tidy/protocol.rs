//! The protocol document lists the sources that it describes: when one changes, the document must be read again.

use std::fs;

use crate::Result;
use crate::run::root;

const DOCUMENT: &str = "crates/taut-core/docs/protocol.md";

/// The sources that determine the bytes on the wire, and their effect.
const SOURCES: &[&str] = &[
    "crates/taut-actix/src/beacon.rs",
    "crates/taut-actix/src/frames.rs",
    "crates/taut-actix/src/page.rs",
    "crates/taut-actix/src/form_address.rs",
    "crates/taut-actix/src/form_post.rs",
    "crates/taut-actix/src/stream.rs",
    "crates/taut-client/ts/event/events.ts",
    "crates/taut-client/ts/event/projections.ts",
    "crates/taut-client/ts/limits.ts",
    "crates/taut-client/ts/net/connection.ts",
    "crates/taut-client/ts/net/http.ts",
    "crates/taut-client/ts/net/transport.ts",
    "crates/taut-client/ts/page/controls.ts",
    "crates/taut-client/ts/page/holes.ts",
    "crates/taut-client/ts/page/instance.ts",
    "crates/taut-client/ts/page/regions.ts",
    "crates/taut-client/ts/page/templates.ts",
    "crates/taut-core/src/asset.rs",
    "crates/taut-core/src/asset/handlers.rs",
    "crates/taut-core/src/asset/options.rs",
    "crates/taut-core/src/limits.rs",
    "crates/taut-core/src/list.rs",
    "crates/taut-core/src/pass.rs",
    "crates/taut-core/src/pass/attributes.rs",
    "crates/taut-core/src/pass/event.rs",
    "crates/taut-core/src/pass/rows.rs",
    "crates/taut-core/src/pass/slot.rs",
    "crates/taut-core/src/pass/component.rs",
    "crates/taut-core/src/session/listener.rs",
    "crates/taut-core/src/session/view_session.rs",
    "crates/taut-core/src/session/view_session/events.rs",
    "crates/taut-core/src/template.rs",
    "crates/taut-core/src/way.rs",
    "crates/taut-core/src/wire.rs",
    "crates/taut-core/src/wire/effects.rs",
    "crates/taut-facts/src/annotations.rs",
    "crates/taut-facts/src/effects.rs",
    "crates/taut-facts/src/frames.rs",
    "crates/taut-facts/src/holes.rs",
    "crates/taut-facts/src/limits.rs",
    "crates/taut-facts/src/listeners.rs",
    "crates/taut-facts/src/options.rs",
    "crates/taut-facts/src/projections.rs",
];

/// The checksums are at the end of the document, in a comment.
const OPEN: &str = "\n<!-- read beside\n";
const CLOSE: &str = "-->\n";

/// The sources that have changed since the document was last compared with them.
pub(super) fn stale() -> Result<Vec<String>> {
    let document = fs::read_to_string(root().join(DOCUMENT))?;
    let known = document.split_once(OPEN).map_or("", |(_, known)| known);
    let lines = lines()?;
    let changed = lines.iter().filter(|line| !known.contains(line.as_str()));
    let changed: Vec<_> = changed.filter_map(|line| line.split(' ').next()).collect();
    let again = format!(
        "{DOCUMENT}: compare it with {}, which changed; correct it, then run `cargo xtask tidy --bless`",
        changed.join(", ")
    );
    Ok(if changed.is_empty() {
        Vec::new()
    } else {
        vec![again]
    })
}

/// Records the sources as they are.
pub(super) fn bless() -> Result {
    let file = root().join(DOCUMENT);
    let document = fs::read_to_string(&file)?;
    let text = document
        .split_once(OPEN)
        .map_or(document.as_str(), |(text, _)| text);
    Ok(fs::write(
        &file,
        format!("{}\n{OPEN}{}{CLOSE}", text.trim_end(), lines()?.concat()),
    )?)
}

/// Each source with its checksum.
fn lines() -> Result<Vec<String>> {
    let line = |source: &&str| {
        Ok(format!(
            "{source} {:016x}\n",
            sum(&fs::read_to_string(root().join(source))?)
        ))
    };
    SOURCES.iter().map(line).collect()
}

/// The FNV-1a hash of a source without its comments, white space and tests.
fn sum(source: &str) -> u64 {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(str::trim).filter(|line| {
        !["//", "/*", "*"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    let bytes = lines
        .flat_map(str::bytes)
        .filter(|byte| !byte.is_ascii_whitespace());
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
