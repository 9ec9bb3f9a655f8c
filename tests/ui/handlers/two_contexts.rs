use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn one(&mut self, _a: &mut Context, _b: &mut Context) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={one()}>"One"</button>
        }
    }
}

fn main() {}
