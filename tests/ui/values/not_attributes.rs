use taut::prelude::*;

#[derive(Default)]
struct Page {
    pairs: Vec<(String, String)>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <div {..self.pairs}></div>
            <div {self.pairs}></div>
            <div {..}></div>
        }
    }
}

fn main() {}
