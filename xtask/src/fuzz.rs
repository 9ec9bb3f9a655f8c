//! Searches for inputs that break promises with libFuzzer, guided by coverage, over `tests/fuzz`, with
//! a stable compiler.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::run::{root, step, target};

/// The compiler flags with which libFuzzer sees which code an input runs, and which values it is compared with.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// How long each target runs by default.
const SECONDS: u32 = 60;

/// The result of a run.
struct Outcome {
    target: String,
    executions: String,
    edges: String,
    passed: bool,
}

/// Runs all targets, or one, each for some seconds.
pub(crate) fn fuzz(arguments: &[&str]) -> Result {
    let seconds = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(SECONDS);
    let named: Vec<_> = arguments
        .iter()
        .filter(|argument| argument.parse::<u32>().is_err())
        .collect();
    let known = targets()?;
    if let Some(unknown) = named
        .iter()
        .find(|named| !known.iter().any(|known| known == **named))
    {
        return Err(format!("there is no target `{unknown}`, only {}", known.join(", ")).into());
    }
    let chosen: Vec<_> = known
        .into_iter()
        .filter(|known| named.is_empty() || named.contains(&&known.as_str()))
        .collect();
    step("building the targets");
    let binaries = build(&chosen)?;
    let mut outcomes = Vec::new();
    for target in chosen {
        step(&format!("{target}, for {seconds} s"));
        outcomes.push(run(&binaries, target, seconds)?);
    }
    println!(
        "\n{:12} {:>12} {:>8}  found",
        "target", "executions", "edges"
    );
    for Outcome {
        target,
        executions,
        edges,
        passed,
    } in &outcomes
    {
        println!(
            "{target:12} {executions:>12} {edges:>8}  {}",
            if *passed { "nothing" } else { "SOMETHING" }
        );
    }
    if outcomes.iter().all(|outcome| outcome.passed) {
        return Ok(());
    }
    Err("inputs that break promises are in tests/fuzz/artifacts. Copy one to tests/fuzz/corpus/TARGET/WHAT-IT-SHOWS:\n\
        `cargo test -p taut-tests --test fuzz` then fails until it is mended, and remembers it afterwards"
        .into())
}

/// The names of all targets.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/fuzz/fuzz_targets"))? {
        names.extend(
            entry?
                .path()
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}

/// Builds targets for this machine by name, so that build scripts and macros are built as usual; returns their folder.
fn build(targets: &[String]) -> Result<PathBuf> {
    let (folder, host) = (root().join("tests/fuzz"), host()?);
    if !folder.join("Cargo.lock").exists() {
        // The same versions as in the other workspace.
        std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    }
    let built = target().join("fuzz");
    let status = Command::new("cargo")
        .args(["build", "--release", "--target", &host, "--target-dir"])
        .arg(&built)
        .args(targets.iter().flat_map(|target| ["--bin", target]))
        .current_dir(folder)
        .env("RUSTFLAGS", FLAGS)
        .status()?;
    if !status.success() {
        return Err(
            "the targets cannot be built; libFuzzer needs a C++ compiler, such as g++".into(),
        );
    }
    Ok(built.join(host).join("release"))
}

/// The compiler's name of this machine.
fn host() -> Result<String> {
    let told = Command::new("rustc").arg("-vV").output()?.stdout;
    let told = String::from_utf8(told)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .ok_or("cannot find the host in the output of `rustc -vV`")?
        .to_owned())
}

/// Runs a target. New inputs are kept where cargo builds, failing ones in `artifacts`.
fn run(binaries: &Path, name: String, seconds: u32) -> Result<Outcome> {
    let (found, artifacts) = (
        target().join("fuzz/found").join(&name),
        root().join("tests/fuzz/artifacts").join(&name),
    );
    std::fs::create_dir_all(&found)?;
    std::fs::create_dir_all(&artifacts)?;
    let mut fuzzer = Command::new(binaries.join(&name))
        .arg(&found)
        .arg(root().join("tests/fuzz/corpus").join(&name))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=1024", "-timeout=20"])
        .current_dir(root())
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let (mut executions, mut edges) = (String::new(), String::new());
    for line in BufReader::new(
        fuzzer
            .stderr
            .take()
            .ok_or("cannot read the output of the fuzzer")?,
    )
    .split(b'\n')
    {
        let line = String::from_utf8_lossy(&line?).into_owned();
        let words: Vec<_> = line.split_whitespace().collect();
        match words.as_slice() {
            [count, _, "cov:", covered, ..] if count.starts_with('#') => {
                executions = count.trim_start_matches('#').to_owned();
                edges = (*covered).to_owned();
            }
            // Most of its output is about progress.
            _ if line.starts_with("INFO:") || line.starts_with('#') => {}
            _ => println!("{line}"),
        }
    }
    Ok(Outcome {
        target: name,
        executions,
        edges,
        passed: fuzzer.wait()?.success(),
    })
}
