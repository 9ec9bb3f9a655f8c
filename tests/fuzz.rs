//! What fuzzers look for, as ordinary tests: each target with all files of its corpus, and with random changes of them.
//!
//! `cargo xtask fuzz` looks further, led by what the code does. `TAUT_FUZZ_RUNS` sets how many changed files each target
//! gets, `TAUT_FUZZ_SEED` the seed of the changes (1 otherwise).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "fuzz/diff.rs"]
mod diff;
#[path = "fuzz/escape.rs"]
mod escape;
#[path = "fuzz/escapes.rs"]
mod escapes;
#[path = "fuzz/event.rs"]
mod event;
#[path = "fuzz/fragments.rs"]
mod fragments;
#[path = "fuzz/frame.rs"]
mod frame;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/snapshot.rs"]
mod snapshot;
#[path = "fuzz/token.rs"]
mod token;
#[path = "fuzz/trusted.rs"]
mod trusted;
#[path = "fuzz/url.rs"]
mod url;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use diff::random::{Random, mixed};
use mutate::mutated;

/// What is checked, and how often.
struct Target {
    name: &'static str,
    /// Checks what was promised for some bytes, and panics if it does not hold.
    check: fn(&[u8]),
    /// How many changed files are tried, unless it is said: some seconds' worth.
    runs: u64,
}

/// All targets. Each has a file here that checks, one in `fuzz_targets`, and a corpus.
const TARGETS: &[Target] = &[
    Target {
        name: "diff",
        check: diff::check,
        runs: 100,
    },
    Target {
        name: "escape",
        check: escape::check,
        runs: 1000,
    },
    Target {
        name: "event",
        check: event::check,
        runs: 1000,
    },
    Target {
        name: "frame",
        check: frame::check,
        runs: 2000,
    },
    Target {
        name: "snapshot",
        check: snapshot::check,
        runs: 200,
    },
    Target {
        name: "token",
        check: token::check,
        runs: 500,
    },
    Target {
        name: "trusted",
        check: trusted::check,
        runs: 100,
    },
    Target {
        name: "url",
        check: url::check,
        runs: 500,
    },
];

/// How long a changed file is at most, in bytes: longer ones find little more, and are slow.
const MAX_BYTES: usize = 400;

#[test]
fn diff() {
    try_all("diff");
}

#[test]
fn escape() {
    try_all("escape");
}

#[test]
fn event() {
    try_all("event");
}

#[test]
fn frame() {
    try_all("frame");
}

#[test]
fn snapshot() {
    try_all("snapshot");
}

#[test]
fn token() {
    try_all("token");
}

#[test]
fn trusted() {
    try_all("trusted");
}

#[test]
fn html_at_random_stays_in_its_place() {
    let seed = number("TAUT_FUZZ_SEED", 1);
    for run in 0..number("TAUT_FUZZ_RUNS", 200) {
        let mut random = Random::new(mixed(seed, run));
        let fragment = fragments::fragment(|end| random.below(end));
        attempt(trusted::check, fragment.as_bytes(), || {
            format!("run {run} of TAUT_FUZZ_SEED={seed}")
        });
    }
}

#[test]
fn url() {
    try_all("url");
}

#[test]
fn a_snapshot_comes_back_to_its_owner() {
    let kept = [
        "whole",
        "used_token",
        "later_token",
        "array",
        "another_seed",
        "another_session",
    ];
    let comes_back = |name: &&str| {
        snapshot::comes_back(
            &fs::read_to_string(folder().join("corpus/snapshot").join(name)).unwrap(),
        )
    };
    assert_eq!(
        kept.map(|name| comes_back(&name)),
        [true, true, true, true, false, false]
    );
}

#[test]
fn a_snapshot_waits_for_its_owner_whose_connection_was_cut() {
    let content = fs::read_to_string(folder().join("corpus/snapshot/whole")).unwrap();
    assert!(snapshot::comes_back_after_a_cut(&content));
}

/// Tries the corpus of a target, and changes of it.
fn try_all(target: &str) {
    let Target { check, runs, .. } = TARGETS.iter().find(|known| known.name == target).unwrap();
    let corpus = files(&folder().join("corpus").join(target));
    assert!(!corpus.is_empty(), "{target} has no corpus");
    for (file, bytes) in &corpus {
        attempt(*check, bytes, || format!("{}", file.display()));
    }
    let inputs: Vec<_> = corpus.into_iter().map(|(_, bytes)| bytes).collect();
    let seed = number("TAUT_FUZZ_SEED", 1);
    for run in 0..number("TAUT_FUZZ_RUNS", *runs) {
        let input = mutated(&inputs, &mut Random::new(mixed(seed, run)), MAX_BYTES);
        attempt(*check, &input, || {
            kept(
                target,
                &input,
                &format!("run {run} of TAUT_FUZZ_SEED={seed}"),
            )
        });
    }
}

fn attempt(check: fn(&[u8]), input: &[u8], name: impl FnOnce() -> String) {
    if catch_unwind(|| check(input)).is_err() {
        panic!(
            "the promise is broken by {}:\n{}",
            name(),
            input.escape_ascii()
        );
    }
}

/// Keeps an input for those who look for its cause.
fn kept(target: &str, input: &[u8], name: &str) -> String {
    let folder = folder().join("artifacts").join(target);
    let file = folder.join("last-of-the-tests");
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, input));
    let place = written.map_or_else(
        |error| format!("not kept: {error}"),
        |()| file.display().to_string(),
    );
    format!("{name} ({place})")
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The files of a folder and what is in them, in the order of their names.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| (file.clone(), fs::read(file).unwrap()))
        .collect()
}

#[test]
fn each_target_is_known_everywhere() {
    let names = |folder: PathBuf| -> BTreeSet<String> {
        let names = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        names
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    let known: BTreeSet<_> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    assert_eq!(names(folder().join("corpus")), known);
    assert_eq!(names(folder().join("fuzz_targets")), known);
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    for Target { name, .. } in TARGETS {
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name} is not in fuzz/Cargo.toml"
        );
    }
}
