use taut::prelude::*;

struct Item {
    id: u32,
    name: String,
}

#[derive(Default)]
struct Page {
    count: u32,
    items: Vec<Item>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            for item in self.count; key = item {
                <p>{item}</p>
            }
            for item in &self.items; key = item.id {
                <p>{item.nam}</p>
            }
        }
    }
}

fn main() {}
