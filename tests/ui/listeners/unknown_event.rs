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
            <button @clik={toggle(1, true)}>"One"</button>
            <button @onclick={toggle(1, true)}>"Two"</button>
            <button @tap={toggle(1, true)}>"Three"</button>
        }
    }
}

fn main() {}
