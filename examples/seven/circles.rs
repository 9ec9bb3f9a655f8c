//! Circles that can be drawn and resized, with each step undone and redone.

use serde::Deserialize;
use taut::prelude::*;

use crate::{Layout, Page};

#[derive(Clone, Copy, PartialEq)]
struct Circle {
    x: i32,
    y: i32,
    diameter: u16,
}

pub(crate) struct Circles {
    /// All circles after each step, and which step is shown.
    steps: Vec<Vec<Circle>>,
    step: usize,
    /// The circle that is being resized, and its size meanwhile.
    resized: Option<(usize, u16)>,
}

#[derive(Deserialize)]
struct Centre {
    x: i32,
    y: i32,
}

#[derive(Deserialize)]
struct Pressed {
    button: String,
}

#[derive(Deserialize)]
struct Size {
    diameter: u16,
}

#[live_view]
impl Circles {
    fn mount() -> Self {
        Self {
            steps: vec![Vec::new()],
            step: 0,
            resized: None,
        }
    }

    fn params(&mut self, _: Page) {}

    fn circles(&self) -> &[Circle] {
        self.steps.get(self.step).map_or(&[], Vec::as_slice)
    }

    /// Adds a step, in the place of those that were undone.
    fn take(&mut self, circles: Vec<Circle>) {
        self.steps.truncate(self.step + 1);
        if self.steps.len() > 500 {
            self.steps.remove(0);
        }
        self.steps.push(circles);
        self.step = self.steps.len() - 1;
    }

    fn draw(&mut self, x: i32, y: i32) {
        let mut circles = self.circles().to_vec();
        if (0..=600).contains(&x) && (0..=300).contains(&y) && circles.len() < 500 {
            circles.push(Circle { x, y, diameter: 40 });
            self.take(circles);
        }
    }

    fn add(&mut self, centre: Centre) {
        self.draw(centre.x, centre.y);
    }

    fn go(&mut self, pressed: Pressed) {
        self.step = match pressed.button.as_str() {
            "undo" => self.step.saturating_sub(1),
            _ => self.steps.len().saturating_sub(1).min(self.step + 1),
        };
    }

    /// Asks for the size of a circle.
    fn ask(&mut self, at: usize) {
        self.resized = self.circles().get(at).map(|circle| (at, circle.diameter));
    }

    #[throttle(30ms)]
    fn resize(&mut self, diameter: u16) {
        if let Some((_, size)) = &mut self.resized {
            *size = diameter.clamp(4, 200);
        }
    }

    /// Ends the resizing, which is one step.
    fn close(&mut self) {
        let Some((at, diameter)) = self.resized.take() else {
            return;
        };
        let mut circles = self.circles().to_vec();
        if let Some(circle) = circles
            .get_mut(at)
            .filter(|circle| circle.diameter != diameter)
        {
            circle.diameter = diameter;
            self.take(circles);
        }
    }

    fn finish(&mut self, size: Size) {
        self.resize(size.diameter);
        self.close();
    }

    fn radius(&self, at: usize, circle: Circle) -> f32 {
        let resized = self.resized.filter(|(other, _)| *other == at);
        f32::from(resized.map_or(circle.diameter, |(_, size)| size)) / 2.0
    }

    fn render(&self) -> impl View {
        let size = self.resized.map(|(_, size)| size);
        view! {
            <Layout title="Circles">
                <form class="row" @submit={go(event.form)}>
                    <button name="button" value="undo" disabled={self.step == 0}>"Undo"</button>
                    <button name="button" value="redo" disabled={self.step + 1 == self.steps.len()}>"Redo"</button>
                </form>
                <p class="muted">"Click to draw a circle; click a circle with the right button to resize it."</p>
                <div class="canvas" tabindex="0" role="region" aria-label="Canvas" @click={draw(event.offset_x, event.offset_y)}>
                    <svg width="600" height="300" role="img" aria-label={format!("{} circles", self.circles().len())}>
                        for (at, circle) in self.circles().iter().enumerate(); key = at {
                            <circle cx={circle.x} cy={circle.y} r={self.radius(at, *circle)} @click.stop={ask(at)} @contextmenu.prevent={ask(at)}></circle>
                        }
                    </svg>
                </div>
                <form class="row" @submit={add(event.form)}>
                    <label>"x" <input type="number" name="x" min="0" max="600" value="100"></label>
                    <label>"y" <input type="number" name="y" min="0" max="300" value="100"></label>
                    <button>"Draw"</button>
                </form>
                <ul class="plain row">
                    for (at, circle) in self.circles().iter().enumerate(); key = at {
                        <li><button class="small" @click={ask(at)}>"Resize the circle at " {circle.x} ", " {circle.y}</button></li>
                    }
                </ul>
                <dialog open:modal={size.is_some()} @close={close()} aria-label="Size">
                    <form @submit={finish(event.form)}>
                        <label>"Diameter: " {size.unwrap_or(40)} <input type="range" name="diameter" min="4" max="200" value={size.unwrap_or(40)} @input={resize(event.value)}></label>
                        <button>"Done"</button>
                    </form>
                </dialog>
            </Layout>
        }
    }
}
