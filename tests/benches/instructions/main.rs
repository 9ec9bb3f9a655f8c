//! One case, so many times: `cargo xtask bench` runs each under callgrind with two numbers, and divides the difference.
//!
//! Cases that ask a server run it on threads of its own, so that the instructions of the client do not count.

mod pages;
mod rows;
mod templates;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().unwrap_or_default();
    // Cargo's own argument, when all benchmarks run.
    if case == "--bench" {
        return ExitCode::SUCCESS;
    }
    let Some(times) = arguments.next().and_then(|times| times.parse().ok()) else {
        eprintln!("instructions CASE TIMES");
        return ExitCode::FAILURE;
    };
    let done = match case.as_str() {
        "html-flat" => templates::html::<templates::Flat>(times),
        "html-pieces" => templates::html::<templates::Pieces>(times),
        "event-flat" => templates::event::<templates::Flat>(times),
        "event-pieces" => templates::event::<templates::Pieces>(times),
        "thousand-flat" => templates::html::<templates::ThousandFlat>(times),
        "thousand-components" => templates::html::<templates::ThousandComponents>(times),
        "thousand-stateful" => templates::html::<templates::ThousandStateful>(times),
        "page-event" => pages::run(times, pages::Turn::Event),
        "page-link" => pages::run(times, pages::Turn::Link),
        other => rows::run(other, times),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
