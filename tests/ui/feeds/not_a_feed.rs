use taut::prelude::*;

#[derive(Default)]
struct Pairs {
    pairs: Vec<(u32, u32)>,
}

#[live_view]
impl Pairs {
    fn refill(&mut self) {}

    fn render(&self) -> impl View {
        view! { for (key, value) in &self.pairs { <p id={key}>{value}</p> } }
    }
}

fn main() {}
