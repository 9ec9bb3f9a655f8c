//! What is promised under load, faults and attack, beside what was measured.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::Result;
use crate::run::{answers, root};

/// What other tests show, which `cargo xtask test` runs.
const ELSEWHERE: &[(&str, &str)] = &[
    ("a killed or stopped server brings persisted pages back", "tests/e2e/sessions.test.mjs"),
    ("what is typed survives cuts and restarts", "tests/e2e/connection.test.mjs, survive.test.mjs"),
    ("the same verdicts over WebSockets and over HTTP", "tests/suite/transport.rs"),
    ("pages go by HTTP where sockets are blocked, and back", "tests/e2e/http.test.mjs"),
    ("no violation of the strict policy in any example", "tests/e2e: what a page complains of fails its test"),
    ("DOM == render over random edits of nested lists", "tests/suite/diff, 10^5 cases; TAUT_DIFF_STEPS for more"),
    ("text, attributes and URLs are escaped by their place", "tests/suite/diff, tests/e2e/security.test.mjs"),
];

/// Runs the tests that measure promises, and prints a table of them.
pub(crate) fn trust() -> Result {
    // Each test in a process of its own, where that is possible: they measure it.
    let arguments: &[&str] = if answers("cargo", &["nextest", "--version"]) {
        &["nextest", "run", "--package", "taut-tests", "--test", "trust", "--no-capture", "--no-fail-fast"]
    } else {
        &["test", "--package", "taut-tests", "--test", "trust", "--", "--nocapture", "--test-threads=1"]
    };
    let mut tests = Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .env("TAUT_PANICS", "10000")
        .env("TAUT_SESSIONS", "10000")
        .env("TAUT_TRUST", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let said = tests.stdout.take().ok_or("the tests say nothing")?;
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
    println!("{:60} {:34} measured", "promise", "promised");
    for row in &rows {
        if let [promise, promised, measured] = row.as_slice() {
            println!("{promise:60} {promised:34} {measured}");
        }
    }
    println!("\nshown by `cargo xtask test`:");
    for (promise, place) in ELSEWHERE {
        println!("{promise:60} {place}");
    }
    if passed { Ok(()) } else { Err(format!("promises are broken:\n{}", failed.join("\n")).into()) }
}
