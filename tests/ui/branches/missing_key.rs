use taut::prelude::*;

#[derive(Default)]
struct Page {
    items: Vec<u32>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            for item in &self.items {
                <p>{item}</p>
            }
            for item in &self.items; {
                <p>{item}</p>
            }
            for item in &self.items; item {
                <p>{item}</p>
            }
            for item in &self.items; id = item {
                <p>{item}</p>
            }
        }
    }
}

fn main() {}
