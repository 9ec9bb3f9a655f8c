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
    /// The store fails.
    Unknown,
}

/// The store that processes share cannot be reached, so it is not known whether there is a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

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
    ) -> Option<JoinHandle<Result<Option<Arc<Slot>>, Unreachable>>> {
        self.writer.get()?;
        let (registry, owner, limits) = (Arc::clone(self), owner.clone(), Arc::clone(limits));
        Some(spawn_local(async move {
            let restoring = registry.restores.of(token.id, |()| false);
            let _restoring = restoring.lock().await;
            if let Some(slot) = registry.claim(token, &owner) {
                return Ok(Some(slot));
            }
            if registry.has(token) && registry.own_number().is_none() {
                // Whatever the store has of it is older.
                return Ok(None);
            }
            let Some((saved, tokens)) = registry.search(token, &owner).await? else {
                return Ok(None);
            };
            registry.end_stale(token);
            // The reason is not logged: serde may quote what the user has typed.
            let restored = restore(saved)
                .inspect_err(|_| log::warn!("what was saved of a session does not fit any more"));
            let Ok(session) = restored else {
                return Ok(None);
            };
            let slot = registry.settle(session, tokens, owner, &limits);
            // The browser is told nothing yet: what it is told later waits for the store.
            let _ = registry.save_before_answer(&slot).await;
            Ok(Some(slot))
        }))
    }

    /// Ends a session that goes on as another process has saved it: this one was taken for dead.
    fn end_stale(&self, token: Token) {
        let stale = self.lock().by_id.remove(&token.id);
        stale.into_iter().for_each(|slot| slot.end());
    }

    /// Looks for what was saved of a session, also by another process, which may have to save it first.
    async fn search(
        self: &Arc<Self>,
        token: Token,
        owner: &Owner,
    ) -> Result<Option<(Saved, Tokens)>, Unreachable> {
        let end = Instant::now() + SEARCHING;
        let (mut gone, mut is_nowhere) = (None, false);
        while Instant::now() < end {
            let (registry, owned) = (Arc::clone(self), owner.clone());
            let look = move || registry.take_saved(token, &owned, gone);
            let held_by = match spawn_blocking(look).await.unwrap_or(Found::Nothing) {
                Found::Saved(saved, tokens) => return Ok(Some((*saved, tokens))),
                Found::Held(process) => Some(process),
                Found::Nothing => None,
                // In one process, a page starts again.
                Found::Unknown if self.own_number().is_some() => return Err(Unreachable),
                Found::Unknown => return Ok(None),
            };
            let Some(others) = self.others.get() else {
                return Ok(None);
            };
            gone = held_by.filter(|process| others.is_gone(*process, Instant::now()));
            if gone.is_some() {
                continue;
            }
            match others.want(token, owner).await {
                Some(true) => continue,
                Some(false) => {}
                None if held_by.is_none() => return Err(Unreachable),
                None => {}
            }
            if held_by.is_none() && std::mem::replace(&mut is_nowhere, true) {
                return Ok(None);
            }
            // It may have been saved while the others were asked. Or the process that holds it does not answer: it may be gone,
            // which is not known at once.
            sleep(AGAIN).await;
        }
        Ok(None)
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
        let Some(found) = writer.try_again(|store| store.find(token.id)) else {
            return Some(Found::Unknown);
        };
        let found = found?;
        let is_own = |holder| holder == self.own_number().unwrap_or_default();
        if found.holder.is_some_and(is_own) && self.has(token) {
            // What is in memory is newer, and the token none of its good ones.
            return None;
        }
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
    let tokens = content.tokens.restored(token, snapshot.restores)?;
    kept.admits(owner).then_some((content, tokens))
}
