//! The other processes of a cluster, as far as sessions need them.

use std::fmt::Debug;
use std::pin::Pin;
use std::time::Instant;

use crate::owner::Owner;
use crate::token::Token;

/// The other processes of a cluster.
pub(crate) trait Others: Debug + Send + Sync {
    /// The number of this process.
    fn own(&self) -> u64;

    /// Whether the others can be reached.
    fn is_connected(&self) -> bool;

    /// Whether a process is known to be gone.
    fn is_gone(&self, process: u64, now: Instant) -> bool;

    /// Asks for a session of an owner; returns whether another process has saved it and let it go. Nothing if the others can't be
    /// asked now, because they can't be reached, or too much is asked.
    fn want<'a>(
        &'a self,
        token: Token,
        owner: &'a Owner,
    ) -> Pin<Box<dyn Future<Output = Option<bool>> + Send + 'a>>;

    /// Lets the others sign a user out, also those that are out of reach now.
    fn sign_out(&self, user: &str);

    /// Says that this process stops, and has told everything. Then it tells nothing more.
    fn say_goodbye(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
