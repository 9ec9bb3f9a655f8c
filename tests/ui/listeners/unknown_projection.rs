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
            <input type="checkbox" @change={toggle(1, event.cheked)}>
            <input type="checkbox" @change={toggle(1, event.target.checked)}>
            <input type="checkbox" @change={toggle(1, event)}>
            <input type="checkbox" @change={toggle(1, event.checked())}>
        }
    }
}

fn main() {}
