//! Keeps the sessions of all pages, and drives each over whatever transport its browser has.

mod beacon;
mod drain;
mod driver;
mod form_deduplication;
mod form_post;
mod inbox;
mod mount_limiter;
mod owner;
mod page;
mod rate;
mod refusal;
mod registry;
mod restore;
mod sign_outs;
mod slot;
mod snapshot_writer;
mod store;
mod sweep;
mod ticks;
mod time_slice;
mod token;
mod watchdog;
mod work;

pub use driver::Driver;
pub use form_post::{Rendered, Submission, Submitted};
pub use inbox::{Inbox, Posted};
pub use owner::Owner;
pub use page::{Mounting, Page, Restore};
pub use refusal::Refusal;
pub use registry::{Registry, Stats};
pub use sign_outs::Mark;
pub use slot::{Lease, Slot};
#[cfg(feature = "redb")]
pub use store::Redb;
pub use store::{Memory, Snapshot, Store, StoreError};
pub use time_slice::{TIME_SLICE, give_way};
pub use token::{Token, random_bits};

pub use watchdog::watch;
