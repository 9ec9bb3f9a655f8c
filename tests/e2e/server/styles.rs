//! Style properties whose names are known only at run time, next to static and single ones.

use taut::prelude::*;

#[derive(Default)]
pub(crate) struct Styles {
    step: usize,
}

const STEPS: [&[(&str, &str)]; 4] = [
    &[("left", "1px"), ("--hue", "7")],
    &[("left", "2px"), ("top", "3px"), ("--hue", "7")],
    &[("top", "3px"), ("width", "9px;color:blue")],
    &[],
];

#[live_view]
impl Styles {
    fn step(&mut self) {
        self.step += 1;
    }

    fn render(&self) -> impl View {
        let properties = STEPS[self.step % STEPS.len()];
        view! {
            <button id="step" @click={step()}>"Step"</button>
            <p id="all" style="color: red" style:opacity={if self.step > 1 { "0.5" } else { "1" }} style={..properties}>"All"</p>
            <p id="alone" style={..properties}>"Alone"</p>
            for row in 0..self.step; key = row {
                <i style={..properties}>{row}</i>
            }
        }
    }
}
