//! What a process asks the others, and who has not answered yet.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::notice::ProcessId;

/// What this process asks the others, and who has not answered yet.
#[derive(Default)]
pub(crate) struct Questions(Mutex<Asked>);

#[derive(Default)]
struct Asked {
    last: u64,
    open: HashMap<u64, Question>,
}

struct Question {
    without_answer: Vec<ProcessId>,
    sender: oneshot::Sender<bool>,
}

impl Questions {
    /// Asks processes; the receiver learns whether one of them has released what was asked for.
    pub(crate) fn ask(&self, all: Vec<ProcessId>) -> (u64, oneshot::Receiver<bool>) {
        let (sender, receiver) = oneshot::channel();
        let mut asked = self.lock();
        asked.last += 1;
        let number = asked.last;
        let question = Question {
            without_answer: all,
            sender,
        };
        asked.open.insert(number, question);
        (number, receiver)
    }

    pub(crate) fn answered(&self, number: u64, by: ProcessId, released: bool) {
        let mut asked = self.lock();
        let Some(question) = asked.open.get_mut(&number) else {
            return;
        };
        question.without_answer.retain(|process| *process != by);
        if (released || question.without_answer.is_empty())
            && let Some(question) = asked.open.remove(&number)
        {
            // The caller may not wait any more.
            let _ = question.sender.send(released);
        }
    }

    /// A process will not answer.
    pub(crate) fn gone(&self, process: ProcessId) {
        let numbers: Vec<_> = self.lock().open.keys().copied().collect();
        numbers
            .into_iter()
            .for_each(|number| self.answered(number, process, false));
    }

    pub(crate) fn forget(&self, number: u64) {
        self.lock().open.remove(&number);
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
