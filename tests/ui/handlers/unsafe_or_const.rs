use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    unsafe fn one(&mut self) {}

    fn render(&self) -> impl View {
        view! {
            <button @click={one()}>"One"</button>
        }
    }
}

fn main() {}
