//! What is saved of a value that is being computed: the value, or why there is none.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Async;
use super::state::AsyncError;

/// A task is not saved: the view that comes back finds that it was interrupted, and can start it again.
impl<T: Serialize, P> Serialize for Async<T, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let interrupted = &AsyncError::Interrupted;
        let saved = self.result().map_or(Err(interrupted), Result::as_ref);
        saved.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, P> Deserialize<'de> for Async<T, P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Result::deserialize(deserializer).map(Self::ended)
    }
}
