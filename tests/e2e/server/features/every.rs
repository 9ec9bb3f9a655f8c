//! A handler that the server calls by itself, next to one that a button calls.

use taut::prelude::*;

use super::{Mode, Scenario, hear};

#[derive(Default)]
pub(crate) struct Every {
    run: String,
    mode: Mode,
    ticks: u32,
    clicks: u32,
}

#[live_view]
impl Every {
    fn mount(request: &Request<'_>) -> Self {
        let Scenario { run, mode, .. } = Scenario::of(request);
        Every {
            run,
            mode,
            ..Every::default()
        }
    }

    #[every(100ms)]
    fn tick(&mut self, cx: &mut Context) -> Result<(), Reject> {
        hear(&self.run, "tick".to_owned());
        if self.ticks == 3 {
            return Ok(());
        }
        self.ticks += 1;
        cx.title(format!("tick {}", self.ticks));
        if self.ticks == 2 {
            self.mode.answer()?;
        }
        Ok(())
    }

    fn click(&mut self) {
        self.clicks += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <output id="ticks">{self.ticks}</output>
            <button id="click" @click={click()}>{self.clicks}</button>
        }
    }
}
