use taut::prelude::*;

struct Page {
    title: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! { <h1>{&self.title}</h1> }
    }
}

fn main() {}
