use taut::prelude::*;

#[derive(Default)]
struct Page {
    last: (u32, bool),
}

#[live_view]
impl Page {
    fn toggle(&mut self, id: u32, done: bool) {
        self.last = (id, done);
    }

    fn clear(&mut self) {
        self.last = (0, false);
    }

    fn render(&self) -> impl View {
        view! {
            <button @click={toggle()}>"None"</button>
            <button @click={toggle(1)}>"One"</button>
            <button @click={toggle(1, true, 2)}>"Three"</button>
            <button @click={clear(1)}>"Clear"</button>
        }
    }
}

fn main() {}
