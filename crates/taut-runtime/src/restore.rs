//! Restores sessions from the store, each for one browser at a time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use taut_core::Saved;
use taut_core::limits::Limits;
use tokio::task::{JoinHandle, spawn_blocking, spawn_local};
use tokio::time::sleep;

use crate::owner::Owner;
use crate::page::Restore;
use crate::registry::Registry;
use crate::slot::Slot;
use crate::snapshot::Content;
use crate::snapshot_writer::noted;
use crate::store::{Snapshot, StoreError, Taker};
use crate::token::{Token, Tokens};

/// How long another process may take to let a session go; one that has died is known to be dead by then.
const SEARCHING: Duration = Duration::from_secs(10);

/// The pause before a session is looked for again that another process holds.
const AGAIN: Duration = Duration::from_millis(250);

/// What the store has of a session.
enum Found {
    /// It was there, and is taken.
    Saved(Box<Saved>, Tokens),
    /// Another process has the session.
    Held(u64),
    Nothing,
}

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
            let (saved, tokens) = registry.search(token, &owner).await?;
            // The reason is not logged: serde may quote what the user has typed.
            let restored = restore(saved)
                .inspect_err(|_| log::warn!("what was saved of a session does not fit any more"));
            let session = restored.ok()?;
            let slot = registry.settle(session, tokens, owner, &limits);
            registry.save_before_answer(&slot).await;
            Some(slot)
        }))
    }

    /// Looks for what was saved of a session, also by another process, which may have to save it first.
    async fn search(self: &Arc<Self>, token: Token, owner: &Owner) -> Option<(Saved, Tokens)> {
        let end = Instant::now() + SEARCHING;
        let mut gone = None;
        while Instant::now() < end {
            let (registry, owner) = (Arc::clone(self), owner.clone());
            let look = move || registry.take_saved(token, &owner, gone);
            let held_by = match spawn_blocking(look).await.ok()? {
                Found::Saved(saved, tokens) => return Some((*saved, tokens)),
                Found::Held(process) => Some(process),
                Found::Nothing => None,
            };
            let others = self.others.get()?;
            gone = held_by.filter(|process| others.is_gone(*process, Instant::now()));
            if gone.is_some() || others.want(token).await {
                continue;
            }
            held_by?;
            // The process that holds it does not answer: it may be gone, which is not known at once.
            sleep(AGAIN).await;
        }
        None
    }

    /// Takes what was saved of the session with a token, if it belongs to this owner. May wait for the store.
    fn take_saved(&self, token: Token, owner: &Owner, gone: Option<u64>) -> Found {
        self.try_to_take(token, owner, gone)
            .unwrap_or(Found::Nothing)
    }

    fn try_to_take(&self, token: Token, owner: &Owner, gone: Option<u64>) -> Option<Found> {
        let writer = self.writer.get()?;
        if self.lock().is_being_forgotten(owner) {
            return None;
        }
        // A store that fails once would cost the browser its session.
        let found = writer.try_again(|store| store.find(token.id))??;
        let is_own = |holder| holder == self.own_number().unwrap_or_default();
        let held_by = found
            .holder
            .filter(|holder| !is_own(*holder) && Some(*holder) != gone);
        let (content, _) = read(found, token, owner)?;
        if let Some(process) = held_by {
            return Some(Found::Held(process));
        }
        let taker = Taker {
            process: self.own_number().unwrap_or_default(),
            gone,
            // A process that is about to stop may not come to save it again.
            holds: content.always || self.is_draining(),
        };
        // It may have been saved again since, or taken by another process.
        let taken = writer.try_again(|store| store.take(token.id, &taker))??;
        let (content, tokens) = read(taken, token, owner)?;
        Some(Found::Saved(Box::new(content.saved), tokens))
    }
}

/// Reads a snapshot, if it is of the session with a token, and belongs to an owner.
fn read(snapshot: Snapshot, token: Token, owner: &Owner) -> Option<(Content, Tokens)> {
    let content: Content =
        noted(serde_json::from_str(&snapshot.content).map_err(StoreError::from))?;
    let kept = Owner {
        route: content.route.as_str().into(),
        browser: content.browser,
        user: snapshot.user.map(Into::into),
        since: 0,
    };
    let tokens = content.tokens.restored(token)?;
    kept.admits(owner).then_some((content, tokens))
}
