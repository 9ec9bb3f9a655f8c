//! Where a component is in the page.

use serde::{Deserialize, Serialize};

/// The place of a component in the page: the holes on the path to it, the arms of blocks, and the keys
/// of rows. It stays the same when a row moves.
///
/// It is a 64-bit hash with a seed that only the session knows, so that a browser can't choose keys that collide.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub(crate) struct Place(pub(crate) u64);
