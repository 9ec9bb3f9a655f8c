//! All checks of CI, the fastest first.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::iter;
use std::process::{Command, Stdio};

use crate::programs::{CHROMIUM, NGINX, OTHERS, Program, VALKEY};
use crate::run::{answers, root, run, run_with, step};
use crate::{Result, client, tidy};

/// Which browser tests run where.
#[derive(Default)]
pub(crate) struct Options {
    /// Whether all tests run in all browsers, instead of a core set in those other than Chromium.
    is_whole: bool,
    /// The browsers that are skipped.
    without: Vec<String>,
}

impl Options {
    /// Reads `--browsers` and `--without NAME`.
    pub(crate) fn read(arguments: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        let mut rest = arguments;
        loop {
            rest = match rest {
                [] => return Ok(options),
                ["--browsers", rest @ ..] => {
                    options.is_whole = true;
                    rest
                }
                ["--without", name, rest @ ..] => {
                    options.leave_out(name)?;
                    rest
                }
                [other, ..] => {
                    return Err(
                        format!("`{other}` is neither `--browsers` nor `--without NAME`").into(),
                    );
                }
            };
        }
    }

    fn leave_out(&mut self, name: &str) -> Result {
        if std::env::var_os("CI").is_some() {
            return Err("CI tests in all browsers, so it takes no `--without`".into());
        }
        let others: Vec<_> = OTHERS.iter().map(|browser| browser.name).collect();
        if !others.contains(&name) {
            return Err(format!(
                "`--without {name}`: only {} can be left out",
                others.join(" and ")
            )
            .into());
        }
        self.without.push(name.into());
        Ok(())
    }

    /// The browsers to test, and whether only with the core set.
    fn browsers(&self) -> impl Iterator<Item = (&'static Program, bool)> {
        let others = OTHERS
            .iter()
            .filter(|browser| !self.without.iter().any(|name| name == browser.name));
        iter::once((&CHROMIUM, false)).chain(others.map(|browser| (browser, !self.is_whole)))
    }
}

/// Checks everything; installs what is needed where possible.
pub(crate) fn test(options: &Options) -> Result {
    step("format");
    run(".", "cargo", &["fmt", "--all", "--check"])?;
    step("tidy");
    tidy::tidy()?;
    step("lints");
    run(
        ".",
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    step("programs");
    let variables = programs(options)?;
    step("client");
    client::install()?;
    client::check()?;
    step("Rust tests");
    rust_tests(&variables)?;
    step("documentation");
    run(".", "cargo", &["test", "--workspace", "--doc", "--quiet"])?;
    step("browser tests");
    browser_tests(variables)
}

fn rust_tests(variables: &[(&str, OsString)]) -> Result {
    let arguments: &[&str] = if answers("cargo", &["nextest", "--version"]) {
        &["nextest", "run", "--workspace"]
    } else {
        &["test", "--workspace", "--all-targets", "--quiet"]
    };
    run_with(".", "cargo", arguments, variables)
}

/// Finds or installs what the tests need, and tells them where it is, and what to run in which browser.
fn programs(options: &Options) -> Result<Vec<(&'static str, OsString)>> {
    let mut variables = Vec::new();
    let mut asked = Vec::new();
    for (browser, is_core) in options.browsers() {
        let file = browser.ready()?;
        println!("{}: {}", browser.name, file.display());
        variables.extend(
            browser
                .variable
                .map(|variable| (variable, file.into_os_string())),
        );
        asked.push(format!(
            "{}{}",
            browser.name,
            if is_core { ":core" } else { "" }
        ));
    }
    variables.push(("BROWSERS", asked.join(",").into()));
    for server in [VALKEY, NGINX] {
        let file = server.ready()?;
        println!("{}: {}", server.name, file.display());
        variables.extend(
            server
                .variable
                .map(|variable| (variable, file.into_os_string())),
        );
    }
    Ok(variables)
}

fn browser_tests(variables: Vec<(&str, OsString)>) -> Result {
    run(".", "cargo", &["build", "--examples", "--quiet"])?;
    let notes = client::mapped().with_extension("ran");
    if notes.exists() {
        std::fs::remove_dir_all(&notes)?;
    }
    // Most tests wait for a browser or a server, so it takes as many files as there are cores to keep
    // them busy. Node would leave one core free.
    let files_at_once = std::thread::available_parallelism()?;
    let mut node = Command::new("node")
        .args([
            "--test",
            &format!("--test-concurrency={files_at_once}"),
            "--test-reporter=spec",
            "tests/e2e/",
        ])
        .current_dir(root())
        .envs(variables)
        .env("TAUT_COVERAGE", &notes)
        .stdout(Stdio::piped())
        .spawn()?;
    let closing = pass_on(
        node.stdout
            .take()
            .ok_or("cannot read the output of the tests")?,
    )?;
    let passed = node.wait()?.success();
    if passed {
        println!("coverage of the client by the browser tests:");
        let (notes, mapped) = (
            notes.display().to_string(),
            client::mapped().display().to_string(),
        );
        run(
            ".",
            "node",
            &["tests/e2e/support/coverage.mjs", &notes, &mapped],
        )?;
    }
    print!("{closing}");
    if passed {
        Ok(())
    } else {
        Err("browser tests failed".into())
    }
}

/// Prints the output of the runner, except for its closing lines, which are printed at the end.
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
