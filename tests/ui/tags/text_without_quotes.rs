use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>Hello, world!</p>
            <p>7</p>
            <p>self.count</p>
            <p>{self.count} items</p>
        }
    }
}

fn main() {}
