//! Keeps the sessions of all pages, and drives each over whatever transport its browser has.

mod delivery;
mod driver;
mod inbox;
mod rate;
mod registry;
mod seat;
mod visitors;
mod watchdog;
mod work;

pub use delivery::Undelivered;
pub use driver::{Driver, Mounting, Page, Refusal};
pub use inbox::{Inbox, Posted};
pub use registry::{Registry, Stats, Token};
pub use seat::Seat;
pub use watchdog::watch;
