//! Everything that CI checks, in the order in which it is soonest known.

use std::process::Command;

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
    let status = Command::new("node")
        .args(["--test", "--test-reporter=spec", "tests/e2e/"])
        .current_dir(root())
        .env("CHROMIUM", chromium)
        .status()?;
    if status.success() { Ok(()) } else { Err("browser tests failed".into()) }
}

/// The browser to test in: `$CHROMIUM`, or one on the path, or Debian's package if it may be installed.
fn chromium() -> Result<String> {
    let known = std::env::var("CHROMIUM").ok().into_iter();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(String::from);
    let found = || known.clone().chain(names.clone()).find(|name| answers(name, &["--version"]));
    if let Some(found) = found() {
        return Ok(found);
    }
    if answers("apt-get", &["--version"]) && answers("id", &["-u"]) {
        run(".", "apt-get", &["update", "-qq"])?;
        run(".", "apt-get", &["install", "-y", "-qq", "--no-install-recommends", "chromium"])?;
    }
    found().ok_or_else(|| "no Chromium found: install one, or name it in the environment variable CHROMIUM".into())
}
