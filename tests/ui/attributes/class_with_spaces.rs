use taut::prelude::*;

#[derive(Default)]
struct Page;

#[live_view]
impl Page {
    fn render(&self) -> impl View {
        view! {
            <p class:"one two"={true}>"One"</p>
            <p class:""={true}>"Two"</p>
        }
    }
}

fn main() {}
