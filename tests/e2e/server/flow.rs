//! A view that shows the values of a stream.

use std::time::Duration;

use actix_web::rt::time::sleep;
use futures_util::stream::{self, Stream};
use taut::prelude::*;

/// Counts from a number on, a step every few milliseconds, until it panics or ends.
fn counting(from: u32, to: u32, pause: u64, panics: bool) -> impl Stream<Item = u32> {
    stream::unfold(from, move |next| async move {
        if next >= to {
            assert!(!panics, "on purpose");
            return None;
        }
        if pause > 0 {
            sleep(Duration::from_millis(pause)).await;
        }
        Some((next, next + 1))
    })
}

#[derive(Default)]
pub(crate) struct Numbers {
    numbers: Flow<u32>,
    read: Vec<u32>,
}

#[live_view]
impl Numbers {
    fn start(&mut self, from: u32, count: u32, pause: u64, panics: bool) {
        self.read.clear();
        self.numbers
            .start(Box::pin(counting(from, from + count, pause, panics)));
    }

    fn stop(&mut self) {
        self.numbers.stop();
    }

    #[on(self.numbers)]
    fn read(&mut self, number: &u32) {
        self.read.push(*number);
    }

    fn render(&self) -> impl View {
        let state = match self.numbers.state() {
            FlowState::Running => "running".to_owned(),
            FlowState::Ended => "ended".to_owned(),
            FlowState::Failed(error) => error.to_string(),
        };
        let read: Vec<_> = self.read.iter().map(u32::to_string).collect();
        view! {
            <button id="slow" @click={start(0, 40, 50, false)}>"Slow"</button>
            <button id="fast" @click={start(100, 500, 0, false)}>"Fast"</button>
            <button id="panics" @click={start(700, 3, 5, true)}>"Panics"</button>
            <button id="stop" @click={stop()}>"Stop"</button>
            <output id="read">{read.join(" ")}</output>
            <p id="state">{state}</p>
        }
    }
}
