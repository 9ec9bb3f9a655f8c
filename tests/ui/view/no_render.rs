use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn toggle(&mut self) {}
}

#[derive(Default)]
struct Other;

#[live_view]
impl Other {
    fn rendr(&self) -> impl View {
        view! { <p>"Hello"</p> }
    }
}

fn main() {}
