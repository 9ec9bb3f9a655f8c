//! The sign-outs of this process that the engine doesn't have yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many users who were signed out are kept while the engine is gone. Of more, the oldest are dropped.
const MOST: usize = 10_000;

/// How many of them the engine is given at once.
const AT_ONCE: usize = 500;

/// The users whom this process has signed out and the engine doesn't know yet.
#[derive(Default)]
pub(crate) struct SignOuts(Mutex<VecDeque<String>>);

impl SignOuts {
    pub(crate) fn add(&self, user: &str) {
        let mut users = self.lock();
        if !users.iter().any(|known| known == user) {
            users.push_back(user.to_owned());
        }
        if users.len() > MOST {
            users.pop_front();
            drop(users);
            log::error!(
                "too many users were signed out while the cluster's engine was gone: other processes won't sign some out"
            );
        }
    }

    /// The first of the users, as long as the engine has not taken them.
    pub(crate) fn some(&self) -> Vec<String> {
        self.lock().iter().take(AT_ONCE).cloned().collect()
    }

    /// The engine has taken the first of them.
    pub(crate) fn taken(&self, users: &[String]) {
        let mut waiting = self.lock();
        for user in users {
            // Another one may have taken its place, if there were too many.
            if waiting.front() == Some(user) {
                waiting.pop_front();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
