//! Makes a session present where its views have joined: while a connection has it, and for a grace after that.
//!
//! So a reload, a short cut or another connection changes nothing for others, and a page that was fetched and never connected is
//! nowhere. Nothing is spawned: the task that ends sessions also ends the grace.

use std::time::Instant;

use taut_core::Session;

use super::{Slot, Stage, State};
use crate::present::Present;

impl Slot {
    /// Joins and leaves, as the views of a session that was in use have said. Others are told meanwhile, so the slot is not locked.
    pub(super) fn follow_attendances(&self, session: &dyn Session) {
        let attended = session.attendances();
        let mut state = self.lock();
        let there = state.present();
        if attended.is_empty() && there.is_none() {
            return;
        }
        if there.is_some_and(|there| there.presences.are(attended)) || !state.may_be_present() {
            return;
        }
        let mut present = state.rare().present.take().unwrap_or_default();
        drop(state);
        present
            .presences
            .follow(attended, self.owner.user.as_deref());
        if present.presences.is_empty() {
            return self.forget_grace(&present);
        }
        let mut state = self.lock();
        if state.stage == Stage::Ended {
            drop(state);
            return self.forget_grace(&present);
        }
        state.rare().present = Some(present);
        self.set_grace(&mut state);
    }

    /// Begins the grace of a session that a connection has left, and ends that of one that a connection has.
    pub(super) fn set_grace(&self, state: &mut State) {
        let is_leased = state.is_leased();
        let Some(present) = state.rare.as_mut().and_then(|rare| rare.present.as_mut()) else {
            return;
        };
        if is_leased {
            self.forget_grace(present);
            present.until = None;
            return;
        }
        let grace = self.limits.presence_grace;
        let until = *present.until.get_or_insert_with(|| Instant::now() + grace);
        if let Some(home) = self.home.upgrade() {
            home.leaves(self.id, until);
        }
    }

    /// Lets a session leave its presences whose grace ends then.
    pub(crate) fn end_grace(&self, until: Instant) {
        let mut state = self.lock();
        let rare = state.rare.as_mut();
        let ended = rare.and_then(|rare| {
            let is_due = |present: &mut Box<Present>| present.until == Some(until);
            rare.present.take_if(is_due)
        });
        drop(state);
        // Others are told.
        drop(ended);
    }

    /// Lets a session leave all presences at once.
    pub(crate) fn leave_presences(&self) {
        let left = self.take_present(&mut self.lock());
        drop(left);
    }

    /// The presences of a session that goes to another process; they are left when this is dropped.
    #[cfg(feature = "valkey")]
    pub(crate) fn take_presences(&self) -> impl Send + use<> {
        self.take_present(&mut self.lock())
    }

    /// The presences of a session that ends; they are left when this is dropped, while nothing is locked.
    pub(super) fn take_present(&self, state: &mut State) -> Option<Box<Present>> {
        let present = state.rare.as_mut()?.present.take()?;
        self.forget_grace(&present);
        Some(present)
    }

    fn forget_grace(&self, present: &Present) {
        if let Some(until) = present.until
            && let Some(home) = self.home.upgrade()
        {
            home.leaves_no_more(self.id, until);
        }
    }
}

impl State {
    fn present(&self) -> Option<&Present> {
        self.rare.as_ref()?.present.as_deref()
    }

    /// Whether there is a connection, or was a moment ago.
    fn may_be_present(&self) -> bool {
        self.is_leased() || self.present().is_some()
    }
}
