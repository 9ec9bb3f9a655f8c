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
                <p key={item}>{item}</p>
            }
            <p key="one">"One"</p>
        }
    }
}

fn main() {}
