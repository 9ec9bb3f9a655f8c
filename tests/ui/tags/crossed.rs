use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <b><i>"One"</b></i>
            <div><span>"Two"</div>
        }
    }
}

fn main() {}
