//! Traits by which a template finds out what it loops over, and what can be followed.

pub use super::link::{LinksAny, LinksKeyed};
pub use super::reads::{ReadAny, ReadKey, ReadNumber, ReadOption};
