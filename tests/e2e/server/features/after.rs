//! A notice that goes by itself, in the view and in a component, and a handler that is called only at times.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct After {
    notices: u32,
    notice: Option<u32>,
    runs: bool,
    ticks: u32,
}

#[live_view]
impl After {
    fn notify(&mut self) {
        self.notices += 1;
        self.notice = Some(self.notices);
    }

    #[after(1500ms, since = self.notice)]
    fn clear(&mut self) {
        self.notice = None;
    }

    fn toggle(&mut self) {
        self.runs = !self.runs;
    }

    #[every(100ms, while = self.runs)]
    fn tick(&mut self) {
        self.ticks += 1;
    }

    fn render(&self) -> impl View {
        view! {
            <button id="notify" @click={notify()}>"Notify"</button>
            <output id="notice">{self.notice}</output>
            <button id="toggle" @click={toggle()}>"Toggle"</button>
            <output id="ticks">{self.ticks}</output>
            if self.runs { <Part/> }
        }
    }
}

#[derive(Default)]
struct Part {
    is_late: bool,
}

#[live_view]
impl Part {
    #[after(500ms)]
    fn note(&mut self) {
        self.is_late = true;
    }

    fn render(&self) -> impl View {
        view! { <output id="part">{self.is_late}</output> }
    }
}
