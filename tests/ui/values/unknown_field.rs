use taut::prelude::*;

#[derive(Default)]
struct Page {
    count: u32,
    title: String,
}

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p>{self.cuont}</p>
            <p title={self.titel}>{missing}</p>
        }
    }
}

fn main() {}
