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

    fn render(&self) -> impl View {
        view! {
            <button @click={togle(1, true)}>"Done"</button>
            <button @click={remove(1)}>"Remove"</button>
        }
    }
}

fn main() {}
