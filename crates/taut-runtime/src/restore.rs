//! Restores sessions from the store, each for one browser at a time.

use std::sync::Arc;

use taut_core::Saved;
use taut_core::limits::Limits;
use tokio::task::{JoinHandle, spawn_blocking, spawn_local};

use crate::owner::Owner;
use crate::page::Restore;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot::Content;
use crate::snapshot_writer::noted;
use crate::store::StoreError;
use crate::token::{Token, Tokens};

impl Registry {
    /// Restores a session from what was saved of it, if it belongs to this owner; nothing if there is no store. It does so
    /// in a task of its own: what was taken out of the store waits for its browser, also if this one is gone by then. Who
    /// asks meanwhile gets the same session.
    pub fn restore(
        self: &Arc<Self>,
        token: Token,
        owner: &Owner,
        restore: Restore,
        limits: &Arc<Limits>,
    ) -> Option<JoinHandle<Option<Arc<Slot>>>> {
        self.writer.get()?;
        let (registry, owner, limits) = (Arc::clone(self), owner.clone(), Arc::clone(limits));
        Some(spawn_local(async move {
            let restoring = registry.restores.of(token.id, |()| false);
            let _restoring = restoring.lock().await;
            if let Some(slot) = registry.claim(token, &owner) {
                return Some(slot);
            }
            if registry.has(token) {
                // Whatever the store has of it is older.
                return None;
            }
            let (looking, owned) = (Arc::clone(&registry), owner.clone());
            let (saved, tokens) = spawn_blocking(move || looking.take_saved(token, &owned))
                .await
                .ok()??;
            // The reason is not logged: serde may quote what the user has typed.
            let restored = restore(saved)
                .inspect_err(|_| log::warn!("what was saved of a session does not fit any more"));
            let session = restored.ok()?;
            let slot = registry.settle(session, tokens, owner, &limits);
            registry.save_if_draining(&slot).await;
            Some(slot)
        }))
    }

    /// Takes what was saved of the session with a token, if it belongs to this owner. May wait for the store.
    fn take_saved(&self, token: Token, owner: &Owner) -> Option<(Saved, Tokens)> {
        let writer = self.writer.get()?;
        if self.lock().is_being_forgotten(owner) {
            return None;
        }
        // A store that fails once would cost the browser its session.
        let snapshot = writer.try_again(|store| store.find(token.id))??;
        let content: Content =
            noted(serde_json::from_str(&snapshot.content).map_err(StoreError::from))?;
        let kept = Owner {
            route: content.route.into(),
            browser: content.browser,
            user: snapshot.user.map(Into::into),
            since: 0,
        };
        let tokens = content.tokens.restored(token)?;
        if !kept.admits(owner) {
            return None;
        }
        // A process that is about to stop may not come to save it again.
        if !content.always && !self.is_draining() {
            writer.try_now(|store| store.forget(token.id));
        }
        Some((content.saved, tokens))
    }
}
