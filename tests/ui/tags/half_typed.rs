use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <
            <p
            <p>"One"</p>
        }
    }
}

fn main() {}
