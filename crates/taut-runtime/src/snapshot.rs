//! Snapshots of sessions.

use std::num::NonZero;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use taut_core::{SaveWhen, Saved};

use crate::slot::Slot;
use crate::slot::in_use::Occupied;
use crate::snapshot_writer::noted;
use crate::store::{Snapshot, StoreError};
use crate::token::Tokens;

/// The time for which a session may be in use when it is to be saved. One that is longer is saved with the next batch.
const IN_USE: Duration = Duration::from_millis(50);

/// The content of a snapshot, besides what its store must know.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub(crate) route: String,
    pub(crate) browser: Option<NonZero<u128>>,
    pub(crate) tokens: Tokens,
    pub(crate) saved: Saved,
    /// Whether there is to be a snapshot at any time, also while the session is in memory.
    #[serde(default)]
    pub(crate) always: bool,
}

/// The snapshot of a session and the number of changes it has seen, if its view persists and no handler is at work in it. The holder is the process that keeps the session.
///
/// # Errors
/// When the session is in use.
pub(crate) fn snapshot(
    slot: &Arc<Slot>,
    holder: Option<u64>,
) -> Result<Option<(Snapshot, u64)>, Occupied> {
    let Some((mut session, tokens, changes)) = slot.begin_snapshot(IN_USE)? else {
        return Ok(None);
    };
    session.settle(&mut Vec::new());
    let saved = match session.save() {
        Ok(Some(saved)) => saved,
        Ok(None) => return Ok(None),
        Err(why) => {
            log::error!("a session cannot be saved: {why}");
            return Ok(None);
        }
    };
    let (owner, always) = (slot.owner(), session.saved_when() > Some(SaveWhen::AtEnd));
    drop(session);
    let content = Content {
        route: owner.route.to_string(),
        browser: owner.browser,
        tokens,
        saved,
        always,
    };
    let content = noted(serde_json::to_string(&content).map_err(StoreError::from));
    Ok(content.map(|content| {
        let snapshot = Snapshot {
            session: slot.id(),
            user: owner.user.as_deref().map(str::to_owned),
            until: SystemTime::now() + slot.limits().saved_for,
            restores: tokens.restores(),
            holder,
            content,
        };
        (snapshot, changes)
    }))
}
