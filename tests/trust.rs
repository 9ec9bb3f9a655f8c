//! What is promised under hostile input, shown on real sockets to browsers that lie, flood, hang and never read.

#![allow(dead_code, reason = "not every test uses all that a browser can do")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "trust/blocking.rs"]
mod blocking;
#[path = "trust/cluster.rs"]
mod cluster;
#[path = "trust/counts.rs"]
mod counts;
#[path = "trust/cuts.rs"]
mod cuts;
#[path = "trust/drain.rs"]
mod drain;
#[path = "support/engine.rs"]
mod engine;
#[path = "trust/fanout.rs"]
mod fanout;
#[path = "trust/guard.rs"]
mod guard;
#[path = "trust/hostile.rs"]
mod hostile;
#[path = "trust/limits.rs"]
mod limits;
#[path = "support/lines.rs"]
mod lines;
#[path = "trust/panics.rs"]
mod panics;
#[path = "support/process.rs"]
mod process;
#[path = "support/promise.rs"]
mod promise;
#[path = "suite/diff/random.rs"]
mod random;
#[path = "trust/rates.rs"]
mod rates;
#[path = "support/raw.rs"]
mod raw;
#[path = "trust/redirects.rs"]
mod redirects;
#[path = "trust/requests.rs"]
mod requests;
#[path = "support/server.rs"]
mod server;
#[path = "trust/slow.rs"]
mod slow;
#[path = "trust/turns.rs"]
mod turns;
#[path = "trust/watchdog.rs"]
mod watchdog;
