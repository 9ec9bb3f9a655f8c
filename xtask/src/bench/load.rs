//! Events over sockets: an example under load, alternating with an echo server on the same transport.
//!
//! The load driver and the echo server are next to the project, in `../shared/bench`. Server and driver
//! have a core each.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::Result;
use crate::run::{answers, root, run, target};

/// Alternating rounds of reference and ours.
const ROUNDS: usize = 3;

/// The addresses of the echo server and ours.
const FLOOR_PORT: &str = "7801";
const TAUT_PORT: &str = "7802";

pub(super) fn bench() -> Result {
    let shared = root().join("../shared/bench");
    if !shared.exists() || !answers("taskset", &["--version"]) {
        println!("skipped: the load driver must be in ../shared/bench, and needs taskset");
        return Ok(());
    }
    let target = target().join("load");
    let target = target.to_string_lossy();
    run(
        "../shared/bench",
        "cargo",
        &["build", "--release", "--quiet", "--target-dir", &target],
    )?;
    // Built alone, so that no feature of a test's dependency is measured.
    run(
        ".",
        "cargo",
        &[
            "build",
            "--release",
            "--quiet",
            "--package",
            "taut-examples",
            "--examples",
        ],
    )?;
    let tools = Tools {
        folder: format!("{target}/release"),
    };
    counter(&tools)?;
    rows(&tools)?;
    idle(&tools)
}

struct Tools {
    folder: String,
}

/// A server that ends with its guard.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The results of the driver.
#[derive(Clone, Copy)]
struct Load {
    events_per_second: f64,
    cpu_micros: f64,
    bytes_down: f64,
}

impl Tools {
    fn floor(&self) -> Result<Server> {
        start(Command::new("taskset").args([
            "-c",
            "0",
            &format!("{}/floor", self.folder),
            "body",
            FLOOR_PORT,
        ]))
    }

    fn example(&self, name: &str) -> Result<Server> {
        let program = target().join("release/examples").join(name);
        start(
            Command::new("taskset")
                .args(["-c", "0"])
                .arg(program)
                .env("PORT", TAUT_PORT),
        )
    }

    fn drive(&self, server: &Server, arguments: &[&str]) -> Result<Vec<(String, f64)>> {
        let pid = server.0.id().to_string();
        let program = format!("{}/wsload", self.folder);
        let output = Command::new("taskset")
            .args(["-c", "1", &program, "--json", "--pid", &pid])
            .args(arguments)
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let pairs = text
            .trim()
            .trim_matches(['{', '}'])
            .split(',')
            .filter_map(|pair| pair.split_once(':'));
        let found: Vec<_> = pairs
            .filter_map(|(name, value)| {
                Some((
                    name.trim_matches(['"', ' ', '\n']).to_owned(),
                    value.trim().parse().ok()?,
                ))
            })
            .collect();
        if found.is_empty() {
            return Err(format!(
                "the load driver printed: {text}{}",
                String::from_utf8_lossy(&output.stderr)
            )
            .into());
        }
        Ok(found)
    }

    fn load(&self, server: &Server, arguments: &[&str]) -> Result<Load> {
        let found = self.drive(server, arguments)?;
        Ok(Load {
            events_per_second: figure(&found, "events_per_s")?,
            cpu_micros: figure(&found, "server_cpu_us")?,
            bytes_down: figure(&found, "down_payload_bytes")?,
        })
    }
}

fn figure(found: &[(String, f64)], name: &str) -> Result<f64> {
    let figure = found
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| *value);
    figure.ok_or_else(|| format!("the load driver printed no {name}").into())
}

/// Starts a server and waits until it prints something.
fn start(command: &mut Command) -> Result<Server> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let said = child
        .stdout
        .take()
        .map(|stdout| BufReader::new(stdout).lines().next());
    let server = Server(child);
    match said.flatten() {
        Some(Ok(_)) => Ok(server),
        _ => Err("a server did not start".into()),
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The arguments with which the driver joins a page of ours.
fn joining(connections: &'static str) -> Vec<String> {
    let page = format!("http://127.0.0.1:{TAUT_PORT}/");
    let socket = format!("ws://127.0.0.1:{TAUT_PORT}/");
    let words = [
        "--page",
        &page,
        "--capture",
        "token=data-token=\"([^\"]+)",
        "--capture",
        "templates=data-templates=\"([^\"]+)",
        "--url",
        &socket,
        "--join",
        "[\"${token}\",0,\"${templates}\"]",
        "--conns",
        connections,
    ];
    words.map(str::to_owned).to_vec()
}

fn counter(tools: &Tools) -> Result {
    let url = format!("ws://127.0.0.1:{FLOOR_PORT}/ws");
    let floor = [
        "--url",
        url.as_str(),
        "--conns",
        "64",
        "--secs",
        "3",
        "--msg",
        "[${n},${n},2]",
    ];
    let mut ours = joining("64");
    ours.extend(["--secs", "3", "--msg", "[${n},${n},2]"].map(str::to_owned));
    let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
    let (mut cpu, mut throughput, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..ROUNDS {
        let reference = tools.load(&tools.floor()?, &floor)?;
        let taut = tools.load(&tools.example("counter")?, &ours)?;
        cpu.push(taut.cpu_micros / reference.cpu_micros);
        throughput.push(taut.events_per_second / reference.events_per_second);
        last = Some((reference, taut));
    }
    let Some((reference, taut)) = last else {
        return Ok(());
    };
    println!(
        "counter: {:.2} us of CPU, the echo {:.2} us",
        taut.cpu_micros, reference.cpu_micros
    );
    println!("  CPU        {:.2} x the echo   (goal: 1.15)", median(cpu));
    println!(
        "  events/s   {:.0}, {:.2} x the echo   (goal: 0.85)",
        taut.events_per_second,
        median(throughput)
    );
    println!("  bytes      {:.1} down   (goal: 12)", taut.bytes_down);
    Ok(())
}

/// An event on a table of 1,000 rows, which the page's first event has created.
struct Operation {
    name: &'static str,
    event: &'static str,
    connections: &'static str,
    /// How much of it is measured: a number of seconds, or of events if each changes the size of the table.
    until: [&'static str; 2],
    reach: &'static str,
}

const OPERATIONS: [Operation; 5] = [
    Operation {
        name: "select",
        event: "[${mod:100000000:1},${n},[6,${mod:900:0},2]]",
        connections: "8",
        until: ["--secs", "2"],
        reach: "15 us, 32 B",
    },
    Operation {
        name: "swap",
        event: "[${mod:100000000:1},${n},5]",
        connections: "8",
        until: ["--secs", "2"],
        reach: "15 us, 32 B",
    },
    Operation {
        name: "remove",
        event: "[${mod:100000000:1},${n},[6,${n},4]]",
        connections: "200",
        until: ["--events", "6000"],
        reach: "15 us, 32 B",
    },
    Operation {
        name: "update every 10th",
        event: "[${mod:100000000:1},${n},3]",
        connections: "200",
        until: ["--events", "1000"],
        reach: "20 us",
    },
    Operation {
        name: "create 1,000",
        event: "[${mod:100000000:1},${n},0]",
        connections: "8",
        until: ["--secs", "2"],
        reach: "11,000 B compressed",
    },
];

fn rows(tools: &Tools) -> Result {
    let url = format!("ws://127.0.0.1:{FLOOR_PORT}/ws");
    let floor = [
        "--url",
        url.as_str(),
        "--conns",
        "8",
        "--secs",
        "1",
        "--msg",
        "[${n},${n},2]",
    ];
    for Operation {
        name,
        event,
        connections,
        until,
        reach,
    } in OPERATIONS
    {
        let mut ours = joining(connections);
        ours.extend(["--join", "[1,0,0]", "--warmup", "0", "--msg", event].map(str::to_owned));
        ours.extend(until.map(str::to_owned));
        let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
        let (mut beyond, mut bytes) = (Vec::new(), 0.0);
        for _ in 0..ROUNDS {
            let reference = tools.load(&tools.floor()?, &floor)?;
            let taut = tools.load(&tools.example("rows")?, &ours)?;
            beyond.push(taut.cpu_micros - reference.cpu_micros);
            bytes = taut.bytes_down;
        }
        println!(
            "1,000 rows, {name}: echo + {:.1} us, {bytes:.1} B down   (goal: {reach})",
            median(beyond)
        );
    }
    Ok(())
}

/// The cost of an idle session: one that has only joined, and one whose page was fetched before.
fn idle(tools: &Tools) -> Result {
    let memory = |server: Server, arguments: &[&str]| -> Result<f64> {
        let idle = ["--conns", "4000", "--idle", "--settle", "2", "--msg", "x"];
        figure(
            &tools.drive(&server, &[arguments, &idle].concat())?,
            "rss_per_session_bytes",
        )
    };
    let (floor, socket) = (
        format!("ws://127.0.0.1:{FLOOR_PORT}/ws"),
        format!("ws://127.0.0.1:{TAUT_PORT}/"),
    );
    let echo = memory(tools.floor()?, &["--url", &floor, "--join", "hello"])?;
    let alone = memory(
        tools.example("counter")?,
        &["--url", &socket, "--join", "[\"\",0,\"\"]"],
    )?;
    let joining = joining("4000");
    let paged = memory(
        tools.example("counter")?,
        &joining.iter().map(String::as_str).collect::<Vec<_>>(),
    )?;
    println!(
        "idle counter session: {alone:.0} B, {:.0} B beyond the echo   (goal: 1,024)",
        alone - echo
    );
    println!(
        "  {paged:.0} B where the page was fetched before, which leaves the server's buffers touched"
    );
    Ok(())
}
