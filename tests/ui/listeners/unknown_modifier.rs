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
            <button @click.prevnt={toggle(1, true)}>"One"</button>
            <button @click.enter={toggle(1, true)}>"Two"</button>
            <input aria-label="Three" @keydown.entr={toggle(1, true)}>
            <input aria-label="Four" @input.ctrl={toggle(1, true)}>
        }
    }
}

fn main() {}
