//! The rules of the project that a machine can check: each one is a function that returns its complaints.

mod circles;
mod companions;
mod conformance;
mod findings;
mod foreign;
mod keys;
mod protocol;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use conformance::conformance;

use crate::run::root;
use crate::{Result, facts};

/// Checks all rules, and fails with all complaints. Prints which promises have no test.
pub(crate) fn tidy() -> Result {
    let sources = files("crates", "rs")
        .chain(files("xtask", "rs"))
        .chain(files("tests/suite", "rs"))
        .chain(files("tests/fuzz", "rs"));
    let sources: Vec<_> = sources.collect();
    let rules = [
        top_level(),
        dependencies()?,
        module_sentences(&sources)?,
        reasons()?,
        foreign::refused()?,
        circles::circles()?,
        companions::missing()?,
        conformance::untrue()?,
        findings::untidy()?,
        facts::stale()?,
        keys::unread()?,
        protocol::stale()?,
    ];
    println!("{}", conformance::summary()?);
    let complaints: Vec<String> = rules.into_iter().flatten().collect();
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints.join("\n").into())
    }
}

/// Records that the protocol document agrees with the sources.
pub(crate) fn bless() -> Result {
    protocol::bless()
}

/// The files and folders that are allowed at the top level.
fn top_level() -> Vec<String> {
    let allowed = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "crates",
        "examples",
        "findings",
        "target",
        "tests",
        "xtask",
    ];
    let entries = fs::read_dir(root()).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let stray = names.filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str()));
    stray
        .map(|name| format!("{name}: not allowed at the top level of the project"))
        .collect()
}

/// The crates of ours that a crate may depend on.
const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("taut", &["taut-actix", "taut-core", "taut-macros"]),
    ("taut-actix", &["taut-client", "taut-core", "taut-runtime"]),
    ("taut-client", &[]),
    ("taut-core", &["taut-facts"]),
    ("taut-facts", &[]),
    ("taut-macros", &["taut-facts"]),
    ("taut-runtime", &["taut-core"]),
    ("taut-test", &["taut-core", "taut-facts"]),
];

fn dependencies() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for (name, allowed) in DEPENDENCIES {
        let manifest = fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml")))?;
        let used = manifest
            .split("[dev-dependencies]")
            .next()
            .unwrap_or_default()
            .split("[dependencies]")
            .nth(1)
            .unwrap_or_default();
        let ours = used
            .lines()
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .filter(|used| used.starts_with("taut"));
        complaints.extend(
            ours.filter(|used| !allowed.contains(used))
                .map(|used| format!("{name} must not depend on {used}")),
        );
    }
    Ok(complaints)
}

/// A module starts with a sentence about its purpose, or includes a document.
fn module_sentences(sources: &[PathBuf]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for file in sources {
        let source = fs::read_to_string(file)?;
        if !["//! ", "#![doc = include_str!("]
            .iter()
            .any(|opening| source.starts_with(opening))
        {
            complaints.push(format!(
                "{}: does not start with a sentence about its purpose",
                relative(file)
            ));
        }
    }
    Ok(complaints)
}

/// Each dependency has a comment with the reason for it.
fn reasons() -> Result<Vec<String>> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let section = manifest
        .split("[workspace.dependencies]")
        .nth(1)
        .unwrap_or_default()
        .split("\n[")
        .next()
        .unwrap_or_default();
    let mut has_reason = false;
    let mut complaints = Vec::new();
    for line in section.lines() {
        match line.split_once('=') {
            _ if line.starts_with('#') => has_reason = true,
            None => has_reason = false,
            Some((name, what)) if !has_reason && !what.contains("path =") => complaints.push(
                format!("Cargo.toml: `{name}` has no comment with the reason for it"),
            ),
            Some(_) => {}
        }
    }
    Ok(complaints)
}

/// All files below a folder with an extension.
fn files(folder: &str, ending: &str) -> impl Iterator<Item = PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), ending, &mut found);
    found.into_iter()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
            collect(&path, ending, found);
        } else if path.extension().is_some_and(|other| other == ending) {
            found.push(path);
        }
    }
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root())
        .unwrap_or(file)
        .display()
        .to_string()
}
