//! Keeps the sessions of all pages, and drives each over whatever transport its browser has.

mod beacon;
#[cfg(feature = "valkey")]
mod cluster;
mod drain;
mod driver;
#[cfg(feature = "valkey")]
mod engine;
mod event_log;
mod first_html;
mod form_post;
mod home;
mod inbox;
mod last_form;
mod latency;
mod locks;
mod mark;
mod mount_limiter;
mod news_turns;
mod others;
mod owner;
mod page;
mod present;
mod rate;
mod refusal;
mod registry;
mod restore;
mod save;
mod secret;
mod sign_out;
mod slot;
mod snapshot;
mod snapshot_writer;
mod store;
mod sweep;
mod tasks;
mod time_slice;
mod token;
mod waiting;
mod watchdog;
mod work;

pub use driver::Driver;
#[cfg(feature = "valkey")]
pub use engine::Valkey;
pub use event_log::end;
pub use form_post::{Rendered, Submission, Submitted};
pub use inbox::{Inbox, Posted};
pub use latency::Latencies;
pub use mark::Mark;
pub use owner::Owner;
pub use page::{Elsewhere, Mounted, Mounting, Page, Restore};
pub use refusal::Refusal;
pub use registry::{Registry, Stats};
pub use restore::Unreachable;
pub use secret::{from_hex, new_secret, random_bits};
pub use slot::Slot;
pub use slot::lease::Lease;
pub use store::memory::Memory;
#[cfg(feature = "redb")]
pub use store::redb::Redb;
pub use store::{Snapshot, Store, StoreError, Taker};
pub use time_slice::{TIME_SLICE, give_way};
pub use token::Token;

pub use watchdog::watch;
