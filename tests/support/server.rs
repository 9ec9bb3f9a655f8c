//! A server in a process of its own: an ignored test of the same binary, which serves.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// A server that ends with its guard.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    /// What it says; the process fails if nobody listens.
    _said: BufReader<ChildStdout>,
}

impl Server {
    /// Starts an ignored test by its name, with a variable that tells it something; port 0 is a free one.
    pub(crate) fn start(test: &str, port: u16, (name, value): (&str, impl AsRef<OsStr>)) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env(name, value)
            .env("PORT", port.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let lines = said.by_ref().lines().map_while(Result::ok);
        let mut addresses = lines.filter_map(|line| line.split_once("http://")?.1.parse().ok());
        Self {
            address: addresses.next().unwrap(),
            process,
            _said: said,
        }
    }

    /// Tells it to stop.
    pub(crate) fn stop(&self) {
        let told = Command::new("sh")
            .args(["-c", &format!("kill -TERM {}", self.process.id())])
            .status();
        assert!(told.unwrap().success());
    }

    /// Waits until it has ended; tells whether it ended well.
    pub(crate) fn end(mut self) -> bool {
        self.process.wait().unwrap().success()
    }

    /// The time that its threads have worked, as Linux counts it in nanoseconds.
    pub(crate) fn worked(&self) -> Duration {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.process.id())).unwrap();
        let worked = threads.flatten().filter_map(|thread| {
            let times = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
            times.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(worked.sum())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
