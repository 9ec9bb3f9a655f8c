//! A handler that holds its thread, beside one that does not, and a view in the template with one of its own.

use std::time::{Duration, Instant};

use taut::prelude::*;

use super::{Mode, Scenario};

#[derive(Default)]
pub(crate) struct Blocking {
    mode: Mode,
    spun: u32,
    counted: u32,
}

/// Holds the thread, and does not sleep: the processor is at work.
fn spin() {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(300) {
        std::hint::spin_loop();
    }
}

#[live_view]
impl Blocking {
    fn mount(request: &Request<'_>) -> Self {
        Blocking {
            mode: Scenario::of(request).mode,
            ..Blocking::default()
        }
    }

    #[blocking]
    fn spin(&mut self, cx: &mut Context) -> Result<(), Reject> {
        spin();
        self.mode.answer()?;
        self.spun += 1;
        cx.title(format!("spun {}", self.spun));
        Ok(())
    }

    fn count(&mut self) {
        self.counted += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <!DOCTYPE html>
            <html lang="en">
                <head><meta charset="utf-8"><title>"Blocking"</title></head>
                <body>
                    <button id="spin" @click={spin()} @loading>"Spin"</button>
                    <button id="count" @click={count()}>"Count"</button>
                    <output id="spun">{self.spun}</output>
                    <output id="counted">{self.counted}</output>
                    <Inner/>
                </body>
            </html>
        }
    }
}

#[derive(Default)]
struct Inner {
    spun: u32,
}

#[live_view]
impl Inner {
    #[blocking]
    fn spin(&mut self) {
        spin();
        self.spun += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button id="spin-inner" @click={spin()}>"Spin"</button>
            <output id="spun-inner">{self.spun}</output>
        }
    }
}
