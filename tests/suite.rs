//! All Rust tests of the whole, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "suite/arrangements.rs"]
mod arrangements;
#[path = "suite/attributes.rs"]
mod attributes;
#[path = "suite/background.rs"]
mod background;
#[path = "suite/children.rs"]
mod children;
#[path = "suite/commands.rs"]
mod commands;
#[path = "suite/compile_errors.rs"]
mod compile_errors;
#[path = "suite/contents.rs"]
mod contents;
#[path = "suite/diff.rs"]
mod diff;
#[path = "suite/emissions.rs"]
mod emissions;
#[path = "suite/expansion.rs"]
mod expansion;
#[path = "suite/feeds.rs"]
mod feeds;
#[path = "suite/flows.rs"]
mod flows;
#[path = "suite/forms.rs"]
mod forms;
#[path = "suite/garde_rules.rs"]
mod garde_rules;
#[path = "suite/keeping.rs"]
mod keeping;
#[path = "suite/keyed.rs"]
mod keyed;
#[path = "suite/leases.rs"]
mod leases;
#[path = "suite/lifecycle.rs"]
mod lifecycle;
#[path = "suite/pages.rs"]
mod pages;
#[path = "suite/pasted.rs"]
mod pasted;
#[path = "suite/pieces.rs"]
mod pieces;
#[path = "suite/posted.rs"]
mod posted;
#[path = "suite/presence.rs"]
mod presence;
#[path = "suite/projections.rs"]
mod projections;
#[path = "suite/props.rs"]
mod props;
#[path = "suite/scene.rs"]
mod scene;
#[path = "suite/server.rs"]
mod server;
#[path = "suite/session.rs"]
mod session;
#[path = "suite/storm.rs"]
mod storm;
#[path = "suite/timers.rs"]
mod timers;
#[path = "suite/topics.rs"]
mod topics;
#[path = "suite/transport.rs"]
mod transport;
#[path = "suite/wire.rs"]
mod wire;
