use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn one(&mut self, _context: Context) {}

    fn two(&mut self, _context: &Context) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={one()}>"One"</button>
            <button @click={two()}>"Two"</button>
        }
    }
}

fn main() {}
