//! The project's own commands. CI runs `cargo xtask test` and nothing else.

mod bench;
mod client;
mod facts;
mod fuzz;
mod programs;
mod run;
mod test;
mod tidy;
mod trust;

use std::process::ExitCode;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  test           everything that CI checks; browser tests in Chromium, and a core set in Firefox and WebKit
  test --browsers
                 the same, with all browser tests in all browsers; `--without NAME` skips firefox or webkit
  build-client   bundles and minifies the client, and writes crates/taut-client/dist
  bench          the benchmarks, each figure next to its reference
                 instructions: only those that are counted, which do not depend on the machine's load
  fuzz           searches for inputs that break promises: [TARGET] [SECONDS], by default all targets for 60 s each
  trust          the promises about load, faults and attack, next to the measured values
  tidy           the rules of the project that a machine can check
  conformance    each promised sentence, with its tests
  tidy --bless   records that the protocol document was read again and is correct";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["test", arguments @ ..] => {
            test::Options::read(arguments).and_then(|options| test::test(&options))
        }
        ["build-client"] => client::build(),
        ["bench"] => bench::bench(),
        ["bench", "instructions"] => bench::instructions::bench(),
        ["fuzz", arguments @ ..] => fuzz::fuzz(arguments),
        ["trust"] => trust::trust(),
        ["conformance"] => tidy::conformance(),
        ["tidy"] => tidy::tidy(),
        ["tidy", "--bless"] => tidy::bless(),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
