//! All benchmarks, each figure next to its reference in the same run.
//!
//! Times vary with the machine, so references and ours alternate, and the median of the ratios counts.

pub(crate) mod instructions;
mod load;

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::run::{root, run, step};
use crate::{Result, client};

/// Runs every benchmark whose references are available.
pub(crate) fn bench() -> Result {
    step("operations in the server, next to maud and askama");
    run(
        ".",
        "cargo",
        &[
            "bench",
            "--quiet",
            "--package",
            "taut-tests",
            "--bench",
            "operations",
        ],
    )?;
    step("instructions in the server, next to the same page written otherwise");
    instructions::bench()?;
    step("events over sockets, next to an echo server on the same transport");
    load::bench()?;
    step("compiling");
    compiling()?;
    step("operations in the browser, next to code written by hand");
    client::install()?;
    run(
        ".",
        "cargo",
        &[
            "build",
            "--quiet",
            "--release",
            "--package",
            "taut-examples",
            "--examples",
        ],
    )?;
    run(
        ".",
        "cargo",
        &[
            "build",
            "--quiet",
            "--package",
            "taut-tests",
            "--example",
            "e2e-server",
        ],
    )?;
    run(".", "node", &["tests/e2e/bench.mjs"])
}

/// How long a developer waits: `cargo check` after one change of a template, in CPU seconds.
fn compiling() -> Result {
    let file = root().join("examples/todo.rs");
    let original = fs::read_to_string(&file)?;
    let check = || {
        run(
            ".",
            "cargo",
            &[
                "check",
                "--quiet",
                "--package",
                "taut-examples",
                "--example",
                "todo",
            ],
        )
    };
    check()?;
    let mut times = Vec::new();
    for at in 0..3 {
        fs::write(
            &file,
            original.replacen("<h1>", &format!("<h1 title=\"{at}\">"), 1),
        )?;
        let (start, cpu) = (Instant::now(), children_cpu_seconds());
        let checked = check();
        fs::write(&file, &original)?;
        checked?;
        times.push((children_cpu_seconds() - cpu, start.elapsed().as_secs_f64()));
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (cpu, wall) = times[times.len() / 2];
    println!(
        "cargo check after one edit of a template: {cpu:.2} CPU s, {wall:.2} s   (goal: 0.5 CPU s)"
    );
    Ok(())
}

/// The CPU time of all child processes so far, in seconds.
fn children_cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(") ")
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(13) + ticks(14)) / ticks_per_second()
}

fn ticks_per_second() -> f64 {
    let output = Command::new("getconf").arg("CLK_TCK").output();
    output
        .ok()
        .and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok())
        .unwrap_or(100.0)
}
