use taut::prelude::*;

struct Row {
    name: String,
}

#[derive(Default)]
struct Page {
    items: Vec<f64>,
    rows: Vec<Row>,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            for item in &self.items; key = item {
                <p>{item}</p>
            }
            for item in &self.rows; key = item {
                <p>{item.name}</p>
            }
        }
    }
}

fn main() {}
