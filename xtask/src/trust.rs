//! The promises about load, faults and attack, next to the measured values.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use Tests::{Browser, Rust};

use crate::programs::{CHROMIUM, VALKEY};
use crate::run::{answers, root, run};
use crate::{Result, client};

/// Promises that tests check without measuring: the promise, its details, and the tests.
const SHOWN: &[(&str, &str, Tests)] = &[
    (
        "forged, stale, replayed or reordered events",
        "no handler runs, and they are counted",
        Rust("trust", "counts::"),
    ),
    (
        "rates, waiting sessions, messages",
        "slowed, then refused; bounded by limits",
        Rust("trust", "rates::"),
    ),
    (
        "many events of one browser at once",
        "others on its worker get a time slice",
        Rust("trust", "turns::"),
    ),
    (
        "sessions on their way to the store and back",
        "none is lost, none is there twice",
        Rust("suite", "keeping::"),
    ),
    (
        "browsers that connect as others leave, shutdown",
        "the same",
        Rust("suite", "lifecycle::"),
    ),
    (
        "the same script over WebSockets and over HTTP",
        "the same results",
        Rust("suite", "transport::"),
    ),
    (
        "10^6 random edits of nested lists, blocks and components",
        "DOM == render, node by node",
        Rust("suite", "diff::"),
    ),
    (
        "n bytes of a browser",
        "at most 8n + 64 KiB of heap",
        Rust("fuzz", "event"),
    ),
    (
        "bytes of a WebSocket, split anywhere",
        "read as by actix-http, or refused",
        Rust("fuzz", "frame"),
    ),
    (
        "tokens and cookies, altered at random",
        "no access to another user's session",
        Rust("fuzz", "token"),
    ),
    (
        "snapshots, altered at random",
        "the page is mounted again, or works",
        Rust("fuzz", "snapshot"),
    ),
    (
        "texts in every place of a template",
        "an HTML parser sees them there",
        Rust("fuzz", "escape"),
    ),
    (
        "hostile URLs",
        "only allowed schemes",
        Browser("urls.test.mjs"),
    ),
    (
        "pages under a strict policy, names that shadow",
        "0 violations in all examples",
        Browser("security.test.mjs"),
    ),
    (
        "cuts, doubled frames, silence, sleep, any frame",
        "the page is right, nothing mounts",
        Browser("connection.test.mjs"),
    ),
    (
        "a killed or stopped server, a stolen token",
        "saved sessions are restored, for their owner",
        Browser("sessions.test.mjs"),
    ),
    (
        "another user signs in",
        "no page, draft or cached result",
        Browser("members.test.mjs"),
    ),
    (
        "sessions of several processes",
        "follow their browsers; sign-outs and messages reach all",
        Browser("cluster.test.mjs"),
    ),
    (
        "pages where WebSockets are blocked",
        "switch to HTTP, and back",
        Browser("http.test.mjs"),
    ),
];

/// A group of tests: those of a Rust binary whose names have a prefix, or those of a file in a browser.
enum Tests {
    Rust(&'static str, &'static str),
    Browser(&'static str),
}

impl Tests {
    /// Runs them, optimised because some take a million steps; returns where they are, and whether they pass.
    fn run(&self, chromium: &Path, valkey: &Path) -> Result<(String, bool)> {
        let (mut command, place) = match self {
            Rust(binary, name) => {
                let mut command = Command::new("cargo");
                command.args([
                    "test",
                    "--release",
                    "--quiet",
                    "--package",
                    "taut-tests",
                    "--test",
                    binary,
                    "--",
                    name,
                ]);
                (
                    command,
                    format!("tests/{binary}, {}", name.trim_end_matches(':')),
                )
            }
            Browser(file) => {
                let mut command = Command::new("node");
                command
                    .args(["--test", &format!("tests/e2e/{file}")])
                    .env("CHROMIUM", chromium)
                    .env("VALKEY", valkey);
                (command, format!("tests/e2e/{file}"))
            }
        };
        command
            .current_dir(root())
            .env("TAUT_DIFF_STEPS", "1000000");
        let ended = command.stdin(Stdio::null()).output()?;
        // A prefix that no longer matches any test shows nothing.
        let is_empty = String::from_utf8_lossy(&ended.stdout).contains("ok. 0 passed");
        Ok((place, ended.status.success() && !is_empty))
    }
}

/// Runs the tests that measure or show promises, and prints a table of them.
pub(crate) fn trust() -> Result {
    client::install()?;
    let valkey = VALKEY.ready()?;
    // Each test in a process of its own, where possible, because they measure it.
    let arguments: &[&str] = if answers("cargo", &["nextest", "--version"]) {
        &[
            "nextest",
            "run",
            "--release",
            "--package",
            "taut-tests",
            "--test",
            "trust",
            "--no-capture",
            "--no-fail-fast",
        ]
    } else {
        &[
            "test",
            "--release",
            "--package",
            "taut-tests",
            "--test",
            "trust",
            "--",
            "--nocapture",
            "--test-threads=1",
        ]
    };
    let mut tests = Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .env("VALKEY", &valkey)
        .env("TAUT_PAGES", "2000")
        .env("TAUT_PANICS", "10000")
        .env("TAUT_SESSIONS", "10000")
        .env("TAUT_TRUST", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let said = tests
        .stdout
        .take()
        .ok_or("cannot read the output of the tests")?;
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for line in BufReader::new(said).lines() {
        let line = line?;
        if let Some((_, row)) = line.split_once("promise | ") {
            rows.push(row.split(" | ").map(str::to_owned).collect::<Vec<_>>());
        } else if line.ends_with("FAILED") {
            failed.push(line);
        }
    }
    let passed = tests.wait()?.success();
    println!("{:60} {:40} measured", "promise", "promised");
    for row in &rows {
        if let [promise, promised, measured] = row.as_slice() {
            println!("{promise:60} {promised:40} {measured}");
        }
    }
    println!();
    run(".", "cargo", &["build", "--examples", "--quiet"])?;
    let chromium = CHROMIUM.ready()?;
    for (promise, promised, tests) in SHOWN {
        let (place, has_passed) = tests.run(&chromium, &valkey)?;
        println!(
            "{promise:60} {promised:40} {} ({place})",
            if has_passed { "kept" } else { "BROKEN" }
        );
        if !has_passed {
            failed.push(place);
        }
    }
    if passed && failed.is_empty() {
        Ok(())
    } else {
        Err(format!("promises are broken:\n{}", failed.join("\n")).into())
    }
}
