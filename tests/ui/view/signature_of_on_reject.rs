use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn on_reject(&self) {}

    fn render(&self) -> impl View {
        view! { <p>"Page"</p> }
    }
}

fn main() {}
