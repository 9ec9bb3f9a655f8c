//! Everything that CI checks, in the order in which it is soonest known.

use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::run::{answers, root, run, step};
use crate::{Result, client, tidy};

/// Checks everything; installs what it needs and may.
pub(crate) fn test() -> Result {
    step("format");
    run(".", "cargo", &["fmt", "--all", "--check"])?;
    step("tidy");
    tidy::tidy()?;
    step("lints");
    run(".", "cargo", &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    step("client");
    client::install()?;
    client::check()?;
    step("Rust tests");
    rust_tests()?;
    step("documentation");
    run(".", "cargo", &["test", "--workspace", "--doc", "--quiet"])?;
    step("browser tests");
    browser_tests()
}

fn rust_tests() -> Result {
    if answers("cargo", &["nextest", "--version"]) {
        run(".", "cargo", &["nextest", "run", "--workspace"])
    } else {
        run(".", "cargo", &["test", "--workspace", "--all-targets", "--quiet"])
    }
}

fn browser_tests() -> Result {
    let chromium = chromium()?;
    run(".", "cargo", &["build", "--examples", "--quiet"])?;
    let notes = client::mapped().with_extension("ran");
    if notes.exists() {
        std::fs::remove_dir_all(&notes)?;
    }
    let mut node = Command::new("node")
        .args(["--test", "--test-reporter=spec", "tests/e2e/"])
        .current_dir(root())
        .env("CHROMIUM", chromium)
        .env("TAUT_COVERAGE", &notes)
        .stdout(Stdio::piped())
        .spawn()?;
    let closing = pass_on(node.stdout.take().ok_or("the tests say nothing")?)?;
    let passed = node.wait()?.success();
    if passed {
        println!("what the browser tests run of the client:");
        let (notes, mapped) = (notes.display().to_string(), client::mapped().display().to_string());
        run(".", "node", &["tests/e2e/support/coverage.mjs", &notes, &mapped])?;
    }
    print!("{closing}");
    if passed { Ok(()) } else { Err("browser tests failed".into()) }
}

/// Prints what the runner says, but for its closing lines, which come last of all.
fn pass_on(said: impl Read) -> Result<String> {
    let mut closing = String::new();
    for line in BufReader::new(said).lines() {
        let line = line?;
        if closing.is_empty() && !line.starts_with("ℹ tests") {
            println!("{line}");
        } else {
            closing.push_str(&line);
            closing.push('\n');
        }
    }
    Ok(closing)
}

/// The browser to test in: `$CHROMIUM`, or one on the path, or Debian's package if it may be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    let find = || {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
        named.into_iter().chain(names.iter().filter_map(|name| on_path(name))).find(|file| file.exists())
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    if on_path("apt-get").is_some() {
        run(".", "apt-get", &["update", "-qq"])?;
        run(".", "apt-get", &["install", "-y", "-qq", "--no-install-recommends", "chromium"])?;
    }
    find().ok_or_else(|| "no Chromium found: install one, or name its file in the environment variable CHROMIUM".into())
}

/// The file that a command's name stands for.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
