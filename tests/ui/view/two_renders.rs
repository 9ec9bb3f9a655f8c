use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! { <p>"One"</p> }
    }

    fn render(&self) -> impl View {
        view! { <p>"Two"</p> }
    }
}

fn main() {}
