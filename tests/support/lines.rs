//! What the server has written to the log.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// So many lines are kept.
const KEPT: usize = 1000;

static LINES: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        if record.target().starts_with("taut") {
            let mut lines = all();
            lines.push_back(format!("{} {}", record.level(), record.args()));
            if lines.len() > KEPT {
                lines.pop_front();
            }
        }
    }

    fn flush(&self) {}
}

fn all() -> MutexGuard<'static, VecDeque<String>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what is logged from now on, and nothing from before; is silent about panics that are meant.
pub(crate) fn listen() {
    all().clear();
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Debug);
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic
                .payload_as_str()
                .is_some_and(|said| said.contains("on purpose"))
            {
                loud(panic);
            }
        }));
    });
}

/// The lines that contain a text.
pub(crate) fn with(text: &str) -> Vec<String> {
    all()
        .iter()
        .filter(|line| line.contains(text))
        .cloned()
        .collect()
}
