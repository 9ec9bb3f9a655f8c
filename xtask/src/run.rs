//! Runs other programs, from the root of the workspace.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The folder where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Prints the next step.
pub(crate) fn step(what: &str) {
    println!("\n== {what}");
}

/// Runs a program in a folder of the workspace; it must succeed.
pub(crate) fn run(folder: &str, program: &str, arguments: &[&str]) -> Result {
    run_with(folder, program, arguments, &[])
}

/// Runs a program with environment variables.
pub(crate) fn run_with(
    folder: &str,
    program: &str,
    arguments: &[&str],
    variables: &[(&str, OsString)],
) -> Result {
    let status = command(folder, program, arguments)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .status()
        .map_err(|error| format!("cannot run `{program}`: {error}"))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{program} {}` failed: {status}", arguments.join(" ")).into())
}

/// Whether a program exists and works.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    let mut command = command(".", program, arguments);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn command(folder: &str, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(root().join(folder))
        .stdin(Stdio::null());
    if std::env::var_os("CI").is_some() {
        // CI builds once: files for the next build would take 10 GB.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}
