use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn choose(&mut self, _filter: Filter) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={choose(event.value)}>"Choose"</button>
        }
    }
}

fn main() {}
