//! A gauge that fills up; how long that takes can be changed meanwhile.

use std::time::{Duration, Instant};

use serde::Deserialize;
use taut::prelude::*;

use crate::{Layout, Page};

pub(crate) struct Timer {
    elapsed: Duration,
    /// In seconds.
    whole: u32,
    last: Instant,
}

/// How long it shall take; without JavaScript, the form says so.
#[derive(Deserialize)]
struct Wanted {
    seconds: u32,
}

#[live_view]
impl Timer {
    fn mount() -> Self {
        Self {
            elapsed: Duration::ZERO,
            whole: 15,
            last: Instant::now(),
        }
    }

    fn params(&mut self, _: Page) {}

    #[every(100ms)]
    fn tick(&mut self) {
        let whole = Duration::from_secs(self.whole.into());
        if self.elapsed < whole {
            self.elapsed = whole.min(self.elapsed + self.last.elapsed());
        }
        self.last = Instant::now();
    }

    #[throttle(100ms)]
    fn adjust(&mut self, seconds: u32) {
        self.tick();
        self.whole = seconds.clamp(1, 60);
    }

    fn reset(&mut self, wanted: Wanted) {
        self.adjust(wanted.seconds);
        self.elapsed = Duration::ZERO;
    }

    fn render(&self) -> impl View {
        let seconds = format!("{:.1}", self.elapsed.as_secs_f64());
        view! {
            <Layout title="Timer">
                <form @submit={reset(event.form)}>
                    <label>"Elapsed time" <progress max={self.whole} value={&seconds}></progress></label>
                    <p><output aria-label="Seconds">{&seconds}</output> " s"</p>
                    <label>"Duration: " {self.whole} " s"
                        <input type="range" name="seconds" min="1" max="60" value={self.whole} @input={adjust(event.value)}>
                    </label>
                    <button>"Reset"</button>
                </form>
            </Layout>
        }
    }
}
