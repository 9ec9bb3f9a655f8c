use taut::prelude::*;

struct Page;

#[live_view]
impl Page {
    fn mount() -> Self {
        Self
    }

    fn mount(_request: &Request) -> Self {
        Self
    }

    fn toggle(&mut self) {}

    fn toggle(&mut self) {}

    fn render(&self) -> impl View {
        view! { <button @click={toggle()}>"One"</button> }
    }
}

fn main() {}
