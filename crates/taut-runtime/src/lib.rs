//! Keeps the sessions of all pages, and drives each over whatever transport its browser has.

mod delivery;
mod drain;
mod driver;
mod inbox;
mod owner;
mod page;
mod rate;
mod refusal;
mod registry;
mod revival;
mod saver;
mod seat;
mod sign_outs;
mod store;
mod submit;
mod successors;
mod token;
mod turn;
mod visitors;
mod watchdog;
mod work;

pub use delivery::Undelivered;
pub use driver::Driver;
pub use inbox::{Inbox, Posted};
pub use owner::Owner;
pub use page::{Mounting, Page, Restore};
pub use refusal::Refusal;
pub use registry::{Registry, Stats};
pub use seat::Seat;
pub use sign_outs::Mark;
#[cfg(feature = "redb")]
pub use store::Redb;
pub use store::{Memory, Snapshot, Store, StoreError};
pub use submit::{Rendered, Submission, Submitted};
pub use token::{Token, random_bits};
pub use turn::{TURN, give_way};
pub use watchdog::watch;
