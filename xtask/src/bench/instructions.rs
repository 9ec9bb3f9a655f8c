//! Instructions, each compared with a reference: they do not depend on the machine's load, so they have bounds.
//!
//! Each case runs twice under callgrind, with two numbers of repetitions; the difference is what the repetitions cost.

use std::fs;
use std::process::{Command, Stdio};

use crate::Result;
use crate::run::{answers, root, target};

/// Two cases of `tests/benches/instructions`, and how many times the instructions of the second the first may take.
struct Pair {
    what: &'static str,
    ours: &'static str,
    reference: &'static str,
    most: f64,
    repetitions: u32,
    /// Whether only the threads of the server count.
    is_server: bool,
}

/// Pieces should cost nothing, small components a tenth, few rows of a list that records its edits far less than all, however
/// long it is, and the page of another view a third of an event.
const PAIRS: &[Pair] = &[
    Pair {
        what: "HTML of pieces, compared with the same page in one template",
        ours: "html-pieces",
        reference: "html-flat",
        most: 1.0,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "an event in a page of pieces, compared with the same page in one template",
        ours: "event-pieces",
        reference: "event-flat",
        most: 1.0,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "HTML of 1,000 components, compared with the same page in one template",
        ours: "thousand-components",
        reference: "thousand-flat",
        most: 1.1,
        repetitions: 20,
        is_server: false,
    },
    Pair {
        what: "select one of 1,000 rows in a `Keyed`, compared with a `Vec`",
        ours: "recorded-select-1000",
        reference: "plain-select-1000",
        most: 0.1,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "swap two of 1,000 rows in a `Keyed`, compared with a `Vec`",
        ours: "recorded-swap-1000",
        reference: "plain-swap-1000",
        most: 0.1,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "remove one of 1,000 rows in a `Keyed`, compared with a `Vec`",
        ours: "recorded-remove-1000",
        reference: "plain-remove-1000",
        most: 0.1,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "update one of 1,000 rows in a `Keyed`, compared with a `Vec`",
        ours: "recorded-update-1000",
        reference: "plain-update-1000",
        most: 0.1,
        repetitions: 200,
        is_server: false,
    },
    Pair {
        what: "update every tenth of 1,000 rows in a `Keyed`, compared with a `Vec`",
        ours: "recorded-tenth-1000",
        reference: "plain-tenth-1000",
        most: 0.65,
        repetitions: 20,
        is_server: false,
    },
    Pair {
        what: "select one of 100,000 rows in a `Keyed`, compared with 1,000",
        ours: "recorded-select-100000",
        reference: "recorded-select-1000",
        most: 1.5,
        repetitions: 2000,
        is_server: false,
    },
    Pair {
        what: "swap two of 100,000 rows in a `Keyed`, compared with 1,000",
        ours: "recorded-swap-100000",
        reference: "recorded-swap-1000",
        most: 1.5,
        repetitions: 2000,
        is_server: false,
    },
    Pair {
        what: "update one of 100,000 rows in a `Keyed`, compared with 1,000",
        ours: "recorded-update-100000",
        reference: "recorded-update-1000",
        most: 1.5,
        repetitions: 2000,
        is_server: false,
    },
    Pair {
        what: "remove one of 100,000 rows in a `Keyed`, compared with 10,000",
        ours: "recorded-remove-100000",
        reference: "recorded-remove-10000",
        most: 1.5,
        repetitions: 2000,
        is_server: false,
    },
    Pair {
        what: "a link to the page of another view, compared with an event that shows the same HTML",
        ours: "page-link",
        reference: "page-event",
        most: 1.3,
        repetitions: 20,
        is_server: true,
    },
];

/// Pairs that are the same but for what the compiler makes of them may differ by so much.
const TOLERANCE: f64 = 0.005;

pub(crate) fn bench() -> Result {
    if !answers("valgrind", &["--version"]) {
        println!("skipped: counting instructions needs valgrind");
        return Ok(());
    }
    let program = build()?;
    for pair in PAIRS {
        let ours = pair.count(&program, pair.ours)?;
        let reference = pair.count(&program, pair.reference)?;
        let ratio = ours / reference;
        let over = if ratio > pair.most + TOLERANCE {
            ", which is not reached"
        } else {
            ""
        };
        println!(
            "{:<77} {ours:>9.0} {reference:>9.0} {ratio:>6.3}   at most {}{over}",
            pair.what, pair.most
        );
    }
    Ok(())
}

/// Builds the cases, and gives the path of the program.
fn build() -> Result<String> {
    let output = Command::new("cargo")
        .current_dir(root())
        .args(["bench", "--package", "taut-tests", "--bench"])
        .args(["instructions", "--no-run", "--message-format", "json"])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let program = text
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "instructions")
        .find_map(|message| message["executable"].as_str().map(str::to_owned));
    program.ok_or_else(|| "the cases were not built".into())
}

impl Pair {
    /// The instructions of one repetition.
    fn count(&self, program: &str, case: &str) -> Result<f64> {
        let few = self.run(program, case, self.repetitions)?;
        let many = self.run(program, case, 2 * self.repetitions)?;
        Ok((many - few) / f64::from(self.repetitions))
    }

    /// The instructions of so many repetitions, and of all around them.
    fn run(&self, program: &str, case: &str, repetitions: u32) -> Result<f64> {
        let folder = target().join("callgrind").join(case);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let out = folder.join("out");
        let done = Command::new("valgrind")
            .args(["--quiet", "--tool=callgrind", "--separate-threads=yes"])
            .arg(format!("--callgrind-out-file={}", out.display()))
            .args([program, case, &repetitions.to_string()])
            .status()?;
        if !done.success() {
            return Err(format!("the case `{case}` failed").into());
        }
        let mut sum = 0.0;
        for file in fs::read_dir(&folder)? {
            let file = file?.path();
            // The first thread is that of the client.
            if !(self.is_server && file.to_string_lossy().ends_with("-01")) {
                sum += total(&fs::read_to_string(&file)?);
            }
        }
        Ok(sum)
    }
}

/// The instructions of a thread, as callgrind says them at the end of its file.
fn total(file: &str) -> f64 {
    let totals = file
        .lines()
        .filter_map(|line| line.strip_prefix("totals: "));
    totals.filter_map(|number| number.parse::<f64>().ok()).sum()
}
