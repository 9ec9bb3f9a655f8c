//! What is saved of a flow: how it has ended.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Flow;
use crate::background::state::AsyncError;

/// A stream is not saved: the view that comes back finds that it was interrupted, and can start it again.
impl<T> Serialize for Flow<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let end = self.end().unwrap_or(Err(AsyncError::Interrupted));
        end.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Flow<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Result::deserialize(deserializer).map(Self::ended)
    }
}
