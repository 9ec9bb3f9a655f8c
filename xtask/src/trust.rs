//! What is promised under load, faults and attack, beside what was measured.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use Tests::{Browser, Rust};

use crate::browsers::CHROMIUM;
use crate::run::{answers, root, run};
use crate::{Result, client};

/// What tests show that measure nothing: the promise, what it says, and which tests.
const SHOWN: &[(&str, &str, Tests)] = &[
    (
        "what is forged, stale, replayed or reordered",
        "no handler runs, and it is counted",
        Rust("trust", "counts::"),
    ),
    (
        "rates, sessions that wait, messages",
        "slowed, then refused; bounded by limits",
        Rust("trust", "rates::"),
    ),
    (
        "many events of one browser at once",
        "others on its worker have their turn",
        Rust("trust", "turns::"),
    ),
    (
        "sessions on their way to the store and back",
        "none is lost, none is there twice",
        Rust("suite", "keeping::"),
    ),
    (
        "browsers that come as others go, the server's end",
        "the same",
        Rust("suite", "lifecycle::"),
    ),
    (
        "the same script over WebSockets and over HTTP",
        "the same verdicts",
        Rust("suite", "transport::"),
    ),
    (
        "10^6 random edits of nested lists, blocks and views",
        "DOM == render, node by node",
        Rust("suite", "diff::"),
    ),
    (
        "n bytes of a browser",
        "at most 8n + 64 KiB of heap",
        Rust("fuzz", "event"),
    ),
    (
        "bytes of a WebSocket, in any pieces",
        "read as actix-http does, or refused",
        Rust("fuzz", "frame"),
    ),
    (
        "tokens and cookies, altered at random",
        "nobody gets what is another's",
        Rust("fuzz", "token"),
    ),
    (
        "snapshots, altered at random",
        "the page is mounted anew, or works",
        Rust("fuzz", "snapshot"),
    ),
    (
        "texts in every place of a template",
        "an HTML parser sees them there",
        Rust("fuzz", "escape"),
    ),
    (
        "hostile URLs",
        "no scheme that is not allowed",
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
        "what was saved is back, for its owner",
        Browser("sessions.test.mjs"),
    ),
    (
        "somebody else signs in",
        "no page, draft or cached result",
        Browser("members.test.mjs"),
    ),
    (
        "pages where WebSockets are blocked",
        "go by HTTP, and back",
        Browser("http.test.mjs"),
    ),
];

/// A few tests: those of a Rust binary whose names begin so, or those of a file in a browser.
enum Tests {
    Rust(&'static str, &'static str),
    Browser(&'static str),
}

impl Tests {
    /// Runs them, optimised because some take a million steps; tells where they are, and whether they pass.
    fn run(&self, chromium: &Path) -> Result<(String, bool)> {
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
                    .env("CHROMIUM", chromium);
                (command, format!("tests/e2e/{file}"))
            }
        };
        command
            .current_dir(root())
            .env("TAUT_DIFF_STEPS", "1000000");
        let ended = command.stdin(Stdio::null()).output()?;
        // Names that no test has any more show nothing.
        let is_empty = String::from_utf8_lossy(&ended.stdout).contains("ok. 0 passed");
        Ok((place, ended.status.success() && !is_empty))
    }
}

/// Runs the tests that measure or show promises, and prints a table of them.
pub(crate) fn trust() -> Result {
    client::install()?;
    // Each test in a process of its own, where that is possible: they measure it.
    let arguments: &[&str] = if answers("cargo", &["nextest", "--version"]) {
        &[
            "nextest",
            "run",
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
        let (place, has_passed) = tests.run(&chromium)?;
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
